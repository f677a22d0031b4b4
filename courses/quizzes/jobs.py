"""Submits what nobody submitted in time."""

from contextlib import suppress
from functools import partial

from courses.quizzes import figures, operations, queries
from lms.clock import now
from lms.institutions.public import today
from lms.jobs.queue import LATER, Finish, daily, enqueue, every, job

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
