"""Submits what nobody submitted in time, tells what is marked, counts and clears away."""

from contextlib import suppress
from functools import partial

from courses.content import handed_in
from courses.enrolment.queries import get_enrolment
from courses.quizzes import figures, operations, queries
from courses.quizzes.models import Attempt
from lms.clock import now
from lms.db import db
from lms.errors import found
from lms.i18n import gettext as _
from lms.institutions.public import today
from lms.jobs.queue import LATER, Finish, daily, enqueue, every, job
from lms.mail import send_once
from lms.web.security import absolute

AT_ONCE = 500


@every(30)
def close_overdue() -> Finish | None:
    """One small job for each, so that one that fails holds up nobody else."""
    attempts = queries.overdue(now(), AT_ONCE)

    def ask() -> None:
        for attempt_id in attempts:
            enqueue("quizzes.close", key=f"quizzes.close/{attempt_id}", attempt_id=attempt_id)

    return ask if attempts else None


@job("quizzes.close")
def close(attempt_id: int) -> Finish:
    """Safe to run twice: an attempt is marked once."""
    return partial(_close, attempt_id)


def _close(attempt_id: int) -> None:
    with suppress(operations.NoPlace):  # given up meanwhile: it waits for the learner to come back
        operations.submit(attempt_id, by_clock=True)


@job("quizzes.marked")
def marked(attempt_id: int, moment: str) -> Finish:
    """Safe to run twice: a mail is keyed by the attempt and the moment of marking."""
    return partial(_tell, attempt_id, moment)


def _tell(attempt_id: int, moment: str) -> None:
    attempt = found(db.session.get(Attempt, attempt_id))
    enrolment = get_enrolment(attempt.enrolment_id)
    learner, run = enrolment.learner, enrolment.run
    if learner.email is None or attempt.pending:
        return
    quiz = queries.definition(attempt.quiz_id)
    send_once(
        f"quiz/marked/{attempt.id}/{moment}",
        address=learner.email,
        locale=learner.locale,
        user_id=learner.id,
        template="quizzes/mail/marked",
        subject=lambda: _("Marked: %(title)s", title=str(quiz.title)),
        learner=learner,
        course=run.course,
        quiz=quiz,
        review_url=absolute(f"/attempts/{attempt.public_id}/review"),
    )


@job("quizzes.discard", priority=LATER)
def discard(digest: str) -> None:
    """A file that was taken away leaves the storage, unless somebody handed in the same."""
    handed_in.discard(digest)


@daily("03:20")
def count_statistics() -> Finish | None:
    """One job for each quiz with new papers."""
    quizzes = figures.stale()

    def ask() -> None:
        for quiz_id in quizzes:
            enqueue("quizzes.count", key=f"quizzes.count/{quiz_id}/{today()}", quiz_id=quiz_id)

    return ask if quizzes else None


@job("quizzes.count", priority=LATER)
def count(quiz_id: int) -> Finish:
    """Safe to run twice: what is counted replaces what was."""
    return partial(operations.store_statistics, figures.computed(quiz_id, now()))
