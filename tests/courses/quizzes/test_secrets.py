"""What is right leaves the server after submission, when the quiz allows it, and to its owner."""

import copy
from typing import Any

import pytest
import sqlalchemy as sa

from courses.quizzes import queries
from courses.quizzes.models import Answer, Attempt, Question, QuestionVersion, Quiz, QuizQuestion
from courses.quizzes.questions import opaque
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.quizzes.asking import Learner

# A short and a numeric answer that stand nowhere else, and every feedback.
CANARIES = ["ลับหนึ่งผิด", "ลับหนึ่งถูก", "เพราะว่าหนึ่ง", "ลับก", "ลับข", "ลับค", "เพราะว่าหลาย", "เพราะจริง",
            "เบอร์ลับ", "จำนวนลับ", "คู่ลับ", "ลำดับลับ", "คำเฉลยซ่อน", "987654321"]  # fmt: skip
WORDS = ['"correct"', "feedback", "accept", "tolerance", "choice--right", "data-correct"]


def questions() -> list[dict[str, Any]]:
    asked = copy.deepcopy(make.QUESTIONS)
    asked[3]["accept"], asked[4]["answer"] = ["คำเฉลยซ่อน"], 987654321
    return asked


@pytest.fixture
def learner(client: Browser) -> Learner:
    return Learner(client, questions=questions(), shuffle=False, attempts=2, review="passed")


def leaks(text: str) -> list[str]:
    return [word for word in (*CANARIES, *WORDS) if word in text]


def test_nothing_of_the_key_is_in_any_answer_before_submission(learner: Learner) -> None:
    answers = [learner.browser.get(learner.lesson), learner.start(), learner.look()]
    answers += [learner.say("q1", "b"), learner.say("q5", "many"), learner.say("q9", "a")]
    answers += [learner.send("save", learner.form() | {"q1": "z", "q5": "x"})]
    answers += [learner.look("/check"), learner.look(), learner.look("/review")]
    answers += [learner.browser.get(f"/learn/{learner.run.public_id}", follow_redirects=True)]
    for answer in answers:
        assert not leaks(answer.text), answer.request.path
        assert not leaks(str(answer.headers))


def test_neither_the_order_nor_the_keys_of_pairs_tell_what_belongs_together(
    learner: Learner,
) -> None:
    learner.start()
    page = learner.look().text
    for pair in make.QUESTIONS[5]["pairs"]:
        assert opaque("left", pair["left"]) != opaque("right", pair["right"])
    first = min(make.QUESTIONS[6]["items"], key=lambda item: opaque("item", item))
    assert page.index(first) == min(page.index(item) for item in make.QUESTIONS[6]["items"])


def test_until_passing_only_the_score_is_shown(learner: Learner) -> None:
    learner.start()
    learner.submit(learner.form() | {"q1": "b"})
    page = learner.look("/review").text
    assert "when you have passed, or after your last attempt" in page
    assert not leaks(page)


def test_after_the_last_attempt_everything_is_explained(learner: Learner) -> None:
    for _ in range(2):
        learner.start()
        learner.submit(learner.form() | {"q1": "a"})
    page = learner.look("/review").text
    assert [word for word in CANARIES if word not in page] == []


def test_while_another_attempt_is_open_nothing_is_explained(client: Browser) -> None:
    learner = Learner(client, questions=questions(), review="submitted")
    learner.start()
    learner.submit()
    assert leaks(learner.look("/review").text)
    earlier = learner.address
    learner.start()
    assert not leaks(learner.browser.get(f"{earlier}/review").text)


def test_never_is_never(client: Browser) -> None:
    learner = Learner(client, questions=questions(), review="never", attempts=1)
    learner.start()
    learner.submit()
    page = learner.look("/review").text
    assert "not shown" in page
    assert not leaks(page)


PAGES = [("GET", ""), ("GET", "/check"), ("GET", "/review"), ("POST", "/save"), ("POST", "/submit")]


@pytest.mark.parametrize(("method", "page"), PAGES)
def test_an_attempt_of_somebody_else_is_not_there(client: Browser, method: str, page: str) -> None:
    owner = Learner(client)
    owner.start()
    owner.say("q1", "a")
    stranger = Learner(client, owner.quiz)
    before = _everything()
    ask = stranger.browser.get if method == "GET" else stranger.browser.post
    form = {"data": {"question": "q1", "answer": "b", "seq": "99"}} if method == "POST" else {}
    foreign = ask(owner.address + page, **form)
    unknown = ask(f"/attempts/ABCDEFGH2345{page}", **form)
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.data == unknown.data
    assert _everything() == before


def test_somebody_without_a_place_starts_nothing(client: Browser) -> None:
    learner = Learner(client)
    stranger = client.as_(make.user())
    foreign = stranger.post(f"{learner.lesson}/start")
    unknown = stranger.post(f"/learn/ABCDEFGH2345/{learner.slug}/start")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.data == unknown.data


def test_who_is_not_logged_in_is_asked_to(client: Browser) -> None:
    learner = Learner(client)
    learner.start()
    assert "/log-in" in client.get(learner.address).headers["Location"]
    sent = client.post(f"{learner.address}/save", headers={"X-Requested-With": "fetch"})
    assert sent.status_code == 401


def test_no_form_field_becomes_a_column(client: Browser) -> None:
    """Every column of every table of the slice is sent along; only the answer changes."""
    learner = Learner(client, shuffle=False)
    learner.start()
    tables = (Attempt, Answer, Quiz, QuizQuestion, Question, QuestionVersion)
    hostile = {column.name: "1" for model in tables for column in model.__table__.columns}
    hostile |= {"percent": "100", "passed": "true", "state": "submitted", "score": "100"}
    before = _everything(without="answer")
    learner.say("q1", "a", **hostile)
    learner.send("save", learner.form() | hostile | {"q1": "a"})
    assert _everything(without="answer") == before
    learner.submit(learner.form() | hostile | {"q1": "a"})
    sitting = queries.get_sitting(learner.address.rsplit("/", 1)[1])
    assert (sitting.percent, sitting.passed) == (0, False)


def _everything(without: str = "") -> dict[str, Any]:
    db.session.rollback()
    return {
        model.__tablename__: db.session.execute(sa.select(*model.__table__.columns)).all()
        for model in (Attempt, Answer, Quiz, QuizQuestion, QuestionVersion)
        if model.__tablename__ != without
    }
