"""What came of an attempt, and what may be seen of it."""

from functools import partial
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from courses.learning.papers import papers
from courses.learning.queries import room as read_room
from courses.learning.standing import Door
from courses.quizzes import queries
from courses.quizzes.paper import Definition
from courses.quizzes.queries import Sitting
from courses.quizzes.review import Sight, marked_by_hand, sight
from courses.quizzes.review import review as reviewed
from courses.quizzes.reviewed import ByHand, Reviewed
from courses.quizzes.showing import show
from courses.quizzes.views.blueprint import bp
from courses.quizzes.views.sheets import file_url
from lms.clock import now
from lms.i18n import dates
from lms.web.access import access, own
from lms.web.templating import render_template


@bp.get("/attempts/<public:attempt_id>/review")
@access(own("learner_id"), sitting=queries.get_sitting)
def review(sitting: Sitting) -> ResponseReturnValue:
    if sitting.is_open or not sitting.has_seat:
        return redirect(url_for(".attempt", attempt_id=sitting.public_id))
    quiz = queries.definition(sitting.quiz_id)
    tries = queries.tries(sitting.enrolment_id, sitting.lesson_key)
    seen = sight(quiz, tries)
    return render_template(
        "quizzes/review.html",
        sitting=sitting,
        quiz=quiz,
        tries=tries,
        best=max(
            (t.percent for t in tries if t.percent is not None and not t.pending), default=None
        ),
        sight=seen,
        questions=_answers_of(sitting, seen),
        file_url=partial(file_url, sitting.public_id),
        **_around(sitting, quiz, len(tries)),
    )


def _around(sitting: Sitting, quiz: Definition, tried: int) -> dict[str, Any]:
    """Where the learner stands in the run now, and what comes next."""
    room = read_room(sitting.run_public_id, sitting.learner_id)
    slugs = [lesson.slug for lesson in room.outline.lessons]
    known = quiz.slug in slugs
    is_open = room.door(dates.to_bangkok(now()).date()) is Door.OPEN
    return {
        "room": room,
        "onwards": room.outline.around(quiz.slug)[1] if known else None,
        "may_retry": known and is_open and (quiz.attempts is None or tried < quiz.attempts),
        "paper": papers([room.enrolment_id]).get(room.enrolment_id) if room.completed_at else None,
    }


def _answers_of(sitting: Sitting, seen: Sight) -> tuple[Reviewed, ...]:
    """With what was right where it may be seen; else only what people marked, and said to it."""
    quiz = queries.definition(sitting.quiz_id)
    if seen is Sight.BUSY or (seen is not Sight.OPEN and not quiz.has_by_hand):
        return ()
    shown = show(quiz, sitting.seed, queries.saved(sitting.id))
    by_hand = ByHand()
    if quiz.has_by_hand:
        by_hand = ByHand(queries.files_of(sitting.id), queries.hand_marks(sitting.id))
    marks = sitting.marks or {}
    if seen is not Sight.OPEN:
        return marked_by_hand(quiz, shown, marks, by_hand)
    return reviewed(quiz, shown, queries.answer_keys(quiz.id), marks, by_hand)
