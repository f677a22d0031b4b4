"""GIFT as Moodle documents it, as people write it, and as nobody should."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.public import exchange
from courses.quizzes.questions import split
from lms.interop import gift


def read(text: str, encoding: str = "utf-8") -> exchange.Parsed:
    return gift.read(text.encode(encoding))


def only(text: str) -> dict[str, Any]:
    parsed = read(text)
    assert not parsed.errors
    assert len(parsed.drafts) == 1
    return dict(parsed.drafts[0].question)


def test_one_right_option_with_feedback() -> None:
    question = only("::ข้อ 1:: สีใดอยู่ระหว่างส้มกับเขียว {=เหลือง # ถูก! ~แดง # ไม่ใช่ ~น้ำเงิน ####ดูรุ้งกินน้ำ}")
    assert question["kind"] == "single"
    assert question["feedback"] == "ดูรุ้งกินน้ำ"
    assert question["options"] == [
        {"key": "a", "text": "เหลือง", "correct": True, "feedback": "ถูก!"},
        {"key": "b", "text": "แดง", "feedback": "ไม่ใช่"},
        {"key": "c", "text": "น้ำเงิน"},
    ]


def test_weights_make_several_right() -> None:
    parsed = read("Who? {~%50%A ~%50%B ~%-50%C ~%-50%D}")
    question = parsed.drafts[0].question
    assert question["kind"] == "multiple"
    assert [o.get("correct", False) for o in question["options"]] == [True, True, False, False]
    assert not parsed.warnings
    assert read("Who? {~%80%A ~%20%B ~C}").warnings


@pytest.mark.parametrize(
    ("inside", "answer"), [("T", True), ("TRUE", True), ("F", False), ("false#no#yes", False)]
)
def test_true_and_false(inside: str, answer: bool) -> None:
    question = only(f"The sun rises. {{{inside}}}")
    assert (question["kind"], question["answer"]) == ("true_false", answer)


@pytest.mark.parametrize(
    ("inside", "answer", "tolerance"),
    [
        ("#3:2", "3", "2"),
        ("#1..5", "3", "2"),
        ("#3.1415:0.0005", "3.1415", "0.0005"),
        ("#-10", "-10", "0"),
        ("#=1822:0 =%50%1822:2", "1822", "0"),
        ("# =%100%1,500:5#ok", "1500", "5"),
    ],
)
def test_numbers(inside: str, answer: str, tolerance: str) -> None:
    question = only(f"How many? {{{inside}}}")
    assert (question["kind"], question["answer"], question["tolerance"]) == (
        "numeric", answer, tolerance,
    )  # fmt: skip


def test_several_right_numbers_become_a_short_answer() -> None:
    parsed = read("Roots? {#=2 =-2}")
    assert parsed.drafts[0].question["accept"] == ["2", "-2"]
    assert parsed.warnings


def test_matching_short_missing_word_and_essay() -> None:
    assert only("Match {=แมว -> ปลา =วัว -> หญ้า}")["pairs"] == [
        {"left": "แมว", "right": "ปลา"},
        {"left": "วัว", "right": "หญ้า"},
    ]
    assert only("Two plus {=two =2} equals four.")["text"] == "Two plus _____ equals four."
    assert only("Tell {}")["kind"] == "essay"


def test_what_stands_for_itself_behind_a_backslash() -> None:
    question = only(r"::a\:b::ถ้า x \= \{1, 2\} \~ y \# z\nบรรทัดสอง \\ {=\=5 ~\~6}")
    assert question["text"] == "ถ้า x = {1, 2} ~ y # z\nบรรทัดสอง \\"
    assert [o["text"] for o in question["options"]] == ["=5", "~6"]


def test_comments_categories_and_tags() -> None:
    text = (
        "// a comment\n$CATEGORY: $course$/top/ความปลอดภัย/รหัสผ่าน\n\n"
        "// [id:q7] [tag:ยาก]\n::T::ข้อแรก\n// inside\n{T}\n\nข้อสอง {F}\n"
    )
    first, second = read(text).drafts
    assert (first.title, first.tags, first.line) == ("T", ("รหัสผ่าน", "ยาก"), 5)
    assert (second.tags, second.line) == (("รหัสผ่าน",), 9)


def test_html_becomes_plain_text_and_lost_pictures_are_told() -> None:
    parsed = read('[html]<p>1 &lt; 2 <b>จริง</b></p><img src\\="x.png"> {T}')
    assert parsed.drafts[0].question["text"] == "1 < 2 จริง"
    assert parsed.warnings
    assert only("ถ้า a < b และ b > c แล้ว {T}")["text"] == "ถ้า a < b และ b > c แล้ว"
    script = only("[html]ดู<script>alert(1)</script>นี้ {T}")
    assert script["text"] == "ดูนี้"


def test_questions_without_a_blank_line_between() -> None:
    assert len(read("::a::x {T}\n::b::y {F}\nz {=1 ~2}").drafts) == 3


def test_answers_may_hold_blank_lines() -> None:
    assert len(only("Q {\n=a\n\n~b\n\n~c\n}")["options"]) == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\nQ {=a ~b\n\nอื่น {T}", 3),
        ("Q =a}", 1),
        ("::ไม่ปิด Q {T}", 1),
        ("Q {~a ~b}", 1),
        ("Q {=a ~a}", 1),
        ("Q {=a}{=b}", 1),
        ("Q {#abc}", 1),
        ("Q {#5..1}", 1),
        ("Q {=a -> b}", 1),
        ("Q {=a -> b =c}", 1),
        ("Q {%100%x}", 1),
        ("Q {hello}", 1),
        ("Q {=%0%x}", 1),
        ("{T}", 1),
        ("ดี {T}\n\n\nร้าย {=}", 4),
    ],
)
def test_what_is_wrong_names_its_line(text: str, line: int) -> None:
    errors = exchange.read(gift.FORMAT, text.encode()).errors
    assert [problem.line for problem in errors] == [line]
    assert errors[0].message


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"\0\1\2\3", b"\x89PNG\r\n\x1a\n\0\0", b"only a text"]
)
def test_a_file_without_questions_is_refused(content: bytes) -> None:
    parsed = exchange.read(gift.FORMAT, content)
    assert parsed.errors
    assert not parsed.drafts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le"])
def test_thai_in_every_encoding(encoding: str) -> None:
    text = "คำถามเรื่องความปลอดภัย {=ถูก ~ผิด}\r\n"
    content = text.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    assert gift.read(content).drafts[0].question["text"] == "คำถามเรื่องความปลอดภัย"


def test_western_text_is_not_read_as_thai() -> None:
    assert gift.read("Où est le café ? {T}".encode("cp1252")).drafts[0].question["text"] == (
        "Où est le café ?"
    )


@pytest.mark.parametrize(
    "text",
    ["{" * 200_000, "}" * 200_000, "\\" * 200_000, "=~" * 100_000, "::" * 100_000, "Q {" + "~%1" * 100_000,
     "\n\n".join(["Q {"] * 50_000), "[html]" + "<p" * 100_000 + "{T}", "$$" * 100_000 + "{T}", "Q {#" + "9" * 100_000 + "}"],
)  # fmt: skip
def test_hostile_files_end_soon(text: str) -> None:
    began = time.process_time()
    exchange.read(gift.FORMAT, text.encode())
    assert time.process_time() - began < 5


_word = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs", "Cf")), min_size=1, max_size=20
)  # fmt: skip
_texts = st.lists(_word, min_size=2, max_size=5, unique=True)


@st.composite
def _questions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(["single", "multiple", "true_false", "short", "matching", "numeric"])
    )
    question: dict[str, Any] = {"kind": kind, "text": draw(_word), "points": 1}
    texts = draw(_texts)
    if kind in ("single", "multiple"):
        right = 1 if kind == "single" else draw(st.integers(1, len(texts)))
        question["options"] = [
            {"key": chr(97 + n), "text": text} | ({"correct": True} if n < right else {})
            for n, text in enumerate(texts)
        ]
    elif kind == "true_false":
        question["answer"] = draw(st.booleans())
    elif kind == "short":
        question["accept"] = texts
    elif kind == "matching":
        question["pairs"] = [{"left": text, "right": draw(_word)} for text in texts]
    else:
        question |= {"answer": str(draw(st.integers(-999, 999))), "tolerance": "0"}
    return question


@given(_questions())
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again(question: dict[str, Any]) -> None:
    try:
        split(question)
    except Exception:
        return
    draft = exchange.Draft(1, question, title="ข้อ: {1} = ~#\\", tags=("แท็ก",))
    written = gift.write([draft])
    if written.left_out:
        return
    (again,) = gift.read(written.content).drafts
    assert split(again.question) == split(question)
    assert (again.title, again.tags) == (draft.title, draft.tags)


def test_what_the_format_cannot_hold_is_listed() -> None:
    ordering = exchange.Draft(1, {"kind": "ordering", "text": "x", "items": ["a", "b"]})
    arrow = exchange.Draft(1, {"kind": "short", "text": "x", "accept": ["a->b"]})
    assert gift.write([ordering, arrow]).left_out == (ordering, arrow)


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    exchange.read(gift.FORMAT, text.encode("utf-8", "surrogatepass"))
