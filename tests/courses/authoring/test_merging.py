"""Two authors at once: what does not overlap both stays, what does is asked, nothing is lost."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.authoring.merging import Choice, merge, merge_line
from courses.content.html import clean
from courses.content.tree import reading

BASE = clean(
    "<h2>รหัสผ่าน</h2><p>รหัสผ่านที่ดีต้องยาวและเดายาก อย่าใช้วันเกิดหรือเบอร์โทรศัพท์ของตัวเอง</p>"
    "<ul><li>ยาวอย่างน้อย 12 ตัวอักษร</li><li>ไม่ซ้ำกับเว็บอื่น</li></ul><p>ลองตั้งรหัสผ่านใหม่วันนี้</p>"
)


def test_one_side_alone() -> None:
    mine = BASE.replace("วันนี้", "พรุ่งนี้")
    assert merge(BASE, mine, BASE).html == mine
    assert merge(BASE, BASE, mine).html == mine
    assert merge(BASE, mine, mine).html == mine


def test_two_blocks() -> None:
    mine, theirs = BASE.replace("วันนี้", "พรุ่งนี้"), BASE.replace(">รหัสผ่าน<", ">รหัสผ่านที่ดี<")
    assert merge(BASE, mine, theirs).html == mine.replace(">รหัสผ่าน<", ">รหัสผ่านที่ดี<")


def test_blocks_beside_each_other() -> None:
    merged = merge("<p>a</p>\n<p>b</p>", "<p>aa</p>\n<p>b</p>", "<p>a</p>\n<p>bb</p>")
    assert merged.html == "<p>aa</p>\n<p>bb</p>"


def test_two_words_of_one_paragraph() -> None:
    mine, theirs = BASE.replace("วันเกิด", "ชื่อเล่น"), BASE.replace("เดายาก", "คาดเดายาก")
    merged = merge(BASE, mine, theirs)
    assert not merged.choices
    assert "ชื่อเล่น" in merged.html
    assert "คาดเดายาก" in merged.html


def test_a_mark_and_a_word() -> None:
    mine = BASE.replace("เดายาก", "<strong>เดายาก</strong>")
    theirs = BASE.replace("เบอร์โทรศัพท์", "ทะเบียนรถ")
    merged = merge(BASE, mine, theirs).html
    assert "<strong>เดายาก</strong>" in merged
    assert "ทะเบียนรถ" in merged


def test_a_paragraph_split_and_a_word_in_it() -> None:
    mine = BASE.replace("เดายาก ", "เดายาก</p>\n<p>")
    theirs = BASE.replace("เบอร์โทรศัพท์", "ทะเบียนรถ")
    merged = merge(BASE, mine, theirs)
    assert not merged.choices
    assert "เดายาก</p>\n<p>อย่าใช้" in merged.html
    assert "ทะเบียนรถ" in merged.html


def test_the_same_word_is_asked_for() -> None:
    mine, theirs = BASE.replace("12", "14"), BASE.replace("12", "16")
    (choice,) = merge(BASE, mine, theirs).choices
    assert "14" in choice.mine
    assert "16" in choice.theirs
    assert "12" in choice.base


def test_a_removed_paragraph_that_somebody_changed_is_asked_for() -> None:
    mine = re.sub("<p>ลอง.*</p>", "", BASE)
    (choice,) = merge(BASE, clean(mine), BASE.replace("วันนี้", "พรุ่งนี้")).choices
    assert choice.mine == ""
    assert "พรุ่งนี้" in choice.theirs


def test_paragraphs_that_both_add_at_the_end_both_stay() -> None:
    merged = merge(BASE, BASE + "\n<p>ของฉัน</p>", BASE + "\n<p>ของเขา</p>")
    assert merged.html.endswith("<p>ของเขา</p>\n<p>ของฉัน</p>")


def test_what_both_added_alike_stands_once() -> None:
    same = BASE + "\n<p>เหมือนกัน</p>"
    mine = same + "\n<p>ของฉัน</p>"
    assert merge(BASE, mine, same).html == mine


def test_titles() -> None:
    assert merge_line("a", "b", "a") == "b"
    assert merge_line("a", "a", "c") == "c"
    assert merge_line("a", "b", "b") == "b"
    assert merge_line("a", "b", "c") is None


_word = st.sampled_from(
    ["ทักษะ", "ดิจิทัล", "ผู้เรียน", "บทเรียน", "รหัสผ่าน", "ธนาคาร", "ปลอดภัย", "one", "two", "three", "four"]
)
_paragraph = st.lists(_word, min_size=3, max_size=9).map(" ".join)
_document = st.lists(_paragraph, min_size=2, max_size=7)


def _html(paragraphs: list[str]) -> str:
    return clean("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


@given(_document, st.data())
@settings(max_examples=300, deadline=None)
def test_changes_of_different_paragraphs_both_survive(
    document: list[str], data: st.DataObject
) -> None:
    numbered = [f"{n}. {paragraph}" for n, paragraph in enumerate(document)]
    whose = data.draw(
        st.lists(
            st.sampled_from(["mine", "theirs", ""]), min_size=len(document), max_size=len(document)
        )
    )
    mine, theirs, both = list(numbered), list(numbered), list(numbered)
    for n, who in enumerate(whose):
        if who:
            act = data.draw(st.sampled_from(["append", "prepend", "replace"]))
            old = numbered[n]
            new = {
                "append": f"{old} ใหม่{n}{who}",
                "prepend": f"ใหม่{n}{who} {old}",
                "replace": f"ใหม่{n}{who}",
            }[act]
            (mine if who == "mine" else theirs)[n] = new
            both[n] = new
    merged = merge(_html(numbered), _html(mine), _html(theirs))
    assert not merged.choices
    assert merged.html == _html(both)


@given(st.lists(st.integers(0, 999), min_size=4, max_size=25, unique=True), st.data())
@settings(max_examples=300, deadline=None)
def test_changes_of_different_words_both_survive(numbers: list[int], data: st.DataObject) -> None:
    words = [f"w{n}" for n in numbers]
    places = st.integers(0, len(words) - 1)
    ours = data.draw(st.sets(places, max_size=3))
    others = data.draw(st.sets(places, max_size=3)) - ours
    mine = [f"mine{n}" if n in ours else word for n, word in enumerate(words)]
    theirs = [f"theirs{n}" if n in others else word for n, word in enumerate(words)]
    both = [f"mine{n}" if n in ours else theirs[n] for n in range(len(words))]
    merged = merge(_html([" ".join(words)]), _html([" ".join(mine)]), _html([" ".join(theirs)]))
    assert not merged.choices
    assert merged.html == _html([" ".join(both)])


@given(_document, _document, _document)
@settings(max_examples=300, deadline=None)
def test_nothing_new_is_ever_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    """Every word that one side has and the base has not is in the text or in a choice."""
    mine, theirs = [*mine, "ของฉันเท่านั้น"], ["ของเขาเท่านั้น", *theirs]
    merged = merge(_html(base), _html(mine), _html(theirs))
    settled = "".join(part for part in merged.parts if isinstance(part, str))
    asked = "".join(choice.mine + choice.theirs for choice in merged.choices)
    for word in ("ของฉันเท่านั้น", "ของเขาเท่านั้น"):
        assert word in reading(settled) + reading(asked)
    if not merged.choices:
        assert clean(merged.html) == merged.html


def test_a_choice_says_what_was_there() -> None:
    (choice,) = merge("<p>a b</p>", "<p>x y</p>", "<p>p q</p>").choices
    assert choice == Choice("<p>a b</p>", "<p>x y</p>", "<p>p q</p>")
