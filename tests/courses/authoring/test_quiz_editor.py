"""A quiz is built by hand and by blueprint, in the draft only."""

import copy
from typing import Any

import pytest
import sqlalchemy as sa

from courses.authoring.operations.drafts import open_draft
from courses.content.models import Course, Lesson, LessonKind
from courses.quizzes import drafting
from courses.quizzes.models import Question, Quiz
from lms.accounts.models import User
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.authoring.banks import author, question


class Desk:
    """An author before the quizzes of a course's draft."""

    def __init__(self, client: Browser) -> None:
        self.course: Course = make.course(
            kinds=[LessonKind.QUIZ, LessonKind.QUIZ, LessonKind.ARTICLE]
        )
        self.person: User = author(self.course)
        self.draft = open_draft(self.course, self.person)
        db.session.flush()
        lessons = db.session.scalars(
            sa.select(Lesson).where(Lesson.version_id == self.draft.id).order_by(Lesson.position)
        ).all()
        self.first, self.second, self.article = lessons
        self.browser = client.as_(self.person).speaking("en")

    def at(self, lesson: Lesson, page: str = "") -> str:
        return f"/studio/{self.course.code}/lessons/{lesson.slug}/quiz{page}"

    def send(self, page: str, form: dict[str, Any], lesson: Lesson | None = None) -> Any:
        return self.browser.post(self.at(lesson or self.first, page), form)

    def page(self) -> str:
        address = f"/studio/{self.course.code}/lessons/{self.first.slug}"
        return self.browser.get(address).text

    def asked(self, lesson: Lesson | None = None) -> list[str]:
        db.session.expire_all()
        sheet = drafting.sheet(self.draft.id, (lesson or self.first).key)
        return [one.public_id for one in sheet.asked] if sheet else []

    def fill(self, count: int, **given: Any) -> list[Question]:
        return [question(self.course, described=named(f"ข้อ {n}"), **given) for n in range(count)]


def named(text: str) -> dict[str, Any]:
    return copy.deepcopy(make.QUESTIONS[0]) | {"text": text}


TERMS = {"role": "post_test", "pass_percent": "70", "attempts": "", "minutes": "20",
         "shuffle": "y", "review": "passed"}  # fmt: skip


@pytest.fixture
def desk(client: Browser) -> Desk:
    return Desk(client)


def test_questions_are_picked_moved_and_taken_out(desk: Desk) -> None:
    a, b, c = (one.public_id for one in desk.fill(3))
    offered = desk.browser.get(desk.at(desk.first, "/pick"))
    assert a in offered.text
    assert desk.send("/ask", {"question": [a, b]}).status_code == 302
    desk.send("/ask", {"question": [b, c]})
    assert desk.asked() == [a, b, c]
    desk.send("/order", {"do": f"up-{c}"})
    assert desk.asked() == [a, c, b]
    desk.send("/order", {"do": f"down-{b}"})
    desk.send("/order", {"do": "order", "question": [b, a, c, "NOTTHERE2222"]})
    assert desk.asked() == [b, a, c]
    desk.send("/order", {"do": f"remove-{a}"})
    assert desk.asked() == [b, c]
    assert desk.send("/order", {"do": f"remove-{a}"}).status_code == 404
    assert desk.send("/order", {"do": "explode"}).status_code == 404


def test_a_question_of_another_bank_cannot_be_asked(desk: Desk) -> None:
    foreign = question(make.course())
    of_the_institution = question(institution_id=desk.course.institution_id)
    for one in (foreign, of_the_institution):
        assert desk.send("/ask", {"question": [one.public_id]}).status_code == 404
    assert desk.asked() == []


def test_terms_are_kept_and_what_is_wrong_is_said(desk: Desk) -> None:
    assert desk.send("", TERMS).status_code == 302
    sheet = drafting.sheet(desk.draft.id, desk.first.key)
    assert sheet is not None
    assert (sheet.quiz.pass_percent, sheet.quiz.minutes, sheet.quiz.attempts) == (70, 20, None)
    assert db.session.get_one(Lesson, desk.first.id).settings["role"] == "post_test"
    for wrong, message in [
        ({"pass_percent": ""}, "A post-test needs a pass mark"),
        ({"pass_percent": "101"}, "from 0 to 100"),
        ({"minutes": "soon"}, "Write a whole number"),
        ({"role": "exam"}, "Choose one of the list"),
    ]:
        page = desk.send("", TERMS | wrong)
        assert page.status_code == 200
        assert message in page.text
    assert drafting.quiz_in(desk.draft.id, desk.article.key) is None
    assert desk.send("", TERMS, desk.article).status_code == 404


