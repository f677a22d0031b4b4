"""A comment finds its passage again."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.authoring import anchors
from courses.authoring.anchors import Anchor

BODY = (
    "<h2>รหัสผ่าน</h2><p>รหัสผ่านที่ดี <strong>ยาวและ</strong>เดายาก &amp; ไม่ซ้ำ</p>"
    "<ul><li>ยาว 12 ตัว</li><li>ไม่ซ้ำ</li></ul>"
)
TEXT = anchors.plain(BODY)


def test_text_is_counted_as_a_selection_gives_it():
    assert TEXT == "รหัสผ่าน รหัสผ่านที่ดี ยาวและเดายาก & ไม่ซ้ำ ยาว 12 ตัว ไม่ซ้ำ"


def test_the_same_words_twice_are_told_apart_by_what_surrounds_them():
    last = anchors.of(TEXT, "ไม่ซ้ำ", prefix="ยาว 12 ตัว ")
    assert last is not None
    assert anchors.find(TEXT, last).start == TEXT.rindex("ไม่ซ้ำ")


def test_it_moves_with_text_that_comes_before():
    anchor = anchors.of(TEXT, "ยาวและเดายาก")
    later = "คำนำใหม่ " * 20 + TEXT
    span = anchors.find(later, anchor)
    assert later[span.start : span.end] == "ยาวและเดายาก"


def test_it_is_found_when_the_words_themselves_changed_a_little():
    anchor = anchors.of(TEXT, "ยาวและเดายาก")
    changed = TEXT.replace("ยาวและเดายาก", "ยาวและเดาได้ยาก")
    span = anchors.find(changed, anchor)
    assert changed[span.start : span.end] == "ยาวและเดาได้ยาก"


def test_it_is_gone_when_the_words_are_gone():
    anchor = anchors.of(TEXT, "ยาวและเดายาก")
    assert anchors.find("เรื่องอื่นทั้งหมด", anchor) is None


def test_words_that_are_not_there_are_no_anchor():
    assert anchors.of(TEXT, "ไม่มีคำนี้") is None


def test_marks_stand_in_text_only_and_change_no_word():
    anchor = anchors.of(TEXT, "ที่ดี ยาวและเดายาก & ไม่")
    marked = anchors.mark(BODY, [("X", anchors.find(TEXT, anchor))])
    assert anchors.plain(marked) == TEXT
    assert marked.count('id="passage-X"') == 1
    assert re.sub(r"</?mark[^>]*>", "", marked) == BODY


def test_a_hostile_quote_stays_text():
    body = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    text = anchors.plain(body)
    anchor = anchors.of(text, "<script>alert(1)</script>")
    assert "<script" not in anchors.mark(body, [("X", anchors.find(text, anchor))])


@settings(deadline=None, max_examples=80)
@given(
    st.text(alphabet="กขค ab&<", min_size=1, max_size=30), st.integers(0, 29), st.integers(1, 30)
)
def test_any_passage_is_found_where_it_was_chosen(text, start, length):
    whole = anchors.squeeze(text)
    quote = anchors.squeeze(whole[start : start + length])
    found = anchors.of(whole, quote) if quote else None
    if found is not None:
        span = anchors.find(whole, found)
        assert whole[span.start : span.end] == found.quote


def test_nothing_is_quoted_nothing_is_found():
    assert anchors.find(TEXT, Anchor("")) is None
