"""The server keeps the time: late answers count for thirty seconds, then what was saved counts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.enrolment.models import EnrolmentState
from courses.learning.models import QuizResult
from courses.quizzes import jobs, queries
from courses.quizzes.models import Attempt
from lms.clock import now
from lms.db import db, reading, writing
from lms.jobs.models import Job
from lms.jobs.queue import drain
from tests import make
from tests.conftest import Browser
from tests.courses.quizzes.asking import Learner


@pytest.fixture
def learner(client: Browser) -> Learner:
    learner = Learner(client, minutes=20, shuffle=False)
    learner.start()
    return learner


def late(learner: Learner, seconds: float) -> None:
    """The deadline was so many seconds ago."""
    db.session.execute(
        sa.update(Attempt).values(
            deadline_at=now() - timedelta(seconds=seconds), started_at=now() - timedelta(hours=1)
        )
    )
    db.session.commit()


def close_overdue() -> None:
    """What the worker does every thirty seconds."""
    reading()
    finish = jobs.close_overdue()
    db.session.rollback()
    writing()
    if finish is not None:
        finish()
        db.session.commit()
    drain()


def is_open(learner: Learner) -> bool:
    return queries.get_sitting(learner.address.rsplit("/", 1)[1]).is_open


def test_the_page_shows_the_time_left(learner: Learner) -> None:
    page = learner.look().text
    assert 'data-enhance="timer"' in page
    assert "19:5" in page or "20:00" in page


def test_within_the_grace_answers_count(learner: Learner) -> None:
    late(learner, 25)
    assert learner.say("q1", "b").status_code == 200
    learner.submit({"q3": "true"})
    assert set(learner.stored) == {("q1", ""), ("q3", "")}
    assert "The time was over" not in learner.look("/review").text


def test_after_the_grace_what_was_saved_counts(learner: Learner) -> None:
    learner.say("q1", "b")
    late(learner, 31)
    assert learner.say("q3", "true").status_code == 409
    assert "The time is over" in learner.look().text
    learner.submit({"q3": "true"})
    assert learner.stored == {("q1", ""): "b"}
    page = learner.look("/review").text
    assert "10%" in page
    assert "The time was over" in page


def test_a_bad_answer_at_the_bell_does_not_hold_up_the_rest(learner: Learner) -> None:
    late(learner, 2)
    learner.submit({"q1": "b", "q5": "many"})
    assert not is_open(learner)
    assert learner.stored == {("q1", ""): "b"}


def test_the_worker_submits_what_nobody_submitted(learner: Learner) -> None:
    learner.say("q1", "b")
    key = (learner.enrolment.id, learner.quiz.lesson_key)
    late(learner, 29)
    close_overdue()
    assert is_open(learner)
    late(learner, 40)
    close_overdue()
    close_overdue()
    result = db.session.get_one(QuizResult, key)
    assert (result.best_percent, result.attempts) == (10, 1)
    closed = sa.select(sa.func.count()).where(Job.name == "quizzes.close")
    assert db.session.scalar(closed) == 1


def test_starting_again_after_the_bell_submits_instead(learner: Learner) -> None:
    late(learner, 40)
    assert "See the result" in learner.browser.get(learner.lesson).text
    learner.start()
    assert not is_open(learner)
    assert learner.look().headers["Location"].endswith("/review")


def test_an_attempt_of_a_place_given_up_waits(learner: Learner) -> None:
    late(learner, 40)
    learner.enrolment.state, learner.enrolment.withdrawn_at = EnrolmentState.WITHDRAWN, now()
    db.session.commit()
    close_overdue()
    assert is_open(learner)


def test_without_a_limit_nothing_is_overdue(client: Browser) -> None:
    learner = Learner(client, make.quiz(minutes=None))
    learner.start()
    close_overdue()
    assert is_open(learner)
    assert "data-deadline" not in learner.look().text
