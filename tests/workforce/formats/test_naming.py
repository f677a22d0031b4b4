"""Names of files: short, safe, with the period and the day."""

from datetime import UTC, datetime

import pytest

from lms.i18n import speaking
from lms.workforce.formats.naming import LONGEST, attachment, name_of, short
from lms.workforce.periods import Period

AT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
YEAR = Period.parse("2570")


def test_a_name_has_words_period_and_the_day_in_bangkok() -> None:
    with speaking("th"):
        assert name_of("ผู้ได้รับวุฒิบัตร", YEAR, AT, "csv") == "ผู้ได้รับวุฒิบัตร 2570 2569-11-23.csv"


def test_both_forms_of_the_header_say_what_it_is() -> None:
    with speaking("th"):
        header = attachment("ผู้สมัคร · เพศ", "M01-sex", YEAR, AT, "xlsx")
    assert 'filename="thaksa-M01-sex-2570-2026-11-23.xlsx"' in header
    assert "filename*=UTF-8''%E0%B8%9C" in header


@pytest.mark.parametrize("words", ["ผู้ได้รับวุฒิบัตรที่" * 9, "อัตราการเรียนจบของ ผู้เข้าอบรม ทุกคน" * 3])
def test_long_names_end_between_letters_that_stand_alone(words: str) -> None:
    cut = short(words)
    assert len(cut) <= LONGEST
    assert words.startswith(cut)
    assert words[len(cut)] not in "ัิีึืฺุู็่้๊๋์ะาำ"


def test_no_vowel_is_left_without_its_letter() -> None:
    for letters in range(LONGEST - 12, LONGEST + 1):
        assert short("ก" * letters + "เมืองแกโกใกไก" * 4)[-1] not in "เแโใไ"


def test_nothing_that_a_disk_or_a_header_refuses_is_left() -> None:
    assert short('a/b\\c:"d"\r\n<e>|?*') == "a b c d e"
    assert short("...") == short("." * 50) == "thaksa"
