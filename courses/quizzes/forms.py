"""What the pages of an attempt send: one answer from a script, or all of them from the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from courses.quizzes.answers import read_form
from courses.quizzes.operations import BadNumbering, Received, TooMany, receive
from courses.quizzes.paper import Definition
from courses.quizzes.questions import QuestionKind
from lms.errors import DomainError

LONGEST_KEPT = 25_000


@dataclass(frozen=True)
class OneAnswer:
    """`question=…&answer=…&seq=…&at=…`; without an answer it was cleared."""

    name: str
    values: tuple[str, ...]
    seq: int
    given_at: datetime | None

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "OneAnswer":
        number = form.get("seq", "")
        if not (number.isascii() and number.isdigit() and len(number) <= 16):
            raise BadNumbering
        return cls(
            name=form.get("question", ""),
            values=tuple(form.getlist("answer")),
            seq=int(number),
            given_at=moment(form.get("at", "")),
        )


@dataclass(frozen=True)
class Page:
    """The whole form: what can be kept, what is wrong, and what was typed there."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    wrong: dict[str, DomainError] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    shown_at: datetime | None = None
    files: Mapping[str, list[Received]] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        definition: Definition,
        form: MultiDict[str, str],
        files: MultiDict[str, FileStorage] | None = None,
    ) -> "Page":
        answers, wrong = read_form(definition, form.to_dict(flat=False), whole="shown_at" in form)
        received = _receive(definition, files, wrong) if files else {}
        return cls(
            answers=answers,
            wrong=wrong,
            typed={name: form.get(name, "")[:LONGEST_KEPT] for name in wrong},
            shown_at=moment(form.get("shown_at", "")),
            files=received,
        )


def _receive(
    definition: Definition, files: MultiDict[str, FileStorage], wrong: dict[str, DomainError]
) -> dict[str, list[Received]]:
    """Files by input, stored already; what may not be handed in is told there."""
    received: dict[str, list[Received]] = {}
    for name, slot in definition.slots.items():
        if slot.question.kind is not QuestionKind.UPLOAD:
            continue
        sent = [file for file in files.getlist(name) if file.filename]
        if len(sent) > slot.question.body["files"]:
            wrong[name] = TooMany(slot.question.body["files"])
            continue
        try:
            received[name] = [receive(slot.question, f.stream, f.filename or "") for f in sent]
        except DomainError as bad:
            wrong[name] = bad
    return {name: kept for name, kept in received.items() if kept}


def moment(text: str) -> datetime | None:
    """An aware moment, or None where none can be read."""
    try:
        read = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return read if read.tzinfo else None
