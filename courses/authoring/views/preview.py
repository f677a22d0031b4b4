"""The draft as learners will see it: the real room, with a learner who is not there.

Nothing is stored. The room's templates are the real ones; the addresses in them lead back here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring import preview as made_up
from courses.authoring.preview import RUN, Stage
from courses.authoring.queries.drafts import live_of, outline_of
from courses.authoring.queries.previews import run_rules, seen, trial
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion, LessonKind
from courses.content.policy import Ability, may_course
from courses.content.queries import OutlineLesson, get_course
from courses.learning import rooms
from courses.learning.standing import Room
from courses.quizzes import trial as trials
from lms.clock import now
from lms.errors import found
from lms.i18n import LOCALES, current_locale, dates, speaking
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.security import CSP
from lms.web.templating import render_template

Address = Callable[..., str]
WIDTHS = ("phone", "wide")
FRAMED = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
NOT_KEPT = {"learning.answer_survey", "learning.complete", "learning.put_news_away"}


@bp.get("/<code>/preview")
@access(may_course(Ability.VIEW), course=get_course)
def preview(course: Course) -> ResponseReturnValue:
    """The controls around the frame; without a script they are an ordinary form."""
    version = frame(course).draft or live_of(course)
    lessons = outline_of(version).lessons if version else ()
    slugs = [lesson.slug for lesson in lessons]
    slug = request.args.get("slug", "")
    width = request.args.get("width", "phone")
    return render_template(
        "studio/preview.html",
        course=course,
        version=version,
        lessons=lessons,
        slug=slug if slug in slugs else next(iter(slugs), None),
        stage=_stage(),
        language=_language(),
        width=width if width in WIDTHS else "phone",
    )


@bp.get("/<code>/preview/<slug>")
@access(may_course(Ability.VIEW), course=get_course)
def preview_lesson(course: Course, slug: str) -> ResponseReturnValue:
    room, lesson = _room(course, slug)
    with speaking(_language()):
        return _framed(
            rooms.page(
                room,
                lesson,
                template="studio/preview_lesson.html",
                provided=partial(seen, stage=_stage()),
                url_for=_addresses(course, slug),
                **_choice(),
            )
        )


@bp.post("/<code>/preview/<slug>/progress")
@access(may_course(Ability.VIEW), course=get_course)
def preview_progress(course: Course, slug: str) -> ResponseReturnValue:
    """What a page reports of its reader is taken and forgotten."""
    return jsonify(saved_at=dates.clock(now(), current_locale()), done=False)


@bp.route("/<code>/preview/<slug>/act", methods=["GET", "POST"])
@access(may_course(Ability.VIEW), course=get_course)
def preview_act(course: Course, slug: str) -> ResponseReturnValue:
    """Whatever a learner would send is accepted here and not kept."""
    with speaking(_language()):
        flash(_("This is a preview: what you sent is accepted and not kept."))
    return redirect(url_for(".preview_lesson", code=course.code, slug=slug, **_query()))


@bp.route("/<code>/preview/<slug>/quiz", methods=["GET", "POST"])
@access(may_course(Ability.VIEW), course=get_course)
def preview_quiz(course: Course, slug: str) -> ResponseReturnValue:
    """A throw-away attempt: marked like a real one, and gone."""
    room, lesson = _room(course, slug)
    if lesson.kind is not LessonKind.QUIZ:
        found(None)
    definition, keys = trial(room.outline.version_id, lesson.key)
    typed = request.form.get("seed", "")
    seed = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
    form = request.form.to_dict(flat=False) if request.method == "POST" else None
    with speaking(_language()):
        return _framed(
            render_template(
                "studio/preview_quiz.html",
                course=course,
                room=room,
                lesson=lesson,
                quiz=definition,
                sheet=trials.sheet(definition, seed, form),
                result=trials.mark(definition, keys, form, seed) if form else None,
                address=_addresses(course, slug),
                **_choice(),
            )
        )


def _room(course: Course, slug: str) -> tuple[Room, OutlineLesson]:
    version: CourseVersion = found(frame(course).draft or live_of(course))
    outline = outline_of(version)
    rules = made_up.rules_of(outline, run_rules(course))
    return made_up.room(course, outline, rules, _stage(), now()), outline.find(slug)


def _addresses(course: Course, here: str) -> Address:
    """`url_for` of the room, leading back into the preview."""

    def address(endpoint: str, **values: Any) -> str:
        own = {"code": course.code, "slug": values.get("slug", here), **_query()}
        match endpoint:
            case "learning.lesson" | "learning.room":
                return url_for("studio.preview_lesson", **own)
            case "learning.progress":
                return url_for("studio.preview_progress", **own)
            case "quizzes.start":
                return url_for("studio.preview_quiz", **own)
        of_nobody = values.get("run_id") == RUN or "attempt_id" in values
        if endpoint in NOT_KEPT or of_nobody or endpoint.startswith("assignments."):
            return url_for("studio.preview_act", **own)
        return url_for(endpoint, **values)

    return address


def _stage() -> Stage:
    asked = request.args.get("as", "")
    return Stage(asked) if asked in list(Stage) else Stage.NEW


def _language() -> str:
    asked = request.args.get("in", "")
    return asked if asked in LOCALES else current_locale()


def _query() -> dict[str, Any]:
    return {"as": _stage().value, "in": _language()}


def _choice() -> dict[str, Any]:
    return {"stage": _stage(), "robots": "noindex"}


def _framed(page: str) -> Response:
    """Shown inside the studio, and nowhere else."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMED
    return response
