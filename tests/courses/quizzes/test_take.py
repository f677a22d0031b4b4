"""The way through a quiz: start, answer, look over, submit, see what came of it."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from courses.content.models import LessonKey
from courses.enrolment.models import EnrolmentState, RunState
from courses.learning.models import QuizResult
from courses.quizzes import queries
from courses.quizzes.models import Attempt
from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from tests import make
from tests.conftest import Browser
from tests.courses.quizzes.asking import Learner, right_answers


def test_the_lesson_says_what_the_quiz_is(client: Browser) -> None:
    learner = Learner(client, minutes=20)
    page = learner.browser.get(learner.lesson).text
    for said in ("7 questions", "20 minutes", "60%", "3 of 3 left", "Start the quiz"):
        assert said in page


def test_all_right_is_a_hundred(client: Browser) -> None:
    learner = Learner(client)
    assert learner.start().status_code == 302
    assert learner.submit(learner.right_form()).headers["Location"].endswith("/review")
    assert "100%" in learner.look("/review").text
    result = db.session.get_one(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key))
    assert (result.best_percent, result.passed, result.attempts) == (Decimal(100), True, 1)


def test_a_page_without_scripts_saves_and_lists_what_is_missing(client: Browser) -> None:
    learner = Learner(client)
    learner.start()
    assert learner.send("save", learner.form() | {"q1": "b", "go": "check"}).status_code == 302
    page = learner.look("/check").text
    assert "6 questions are not fully answered" in page
    assert 'value="b" checked' in learner.look().text


def test_starting_again_goes_on_with_the_open_attempt(client: Browser) -> None:
    learner = Learner(client)
    first = learner.start().headers["Location"]
    assert learner.start().headers["Location"] == first
    assert "Go on with attempt 1" in learner.browser.get(learner.lesson).text


def test_attempts_run_out_and_the_best_counts(client: Browser) -> None:
    learner = Learner(client, attempts=2)
    learner.start()
    learner.submit(learner.right_form())
    learner.start()
    learner.submit()
    assert learner.start().headers["Location"].endswith(learner.slug)
    page = learner.browser.get(learner.lesson).text
    assert "You have used all your attempts." in page
    assert "Your best result counts: 100%" in page
    result = db.session.get_one(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key))
    assert (result.best_percent, result.first_percent, result.attempts) == (100, 100, 2)


def test_submitting_twice_is_submitting_once(client: Browser) -> None:
    learner = Learner(client)
    learner.start()
    learner.submit(learner.right_form())
    again = learner.submit({"q1": "a"})
    assert again.headers["Location"].endswith("/review")
    assert "100%" in learner.look("/review").text
    result = db.session.get_one(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key))
    assert result.attempts == 1


def test_the_gain_is_shown_after_the_post_test(client: Browser) -> None:
    course = make.course(lessons=1)
    before = make.quiz(course, role="pre_test", pass_percent=None, attempts=1)
    learner = Learner(client, make.quiz(course))
    after, learner.quiz, slug = learner.quiz, before, learner.slug
    learner.slug = db.session.get_one(LessonKey, before.lesson_key).slug
    learner.start()
    learner.submit(learner.form() | {"q1": "b"})
    assert "Done" in learner.look("/review").text
    learner.quiz, learner.slug = after, slug
    learner.start()
    learner.submit(learner.right_form())
    assert "Pre-test 10% → post-test 100% (+90 points)" in " ".join(
        learner.look("/review").text.split()
    )


@pytest.mark.parametrize("state", [EnrolmentState.WITHDRAWN, EnrolmentState.REFUSED])
def test_who_has_no_place_cannot_start(client: Browser, state: EnrolmentState) -> None:
    learner = Learner(client)
    learner.enrolment.state = state
    assert "/attempts/" not in learner.start().headers["Location"]
    assert not queries.tries(learner.enrolment.id, learner.quiz.lesson_key)


def test_who_gave_up_the_place_can_neither_save_nor_submit(client: Browser) -> None:
    learner = Learner(client)
    learner.start()
    learner.enrolment.state, learner.enrolment.withdrawn_at = EnrolmentState.WITHDRAWN, now()
    assert learner.say("q1", "b").status_code == 409
    learner.submit({"q1": "b"})
    assert queries.get_sitting(learner.address.rsplit("/", 1)[1]).is_open


def test_a_run_that_is_over_or_cancelled_starts_nothing(client: Browser) -> None:
    learner = Learner(client)
    learner.run.ends_on = to_bangkok(now()).date() - timedelta(days=1)
    assert "/attempts/" not in learner.start().headers["Location"]
    learner.run.ends_on, learner.run.state = None, RunState.CANCELLED
    assert "/attempts/" not in learner.start().headers["Location"]


def test_a_lesson_that_is_no_quiz_cannot_be_started(client: Browser) -> None:
    learner = Learner(client)
    article = db.session.scalars(
        sa.select(LessonKey).where(LessonKey.key != learner.quiz.lesson_key)
    ).first()
    assert article is not None
    learner.slug = article.slug
    assert learner.start().status_code == 404


def test_a_run_that_ends_is_the_deadline(client: Browser) -> None:
    learner = Learner(client)
    learner.run.ends_on = to_bangkok(now()).date() + timedelta(days=3)
    learner.start()
    attempt = db.session.scalars(sa.select(Attempt)).one()
    assert attempt.deadline_at is not None
    assert to_bangkok(attempt.deadline_at).date() == learner.run.ends_on
    assert "Submit before" in learner.look().text


def test_the_order_is_the_same_at_every_look_and_differs_between_attempts(
    client: Browser,
) -> None:
    learner = Learner(client, attempts=None)
    orders = set()
    for _ in range(6):
        learner.start()
        first, again = (_order(learner.look().text) for _ in range(2))
        assert first == again
        orders.add(first)
        learner.submit()
    assert len(orders) > 1


def _order(page: str) -> tuple[str, ...]:
    return tuple(re.findall(r'id="(q\d+)" data-question', page))


def test_results_can_be_counted_again_from_the_attempts(client: Browser) -> None:
    learner = Learner(client)
    for answers in ({}, right_answers(learner.quiz), {}):
        learner.start()
        learner.submit(learner.form() | answers)
    counted = queries.results_from_attempts([learner.enrolment.id])
    key = (learner.enrolment.id, learner.quiz.lesson_key)
    stored = db.session.get_one(QuizResult, key)
    assert counted[key] == type(counted[key])(
        role=stored.role,
        attempts=stored.attempts,
        first_percent=stored.first_percent,
        best_percent=stored.best_percent,
        passed=stored.passed,
    )
