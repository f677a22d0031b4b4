"""Questions of every kind are written by forms that work without a script."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from courses.authoring.forms.by_kind import FORMS
from courses.content.models import Course, Media, MediaKind
from courses.quizzes import bank
from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.questions import split
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.authoring.banks import author, question

SAVE = {
    "do": "save",
    "points": "2",
    "difficulty": "hard",
    "tags": "ลิงก์, ข่าวลวง",
    "title": "",
    "note": "",
}
CHOICE = {
    "text": "ข้อใดปลอดภัย",
    "options-0-text": "รหัสสั้น",
    "options-1-text": "วลีรหัสผ่านยาว",
    "options-1-correct": "y",
    "options-1-feedback": "ยาวและจำง่าย",
    "options-2-text": "",
}
RUBRIC = {
    "rubric-0-title": "เนื้อหา",
    "rubric-0-levels-0-title": "ดี",
    "rubric-0-levels-0-points": "๔",
    "rubric-0-levels-1-title": "ไม่มี",
    "rubric-0-levels-1-points": "0",
}
FILLED: dict[str, dict[str, Any]] = {
    "single": CHOICE,
    "multiple": CHOICE | {"options-2-text": "เปิดสองขั้นตอน", "options-2-correct": "y"},
    "true_false": {"text": "โลกแบน", "answer": "false"},
    "short": {"text": "สายด่วน", "accept": "1441\nหนึ่งสี่สี่หนึ่ง"},
    "numeric": {"text": "กี่ชั่วโมง", "answer": "๑,๔๔๑", "tolerance": "0.5", "unit_th": "ชั่วโมง"},
    "matching": {
        "text": "จับคู่",
        "pairs-0-left": "ก",
        "pairs-0-right": "1",
        "pairs-1-left": "ข",
        "pairs-1-right": "2",
    },
    "ordering": {"text": "เรียง", "items-0-text": "แรก", "items-1-text": "หลัง"},
    "cloze": {
        "text": "โทร {1} ภายใน {2} แล้ว {3}",
        "gaps-0-kind": "short",
        "gaps-0-answers": "1441\n๑๔๔๑",
        "gaps-1-kind": "numeric",
        "gaps-1-answers": "24",
        "gaps-1-tolerance": "1",
        "gaps-2-kind": "choice",
        "gaps-2-answers": "แจ้งความ",
        "gaps-2-others": "ลบ\nรอ",
    },
    "essay": {"text": "อธิบาย", "least_words": "10", "most_words": "100", **RUBRIC},
    "upload": {"text": "ส่งภาพ", "types": ["image"], "files": "2", "megabytes": "5", **RUBRIC},
    "hotspot": {
        "text": "ชี้ลิงก์ปลอม",
        "image_alt": "ภาพหน้าจอ",
        "picks": "1",
        "regions-0-shape": "rect",
        "regions-0-at": "120, 80, 300, 60",
        "regions-0-correct": "y",
        "regions-1-shape": "polygon",
        "regions-1-at": "10 10; 200 30; 90 400",
    },
}


@pytest.fixture
def course(database: None) -> Course:
    return make.course()


def picture(course: Course) -> Media:
    media = Media(
        course=course, name="inbox.png", content_type="image/png", digest="0" * 64, size=1,
        kind=MediaKind.IMAGE, width=1200, height=800,
    )  # fmt: skip
    db.session.add(media)
    db.session.flush()
    return media


def post_new(client: Browser, course: Course, kind: str, form: dict[str, Any]) -> Any:
    browser = client.as_(author(course)).speaking("en")
    if kind == "hotspot":
        form = form | {"image_media": picture(course).public_id}
    return browser.post(f"/studio/{course.code}/questions/new/{kind}", form)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_every_kind_is_written_by_its_form(client: Browser, course: Course, kind: str) -> None:
    answer = post_new(client, course, kind, FILLED[kind] | SAVE)
    assert answer.status_code == 302, answer.text
    (made,) = db.session.scalars(sa.select(QuestionVersion)).all()
    assert (made.kind, made.points) == (kind, 2)
    written = db.session.get_one(Question, made.question_id)
    assert (written.difficulty, bank.tags_of(written)) == ("hard", ["ข่าวลวง", "ลิงก์"])


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_saving_what_stands_in_the_form_makes_no_version(
    client: Browser, course: Course, kind: str
) -> None:
    post_new(client, course, kind, FILLED[kind] | SAVE)
    (made,) = db.session.scalars(sa.select(Question)).all()
    browser = client.as_(author(course)).speaking("en")
    page = browser.get(f"/studio/questions/{made.public_id}/edit")
    assert page.status_code == 200
    answer = browser.post(f"/studio/questions/{made.public_id}/edit", form_of(page.text))
    assert answer.status_code == 302, answer.text
    assert len(bank.versions(made)) == 1


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_form_gives_back_what_it_was_filled_with(app: Any, database: None, kind: str) -> None:
    """What comes out of the fields is the question that went in."""
    described = DESCRIBED[kind]
    with app.test_request_context():
        form = FORMS[QuestionKind(kind)](
            formdata=None, **FORMS[QuestionKind(kind)].typed(described)
        )
        pictures = {"ABCDEFGH2345": (1200, 800)}
        assert split(form.described(pictures)) == split(described)


DESCRIBED = {q["kind"]: q for q in make.QUESTIONS} | {
    "cloze": {
        "kind": "cloze", "text": "โทร {1} {2} {3}", "gaps": [
            {"key": "1", "kind": "short", "accept": ["1441"], "points": 1},
            {"key": "2", "kind": "numeric", "answer": 24, "tolerance": 0, "points": 2},
            {"key": "3", "kind": "choice", "points": 1, "feedback": "เพราะ", "options": [
                {"key": "a", "text": "แจ้งความ", "correct": True}, {"key": "b", "text": "ลบ"}]}]},
    "essay": {"kind": "essay", "text": "เล่า", "most_words": 300, "sample": "แนว", "rubric": [
        {"key": "c1", "title": "เนื้อหา", "levels": [
            {"key": "l1", "title": "ดี", "text": "ครบ", "points": 4},
            {"key": "l2", "title": "ไม่มี", "points": 0}]}]},
    "upload": {"kind": "upload", "text": "ส่ง", "types": ["pdf"], "files": 1, "megabytes": 10},
    "hotspot": {"kind": "hotspot", "text": "ชี้", "picks": 1,
        "image": {"media": "ABCDEFGH2345", "alt": "ภาพ", "width": 1200, "height": 800},
        "regions": [
            {"key": "a", "shape": "rect", "at": [1, 2, 3, 4], "correct": True, "label": "ที่อยู่"},
            {"key": "b", "shape": "circle", "at": [700, 500, 80], "label": "โลโก้"},
            {"key": "c", "shape": "polygon", "at": [[1, 1], [9, 1], [5, 9]], "feedback": "ไม่"}]},
}  # fmt: skip


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("single", {"text": ""}, "This is needed"),
    ("single", {"options-1-correct": ""}, "Mark which option is correct"),
    ("single", {"options-1-text": ""}, "A text is missing here"),
    ("single", {"points": "many"}, "Write a number"),
    ("single", {"points": "-3"}, "from 0.01 to 100"),
    ("single", {"tags": ",".join(f"t{n}" for n in range(21))}, "at most twenty tags"),
    ("single", {"image_media": "ZZZZZZZZ2222"}, "Choose one of the list"),
    ("multiple", {"options-1-correct": "", "options-2-correct": ""}, "Mark which option"),
    ("true_false", {"answer": ""}, "This is needed"),
    ("short", {"accept": " "}, "at least one accepted answer"),
    ("numeric", {"answer": "หลายชั่วโมง"}, "Give a number"),
    ("numeric", {"tolerance": "-1"}, "must not be below zero"),
    ("matching", {"pairs-0-right": ""}, "A text is missing here"),
    ("matching", {"pairs-1-left": "ก"}, "two different pairs"),
    ("ordering", {"items-1-text": ""}, "two different items"),
    ("cloze", {"gaps-0-answers": "", "gaps-0-feedback": "x"}, "at least one accepted answer"),
    ("cloze", {"gaps-2-others": ""}, "one wrong option"),
    ("cloze", {"text": "ไม่มีช่อง"}, ""),
    ("essay", {"least_words": "200"}, "least number of words"),
    ("essay", {"rubric-0-levels-0-points": "สี่"}, "Give a number"),
    ("upload", {"types": []}, "which types of files"),
    ("hotspot", {"regions-0-at": "1, 2"}, "four numbers"),
    ("hotspot", {"regions-0-correct": ""}, "at least one place"),
    ("hotspot", {"image_alt": ""}, "Say in words"),
]


@pytest.mark.parametrize(("kind", "wrong", "message"), BAD)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Browser, course: Course, kind: str, wrong: dict[str, Any], message: str
) -> None:
    answer = post_new(client, course, kind, FILLED[kind] | SAVE | {"note": "จากอาจารย์"} | wrong)
    assert answer.status_code == 200
    assert "Not saved yet" in answer.text
    assert message in answer.text
    assert "จากอาจารย์" in answer.text
    assert not db.session.scalars(sa.select(Question)).all()


def test_a_row_is_added_moved_and_taken_away_without_a_script(
    client: Browser, course: Course
) -> None:
    def press(do: str) -> list[str]:
        page = post_new(client, course, "single", FILLED["single"] | SAVE | {"do": do}).text
        assert "Not saved yet" not in page
        return re.findall(r'name="options-\d+-text"[^>]*value="([^"]*)"', page)

    assert press("up-options-1")[:2] == ["วลีรหัสผ่านยาว", "รหัสสั้น"]
    assert press("remove-options-0")[0] == "วลีรหัสผ่านยาว"
    assert len(press("add-options")) >= 4
    for nonsense in ("up-options-99", "remove-options-x", "add-nothing", "remove-text-0", "up-"):
        press(nonsense)


def test_editing_makes_a_version_that_can_be_taken_back(client: Browser, course: Course) -> None:
    made = question(course)
    browser = client.as_(author(course)).speaking("en")
    page = browser.get(f"/studio/questions/{made.public_id}/edit")
    changed = form_of(page.text) | {"text": "ถามใหม่"}
    assert browser.post(f"/studio/questions/{made.public_id}/edit", changed).status_code == 302
    assert [v.text for v in bank.versions(made)] == ["ถามใหม่", "หนึ่งเดียว"]
    shown = browser.get(f"/studio/questions/{made.public_id}").text
    assert "ถามใหม่" in shown
    assert "<del>" in shown
    browser.post(f"/studio/questions/{made.public_id}/restore/1")
    assert [v.text for v in bank.versions(made)] == ["หนึ่งเดียว", "ถามใหม่", "หนึ่งเดียว"]
    assert browser.post(f"/studio/questions/{made.public_id}/restore/9").status_code == 404


def test_columns_cannot_be_smuggled_in(client: Browser, course: Course) -> None:
    smuggled = {"course_id": "999", "institution_id": "1", "retired_at": "2020-01-01", "id": "7",
                "public_id": "AAAAAAAA2222", "author_id": "1", "number": "9"}  # fmt: skip
    post_new(client, course, "short", FILLED["short"] | SAVE | smuggled)
    (made,) = db.session.scalars(sa.select(Question)).all()
    assert (made.course_id, made.bank_institution_id, made.retired_at) == (course.id, None, None)
    assert bank.newest(made).number == 1


def test_a_question_is_tried_out_and_nothing_is_kept(client: Browser, course: Course) -> None:
    made = question(course)
    browser = client.as_(author(course)).speaking("en")
    page = browser.get(f"/studio/questions/{made.public_id}/try")
    assert "Nothing of this is kept" in page.text
    assert "ลับหนึ่งถูก" not in page.text
    result = browser.post(f"/studio/questions/{made.public_id}/try", {"q1": "b", "seed": "5"})
    assert "100%" in result.text
    assert "ลับหนึ่งถูก" in result.text


def form_of(page: str) -> dict[str, Any]:
    """Every field of the question's form as a browser would send it."""
    part = page[page.index('id="question"') :]
    part = part[: part.index("</form>")]
    form: dict[str, Any] = {"do": "save"}
    for tag in re.findall(r"<input[^>]*>", part):
        values = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if values.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        if "name" in values:
            form.setdefault(values["name"], []).append(unescape(values.get("value", "")))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', part, re.S):
        form[name] = unescape(body).removeprefix("\r\n").removeprefix("\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', part, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        form[name] = chosen.group(1) if chosen else ""
    return form


def unescape(text: str) -> str:
    import html

    return html.unescape(text)
