"""What a person would say that differs, and nothing more."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.authoring.changes import What, compare
from courses.authoring.redline import Op, lines, runs
from courses.authoring.snapshot import (
    LessonFacts,
    ModuleFacts,
    QuestionFacts,
    QuizFacts,
    Snapshot,
)
from courses.content.models import LessonKind
from lms.i18n import Localised


def lesson(key: int, **given: Any) -> LessonFacts:
    title = Localised(f"บทที่ {key}", f"Lesson {key}")
    values = {"kind": LessonKind.ARTICLE, "title": title, "minutes": 10} | given
    return LessonFacts(key, f"l{key}", **values)


def course(*modules: tuple[str, list[LessonFacts]], **details: Any) -> Snapshot:
    return Snapshot(
        details=details,
        modules=tuple(ModuleFacts(Localised(name), tuple(inside)) for name, inside in modules),
    )


def said(before: Snapshot, after: Snapshot) -> dict[int, set[What]]:
    return {change.key: set(change.what) for change in compare(before, after).lessons}


ONE = course(("ก", [lesson(1), lesson(2), lesson(3), lesson(4)]))


def test_equal_versions_differ_in_nothing():
    assert not compare(ONE, ONE)


def test_one_lesson_that_jumps_is_the_one_that_moved():
    after = course(("ก", [lesson(4), lesson(1), lesson(2), lesson(3)]))
    assert said(ONE, after) == {4: {What.MOVED}}


def test_a_lesson_in_another_module_moved():
    after = course(("ก", [lesson(1), lesson(2), lesson(3)]), ("ข", [lesson(4)]))
    assert said(ONE, after) == {4: {What.MOVED}}
    assert [m.what for m in compare(ONE, after).modules] == [What.ADDED]


def test_a_renamed_module_is_not_a_new_one():
    after = course(("ชื่อใหม่", list(ONE.lessons)))
    assert [m.what for m in compare(ONE, after).modules] == [What.RENAMED]
    assert said(ONE, after) == {}


def test_added_removed_renamed_minutes_and_required_are_told_apart():
    after = course(
        (
            "ก",
            [
                lesson(1, title=Localised("ใหม่")),
                lesson(2, minutes=5),
                lesson(3, required=False),
                lesson(9),
            ],
        )
    )
    assert said(ONE, after) == {
        1: {What.RENAMED}, 2: {What.MINUTES}, 3: {What.REQUIRED}, 9: {What.ADDED}, 4: {What.REMOVED},
    }  # fmt: skip


def test_words_are_thai_words():
    after = course(("ก", [lesson(1, body="<p>รหัสผ่านสั้น</p>")]))
    before = course(("ก", [lesson(1, body="<p>รหัสผ่านยาว</p>")]))
    (change,) = compare(before, after).lessons
    assert [(r.op, r.text) for r in change.lines[0].runs] == [
        (Op.SAME, "รหัสผ่าน"), (Op.GONE, "ยาว"), (Op.NEW, "สั้น"),
    ]  # fmt: skip
    assert (change.words_added, change.words_gone) == (1, 1)


def asked(*questions: QuestionFacts, **rules: Any) -> Snapshot:
    quiz = QuizFacts("post_test", questions=questions, **rules)
    return course(("ก", [lesson(1, kind=LessonKind.QUIZ, quiz=quiz)]))


def test_questions_come_go_and_change():
    first, second = QuestionFacts(1, 1, "single", "ก"), QuestionFacts(2, 2, "single", "ข")
    third = QuestionFacts(3, 3, "single", "ค")
    (change,) = compare(
        asked(first, second), asked(replace(first, version_id=9, text="ก ใหม่"), third)
    ).lessons
    assert change.what == {What.QUESTIONS}
    assert [q.what for q in change.questions] == [What.TEXT, What.ADDED, What.REMOVED]


def test_rules_of_a_quiz_are_named():
    (change,) = compare(asked(pass_percent=60), asked(pass_percent=70, minutes=20)).lessons
    assert {(r.name, r.before, r.after) for r in change.rules} == {
        ("pass_percent", 60, 70), ("minutes", None, 20),
    }  # fmt: skip


def test_details_are_named():
    changes = compare(course(hours="3", level="basic"), course(hours="4", level="basic"))
    assert [(d.name, d.before, d.after) for d in changes.details] == [("hours", "3", "4")]


def test_the_fingerprint_changes_with_the_content_and_with_nothing_else():
    other = course(("ก", [lesson(1), lesson(2), lesson(3), replace(lesson(4), body="<p>x</p>")]))
    assert ONE.fingerprint != other.fingerprint
    assert ONE.fingerprint == course(("ก", [lesson(n) for n in (1, 2, 3, 4)])).fingerprint


texts = st.text(alphabet="กขคงaับ้ี \n", max_size=40)


@settings(deadline=None, max_examples=60)
@given(texts, texts)
def test_a_redline_holds_both_texts(before, after):
    line = " ".join(before.split()), " ".join(after.split())
    found = runs(*line)
    assert "".join(r.text for r in found if r.op is not Op.NEW) == line[0]
    assert "".join(r.text for r in found if r.op is not Op.GONE) == line[1]


def test_equal_lines_far_away_are_left_out():
    before = "\n".join(f"บรรทัด {n}" for n in range(50))
    assert len(lines(before, before.replace("บรรทัด 20", "บรรทัดที่ยี่สิบ"))) <= 4
