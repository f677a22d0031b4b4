"""Names: how they are printed and what may be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts import names
from lms.accounts.names import PersonName, clean_name, full_title, known_titles, titles


def printed(title, first="สุชาดา", last="ใจดี", **how):
    return PersonName(title, first, last).printed_th(**how)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "สุชาดา ใจดี"),
        ("นางสาว", "นางสาวสุชาดา ใจดี"),
        ("น.ส.", "นางสาวสุชาดา ใจดี"),
        ("นส.", "นางสาวสุชาดา ใจดี"),
        ("ด.ญ.", "เด็กหญิงสุชาดา ใจดี"),
        ("พญ.", "แพทย์หญิงสุชาดา ใจดี"),
        ("ดร.", "ดร.สุชาดา ใจดี"),
        ("พ.ท.", "พันโท สุชาดา ใจดี"),
        ("พ.ต.ท.หญิง", "พันตำรวจโทหญิง สุชาดา ใจดี"),
        ("ว่าที่ ร.ต.หญิง", "ว่าที่ร้อยตรีหญิง สุชาดา ใจดี"),
        ("ว่าที่ร.ต.", "ว่าที่ร้อยตรี สุชาดา ใจดี"),
        ("ร.ต.", "ร้อยตรี สุชาดา ใจดี"),
        ("รองศาสตราจารย์", "รองศาสตราจารย์ สุชาดา ใจดี"),
        ("รศ.พ.ท.ดร.", "รองศาสตราจารย์ พันโท ดร.สุชาดา ใจดี"),
        ("พันโท รศ. ดร.", "รองศาสตราจารย์ พันโท ดร.สุชาดา ใจดี"),
        ("ผศ. นพ.", "ผู้ช่วยศาสตราจารย์ นายแพทย์สุชาดา ใจดี"),
        ("ม.ล.", "หม่อมหลวงสุชาดา ใจดี"),
        ("กำนัน", "กำนัน สุชาดา ใจดี"),
        ("ทนพ.", "ทนพ.สุชาดา ใจดี"),
    ],
)
def test_a_thai_name_is_printed_by_the_rules_of_its_title(title, name):
    assert printed(title) == name


def test_the_degree_can_be_left_out():
    assert printed("รศ.ดร.", degree=False) == "รองศาสตราจารย์ สุชาดา ใจดี"
    assert printed("ดร.", degree=False) == "สุชาดา ใจดี"


def test_monks_and_people_of_one_name_fit():
    assert printed("พระมหา", "สมชาย", "ฐานวุฑฺโฒ") == "พระมหาสมชาย ฐานวุฑฺโฒ"
    assert printed("พระครูปลัด", "สมชาย", "") == "พระครูปลัดสมชาย"
    assert PersonName(first_th="สุนีย์").printed_th() == "สุนีย์"
    assert PersonName(first_en="Sukarno").printed_en() == "Sukarno"


def test_a_name_in_one_language_serves_both():
    foreigner = PersonName(title_en="Dr.", first_en="Zoë", middle_en="Ann", last_en="O’Neil-Müller")
    assert foreigner.printed_th() == foreigner.printed_en() == "Dr. Zoë Ann O’Neil-Müller"
    thai = PersonName("นาย", "สมชาย", "ใจดี", title_en="Mr.")
    assert thai.printed_en() == str(thai) == "นายสมชาย ใจดี"


@pytest.mark.parametrize("title", titles(), ids=lambda t: t.full)
def test_every_listed_title_is_known_by_its_full_word(title):
    assert known_titles(title.full) == (title,)
    assert full_title(title.full) == title.printed
    assert printed(title.full) == title.printed + (" " if title.spaced else "") + "สุชาดา ใจดี"
    if title.short:
        assert [known.short for known in known_titles(title.short)] == [title.short]


def of_kind(kind):
    return st.none() | st.sampled_from([title for title in titles() if title.kind == kind])


@given(of_kind("academic"), of_kind("rank"), of_kind("profession"), of_kind("degree"), st.randoms())
def test_combined_titles_come_in_their_order_and_lose_none(
    academic, rank, profession, degree, random
):
    first, second = [[t] if t else [] for t in (academic, rank)]
    others = random.sample(
        [t for t in (profession, degree) if t], sum(map(bool, (profession, degree)))
    )
    line = others[:1] + second + first + others[1:]
    ordered = first + second + others
    assert list(known_titles(" ".join(t.full for t in line))) == ordered
    assert full_title("".join(t.printed for t in line)) == " ".join(t.printed for t in ordered)


def test_an_unknown_title_stays_as_it_was_typed():
    assert known_titles("รศ. นายช่างใหญ่") == ()
    assert full_title("รศ.  นายช่างใหญ่") == "รศ. นายช่างใหญ่"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" สมชาย  ", "สมชาย"), ("Jean-Luc", "Jean-Luc"), ("O'Brien", "O'Brien"), ("D’Arcy", "D’Arcy"),
        ("J. R.", "J. R."), ("Zoë Åström", "Zoë Åström"), ("e\u0301va", "éva"), ("ณ อยุธยา", "ณ อยุธยา"),
        ("กรุงเทพฯ", "กรุงเทพฯ"), ("เล็ก ๆ", "เล็ก ๆ"), ("นํ้าฝน", "น้ำฝน"), ("\ufeffสม\u200bชาย\xa0", "สมชาย"),
        ("ฐานวุฑฺโฒ", "ฐานวุฑฺโฒ"), ("王小明", "王小明"), ("محمد", "محمد"), ("Smith 3rd", "Smith 3rd"), ("ก" * 100, "ก" * 100),
    ],
)  # fmt: skip
def test_honest_names_are_accepted(typed, stored):
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", names.NameMissing), ("  \u200b", names.NameMissing), ("ก" * 101, names.NameTooLong),
        ("สม\x00ชาย", names.NameHidesCharacters), ("สม\nชาย", names.NameHidesCharacters),
        ("\u202eสมชาย", names.NameHidesCharacters), ("สม\tชาย", names.NameHidesCharacters),
        ("สมชาย😀", names.NameHasSymbols), ("ก\ufe0f", names.NameHasSymbols), ("ก\u20e3", names.NameHasSymbols),
        ("<b>สมชาย</b>", names.NameHasSymbols), ("=cmd", names.NameHasSymbols), ("a@b", names.NameHasSymbols),
        ("12345", names.NameHasNoLetters), ("๑๒๓", names.NameHasNoLetters), ("-.'", names.NameHasNoLetters),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused(typed, problem):
    with pytest.raises(problem):
        clean_name(typed)


@given(st.text(max_size=110))
def test_any_text_is_a_clean_name_or_a_problem(text):
    try:
        name = clean_name(text)
    except names.NameProblem:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= 100
    assert name.isprintable()
