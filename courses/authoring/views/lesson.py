"""The page of one lesson in the studio; its middle comes from the editor of its kind."""

from flask.typing import ResponseReturnValue

from courses.authoring.editors import Editor, editor
from courses.authoring.queries import drafts as queries
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.errors import found
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/<code>/lessons/<slug>")
@access(may_course(Ability.VIEW), course=get_course)
def lesson(course: Course, slug: str) -> ResponseReturnValue:
    return lesson_page(course, slug)


def lesson_page(course: Course, slug: str, middle: Editor | None = None) -> str:
    """The page, with the editor of the lesson's kind or with what a refused form left."""
    here = frame(course)
    version = found(here.draft or queries.live_of(course))
    shown = queries.lesson_of(version, slug)
    outline = queries.outline_of(version)
    return render_template(
        "studio/lesson.html",
        course=course,
        version=version,
        lesson=shown,
        around=outline.around(slug),
        editor=middle or editor(course, version, shown),
        may_edit=here.may_change,
    )
