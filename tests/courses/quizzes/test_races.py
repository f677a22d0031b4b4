"""Many at once: one attempt, one result, and no answer that was acknowledged is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from courses.enrolment.models import Enrolment
from courses.enrolment.queries import get_enrolment
from courses.learning.models import QuizResult
from courses.quizzes import operations, queries
from courses.quizzes.models import Attempt, AttemptState, Quiz
from lms.audit.models import AuditEntry
from lms.db import db, one_transaction
from tests import make

ROUNDS = [(16, 60), pytest.param(24, 1000, marks=pytest.mark.soak)]


def at_once(app: Flask, threads: int, tasks: list[Callable[[], str]]) -> Counter[str]:
    """Each task in a request of its own: an application context and a transaction."""

    def one(task: Callable[[], str]) -> str:
        with app.app_context():
            try:
                with one_transaction():
                    return task()
            except (operations.AttemptSubmitted, operations.NoAttemptsLeft) as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, tasks))


@pytest.fixture
def place(database: None) -> tuple[Enrolment, Quiz]:
    quiz = make.quiz(attempts=1)
    course = db.session.get_one(make.CourseVersion, quiz.version_id).course
    enrolment = make.enrolment(make.run(course))
    db.session.commit()
    return enrolment, quiz


def attempts() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Attempt)) or 0


@pytest.mark.parametrize(("threads", "times"), ROUNDS)
def test_many_starts_are_one_attempt(
    app: Flask, place: tuple[Enrolment, Quiz], threads: int, times: int
) -> None:
    enrolment_id, lesson_key = place[0].id, place[1].lesson_key

    def start() -> str:
        return operations.start(get_enrolment(enrolment_id), lesson_key).public_id

    assert list(at_once(app, threads, [start] * times).values()) == [times]
    assert attempts() == 1


@pytest.mark.parametrize(("threads", "times"), ROUNDS)
def test_many_submissions_are_one_result(
    app: Flask, place: tuple[Enrolment, Quiz], threads: int, times: int
) -> None:
    enrolment, quiz = place
    key = (enrolment.id, quiz.lesson_key)
    with one_transaction():
        attempt_id = operations.start(get_enrolment(enrolment.id), quiz.lesson_key).id

    def submit() -> str:
        return operations.submit(attempt_id).state

    assert at_once(app, threads, [submit] * times) == {"submitted": times}
    db.session.rollback()
    assert db.session.get_one(QuizResult, key).attempts == 1
    told = sa.select(sa.func.count()).where(AuditEntry.verb == "attempt.submitted")
    assert db.session.scalar(told) == 1


def test_an_answer_beside_a_submission_counts_or_is_refused(
    app: Flask, place: tuple[Enrolment, Quiz]
) -> None:
    enrolment, quiz = place
    with one_transaction():
        attempt = operations.start(get_enrolment(enrolment.id), quiz.lesson_key)
    public_id, attempt_id, quiz_id = attempt.public_id, attempt.id, quiz.id
    sitting = queries.get_sitting(public_id)
    slot = queries.definition(quiz_id).slots["q1"]

    def answer() -> str:
        operations.save_answer(sitting.sheet, slot, "b", seq=1, writer="one", given_at=None)
        return "stored"

    def submit() -> str:
        return str(operations.submit(attempt_id).percent)

    came = at_once(app, 2, [answer, submit])
    assert came in (
        Counter({"stored": 1, "10.00": 1}),
        Counter({"AttemptSubmitted": 1, "0.00": 1}),
    )


def test_two_open_attempts_cannot_be_stored(place: tuple[Enrolment, Quiz]) -> None:
    enrolment, quiz = place
    first = operations.start(enrolment, quiz.lesson_key)
    second = Attempt(
        quiz_id=quiz.id, enrolment_id=enrolment.id, lesson_key=quiz.lesson_key,
        number=2, seed=1, started_at=first.started_at, state=AttemptState.OPEN,
    )  # fmt: skip
    db.session.add(second)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
