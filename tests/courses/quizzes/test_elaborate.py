"""Gaps, essays, files and places on a picture, from the first page to the mark of a person."""

import io
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from courses.content.models import CourseGrant, CourseRole
from courses.learning import recount
from courses.learning.models import QuizResult
from courses.quizzes import operations, queries
from courses.quizzes.models import Answer, AnswerFile, Attempt, HandMark
from courses.quizzes.operations import hand_mark
from courses.quizzes.operations.leaving import forget_person
from courses.quizzes.parts import export
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.db import db, one_transaction
from lms.jobs.queue import drain
from lms.mail.models import Message
from tests import make
from tests.conftest import Browser
from tests.courses.quizzes.asking import Learner

SECRETS = ["1441", "ช่องลับ", "ช่องหนึ่งลับ", "แนวคำตอบลับ", "เฉลยเรียงความลับ", "ตัวอย่างลับ", "จุดลับ",
           "โลโก้ปลอมง่าย", "100,100", "tolerance", "correct"]  # fmt: skip
ESSAY = "มีคนโทรมาอ้างว่าเป็นตำรวจ แล้วให้โอนเงินทันที\n\nฉันวางสาย"
HALF = {"c1": "l2", "c2": "l1"}


@pytest.fixture
def learner(client: Browser) -> Learner:
    learner = Learner(client, questions=make.ELABORATE, shuffle=False, attempts=2, review="passed")
    learner.start()
    return learner


def text_file(name: str = "ภาพ.txt", content: bytes = "ข้อความ".encode()) -> tuple[Any, str]:
    return (io.BytesIO(content), name)


def hand_in(learner: Learner, *files: tuple[Any, str], **form: Any) -> TestResponse:
    data = {"q3": list(files), **form}
    return learner.browser.post(
        f"{learner.address}/files", data, headers={"X-Requested-With": "fetch"}
    )


def answered(learner: Learner) -> dict[str, Any]:
    hand_in(learner, text_file())
    return learner.form() | {
        "q1-1": "๑๔๔๑", "q1-2": "24", "q1-3": "a", "q2": ESSAY, "q4": ["200,150", "700,500"],
    }  # fmt: skip


def marker(learner: Learner) -> User:
    course = learner.enrolment.run.course
    person = make.user()
    db.session.add(CourseGrant(course_id=course.id, user_id=person.id, role=CourseRole.MARKER))
    db.session.commit()
    return person


def attempt(learner: Learner) -> Attempt:
    db.session.rollback()
    public_id = learner.address.rsplit("/", 1)[1]
    return db.session.scalars(sa.select(Attempt).filter_by(public_id=public_id)).one()


def waiting(learner: Learner) -> list[tuple[int, int]]:
    db.session.rollback()
    found = queries.waiting_answers(learner.enrolment.run.course_id)
    return [(w.attempt_id, w.question_version_id) for w in found]


def test_nothing_of_the_key_is_in_the_page(learner: Learner) -> None:
    pages = [
        learner.look(),
        learner.look("/check"),
        learner.say("q4", "1,1"),
        learner.say("q1-2", "x"),
    ]
    pages.append(learner.send("save", answered(learner) | {"q4@640.x": "10", "q4@640.y": "10"}))
    for page in pages:
        assert [word for word in SECRETS if word in page.text] == []


def test_the_text_flows_around_its_gaps_and_formulas_are_drawn(learner: Learner) -> None:
    page = learner.look().text
    assert 'aria-label="Gap 1"' in page
    assert 'aria-label="Gap 2 (h)"' in page
    assert page.index("โทรสายด่วน") < page.index('name="q1-1"') < page.index("ภายใน")
    assert "<msup>" in page
    assert "$x^{2}$" not in page


def test_a_gap_is_kept_as_it_is_given_and_what_is_wrong_is_told_there(learner: Learner) -> None:
    assert learner.say("q1-1", "1441").status_code == 200
    wrong = learner.say("q1-2", "มาก")
    assert wrong.status_code == 422
    assert wrong.json is not None
    assert "number" in wrong.json["error"]
    page = learner.send("save", learner.form() | {"q1-1": "1441", "q1-2": "มาก", "q1-3": "a"}).text
    assert 'id="q1-2-error"' in page
    assert 'value="มาก"' in page
    assert learner.stored == {("q1", "1"): "1441", ("q1", "3"): "a"}