def test_a_blueprint_draws_two_forms_that_share_nothing(desk: Desk) -> None:
    desk.fill(6, tags=["ลิงก์"], difficulty="easy")
    desk.fill(4, tags=["ข่าวลวง"], difficulty="hard")
    form = {"wanted-0-tag": "ลิงก์", "wanted-0-difficulty": "easy", "wanted-0-count": "3",
            "wanted-1-tag": "ข่าวลวง", "wanted-1-difficulty": "", "wanted-1-count": "2",
            "levels": ["course"], "partner": str(desk.second.key), "do": "save"}  # fmt: skip
    assert desk.send("/draw", form).status_code == 302
    first, second = desk.asked(), desk.asked(desk.second)
    assert len(first) == len(second) == 5
    assert not set(first) & set(second)
    kept = drafting.quiz_in(desk.draft.id, desk.first.key)
    assert kept is not None
    assert kept.blueprint is not None
    assert kept.blueprint["partner"] == desk.second.key
    page = desk.page()
    assert "6 questions in the bank suit it" in page
    assert f"Drawn with the number {kept.blueprint['seed']}" in page
    desk.send("/draw", form)
    assert len(desk.asked()) == 5


def test_a_small_bank_says_how_many_stand_in_both(desk: Desk) -> None:
    desk.fill(4, tags=["ลิงก์"])
    form = {"wanted-0-tag": "ลิงก์", "wanted-0-count": "3", "levels": ["course"], "do": "save",
            "partner": str(desk.second.key)}  # fmt: skip
    said = desk.browser.post(desk.at(desk.first, "/draw"), form, follow_redirects=True).text
    assert "2 questions stand in both" in said


def test_a_shortage_names_the_row_and_changes_nothing(desk: Desk) -> None:
    desk.fill(2, tags=["ลิงก์"])
    form = {"wanted-0-tag": "ลิงก์", "wanted-0-count": "5", "levels": ["course"], "do": "save"}
    page = desk.send("/draw", form)
    assert page.status_code == 200
    assert "Only 2 of 5 are left for this row" in page.text
    assert desk.asked() == []
    nothing = desk.send("/draw", {"levels": ["course"], "do": "save"})
    assert "one row at least" in nothing.text


def test_what_was_picked_by_hand_stays_when_drawn_again(desk: Desk) -> None:
    (picked,) = desk.fill(1)
    desk.fill(6, tags=["ลิงก์"])
    desk.send("/ask", {"question": [picked.public_id]})
    form = {"wanted-0-tag": "ลิงก์", "wanted-0-count": "2", "levels": ["course"], "do": "save"}
    for _ in range(3):
        desk.send("/draw", form)
        assert desk.asked()[0] == picked.public_id
        assert len(desk.asked()) == 3


def test_what_is_live_does_not_change_and_strangers_find_nothing(
    desk: Desk, client: Browser
) -> None:
    made = desk.fill(1)[0]
    desk.send("/ask", {"question": [made.public_id]})
    live = db.session.scalars(sa.select(Quiz).where(Quiz.version_id == desk.course.version_id))
    assert not live.all()
    stranger = client.as_(author(make.course())).speaking("en")
    for page in ("", "/ask", "/order", "/draw", "/try"):
        assert stranger.post(desk.at(desk.first, page)).status_code == 404
    assert stranger.get(desk.at(desk.first, "/pick")).status_code == 404


def test_the_quiz_is_tried_out_as_it_stands_in_the_draft(desk: Desk) -> None:
    made = desk.fill(1)[0]
    desk.send("/ask", {"question": [made.public_id]})
    page = desk.browser.get(desk.at(desk.first, "/try")).text
    assert "ข้อ 0" in page
    assert "ลับหนึ่งถูก" not in page
    assert "100%" in desk.send("/try", {"q1": "b", "seed": "1"}).text
    desk.send("/order", {"do": f"remove-{made.public_id}"})
    assert "ข้อ 0" not in desk.browser.get(desk.at(desk.first, "/try")).text


def test_a_question_written_for_a_quiz_stands_in_it(desk: Desk) -> None:
    form = {"text": "สายด่วน", "accept": "1441", "points": "1", "difficulty": "easy", "do": "save",
            "into": desk.first.slug}  # fmt: skip
    here = f"/studio/{desk.course.code}/questions/new/short"
    assert desk.browser.post(here, form).status_code == 302
    assert len(desk.asked()) == 1
    assert desk.browser.post(here, form | {"into": desk.article.slug}).status_code == 404
    assert len(db.session.scalars(sa.select(Question)).all()) == 1


def test_the_editor_takes_the_same_statements_however_much_is_asked(desk: Desk) -> None:
    said: list[str] = []

    def hear(*heard: Any) -> None:
        said.append(heard[2])

    def statements() -> int:
        desk.page()
        said.clear()
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", hear)
        desk.page()
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", hear)
        return len(said)

    desk.send("/ask", {"question": [desk.fill(1)[0].public_id]})
    few = statements()
    desk.send("/ask", {"question": [one.public_id for one in desk.fill(40, tags=["ก", "ข"])]})
    assert len(desk.asked()) == 41
    assert statements() == few <= 30
