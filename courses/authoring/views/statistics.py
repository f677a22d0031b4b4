"""What the answers of real learners say about the quizzes of a course: aggregates only."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.question_wording import WORDS
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.quizzes import figures, operations
from courses.quizzes import statistics as counted
from courses.quizzes.figures import Lineup
from lms.clock import now
from lms.errors import found
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template


@bp.get("/<code>/statistics")
@access(may_course(Ability.VIEW), course=get_course)
def statistics(course: Course) -> ResponseReturnValue:
    lineups = figures.lineups(course.id)
    chosen = _chosen(lineups, request.args.get("quiz", ""))
    test = figures.together(chosen.quiz_ids) if chosen else None
    return render_template(
        "studio/statistics.html",
        course=course,
        lineups=lineups,
        chosen=chosen,
        whole=counted.whole(test) if test else None,
        items=figures.items(test) if test else {},
        asked=figures.asked(chosen.quiz_ids[-1]) if chosen else (),
        gain=figures.gain_of(course.id),
        say=WORDS,
    )


@bp.post("/<code>/statistics")
@access(may_course(Ability.EDIT), course=get_course)
def count_statistics(course: Course) -> ResponseReturnValue:
    """Count again what the lists of questions show, without waiting for the night."""
    at = now()
    rows = [
        row
        for lineup in figures.lineups(course.id)
        for row in figures.computed(lineup.quiz_ids[-1], at)
    ]
    operations.store_statistics({row["question_version_id"]: row for row in rows}.values())
    flash(_("Counted again."))
    return redirect(url_for(".statistics", code=course.code))


def _chosen(lineups: list[Lineup], name: str) -> Lineup | None:
    """The one that was asked for, else the one with the most papers."""
    if name:
        return found(next((one for one in lineups if one.name == name), None))
    return max(lineups, key=lambda one: one.papers, default=None)