def test_an_essay_keeps_its_lines(learner: Learner) -> None:
    learner.say("q2", ESSAY)
    assert learner.stored == {("q2", ""): ESSAY}
    assert f"\n{ESSAY}</textarea>" in learner.look().text
    assert learner.say("q2", "ก" * 20_001).status_code == 422


def test_a_picture_that_is_pressed_without_scripts_gets_a_point(learner: Learner) -> None:
    press = {"q4@640.x": "128", "q4@640.y": "48", "q2": "ยังไม่จบ"}
    answer = learner.send("save", learner.form() | press)
    assert answer.headers["Location"].endswith("#q4")
    assert learner.stored == {("q4", ""): [[200, 150]], ("q2", ""): "ยังไม่จบ"}
    page = learner.look().text
    assert 'value="200,150" checked' in page
    again = learner.form() | {"q4@300.x": "210", "q4@300.y": "75"}
    learner.send("save", again | {"q4": ["200,150", "1,1"]})
    assert learner.stored[("q4", "")] == [[1, 1], [700, 500]]


def test_the_corner_that_the_keyboard_presses_is_no_point(learner: Learner) -> None:
    learner.send("save", learner.form() | {"q4@640.x": "0", "q4@640.y": "0"})
    assert learner.stored == {}


def test_more_points_than_asked_for_are_told(learner: Learner) -> None:
    answer = learner.say("q4", "1,1", "2,2", "3,3")
    assert answer.status_code == 422
    assert "at most 2" in str(answer.json)


def test_a_file_is_handed_in_shown_and_taken_away(learner: Learner) -> None:
    sent = hand_in(learner, text_file())
    assert sent.status_code == 200
    assert sent.json is not None
    assert "ภาพ.txt" in sent.json["files"]["q3"]
    file = db.session.scalars(sa.select(AnswerFile.public_id)).one()
    assert learner.stored == {("q3", ""): [file]}
    download = learner.look(f"/files/{file}")
    assert download.data == "ข้อความ".encode()
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in download.headers["Content-Security-Policy"]
    assert download.headers["X-Content-Type-Options"] == "nosniff"
    learner.send(f"files/{file}/take-away", learner.form())
    assert learner.stored == {}
    assert learner.look(f"/files/{file}").status_code == 404


def test_files_go_with_the_form_where_there_is_no_script(learner: Learner) -> None:
    answer = learner.send(
        "save", learner.form() | {"q1-1": "1441", "q3": [text_file()], "go": "check"}
    )
    assert answer.headers["Location"].endswith("/check")
    assert learner.stored[("q1", "1")] == "1441"
    assert len(learner.stored[("q3", "")]) == 1


def test_the_same_file_sent_again_is_one(learner: Learner) -> None:
    for _ in range(2):
        hand_in(learner, text_file())
    assert len(learner.stored[("q3", "")]) == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([text_file("a.exe", b"MZ\x90\x00\x03")], "kind"), ([text_file("a.txt", b"")], "empty"),
        ([text_file("a.png", b"\x89PNG\r\n\x1a\n rest")], "not of a type"),
        ([text_file(f"{n}.txt", bytes([65 + n])) for n in range(3)], "At most 2"),
    ],
)  # fmt: skip
def test_what_may_not_be_handed_in_is_told(
    learner: Learner, files: list[tuple[Any, str]], said: str
) -> None:
    answer = hand_in(learner, *[(io.BytesIO(f.getvalue()), name) for f, name in files])
    assert answer.status_code == 422
    assert said in str(answer.json)
    assert learner.stored == {}


