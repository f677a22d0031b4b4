"""Words on the room there is: on several lines where they fit, shortened where they do not."""

from unicodedata import category

from lms.i18n.thai import is_thai, pieces

ABOVE = ("Mn",)
LEADING = "เแโใไ"
TRAILING = "ะาำๅฯๆ"
SILENT = "์"
WIDTHS = (("เโใไijlfrtI -", 0.34), ("ะาำๅวsczvyxJL", 0.51), ("พฟศmwM", 0.76), ("ญฌณฒW", 0.95))
OTHER = 0.61
SOFT = "\u00ad"  # where a Latin word may be divided


def letters(text: str) -> int:
    """How many stand side by side; marks above and below take no room."""
    return sum(category(letter) not in ABOVE for letter in text)


def breadth(text: str) -> float:
    """How wide it is in the heading face, in ems; enough to know whether it fits."""
    return sum(
        next((width for some, width in WIDTHS if letter in some), OTHER)
        for letter in text
        if category(letter) not in ABOVE
    )


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
    return [shortened(_ended(line), room) for line in found]


def _ended(line: str) -> str:
    """A hyphen stands only where a word is divided between lines."""
    line = line.strip()
    return line.replace(SOFT, "") + ("-" if line.endswith(SOFT) else "")


def cuts_words(text: str, room: int) -> bool:
    """Whether a word is too long for a line, and has to be divided where nobody would."""
    return any(letters(part.rstrip()) > room for part in _parts(pieces(text), room))


def _short(found: list[str], room: int) -> list[str]:
    """Words too long for a line in parts that fit, in halves or thirds where nothing else will do."""
    return [cut for part in _parts(found, room) for cut in _divided(part, room)]


def _parts(found: list[str], room: int) -> list[str]:
    """Cut before vowels that stand first in their syllable, and between words that a dictionary knows
    where it does not know the whole.
    """
    parts: list[str] = []
    for piece in found:
        if letters(piece.rstrip()) <= room:
            parts.append(piece)
            continue
        starts = [n for n, letter in enumerate(piece) if letter in LEADING and n]
        fits = [n for n in starts if letters(piece[:n]) <= room]
        at = fits[-1] if fits else starts[0] if starts else 0
        if at:
            parts += _parts([piece[:at], piece[at:]], room)
        else:
            inside = pieces(piece)
            parts += _parts(inside, room) if len(inside) > 1 else inside
    return parts


def _divided(word: str, room: int) -> list[str]:
    """Never between a consonant and what is written before or behind it."""
    parts = []
    while letters(word.rstrip()) > room > 1:
        lines_left = -(-letters(word) // room)
        head = _cut(word, -(-letters(word) // lines_left))
        while len(head) > 1 and (head[-1] in LEADING or _belongs(word[len(head) :])):
            head = head[:-1]
        parts.append(head if is_thai(head) else head[: room - 1] + SOFT)
        word = word[len(parts[-1].rstrip(SOFT)) :]
    return [*parts, word]


def _belongs(rest: str) -> bool:
    """A mark, a vowel behind its consonant or a letter that is silent ends the syllable before."""
    return category(rest[0]) in ABOVE or rest[0] in TRAILING or rest[1:2] == SILENT


def _cut(text: str, room: int) -> str:
    """The first letters with the marks that belong to them."""
    taken = 0
    for place, letter in enumerate(text):
        taken += category(letter) not in ABOVE
        if taken > room:
            return text[:place]
    return text
