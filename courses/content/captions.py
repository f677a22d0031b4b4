"""Captions as plain cues: what is said, from when to when. Read from VTT and SRT, written as both.

A cue's text is text: markup of a file is dropped, and what looks like markup is escaped when it
is written. `read` names the line of everything that it cannot understand.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from typing import Any

from babel.support import LazyProxy

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise

LARGEST_FILE = 2 << 20
MOST_CUES = 5000
LONGEST_TEXT = 500
LATEST = 24 * 3600.0

_ARROW = re.compile(r"\s*(?:-{1,2}>|[–—−]>|→)\s*")
_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<\d+:[\d:.]+>|\{\\[^{}]*\}")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_BLOCKS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, order=True)
class Cue:
    """From `start` to `end` in seconds, to the millisecond."""

    start: float
    end: float
    text: str

    def to_json(self) -> list[Any]:
        return [self.start, self.end, self.text]


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line of the file (the first is 1)."""

    line: int
    message: LazyProxy | str

    def __str__(self) -> str:
        return str(_l("Line %(line)d: %(problem)s", line=self.line, problem=str(self.message)))


@dataclass(frozen=True)
class Reading:
    """What a file holds: `notes` are what was put right on the way in."""

    cues: tuple[Cue, ...]
    notes: tuple[Problem, ...]


