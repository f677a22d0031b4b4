"""One spelling, dictionary order and words."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.util import collate
from pythainlp.util import normalize as reference

from lms.i18n import thai

thai_text = st.text(
    st.sampled_from([chr(c) for c in range(0x0E01, 0x0E5C)] + [" ", "a"]), max_size=30
)
hostile = st.text(max_size=40) | st.text(
    st.sampled_from("\ufeff\u200b\xa0\x00\n\t\r\u202e\ud800\uf70a 1aกำํา้่เๅะ"), max_size=40
)


def settled(text: str) -> str:
    before = None
    while before != text:
        before, text = (
            text,
            unicodedata.normalize("NFC", reference(unicodedata.normalize("NFC", text))),
        )
    return text


@settings(max_examples=300)
@given(thai_text)
def test_thai_is_repaired_as_pythainlp_repairs_it(text):
    assert thai.normalise(text) == settled(text)


@given(hostile)
def test_normalising_twice_changes_nothing_and_nothing_stays_hidden(text):
    once = thai.normalise(text)
    assert thai.normalise(once) == once
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in once)
    assert once == " ".join(once.split())


@given(hostile)
def test_line_breaks_stay_when_asked_for(text):
    kept = thai.normalise(text, lines=True)
    assert thai.normalise(kept, lines=True) == kept
    assert not re.search("\n{3}|  |\r|\x00", kept)
    assert thai.normalise("ก\r\n\r\n\r\nข  ค", lines=True) == "ก\n\nข ค"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("นํ้าใจ", "น้ำใจ"),
        ("ก  ิน", "กิน"),
        ("น้ํา", "น้ำ"),
        ("เเม่", "แม่"),
        ("ที่ที่", "ที่ที่"),
        ("กี่้", "กี้"),
        ("\ufeffสม\u200bชาย\xa0 ใจดี\n", "สมชาย ใจดี"),
        ("ก\uf70aอน", "ก่อน"),
        ("ฤๅษี", "ฤๅษี"),
        ("e\u0301", "é"),
        ("ﬁ ①", "ﬁ ①"),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_the_one_spelling(typed, stored):
    assert thai.normalise(typed) == stored


def test_every_old_font_glyph_becomes_a_thai_character():
    glyphs = "".join(chr(c) for c in range(0xF700, 0xF71B))
    assert re.fullmatch("[\u0e01-\u0e4e]+", glyphs.translate(thai._FONT_GLYPHS))
    assert chr(0xF70E).translate(thai._FONT_GLYPHS) == "์"
    assert chr(0xF712).translate(thai._FONT_GLYPHS) == "็"
    assert chr(0xF71A).translate(thai._FONT_GLYPHS) == "ฺ"


NAMES = [
    "กมล",
    "กรณ์",
    "แก้ว",
    "ไก่",
    "ขวัญ",
    "เขมิกา",
    "จันทร์",
    "ณัฐ",
    "เทพ",
    "ปิยะ",
    "พลอย",
    "ไพลิน",
    "สมชาย",
    "สมหญิง",
    "เสาวลักษณ์",
    "หนึ่ง",
    "เอก",
    "โอภาส",
    "ฤดี",
    "วันที่",
    "วัว",
]


def test_names_stand_in_dictionary_order():
    assert sorted(NAMES, key=thai.sort_key) == collate(NAMES)
    assert sorted(["ไก่", "ก่า", "กา", "กำ", "ข้าว", "ขา"], key=thai.sort_key) == [
        "กา", "ก่า", "กำ", "ไก่", "ขา", "ข้าว"
    ]  # fmt: skip


def test_tone_marks_count_only_between_equals():
    ordered = ["1", "๒", "ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก", "แป้ง", "Ann", "bob", "Émile"]
    assert sorted(set(ordered), key=thai.sort_key) == ordered
    assert sorted(["สมชาย ฮ", "สมชายา ก"], key=thai.sort_key) == ["สมชาย ฮ", "สมชายา ก"]


@given(st.lists(st.text(st.sampled_from("กขคงจชดตนบปมยรลวสหอะาิีุูเแโไ"), max_size=8), max_size=8))
def test_without_marks_the_order_is_that_of_pythainlp(words):
    words = [thai.normalise(word) for word in words]
    assert sorted(words, key=thai.sort_key) == collate(words)


@given(hostile)
def test_a_key_sorts_alike_in_every_database(text):
    assert re.fullmatch("[0-9a-z]{1,240}", thai.sort_key(text * 9))


def test_a_key_is_short_where_there_are_no_marks():
    assert len(thai.sort_key("ก" * 50)) == 101


@given(thai_text, st.sampled_from("กฮ1a "))
def test_what_begins_another_stands_before_it(text, more):
    text = thai.normalise(text).translate(dict.fromkeys(map(ord, "เแโใไ")))
    first, second = thai.sort_key(text), thai.sort_key(text + " " + more)
    assert first <= second


def test_words_are_cut_and_signs_left_out():
    assert thai.words("สวัสดีชาวโคราช ๆ AI, COVID-19!") == [
        "สวัสดี",
        "ชาว",
        "โคราช",
        "AI",
        "COVID",
        "19",
    ]
    assert thai.words(" … ") == []


@settings(max_examples=50)
@given(thai_text)
def test_no_letter_is_lost_between_words(text):
    bare = re.sub("[^\u0e01-\u0e4e\u0e50-\u0e59a]|[ๆฯ]", "", text)
    assert "".join(thai.words(text)).replace("ๆ", "").replace("ฯ", "") == bare


@given(st.text(st.sampled_from("0123456789 กa"), max_size=12))
def test_digits_go_there_and_back(text):
    shown = thai.thai_digits(text)
    assert not re.search("[0-9]", shown)
    assert thai.arabic_digits(shown) == text


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\nb", "a\tb", "\u202eabc", "\ud800", "\ue000", "a\u2028b"]
)
def test_hidden_characters_are_seen(text):
    assert thai.has_control_characters(text)


@pytest.mark.parametrize(
    "text", ["สมชาย ใจดี", "\ufeffสม\u200bชาย", "Zoë\xa0O’Neil", "😀", "ก\uf70a"]
)
def test_honest_text_hides_nothing(text):
    assert not thai.has_control_characters(text)


def test_one_thai_letter_is_thai():
    assert thai.is_thai("Excel ขั้นต้น")
    assert not thai.is_thai("Excel ๑๒ é")


def test_order_is_total_over_neighbours():
    keys = [thai.sort_key(name) for name in collate(NAMES)]
    assert all(before < after for before, after in pairwise(keys))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_file_of_text_is_read_as_it_was_saved(encoding: str) -> None:
    assert thai.decoded("ก้าว,1".encode(encoding)) == "ก้าว,1"


@pytest.mark.parametrize("content", [b"\x00", b"\xff\xfe\x01\x0e", "ก".encode() + b"\x00"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no text|codec"):
        thai.decoded(content)
