"""What the pages of an attempt send: one answer from a script, or all of them from the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from courses.quizzes.answers import read_form
from courses.quizzes.marking import BadResponse
from courses.quizzes.operations import BadNumbering
from courses.quizzes.paper import Definition

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
    wrong: Mapping[str, BadResponse] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    shown_at: datetime | None = None

    @classmethod
    def read(cls, definition: Definition, form: MultiDict[str, str]) -> "Page":
        answers, wrong = read_form(definition, form.to_dict(flat=False), whole="shown_at" in form)
        return cls(
            answers=answers,
            wrong=wrong,
            typed={name: form.get(name, "")[:LONGEST_KEPT] for name in wrong},
            shown_at=moment(form.get("shown_at", "")),
        )


def moment(text: str) -> datetime | None:
    """An aware moment, or None where none can be read."""
    try:
        read = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return read if read.tzinfo else None
