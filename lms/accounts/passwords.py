"""Which passwords we take, and a passphrase for those who want one made. No hashing here."""

import enum
import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SHORTEST = 12
SHORTEST_STAFF = 15
LONGEST = 128
_WORDS = Path(__file__).parent / "data" / "thai_words.txt"
_PASSPHRASE_WORDS = 4

_THAI_COMMON = frozenset(
    {"รหัสผ่าน", "รหัสผ่านของฉัน", "สวัสดี", "สวัสดีครับ", "สวัสดีค่ะ", "ประเทศไทย", "โคราช", "นครราชสีมา"}
)
_KEY_ROWS = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "ๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ",
)
# A shorter part said again and again is as weak as itself.
_SHORTEST_UNIT = 8
# A part of the person's own data this short says little about the password.
_SHORTEST_ABOUT = 4
_MUST_REMAIN = 8


class PasswordProblem(enum.StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    ABOUT_YOU = "about_you"


def problem(password: str, *, staff: bool, about: Iterable[str] = ()) -> PasswordProblem | None:
    """Why we refuse it, or None; `about` is what others know of the person: names, e-mail, phone.

    Length is counted in code points after NFC. No rule asks for kinds of characters.
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < (SHORTEST_STAFF if staff else SHORTEST):
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    folded = password.casefold()
    if _is_common(folded):
        return PasswordProblem.COMMON
    if _is_about(folded, about):
        return PasswordProblem.ABOUT_YOU
    return None


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 1 MB: only who sets passwords pays

    return frozenset(FREQUENCY_LISTS["passwords"]) | _THAI_COMMON


def _is_common(folded: str) -> bool:
    """On the list, also with figures and signs around it; a repetition, a row of keys, no letter."""
    unit = _repeated(folded)
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", unit)
    if len(unit) < _SHORTEST_UNIT or not core or _is_row(unit) or _is_row(core):
        return True
    return not {folded, unit, core, _repeated(core)}.isdisjoint(_common())


def _repeated(text: str) -> str:
    """The part that the whole text repeats, or the text: abcabcab gives abc."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return text[:length]
    return text


def _is_row(text: str) -> bool:
    return len(text) > 3 and any(text in row or text[::-1] in row for row in _KEY_ROWS)


def _is_about(folded: str, about: Iterable[str]) -> bool:
    """Whether too little remains when what is known of the person is taken out."""
    parts = {
        part
        for known in about
        for part in re.split(r"[\s@.,_+-]+", unicodedata.normalize("NFC", known).casefold())
        if len(part) >= _SHORTEST_ABOUT
    }
    rest = folded
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest != folded and len(rest) < _MUST_REMAIN


@cache
def passphrase_words() -> tuple[str, ...]:
    """Common Thai words, no two alike but for a tone mark: nine bits each."""
    return tuple(_WORDS.read_text(encoding="utf-8").split())


def suggest_passphrase() -> str:
    """Four words to remember, long enough for staff too: ช้าง-บันได-มะม่วง-ดาว."""
    while True:
        words = secrets.SystemRandom().sample(passphrase_words(), _PASSPHRASE_WORDS)
        phrase = "-".join(words)
        if len(phrase) >= SHORTEST_STAFF:
            return phrase
