"""Who sees, changes and accepts questions, by the bank they stand in."""

import copy
from typing import Any

import pytest
import sqlalchemy as sa

from courses.content.models import Course, CourseRole, CourseVersion
from courses.quizzes import bank, drafting, operations
from courses.quizzes.bank import Scope, Wish
from courses.quizzes.models import Question, QuestionProposal, QuizQuestion
from lms.audit.models import AuditEntry
from lms.db import db
from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.courses.authoring.banks import author, question


@pytest.fixture
def course(database: None) -> Course:
    return make.course()


def texts(described: str) -> dict[str, Any]:
    return copy.deepcopy(make.QUESTIONS[0]) | {"text": described}


def addresses(made: Question) -> list[tuple[str, str]]:
    here = f"/studio/questions/{made.public_id}"
    return [
        ("GET", here), ("GET", f"{here}/edit"), ("POST", f"{here}/edit"), ("GET", f"{here}/try"),
        ("POST", f"{here}/try"), ("POST", f"{here}/retire"), ("POST", f"{here}/bring-back"),
        ("POST", f"{here}/restore/1"), ("POST", f"{here}/duplicate"), ("POST", f"{here}/propose"),
        ("POST", f"{here}/accept"), ("POST", f"{here}/decline"),
    ]  # fmt: skip


def test_a_question_of_another_institution_is_not_there(client: Browser, course: Course) -> None:
    made = question(course)
    strangers = [
        make.user(),
        author(make.course()),
        make.member(Role.INSTRUCTOR),
        make.member(Role.REVIEWER),
        make.member(Role.ADMIN),
    ]
    db.session.commit()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    for stranger in strangers:
        browser = client.as_(stranger).speaking("en")
        for method, path in addresses(made):
            send = browser.get if method == "GET" else browser.post
            assert send(path).status_code == 404, path
    entries = db.session.scalars(sa.select(AuditEntry.verb).where(AuditEntry.id > (before or 0)))
    assert not [verb for verb in entries if verb.startswith("question.")]


@pytest.mark.parametrize(
    ("role", "sees", "changes"),
    [
        (CourseRole.OWNER, 200, 200), (CourseRole.AUTHOR, 200, 200), (CourseRole.MARKER, 200, 404),
        (CourseRole.REVIEWER, 200, 404), (CourseRole.OBSERVER, 200, 404),
    ],
)  # fmt: skip
def test_the_role_at_the_course_says_who_writes(
    client: Browser, course: Course, role: CourseRole, sees: int, changes: int
) -> None:
    made = question(course)
    browser = client.as_(author(course, role)).speaking("en")
    assert browser.get(f"/studio/{course.code}/questions").status_code == sees
    assert browser.get(f"/studio/questions/{made.public_id}").status_code == sees
    assert browser.get(f"/studio/questions/{made.public_id}/edit").status_code == changes
    assert browser.get(f"/studio/{course.code}/questions/new").status_code == changes
    assert browser.get(f"/studio/{course.code}/questions/pick").status_code == changes


def test_offered_then_accepted_it_stands_in_the_bank_of_the_institution(
    client: Browser, course: Course
) -> None:
    made = question(course)
    here = f"/studio/questions/{made.public_id}"
    writer = client.as_(author(course)).speaking("en")
    assert writer.post(f"{here}/propose", {"level": "shared"}).status_code == 404
    assert writer.post(f"{here}/propose", {"level": "institution"}).status_code == 302
    assert writer.post(f"{here}/accept").status_code == 404
    foreign = client.as_(make.member(Role.REVIEWER)).speaking("en")
    assert foreign.post(f"{here}/accept").status_code == 404
    reviewer = client.as_(make.member(Role.REVIEWER, at=course.institution)).speaking("en")
    shelf = f"/studio/bank/{course.institution.code}"
    assert "is offered to this bank" in reviewer.get(shelf).text
    assert reviewer.post(f"{here}/accept").status_code == 302
    db.session.refresh(made)
    assert (made.course_id, made.bank_institution_id) == (None, course.institution_id)
    assert not db.session.scalars(sa.select(QuestionProposal)).all()
    assert "หนึ่งเดียว" in reviewer.get(shelf).text
    assert writer.post(f"{here}/retire").status_code == 404