def test_a_file_that_is_too_large_is_told(learner: Learner) -> None:
    question = learner.definition.questions[2]
    with pytest.raises(operations.TooLarge, match="1 MB"):
        operations.receive(question, io.BytesIO(b"a" * (1 << 20) + b"b"), "a.txt")
    assert (
        operations.receive(question, io.BytesIO(b"a" * (1 << 20)), "C:\\ก\\ข.txt").name == "ข.txt"
    )


def test_a_third_file_is_one_too_many(learner: Learner) -> None:
    hand_in(learner, text_file("1.txt", b"1"), text_file("2.txt", b"2"))
    answer = hand_in(learner, text_file("3.txt", b"3"))
    assert (answer.status_code, len(learner.stored[("q3", "")])) == (422, 2)
    page = learner.send("save", learner.form() | {"q3": [text_file("3.txt", b"3")]}).text
    assert "At most 2" in page


def test_names_of_files_never_come_as_an_answer(client: Browser, learner: Learner) -> None:
    hand_in(learner, text_file())
    foreign = db.session.scalars(sa.select(AnswerFile.public_id)).one()
    other = Learner(client, learner.quiz)
    other.start()
    assert other.say("q3", foreign).status_code == 422
    other.send("save", other.form() | {"q3": foreign})
    assert other.stored == {}
    unknown = other.look("/files/ABCDEFGH2345")
    assert other.look(f"/files/{foreign}").data == unknown.data
    assert other.look(f"/files/{foreign}").status_code == 404
    assert other.browser.get(f"{learner.address}/files/{foreign}").status_code == 404
    assert other.send(f"files/{foreign}/take-away").status_code == 404
    assert len(learner.stored[("q3", "")]) == 1


def test_who_marks_reads_files_only_after_submission_and_by_another_name(
    client: Browser, learner: Learner
) -> None:
    form = answered(learner)
    person = marker(learner)
    file = f"{learner.address}/files/{db.session.scalars(sa.select(AnswerFile.public_id)).one()}"
    assert client.as_(person).get(file).status_code == 404
    learner.submit(form)
    seen = client.as_(person).get(file)
    assert seen.status_code == 200
    assert "%E0%B8%A0" not in seen.headers["Content-Disposition"]
    assert client.as_(make.user()).get(file).status_code == 404


def test_what_a_person_marks_waits_and_counts_nothing_until_then(learner: Learner) -> None:
    learner.submit(answered(learner))
    tried = attempt(learner)
    assert (tried.pending, tried.percent, tried.passed) == (2, Decimal("28.57"), False)
    assert db.session.get(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key)) is None
    assert recount.differences() == []
    page = learner.look("/review").text
    assert "Waiting to be marked" in page
    assert "2 answers are marked by a person." in page
    assert [word for word in SECRETS if word in page.replace("๑๔๔๑", "")] == []
    assert "28.57" not in page
    lesson = learner.browser.get(learner.lesson).text
    assert "waiting to be marked" in lesson
    assert "Try again" not in lesson
    assert learner.start().headers["Location"].endswith(learner.lesson)


def test_the_last_mark_brings_the_result_the_mail_and_completion(learner: Learner) -> None:
    learner.submit(answered(learner))
    person, tried = marker(learner), attempt(learner)
    (_, essay), (_, upload) = waiting(learner)
    with one_transaction():
        hand_mark(tried.id, essay, by=person, levels=HALF, comment="เล่าได้ดี")
    assert attempt(learner).pending == 1
    assert [q for _, q in waiting(learner)] == [upload]
    assert db.session.get(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key)) is None
    with one_transaction():
        hand_mark(tried.id, upload, by=person, points=Decimal("2.5"))
    done = attempt(learner)
    # 4 + 10 × 3/5 + 5 × 1/2 + 2 of 21 points
    assert (done.pending, done.percent, done.passed) == (0, Decimal("69.04"), True)
    result = db.session.get_one(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key))
    assert (result.attempts, result.best_percent, result.passed) == (1, Decimal("69.04"), True)
    assert recount.differences() == []
    assert waiting(learner) == []
    drain()
    mail = db.session.scalars(sa.select(Message).where(Message.key.like("quiz/marked/%"))).one()
    assert learner.address in mail.body
    page = learner.look("/review").text
    for said in ("69.04%", "เล่าได้ดี", "6 of 10 points", "2.5 of 5 points", "บางส่วน"):
        assert said in page
    assert "แนวคำตอบลับ" not in page


