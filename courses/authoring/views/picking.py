"""Choosing questions for a lesson: as a page's fragment and as data for the editor."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from courses.authoring.question_wording import KINDS
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.quizzes import bank_policy as policy
from courses.quizzes.bank import Wish, lines
from courses.quizzes.kinds import BY_HAND
from lms.web.access import access

PICKED = 30


@bp.get("/<code>/questions/pick")
@access(may_course(Ability.EDIT), course=get_course)
def pick_question(course: Course) -> ResponseReturnValue:
    """Questions that a lesson may embed: `{"questions": [{id, text, kind, title, points}]}`."""
    found = lines(policy.scope_around(course), Wish.read(request.args), limit=PICKED)
    return jsonify(
        questions=[
            {
                "id": line.public_id,
                "text": line.text[:300],
                "title": line.title,
                "kind": line.kind.value,
                "kind_label": str(KINDS[line.kind]),
                "points": str(line.points),
                "tags": list(line.tags),
            }
            for line in found
            if line.kind not in BY_HAND
        ]
    )