def test_what_is_offered_may_be_declined(client: Browser, course: Course) -> None:
    made = question(course)
    operations.propose_question(made, by=None, institution_id=course.institution_id)
    admin = client.as_(make.member(Role.ADMIN, at=course.institution)).speaking("en")
    assert admin.post(f"/studio/questions/{made.public_id}/decline").status_code == 302
    assert made.course_id == course.id
    assert not db.session.scalars(sa.select(QuestionProposal)).all()


def test_the_bank_of_all_belongs_to_the_operator(client: Browser, course: Course) -> None:
    made = question(institution_id=course.institution_id)
    here = f"/studio/questions/{made.public_id}"
    reviewer = client.as_(make.member(Role.REVIEWER, at=course.institution)).speaking("en")
    assert reviewer.post(f"{here}/propose", {"level": "shared"}).status_code == 302
    assert reviewer.post(f"{here}/accept").status_code == 404
    operator = client.as_(make.member(Role.OPERATOR)).speaking("en")
    assert operator.post(f"{here}/accept").status_code == 302
    db.session.refresh(made)
    assert (made.course_id, made.bank_institution_id) == (None, None)
    shared = client.as_(make.member(Role.INSTRUCTOR)).speaking("en")
    assert "หนึ่งเดียว" in shared.get("/studio/bank/shared").text
    assert shared.post("/studio/bank/shared", {"do": "retire"}).status_code == 403


def test_a_guest_of_one_course_does_not_see_the_bank_of_its_institution(
    client: Browser, course: Course
) -> None:
    question(institution_id=course.institution_id, described=texts("ของสถาบัน"))
    guest = client.as_(author(course)).speaking("en")
    assert guest.get(f"/studio/bank/{course.institution.code}").status_code == 404
    assert "ของสถาบัน" not in guest.get(f"/studio/{course.code}/questions?level=all").text
    assert "ของสถาบัน" not in guest.get(f"/studio/{course.code}/questions/pick").text


def test_many_are_changed_at_once_but_only_those_of_the_bank(
    client: Browser, course: Course
) -> None:
    own, other = [question(course) for _ in range(3)], question(make.course())
    browser = client.as_(author(course)).speaking("en")
    here = f"/studio/{course.code}/questions"
    ids = [one.public_id for one in own]
    browser.post(here, {"question": ids, "do": "tag", "tags": "ใหม่, เก่า"})
    browser.post(here, {"question": ids, "do": "untag", "tags": "เก่า"})
    browser.post(here, {"question": ids, "do": "hard"})
    browser.post(here, {"question": ids[:1], "do": "retire"})
    db.session.expire_all()
    assert [bank.tags_of(one) for one in own] == [["ใหม่"]] * 3
    assert {one.difficulty.value for one in own} == {"hard"}
    assert [one.retired_at is not None for one in own] == [True, False, False]
    mixed = {"question": [*ids, other.public_id], "do": "retire"}
    assert browser.post(here, mixed).status_code == 404
    assert browser.post(here, {"question": ids, "do": "erase"}).status_code == 404
    assert other.retired_at is None
    assert "Choose at least one" in browser.post(
        here, {"do": "retire"}, follow_redirects=True
    ).text  # fmt: skip


