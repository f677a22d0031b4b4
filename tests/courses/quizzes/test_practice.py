"""Questions in the text of a lesson: tried as often as one likes, nothing kept, nothing told before."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from courses.content.models import Lesson
from courses.quizzes import queries
from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.questions import split
from lms.db import db
from tests import make
from tests.conftest import Browser

SINGLE, SHORT, ESSAY = make.QUESTIONS[0], make.QUESTIONS[3], make.ELABORATE[1]
SECRETS = ["ลับหนึ่งผิด", "ลับหนึ่งถูก", "เพราะว่าหนึ่ง", "correct", "1441", "เบอร์ลับ"]


class Reader:
    """Somebody in a course whose first lesson names some questions."""

    def __init__(self, client: Browser) -> None:
        self.course = make.course(lessons=2)
        self.run = make.run(self.course)
        person = make.user()
        make.enrolment(self.run, person)
        lessons = sa.select(Lesson).filter_by(version_id=self.course.version_id).order_by(Lesson.id)
        self.lesson = db.session.scalars(lessons).all()[0]
        self.browser = client.as_(person).speaking("en")

    def put(self, *names: str) -> None:
        blocks = "".join(f'<div class="question" data-question="{name}"></div>' for name in names)
        self.lesson.body = f"<p>อ่าน</p>{blocks}<p>จบ</p>"
        db.session.commit()

    @property
    def path(self) -> str:
        return f"/learn/{self.run.public_id}/{self.lesson.slug}"

    def page(self) -> str:
        return self.browser.get(self.path).text

    def answer(self, name: str, fetch: bool = False, **form: Any) -> TestResponse:
        headers = {"X-Requested-With": "fetch"} if fetch else {}
        data = {"question": name, "shown_at": "-", **form}
        return self.browser.post(f"{self.path}/practise", data, headers=headers)


def question(description: dict[str, Any], earlier: int = 1, **stands: Any) -> str:
    body, key = split(description)
    made = make._add(Question(**stands))
    version = QuestionVersion(
        question_id=made.id, number=1, kind=description["kind"], text=description["text"],
        body=body, key=key, points=1,
    )  # fmt: skip
    make._add(version)
    version.created_at -= timedelta(hours=earlier)
    return str(made.public_id)


def number_of(page: str) -> str:
    import re

    found = re.search(r'name="(q\d+)"', page)
    assert found, page
    return found.group(1)


@pytest.fixture
def reader(client: Browser) -> Reader:
    return Reader(client)


def test_the_question_stands_in_the_text_and_tells_nothing(reader: Reader) -> None:
    reader.put(question(SINGLE, course_id=reader.course.id), question(SHORT))
    page = reader.page()
    assert page.index("อ่าน") < page.index("หนึ่งเดียว") < page.index("สายด่วนเบอร์ใด") < page.index("จบ")
    assert [word for word in SECRETS if word in page] == []


@pytest.mark.parametrize("fetch", [False, True])
def test_an_answer_is_told_in_its_place_and_not_kept(reader: Reader, fetch: bool) -> None:
    name = question(SINGLE, course_id=reader.course.id)
    reader.put(name)
    field = number_of(reader.page())
    before = counts()
    for said, outcome in (("a", "Not right"), ("b", "Right"), ("a", "Not right")):
        answer = reader.answer(name, fetch=fetch, **{field: said})
        assert answer.status_code == 200
        assert f"</svg>{outcome}" in answer.text or f">{outcome}<" in answer.text
        assert "เพราะว่าหนึ่ง" in answer.text
        assert ("อ่าน" in answer.text) is not fetch
    assert counts() == before
    assert f'action="{reader.path}/practise#question-{name}"' in reader.page()


def counts() -> dict[str, int]:
    db.session.rollback()
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
        if table.name not in ("progress", "user_session")
    }


def test_an_empty_or_wrong_answer_tells_nothing(reader: Reader) -> None:
    name = question(SINGLE, course_id=reader.course.id)
    reader.put(name)
    field = number_of(reader.page())
    empty = reader.answer(name).text
    assert "Give an answer first." in empty
    wrong = reader.answer(name, **{field: "z"}).text
    assert [word for word in SECRETS if word in empty + wrong] == []


def test_only_what_the_lesson_names_can_be_asked(reader: Reader) -> None:
    named = question(SINGLE, course_id=reader.course.id)
    unnamed = question(SHORT, course_id=reader.course.id)
    reader.put(named)
    unknown = reader.answer("ABCDEFGH2345", fetch=True, q1="x")
    foreign = reader.answer(unnamed, fetch=True, q1="x")
    assert (unknown.status_code, foreign.status_code) == (404, 404)
    assert unknown.data == foreign.data
    assert reader.answer("", fetch=True).status_code == 404


def test_a_question_of_somebody_else_is_not_shown_though_the_text_names_it(reader: Reader) -> None:
    stranger = make.course()
    reader.put(
        question(SINGLE, course_id=stranger.id),
        question(SHORT, bank_institution_id=stranger.institution_id),
    )
    page = reader.page()
    assert "หนึ่งเดียว" not in page
    assert "สายด่วนเบอร์ใด" not in page


@pytest.mark.parametrize("level", ["course", "institution", "shared"])
def test_the_banks_of_the_course_are_open_to_it(reader: Reader, level: str) -> None:
    stands = {
        "course": {"course_id": reader.course.id},
        "institution": {"bank_institution_id": reader.course.institution_id},
        "shared": {},
    }[level]
    reader.put(question(SINGLE, **stands))
    assert "หนึ่งเดียว" in reader.page()


def test_a_change_of_the_bank_waits_for_the_next_publishing(reader: Reader) -> None:
    name = question(SINGLE, course_id=reader.course.id)
    reader.put(name)
    body, key = split(SINGLE | {"text": "ถ้อยคำใหม่"})
    made = db.session.scalars(sa.select(Question).filter_by(public_id=name)).one()
    make._add(
        QuestionVersion(
            question_id=made.id, number=2, kind="single", text="ถ้อยคำใหม่", body=body, key=key, points=1
        )
    )  # fmt: skip
    db.session.commit()
    assert "ถ้อยคำใหม่" not in reader.page()
    assert queries.practice(name, reader.course.id, is_draft=True).body["text"] == "ถ้อยคำใหม่"


def test_what_a_person_marks_does_not_stand_in_a_text(reader: Reader) -> None:
    reader.put(question(ESSAY, course_id=reader.course.id))
    assert "textarea" not in reader.page()


def test_without_a_place_there_is_nothing_to_try(client: Browser, reader: Reader) -> None:
    name = question(SINGLE, course_id=reader.course.id)
    reader.put(name)
    stranger = client.as_(make.user())
    headers = {"X-Requested-With": "fetch"}
    sent = stranger.post(f"{reader.path}/practise", {"question": name, "q1": "b"}, headers=headers)
    assert sent.status_code == 404


def test_reading_the_address_again_leads_to_the_lesson(reader: Reader) -> None:
    answer = reader.browser.get(f"{reader.path}/practise")
    assert answer.headers["Location"].endswith(reader.path)
