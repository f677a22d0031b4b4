"""What a file of numbers is called: short, with its period and its day."""

import re
import unicodedata
from datetime import datetime

from lms.i18n import current_locale
from lms.i18n.dates import BE, to_bangkok
from lms.web.download import disposition
from lms.workforce.periods import Period

LONGEST = 40
LEADING = "เแโใไ"  # written before the letter they belong to
REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def attachment(words: str, codes: str, period: Period | None, at: datetime, ending: str) -> str:
    """The header that names a file: in words for the reader, in codes where only ASCII is known."""
    parts = ["thaksa", codes, *([str(period)] if period else []), to_bangkok(at).date().isoformat()]
    return disposition(name_of(words, period, at, ending), plain=f"{'-'.join(parts)}.{ending}")


def name_of(words: str, period: Period | None, at: datetime, ending: str) -> str:
    """ผู้ได้รับวุฒิบัตร · อำเภอที่อยู่ 2570 2569-11-22.xlsx."""
    day = to_bangkok(at).date()
    year = day.year + (BE if current_locale() == "th" else 0)
    parts = [short(words), *([str(period)] if period else []), f"{year}-{day:%m-%d}"]
    return f"{' '.join(parts)}.{ending}"


def short(words: str) -> str:
    """At most forty letters, between words where there is a space, never inside a Thai cluster."""
    text = " ".join(REFUSED.sub(" ", words).split())
    if len(text) <= LONGEST:
        return text.strip(". ") or "thaksa"
    cut = text[: LONGEST + 1].rfind(" ")
    if cut < LONGEST // 2:
        cut = LONGEST
        while cut and (_clings(text[cut]) or text[cut - 1] in LEADING):
            cut -= 1
    return text[:cut].strip(". ·,–-") or "thaksa"


def _clings(letter: str) -> bool:
    """It belongs to the letter before it."""
    return unicodedata.category(letter) == "Mn" or letter in "ะาำๅๆฯ"