def test_thai_words_are_found_inside_a_sentence(course: Course, database: None) -> None:
    question(course, described=texts("ข่าวปลอมที่ส่งต่อกันทางไลน์แพร่เร็วแค่ไหน"))
    question(course, described=texts("ตั้งรหัสผ่านอย่างไร"), tags=["ความปลอดภัย"])
    scope = Scope(course_id=course.id)

    def found(**asked: str) -> int:
        return bank.count(scope, Wish.read(asked))

    assert found(q="ไลน์ ข่าวปลอม") == found(q="รหัสผ่าน") == found(q="ความปลอดภัย") == 1
    assert found(q="100%") == found(q="_") == 0
    assert found(tag="ความปลอดภัย") == found(kind="single", q="ตั้ง") == 1
    assert found(used="no") == 2
    assert found(kind="nonsense", difficulty="?", skill="x", level="?", used="?", state="?") == 2


def test_a_draft_follows_the_newest_words_and_what_is_live_keeps_its_own(
    course: Course, database: None
) -> None:
    quiz = make.quiz(course, questions=[texts("เดิม")])
    (asked,) = drafting.asked_in(quiz)
    made = db.session.get_one(Question, asked.question_id)
    draft = CourseVersion(course=course, number=2)
    db.session.add(draft)
    db.session.flush()
    copy_ = operations.set_terms(draft, quiz.lesson_key, title=quiz.title, role="post_test")
    operations.ask(copy_, [made])
    operations.revise_question(made, texts("ใหม่"), by=None, drafts=bank.drafts_with(made))
    operations.follow(made, bank.newest(made), bank.drafts_with(made))
    assert [one.text for one in drafting.asked_in(quiz)] == ["เดิม"]
    assert [one.text for one in drafting.asked_in(copy_)] == ["ใหม่"]
    operations.revise_question(made, texts("ใหม่"), by=None)
    assert bank.newest(made).number == 2


def test_a_list_takes_the_same_statements_however_long_it_is(
    client: Browser, course: Course
) -> None:
    browser = client.as_(author(course)).speaking("en")
    here = f"/studio/{course.code}/questions"

    said: list[str] = []

    def hear(*heard: Any) -> None:
        said.append(heard[2])

    def statements() -> int:
        browser.get(here)
        said.clear()
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", hear)
        browser.get(here)
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", hear)
        return len(said)

    question(course, tags=["ก"])
    few = statements()
    for n in range(60):
        question(course, tags=[f"แท็ก {n}", "ข"], described=texts(f"ข้อ {n}"))
    assert "Next page" in browser.get(here).text
    assert statements() == few <= 24


def test_pages_of_a_list_show_every_question_once(client: Browser, course: Course) -> None:
    made = [question(course, described=texts(f"ข้อที่ {n}")) for n in range(55)]
    browser = client.as_(author(course)).speaking("en")
    first = browser.get(f"/studio/{course.code}/questions").text
    second = browser.get(f"/studio/{course.code}/questions?before={made[5].id}").text
    for one in made:
        assert (one.public_id in first) != (one.public_id in second)


def test_a_copy_stands_on_its_own(client: Browser, course: Course) -> None:
    made = question(course, tags=["ก"], points=3)
    browser = client.as_(author(course)).speaking("en")
    foreign = {"course": make.course().code}
    here = f"/studio/questions/{made.public_id}/duplicate"
    assert browser.post(here, foreign).status_code == 404
    assert browser.post(here, {"course": course.code}).status_code == 302
    first, second = db.session.scalars(sa.select(Question).order_by(Question.id)).all()
    assert bank.newest(second).points == 3
    assert bank.tags_of(second) == ["ก"]
    operations.revise_question(second, texts("ต่างไป"), by=None)
    assert bank.newest(first).text == "หนึ่งเดียว"


def test_a_question_in_use_stays_where_it_is_asked_when_it_is_retired(
    course: Course, database: None
) -> None:
    quiz = make.quiz(course, questions=[texts("ถาม")])
    (asked,) = drafting.asked_in(quiz)
    operations.retire_questions([db.session.get_one(Question, asked.question_id)], by=None)
    assert db.session.scalars(sa.select(QuizQuestion)).all()
    assert bank.candidates(Scope(course_id=course.id)) == []