def test_after_not_passing_only_what_people_said_is_shown(learner: Learner) -> None:
    learner.submit(answered(learner) | {"q1-1": "", "q4": []})
    person, tried = marker(learner), attempt(learner)
    with one_transaction():
        for _, question in waiting(learner):
            hand_mark(tried.id, question, by=person, levels={"c1": "l3", "c2": "l2"},
                      points=Decimal(0), comment="ลองเขียนใหม่")  # fmt: skip
    page = learner.look("/review").text
    assert page.count("ลองเขียนใหม่") == 2
    assert [word for word in SECRETS if word in page] == []
    again = learner.start()
    assert "/attempts/" in again.headers["Location"]


def test_a_mark_changes_only_with_a_reason_and_the_result_follows(learner: Learner) -> None:
    learner.submit(answered(learner))
    person, tried = marker(learner), attempt(learner)
    with one_transaction():
        for _, question in waiting(learner):
            hand_mark(tried.id, question, by=person, levels=HALF, points=Decimal(5))
    essay = next(q.id for q in learner.definition.questions if q.kind == "essay")
    with pytest.raises(operations.AlreadyMarked), one_transaction():
        hand_mark(tried.id, essay, by=person, levels={"c1": "l1", "c2": "l1"})
    with one_transaction():
        hand_mark(tried.id, essay, by=person, levels={"c1": "l3", "c2": "l2"}, reason="นับผิด")
    result = db.session.get_one(QuizResult, (learner.enrolment.id, learner.quiz.lesson_key))
    assert (result.attempts, result.best_percent, result.passed) == (1, Decimal("52.38"), False)
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(verb="answer.remarked")).one()
    assert entry.details["before"] == "3/5"
    assert entry.details["reason"] == "นับผิด"
    assert recount.differences() == []


def test_a_second_marker_is_somebody_else(learner: Learner) -> None:
    learner.submit(answered(learner))
    first, second, tried = marker(learner), marker(learner), attempt(learner)
    _, essay = waiting(learner)[0]
    with one_transaction():
        hand_mark(tried.id, essay, by=first, levels=HALF)
    with pytest.raises(operations.SameMarker), one_transaction():
        operations.confirm_mark(tried.id, essay, by=first)
    with one_transaction():
        operations.confirm_mark(tried.id, essay, by=second)
    assert db.session.get_one(HandMark, (tried.id, essay)).second_id == second.id
    with one_transaction():
        hand_mark(tried.id, essay, by=second, levels=HALF, reason="อ่านอีกครั้ง")
    assert db.session.get_one(HandMark, (tried.id, essay)).second_id is None


@pytest.mark.parametrize(
    "points", [Decimal("-0.01"), Decimal("5.01"), Decimal("NaN"), Decimal("Infinity"), None]
)
def test_points_stay_within_the_question(learner: Learner, points: Decimal | None) -> None:
    learner.submit(answered(learner))
    person, tried = marker(learner), attempt(learner)
    _, upload = waiting(learner)[1]
    with pytest.raises(operations.BadPoints), one_transaction():
        hand_mark(tried.id, upload, by=person, points=points)
    assert attempt(learner).pending == 2


def test_nobody_marks_what_is_not_there_or_their_own(learner: Learner) -> None:
    person = marker(learner)
    tried = attempt(learner)
    cloze, essay = (q.id for q in learner.definition.questions[:2])
    with pytest.raises(operations.NothingToMark), one_transaction():
        hand_mark(tried.id, essay, by=person, levels=HALF)
    learner.submit(answered(learner))
    for question in (cloze, 0):
        with pytest.raises(operations.NothingToMark), one_transaction():
            hand_mark(tried.id, question, by=person, levels=HALF)
    own = db.session.get_one(User, learner.enrolment.learner_id)
    with pytest.raises(operations.OwnWork), one_transaction():
        hand_mark(tried.id, essay, by=own, levels=HALF)


