"""Real attempts become figures: everybody once, by the first attempt, nothing of too few."""

import copy
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from courses.content.models import Course, CourseVersion
from courses.enrolment.models import CourseRun
from courses.quizzes import figures
from courses.quizzes.models import (
    Answer,
    Attempt,
    AttemptState,
    QuestionStatistic,
    Quiz,
    QuizQuestion,
)
from lms.clock import now
from lms.db import db
from lms.jobs.queue import drain
from tests import make
from tests.conftest import Browser
from tests.courses.authoring.banks import author

ASKED = [copy.deepcopy(make.QUESTIONS[0]) | {"text": f"ข้อ {n}"} for n in range(3)]


def sat(quiz: Quiz, run: CourseRun, right: int, *, number: int = 1, **given: Any) -> Attempt:
    """A paper whose first `right` questions are right."""
    place = given.pop("place", None) or make.enrolment(run)
    asked = db.session.scalars(
        sa.select(QuizQuestion.question_version_id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .order_by(QuizQuestion.position)
    ).all()
    began = now() - timedelta(minutes=10)
    values: dict[str, Any] = {
        "state": AttemptState.SUBMITTED,
        "submitted_at": now(),
        "percent": 100 * right / len(asked),
        "marks": {str(one): "1" if n < right else "0" for n, one in enumerate(asked)},
    }
    attempt = Attempt(
        quiz_id=quiz.id, enrolment=place, lesson_key=quiz.lesson_key, number=number, seed=1,
        started_at=began, **values | given,
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    for n, one in enumerate(asked):
        db.session.add(
            Answer(
                attempt_id=attempt.id, question_version_id=one, part="",
                response="b" if n < right else "a", seq=1, writer="w",
                saved_at=began + timedelta(seconds=20 * (n + 1)),
            )
        )  # fmt: skip
    db.session.flush()
    return attempt


def a_quiz() -> tuple[Course, Quiz, CourseRun]:
    quiz = make.quiz(questions=ASKED)
    course = db.session.get_one(CourseVersion, quiz.version_id).course
    return course, quiz, make.run(course)


def test_everybody_counts_once_and_only_with_what_is_marked(database: None) -> None:
    course, quiz, run = a_quiz()
    for right in (3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0):
        first = sat(quiz, run, right)
    sat(quiz, run, 3, number=2, place=first.enrolment)
    sat(quiz, run, 3, pending=1)
    sat(quiz, run, 3, state=AttemptState.OPEN, submitted_at=None, percent=None, marks=None)
    (lineup,) = figures.lineups(course.id)
    assert lineup.papers == 12
    test = figures.together(lineup.quiz_ids)
    assert test is not None
    items = list(figures.items(test).values())
    assert [one.p for one in items] == [0.75, 0.5, 0.25]
    rows = figures.computed(quiz.id, now())
    assert [row["papers"] for row in rows] == [12, 12, 12]
    assert rows[0]["figures"]["seconds"] == 20
    assert rows[0]["figures"]["options"][1][:3] == ["b", True, 0.75]


def test_the_night_counts_what_came(database: None) -> None:
    from courses.quizzes.jobs import count_statistics

    _course, quiz, run = a_quiz()
    for n in range(10):
        sat(quiz, run, n % 4)
    db.session.commit()
    assert figures.stale() == [quiz.id]
    finish = count_statistics()
    assert finish is not None
    finish()
    db.session.commit()
    drain()
    db.session.rollback()
    rows = db.session.scalars(sa.select(QuestionStatistic)).all()
    assert [row.papers for row in rows] == [10, 10, 10]
    assert figures.stale() == []


def test_the_page_says_nothing_of_nine_and_something_of_ten(client: Browser) -> None:
    course, quiz, run = a_quiz()
    for n in range(9):
        sat(quiz, run, n % 4)
    browser = client.as_(author(course)).speaking("en")
    here = f"/studio/{course.code}/statistics"
    assert "too few to say anything" in browser.get(here).text
    sat(quiz, run, 2)
    page = browser.get(here).text
    assert "too few to say anything" not in page
    assert "KR-20" in page
    assert browser.get(f"{here}?quiz=nothing.1").status_code == 404
    assert browser.post(here).status_code == 302
    question = db.session.scalars(sa.select(QuestionStatistic)).all()
    assert len(question) == 3
    listed = browser.get(f"/studio/{course.code}/questions").text
    assert "0.70" in listed
    stranger = client.as_(author(make.course())).speaking("en")
    assert stranger.get(here).status_code == 404
    assert stranger.post(here).status_code == 404


def test_no_name_and_no_single_answer_stands_on_the_page(client: Browser) -> None:
    course, quiz, run = a_quiz()
    papers = [sat(quiz, run, n % 4) for n in range(12)]
    browser = client.as_(author(course)).speaking("en")
    page = browser.get(f"/studio/{course.code}/statistics").text
    for paper in papers:
        assert paper.public_id not in page
        assert paper.enrolment.learner.public_id not in page
        assert paper.enrolment.learner.email not in page