class NotCaptions(DomainError):
    """The file cannot be used; `problems` say where, line by line."""

    message = _l("This is not a caption file (VTT or SRT).")

    def __init__(
        self, message: str | LazyProxy | None = None, problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def decode(content: bytes) -> str:
    """The text of a file: UTF-8 with or without BOM, UTF-16 with one, else cp874 (TIS-620)."""
    if len(content) > LARGEST_FILE:
        raise NotCaptions(_l("A caption file has at most 2 MB."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp874"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotCaptions(
        _l("The letters of this file cannot be read. Save it as UTF-8 and try again.")
    )


def read(text: str) -> Reading:
    """The cues of a VTT or SRT text; raises `NotCaptions` with every line that is wrong."""
    return _Reader(text).read()


class _Reader:
    """Goes through the lines once, noting what it meets."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = text.split("\n")
        self.is_vtt = self.lines[0].startswith("WEBVTT")
        self.at = 0
        self.wrong: list[Problem] = []
        self.notes: list[Problem] = []
        self.found: list[tuple[int, Cue]] = []

    def read(self) -> Reading:
        if self.is_vtt:
            self._skip_block()
        while self.at < len(self.lines) and len(self.wrong) < 20:
            self._block()
        if len(self.found) > MOST_CUES:
            raise NotCaptions(_l("A caption file has at most 5,000 captions."))
        if self.wrong:
            raise NotCaptions(_l("The captions were not taken over."), self.wrong)
        if not self.found:
            raise NotCaptions
        return Reading(self._in_order(), tuple(self.notes))

    def _block(self) -> None:
        line = self.lines[self.at].strip()
        if not line:
            self.at += 1
        elif self.is_vtt and line.split()[0] in _BLOCKS:
            self._skip_block()
        elif _ARROW.search(line):
            self._cue()
        elif self.at + 1 < len(self.lines) and _ARROW.search(self.lines[self.at + 1]):
            self.at += 1  # a number or a name
        elif self.found and not self.is_vtt and not line.isdecimal():
            self._go_on()
        elif line.isdecimal():
            self._complain(_l("a number with no time after it."))
            self.at += 1
        else:
            self._complain(_l("a text with no time before it."))
            self._skip_block()

    def _cue(self) -> None:
        line = self.at
        times = self._times(self.lines[line])
        self.at += 1
        words = self._words()
        if times is None:
            return
        start, end = times
        if end <= start:
            self._complain(_l("it ends before it begins."), line)
            return
        text = self._text(words, line)
        if text:
            self.found.append((line, Cue(start, end, text)))
        else:
            self._note(_l("no text; left out."), line)

    def _words(self) -> list[str]:
        """The lines up to an empty one, or up to the next cue where the empty one is missing."""
        words: list[str] = []
        while self.at < len(self.lines) and self.lines[self.at].strip():
            if _ARROW.search(self.lines[self.at]) and self._looks_timed(self.lines[self.at]):
                if words and words[-1].strip().isdecimal():
                    words.pop()
                break
            words.append(self.lines[self.at])
            self.at += 1
        return words

    def _go_on(self) -> None:
        """An empty line inside a caption of an SRT file."""
        line, last = self.found[-1]
        text = self._text([last.text, *self._words()], self.at)
        self.found[-1] = (line, Cue(last.start, last.end, text))

    def _text(self, words: Sequence[str], line: int) -> str:
        raw = "\n".join(words)
        bare = _MARKUP.sub("", raw)
        text = tidy(unescape(bare))
        if len(text) > LONGEST_TEXT:
            self._complain(_l("a caption has at most %(most)d letters.", most=LONGEST_TEXT), line)
        if bare != raw:
            self._note(_l("markup was taken away; a caption is plain text."), line)
        return text

    def _times(self, line: str) -> tuple[float, float] | None:
        parts = _ARROW.split(line.strip(), maxsplit=1)
        edges = [_seconds(part.split()[0]) if part.split() else None for part in parts]
        if edges[0] is None or edges[1] is None:
            self._complain(_l("the time is not like 00:01:02.500 --> 00:01:05.000."))
            return None
        if edges[1] > LATEST:
            self._complain(_l("this time is later than any video."))
            return None
        return edges[0], edges[1]

    def _looks_timed(self, line: str) -> bool:
        return _seconds(_ARROW.split(line.strip(), maxsplit=1)[0]) is not None

    def _in_order(self) -> tuple[Cue, ...]:
        """By time, telling what stood elsewhere and what is said at the same time."""
        ordered = sorted(self.found, key=lambda each: each[1])
        for (_, before), (line, cue) in pairwise(self.found):
            if cue.start < before.start:
                self._note(_l("it begins before the one above; put in order."), line)
        for (_, before), (line, cue) in pairwise(ordered):
            if cue.start < before.end:
                self._note(_l("it begins before the last one has ended."), line)
        self.notes.sort(key=lambda note: note.line)
        return tuple(dict.fromkeys(cue for _, cue in ordered))

    def _skip_block(self) -> None:
        while self.at < len(self.lines) and self.lines[self.at].strip():
            self.at += 1

    def _complain(self, message: LazyProxy, line: int | None = None) -> None:
        self.wrong.append(Problem((self.at if line is None else line) + 1, message))

    def _note(self, message: LazyProxy, line: int) -> None:
        self.notes.append(Problem(line + 1, message))


def _seconds(time: str) -> float | None:
    match = _TIME.fullmatch(time.translate(_THAI_DIGITS))
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    thousandths = int((fraction or "0").ljust(3, "0"))
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return round(whole + thousandths / 1000, 3)


def tidy(text: str) -> str:
    """One spelling, no empty lines, no invisible characters."""
    lines = (normalise(line) for line in normalise(text, lines=True).split("\n"))
    return "\n".join(line for line in lines if line)


def to_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT; a caption's < & > are written so that no player takes them for markup."""
    blocks = [
        f"{clock(cue.start)} --> {clock(cue.end)}\n{escape(cue.text, quote=False)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def to_srt(cues: Iterable[Cue]) -> str:
    """SubRip with Windows line ends, as subtitle programs expect it."""
    blocks = []
    for number, cue in enumerate(cues, start=1):
        times = f"{clock(cue.start)} --> {clock(cue.end)}".replace(".", ",")
        text = cue.text.replace("-->", "→")
        blocks.append(f"{number}\n{times}\n{text}\n")
    return "\n".join(blocks).replace("\n", "\r\n")


def clock(seconds: float) -> str:
    """00:01:02.500"""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def from_json(stored: object) -> tuple[Cue, ...]:
    """Cues as a page of ours sends them or the database holds them; `NotCaptions` for others."""
    if not isinstance(stored, list) or len(stored) > MOST_CUES:
        raise NotCaptions
    cues = []
    for number, one in enumerate(stored, start=1):
        cue = _one(one)
        if cue is None:
            raise NotCaptions(_l("Caption %(number)d cannot be read.", number=number))
        if cue.text:
            cues.append(cue)
    return tuple(dict.fromkeys(sorted(cues)))


def _one(value: object) -> Cue | None:
    if not isinstance(value, list | tuple) or len(value) != 3:
        return None
    start, end, text = value
    for edge in (start, end):
        if isinstance(edge, bool) or not isinstance(edge, int | float) or not 0 <= edge <= LATEST:
            return None
    if not isinstance(text, str) or len(text) > 2 * LONGEST_TEXT:
        return None
    start, end, text = round(float(start), 3), round(float(end), 3), tidy(text)
    return Cue(start, end, text) if end > start and len(text) <= LONGEST_TEXT else None


def shifted(cues: Iterable[Cue], seconds: float) -> tuple[Cue, ...]:
    """Every cue later or earlier; what would lie before the beginning is cut there or goes."""
    moved = []
    for cue in cues:
        start, end = max(0.0, cue.start + seconds), cue.end + seconds
        if end > start:
            moved.append(Cue(round(start, 3), round(end, 3), cue.text))
    return tuple(moved)
