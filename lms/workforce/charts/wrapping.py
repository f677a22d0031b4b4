"""Words on the room there is: on several lines where they fit, shortened where they do not."""

from unicodedata import category

from lms.i18n.thai import pieces

ABOVE = ("Mn",)
LEADING = "เแโใไ"


def letters(text: str) -> int:
    """How many stand side by side; marks above and below take no room."""
    return sum(category(letter) not in ABOVE for letter in text)


def shortened(text: str, room: int) -> str:
    """As many letters as there is room for, the last one a sign that there were more."""
    if letters(text) <= room:
        return text
    return _cut(text, room - 1).rstrip() + "…"


def lines(text: str, room: int, most: int) -> list[str]:
    """At most so many lines of so many letters, broken between words; the last may be shortened."""
    if letters(text) <= room:
        return [text]
    found = [""]
    for piece in _short(pieces(text), room):
        if found[-1] and len(found) < most and letters((found[-1] + piece).rstrip()) > room:
            found.append("")
        found[-1] += piece
    return [shortened(line.strip(), room) for line in found]


def _short(found: list[str], room: int) -> list[str]:
    """A word too long for a line is cut before a vowel that stands first in its syllable."""
    short: list[str] = []
    for piece in found:
        head = _cut(piece, room + 1)
        at = max((head.rfind(vowel) for vowel in LEADING), default=0)
        if letters(piece.rstrip()) > room and at > 0 and letters(piece[at:].rstrip()) <= room:
            short += [piece[:at], piece[at:]]
        else:
            short.append(piece)
    return short


def _cut(text: str, room: int) -> str:
    """The first letters with the marks that belong to them."""
    taken = 0
    for place, letter in enumerate(text):
        taken += category(letter) not in ABOVE
        if taken > room:
            return text[:place]
    return text