def test_without_an_essay_nothing_waits(learner: Learner) -> None:
    learner.submit(learner.form() | {"q1-1": "1441"})
    assert (attempt(learner).pending, attempt(learner).percent) == (0, Decimal("9.52"))
    assert waiting(learner) == []


def test_the_queue_costs_one_statement(learner: Learner) -> None:
    from tests.courses.quizzes.test_cost import counted

    learner.submit(answered(learner))
    course_id = learner.enrolment.run.course_id
    with counted() as said:
        found = queries.waiting_answers(course_id)
    assert len([s for s in said if not s.startswith(("PRAGMA", "BEGIN"))]) == 1
    assert [w.kind for w in found] == ["essay", "upload"]
    assert queries.count_waiting([course_id, 0]) == {course_id: 2}


def test_who_leaves_takes_their_words_along(learner: Learner) -> None:
    learner.submit(answered(learner))
    person, tried = marker(learner), attempt(learner)
    _, essay = waiting(learner)[0]
    with one_transaction():
        hand_mark(tried.id, essay, by=person, levels=HALF, comment="คำของผู้ตรวจ")
    (part,) = export(learner.enrolment.learner_id)
    assert {row["answer"] if isinstance(row["answer"], str) else "files" for row in part.rows} == {
        ESSAY,
        "files",
    }
    assert part.files[0][1] == "ข้อความ".encode()
    with one_transaction():
        forget_person(learner.enrolment.learner_id)
    assert db.session.scalars(sa.select(AnswerFile)).all() == []
    kept = db.session.scalars(sa.select(Answer).filter_by(attempt_id=tried.id)).all()
    assert ESSAY not in str([answer.response for answer in kept])
    assert db.session.get_one(HandMark, (tried.id, essay)).comment == ""


def test_the_desk_marks_one_answer_after_the_other(client: Browser, learner: Learner) -> None:
    learner.submit(answered(learner))
    course, person = learner.enrolment.run.course, marker(learner)
    browser = client.as_(person).speaking("en")
    public_id = learner.address.rsplit("/", 1)[1]
    page = f"/studio/{course.code}/marking/answers/{public_id}"
    seen = browser.get(f"{page}/2").text
    assert "ฉันวางสาย" in seen
    assert "แนวคำตอบลับ" in seen
    owner = db.session.get_one(User, learner.enrolment.learner_id)
    assert not [w for w in (owner.first_th, owner.email or "@", owner.public_id) if w in seen]
    refused = browser.post(f"{page}/2", {"level-c1": "l1", "comment": "ยังอ่านไม่จบ"}).text
    assert "Choose a level for every criterion." in refused
    assert "ยังอ่านไม่จบ" in refused
    onwards = browser.post(f"{page}/2", {"level-c1": "l1", "level-c2": "l1"})
    assert onwards.headers["Location"].endswith(f"{page}/3")
    assert "From 0 to 5" in browser.get(f"{page}/3").text
    assert "from 0 to 5" in browser.post(f"{page}/3", {"points": "9"}).text
    assert browser.post(f"{page}/3", {"points": "5"}).headers["Location"].endswith("/marking")
    assert attempt(learner).percent == 100
    again = browser.post(f"{page}/3", {"points": "4"}).text
    assert "say why" in again
    for number in (1, 9):
        assert browser.get(f"{page}/{number}").status_code == 404


def test_only_markers_of_the_course_come_to_the_desk(client: Browser, learner: Learner) -> None:
    learner.submit(answered(learner))
    course, public_id = learner.enrolment.run.course, learner.address.rsplit("/", 1)[1]
    path = f"/studio/{course.code}/marking/answers/{public_id}/2"
    stranger = marker(Learner(client, questions=make.ELABORATE))
    assert client.as_(stranger).get(path).status_code == 404
    assert learner.browser.get(path).status_code == 404
    own = marker(learner)
    other = make.course()
    elsewhere = f"/studio/{other.code}/marking/answers/{public_id}/2"
    assert client.as_(own).get(elsewhere).status_code == 404
