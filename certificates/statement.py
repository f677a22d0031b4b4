"""The statement: everything a certificate says, frozen when it is issued."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

import rfc8785

LARGEST = 2_000_000
LONGEST_PICTURE = 150_000
CODE = re.compile(r"[0-9A-Z]{12,24}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
DESIGN = re.compile(r"[a-z][a-z0-9_]{0,31}")
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")
PICTURE = re.compile(r"\s*(<\?xml[^>]*\?>\s*)?<svg\b|data:image/png;base64,[A-Za-z0-9+/]+=*\Z")


class DocumentType(StrEnum):
    WUTHIBAT = "wuthibat"  # passed a training
    KIATTIBAT = "kiattibat"  # took part, honour
    PRAKAT = "prakat"  # accredited curriculum


@dataclass(frozen=True)
class Words:
    """One text in Thai and in English; either may be empty, never both."""

    th: str
    en: str

    def __post_init__(self) -> None:
        _line(self.th, 300, blank=True)
        _line(self.en, 300, blank=True)
        _demand(bool(self.th or self.en), "neither Thai nor English")


@dataclass(frozen=True)
class CourseTitle:
    """`pieces` are the Thai title cut where a line may end; joined, they are the title."""

    code: str
    title: Words
    pieces: tuple[str, ...]

    def __post_init__(self) -> None:
        _line(self.code, 40)
        _demand("".join(self.pieces) == self.title.th, "pieces are not the title")
        _demand(all(self.pieces), "an empty piece")


@dataclass(frozen=True)
class Issuer:
    """An institution whose name and emblem stand on the paper."""

    code: str
    name: Words
    colour: str
    emblem: str | None = None

    def __post_init__(self) -> None:
        _line(self.code, 20)
        _demand(COLOUR.fullmatch(self.colour) is not None, "colour is not #rrggbb")
        _picture(self.emblem)


@dataclass(frozen=True)
class Signatory:
    """Who signs: a post at an institution, and the name in brackets where there is one."""

    post: Words
    institution: Words | None = None
    name: str | None = None
    signature: str | None = None

    def __post_init__(self) -> None:
        if self.name is not None:
            _line(self.name, 100)
        _picture(self.signature)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is printed and signed; a change is a new revision, never an edit."""

    version: int = 1
    code: str
    revision: int = 1
    register_number: str | None
    sample: bool = False
    document: DocumentType
    design: str
    issued_on: date
    holder: Words
    course: CourseTitle
    hours: Decimal
    run: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    place: Words | None = None
    online: bool = False
    issuers: tuple[Issuer, ...]
    signatories: tuple[Signatory, ...]
    skills: tuple[str, ...] = ()
    blessing: str | None = None
    thai_digits: bool = True
    verify_base: str

    def __post_init__(self) -> None:
        _demand(self.version == 1, "unknown version")
        _demand(CODE.fullmatch(self.code) is not None, "code")
        _demand(1 <= self.revision <= 9_999, "revision")
        _demand((self.register_number is None) == self.sample, "only a sample has no number")
        _demand(DESIGN.fullmatch(self.design) is not None, "design")
        _demand(1900 <= self.issued_on.year <= 2400, "issued_on")
        _demand(len(self.holder.th) <= 120 and len(self.holder.en) <= 120, "holder is too long")
        _demand(self.hours.is_finite() and 0 <= self.hours < 10_000, "hours")
        _demand(self.hours == Decimal(_plain(self.hours)), "hours have more than two decimals")
        _demand(self.starts_on is not None or self.ends_on is None, "an end without a start")
        if self.starts_on and self.ends_on:
            _demand(self.starts_on <= self.ends_on, "ends before it starts")
        _demand(1 <= len(self.issuers) <= 4, "one to four issuers")
        _demand(1 <= len(self.signatories) <= 3, "one to three signatories")
        _demand(len(self.skills) <= 40, "more than forty skills")
        for text, longest in ((self.register_number, 60), (self.run, 40), (self.blessing, 160)):
            if text is not None:
                _line(text, longest)
        for skill in self.skills:
            _line(skill, 80)
        _demand(len(self.verify_base) <= 100, "verify_base is too long")
        _demand(ORIGIN.fullmatch(self.verify_base) is not None, "verify_base is not an origin")

    @property
    def verify_url(self) -> str:
        """The public page, in capitals: a QR code holds those in less room."""
        return f"{self.verify_base}/v/{self.code}".upper()


def canonical(statement: Statement) -> bytes:
    """The one sequence of bytes for this statement (RFC 8785)."""
    return rfc8785.dumps(_plain(statement))


def digest(statement: Statement) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(statement)).hexdigest()


def read(data: bytes) -> Statement:
    """The statement those bytes are; ValueError for anything but canonical bytes of one."""
    _demand(len(data) <= LARGEST, "too large")
    try:
        statement = cast(Statement, _build(Statement, json.loads(data)))
        same = canonical(statement) == data
    except (RecursionError, TypeError, InvalidOperation) as reason:
        raise ValueError("not a statement") from reason
    _demand(same, "not canonical")
    return statement


def _plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(round(value, 2).normalize() + 0, "f")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:
    """The value as `kind`; nothing is guessed, filled in or left over."""
    if get_origin(kind) is tuple:
        _demand(isinstance(value, list), "not a list")
        return tuple(_build(get_args(kind)[0], item) for item in value)
    if choices := [choice for choice in get_args(kind) if choice is not type(None)]:
        return None if value is None else _build(choices[0], value)
    if hasattr(kind, "__dataclass_fields__"):
        hints = _hints(kind)
        _demand(isinstance(value, dict) and value.keys() == hints.keys(), "not the fields")
        return kind(**{name: _build(hint, value[name]) for name, hint in hints.items()})
    written = kind if kind in (bool, int) else str
    _demand(type(value) is written, "not the type")
    return date.fromisoformat(value) if kind is date else kind(value)


def _demand(fulfilled: bool, otherwise: str) -> None:
    if not fulfilled:
        raise ValueError(otherwise)


def _line(text: str, longest: int, *, blank: bool = False) -> None:
    """One line of visible text: no control, format, private or unassigned characters."""
    _demand(len(text) <= longest and (blank or bool(text.strip())), "empty or too long")
    _demand(text == text.strip(), "space at an end")
    _demand(not any(unicodedata.category(letter)[0] == "C" for letter in text), "invisible letter")
    _demand(not any(letter in "\u2028\u2029" for letter in text), "more than one line")


def _picture(picture: str | None) -> None:
    """An SVG, or a PNG as a data address."""
    if picture is not None:
        _demand(len(picture) <= LONGEST_PICTURE, "picture is too large")
        _demand(PICTURE.match(picture) is not None, "neither SVG nor PNG")
        _demand(picture.isprintable() or picture.startswith("<") or "<svg" in picture, "picture")
