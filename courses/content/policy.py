"""Who may see a file of a course."""

from typing import Any

from courses.content.models import CourseState
from lms.institutions.public import Permission, allowed
from lms.web.access import Policy


def _may_see(objects: dict[str, Any]) -> bool:
    media = objects["media"]
    if media.course.state is CourseState.PUBLISHED:
        return True
    return allowed(Permission.COURSE_VIEW_DRAFT, media)


media_of_the_course = Policy("media of a published course, or a draft of one's own", _may_see)
