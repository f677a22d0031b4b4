"""Questions from and to files: what a format is, and which there are.

A format is an adapter outside of courses; it registers here from its wiring, and the pages and
commands that import and export know every format by this register alone. Reading is pure: bytes
in, questions and problems out; it never raises for what a file holds.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.quizzes.kinds import BadQuestion, QuestionKind
from courses.quizzes.questions import split
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

MOST_BYTES = 20_000_000
MOST_QUESTIONS = 5_000


class UnknownFormat(DomainError):
    message = _l("Files of this kind cannot be read. Send GIFT (.gift, .txt) or Excel (.xlsx).")


class Severity(enum.StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a line of a text, or sheet and row of a table and its column."""

    line: int
    message: str
    severity: Severity = Severity.ERROR
    place: str = ""


@dataclass(frozen=True)
class Draft:
    """A question as a file has it: `question` is what `questions.split` takes."""

    line: int
    question: Mapping[str, Any]
    title: str = ""
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    skill: str = ""

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind(self.question["kind"])


@dataclass(frozen=True)
class Parsed:
    """What a file holds, in its order."""

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.WARNING)


@dataclass
class Findings:
    """Gathers while a file is read."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, message: object, *, place: str = "") -> None:
        self.problems.append(Problem(line, str(message), Severity.ERROR, place))

    def warn(self, line: int, message: object, *, place: str = "") -> None:
        self.problems.append(Problem(line, str(message), Severity.WARNING, place))

    def add(self, draft: Draft, *, place: str = "") -> None:
        """Keep a question that is one; else say what it lacks."""
        try:
            split(draft.question)
        except BadQuestion as refusal:
            self.wrong(draft.line, refusal, place=place)
        else:
            self.drafts.append(draft)

    def parsed(self) -> Parsed:
        ordered = sorted(self.problems, key=lambda problem: problem.line)
        return Parsed(tuple(self.drafts), tuple(ordered))


@dataclass(frozen=True)
class Written:
    """A file of questions; `left_out` are those that the format cannot hold."""

    content: bytes
    left_out: tuple[Draft, ...] = ()


@dataclass(frozen=True)
class Format:
    """A way to write questions down; `suffixes` are lower case with their dot."""

    name: str
    title: object
    suffixes: tuple[str, ...]
    content_type: str
    read: Callable[[bytes], Parsed]
    write: Callable[[Sequence[Draft]], Written]
    template: Callable[[], bytes] | None = None


_formats: dict[str, Format] = {}


def register(format_: Format) -> None:
    """Called from a wiring."""
    _formats[format_.name] = format_


def formats() -> tuple[Format, ...]:
    return tuple(_formats.values())


def named(name: str) -> Format:
    """The format called `name`; raises `UnknownFormat`."""
    if name not in _formats:
        raise UnknownFormat
    return _formats[name]


def for_file(file_name: str) -> Format:
    """The format that files with this ending have; raises `UnknownFormat`."""
    lower = file_name.casefold()
    for format_ in _formats.values():
        if lower.endswith(format_.suffixes):
            return format_
    raise UnknownFormat


def detect(file_name: str, content: bytes) -> Format:
    """By the ending; where it says nothing, a workbook by its first bytes, any other text is GIFT."""
    try:
        return for_file(file_name)
    except UnknownFormat:
        if "." in file_name and not content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise
        return named("excel" if content.startswith((b"PK", b"\xd0\xcf")) else "gift")


def read(format_: Format, content: bytes) -> Parsed:
    """What is in the file, within limits; an empty one says so."""
    findings = Findings()
    if len(content) > MOST_BYTES:
        findings.wrong(1, _l("The file is larger than 20 MB. Split it into several."))
        return findings.parsed()
    if not content.strip():
        findings.wrong(1, _l("The file is empty."))
        return findings.parsed()
    parsed = format_.read(content)
    if len(parsed.drafts) > MOST_QUESTIONS:
        findings.wrong(1, _l("The file has more than 5,000 questions. Split it into several."))
        return findings.parsed()
    if not parsed.drafts and not parsed.errors:
        findings.problems.extend(parsed.problems)
        findings.wrong(1, _l("There is no question in this file."))
        return findings.parsed()
    return parsed
