"""Thai text: one spelling for what looks the same, dictionary order, and words.

Never NFKC or NFKD: they take น้ำ apart into another spelling.
"""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pythainlp.tokenize import Tokenizer

_ABOVE = "\u0e31\u0e34-\u0e37\u0e47\u0e4d"
_BELOW = "\u0e38\u0e39"
_FOLLOW = "\u0e30\u0e32\u0e33\u0e45"
_LEAD = "\u0e40-\u0e44"
_TONE = "\u0e48-\u0e4b"
_KILLER = "\u0e4c"
_SIGNS = "\u0e3a\u0e4c\u0e4d\u0e4e"
_HANGING = f"{_ABOVE}{_BELOW}{_TONE}{_SIGNS}"
_CONSONANT = "\u0e01-\u0e23\u0e25\u0e27-\u0e2e"
_VOWEL = f"\u0e24\u0e26{_FOLLOW}{_LEAD}{_ABOVE}{_BELOW}"

_REPAIRS = [
    (re.compile(f"(?<![{_VOWEL}][{_CONSONANT}])(?<=[{_CONSONANT}]) (?=[{_HANGING}])"), ""),
    (re.compile("\u0e40\u0e40"), "\u0e41"),
    (re.compile(f"([{_TONE}{_KILLER}]+)([{_ABOVE}{_BELOW}]+)"), r"\2\1"),
    (re.compile(f"\u0e4d([{_TONE}]*)\u0e32"), "\\1\u0e33"),
    (re.compile(f"([{_FOLLOW}]+)([{_TONE}]+)"), r"\2\1"),
    (re.compile("([^\u0e24\u0e26])\u0e45"), "\\1\u0e32"),
    (re.compile(f"([{_FOLLOW}{_LEAD}{_ABOVE}{_BELOW}{_SIGNS}])(?: *\\1)+"), r"\1"),
    (re.compile(f"[{_TONE}]+(?=[{_TONE}])"), ""),
    (re.compile(f"(?:^| +)[{_HANGING}]+"), " "),
]

# Old Windows fonts drew low and left-shifted marks from the private area; PDFs still paste them.
_FONT_GLYPHS = dict(
    zip(
        range(0xF700, 0xF71B),
        "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ุู\u0e3a",
        strict=True,
    )
)
_ARABIC_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_THAI_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# What word processors and phones leave in pasted text without anybody's intent.
_HARMLESS = frozenset("\ufeff\u200b\u200c\u200d\u2060\u00ad")

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SORT_KEY_LENGTH = 240
_LEAD_PAIR = re.compile(f"([{_LEAD}])([{_CONSONANT}\u0e24\u0e26])")
_SECONDARY = {mark: _DIGITS[2 + n] for n, mark in enumerate("\u0e4e็่้๊๋์\u0e4d\u0e3a")}

_THAI = re.compile("[\u0e01-\u0e4e]")
_SEGMENT = re.compile("[\u0e01-\u0e4e]+|[^\\W\u0e01-\u0e4e]+")


def normalise(text: str, *, lines: bool = False) -> str:
    """The one spelling we store; with `lines` the line breaks stay, else they become spaces.

    Invisible characters go, NBSP and its kind become a space, runs of spaces one, and marks in
    an order that only looks right are put right, as `pythainlp.util.normalize` does.
    """
    if not text.isascii() or not text.isprintable():
        text = _visible(text.translate(_FONT_GLYPHS), lines)
    if lines and "\n" in text:
        kept = "\n".join(_repair(line) for line in text.split("\n"))
        return re.sub("\n{3,}", "\n\n", kept).strip("\n")
    return _repair(text)


def _visible(text: str, lines: bool) -> str:
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        "\n" if lines and c == "\n" else " " if c.isspace() else c
        for c in text
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )


def _repair(text: str) -> str:
    """Repeated until nothing changes: one repair can make room for another."""
    before = None
    while text != before:
        before = text
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if _THAI.search(text):
            for wrong, right in _REPAIRS:
                text = wrong.sub(right, text)
        text = " ".join(text.split())
    return text


def has_control_characters(text: str) -> bool:
    """Whether something hides in the text that no honest keyboard leaves there.

    Line breaks count; what `normalise` quietly repairs in pasted text does not.
    """
    return any(
        unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        for c in text
        if c not in _HARMLESS and ord(c) not in _FONT_GLYPHS
    )


def is_thai(text: str) -> bool:
    """Whether there is a Thai letter in it."""
    return _THAI.search(text) is not None


def thai_digits(text: str) -> str:
    return text.translate(_ARABIC_TO_THAI)


def decoded(content: bytes) -> str:
    """A text as people save it: UTF-8 with or without a mark, else Thai of Windows; ValueError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp874")
    if "\0" in text:
        raise ValueError("this is no text")
    return text


def arabic_digits(text: str) -> str:
    return text.translate(_THAI_TO_ARABIC)


def preload() -> None:
    """Read the dictionary now: 0.5 s and some 60 MB that forked workers then share."""
    words("ทักษะดิจิทัล")


@cache
def _segmenter() -> "Tokenizer":
    from pythainlp.tokenize import Tokenizer  # 0.5 s: only who cuts words pays

    return Tokenizer(engine="newmm", keep_whitespace=False)


def words(text: str) -> list[str]:
    """The words of a text in their order, without spaces and punctuation."""
    found: list[str] = []
    for piece in _SEGMENT.findall(text):
        if is_thai(piece):
            cut = _segmenter().word_tokenize(piece)
            found += [word for word in cut if word not in ("ๆ", "ฯ")]
        else:
            found.append(piece)
    return found


def pieces(text: str) -> list[str]:
    """The text cut where a line may end; joined, the pieces are the text again."""
    found: list[str] = []
    for run in re.findall(r"[ก-๛]+|[^ก-๛]+", text):
        cut = _segmenter().word_tokenize(run) if is_thai(run) else re.findall(r"\s*\S+\s*|\s+", run)
        if "".join(cut) != run:
            cut = [run]
        for piece in cut:
            if found and (piece in ("ๆ", "ฯ") or piece.isspace()):
                found[-1] += piece
            else:
                found.append(piece)
    return found


def sort_key(text: str) -> str:
    """A stored key in dictionary order: equal letters first, tone marks only between equals.

    It has at most 240 characters, all of 0-9 and a-z, so a database sorts it alike under any
    collation. What is the same but for case or accents has the same key.
    """
    folded = _LEAD_PAIR.sub(r"\2\1", arabic_digits(normalise(text)).casefold())
    letters: list[str] = []
    marks: list[str] = []
    for c in unicodedata.normalize("NFD", folded):
        if c in _SECONDARY:
            marks.append(_SECONDARY[c])
        elif _THAI.match(c) or not unicodedata.combining(c):
            letters.append(_weight(c))
            marks.append("1")
    return ("".join(letters) + "0" + "".join(marks).rstrip("1"))[:_SORT_KEY_LENGTH]


def _weight(c: str) -> str:
    """The place of a letter: spaces, signs, digits, Thai, Latin, the rest; self-delimiting."""
    if c == " ":
        return "10"
    if "0" <= c <= "9":
        return "3" + c
    if "a" <= c <= "z":
        return "s" + c
    if _THAI.match(c) and c not in "ๆฯ":
        row, column = divmod(ord(c) - 0x0E00, 36)
        return "pqr"[row] + _DIGITS[column]
    number, code = ord(c), ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        code = _DIGITS[rest] + code
    return ("w" if c.isalpha() and c not in "ๆฯ" else "2") + code
