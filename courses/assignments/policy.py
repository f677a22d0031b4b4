"""Who may see what was handed in: the learner, and who marks the course."""

from typing import Any

from flask_login import current_user

from courses.assignments.lifecycle import State
from courses.content.policy import Ability, able
from lms.web.access import Policy


def _may_read(objects: dict[str, Any]) -> bool:
    work = objects["file"].submission
    if work.learner_id == current_user.id:
        return True
    return work.state is not State.DRAFT and able(Ability.MARK, work.enrolment.run.course)


file_of_a_work = Policy("own learner_id, or course.mark once handed in", _may_read)
