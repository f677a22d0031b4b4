"""Forms with rows that are added, taken away and moved by buttons, with or without a script."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

from flask import request
from wtforms import FieldList, FormField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from lms.web.forms import MESSAGES, Form
from lms.web.transaction import refuse


def listed(choices: Iterable[tuple[str, Any]]) -> Callable[[], list[SelectChoice]]:
    """Choices of a field, in the reader's language when they are shown."""
    pairs = list(choices)

    def show() -> list[SelectChoice]:
        return [SelectChoice(value, str(words)) for value, words in pairs]

    return show


class Row(PlainForm):
    """One row; it is blank when nobody typed anything into it."""

    PLAIN: tuple[str, ...] = ("key",)

    @property
    def is_blank(self) -> bool:
        return not any(value for name, value in self.data.items() if name not in self.PLAIN)

    def wrong(self, name: str, message: object) -> None:
        field = self._fields[name]
        field.errors = (*field.errors, message)


def rows_of(row: type[Row], label: Any, least: int, most: int) -> FieldList:
    """So many rows at first; more by a button."""
    return FieldList(FormField(row), label, min_entries=least, max_entries=most)


class RowForm(Form):
    """`do` is the button that was pressed: save, or add-, remove-, up-, down- a row."""

    MOVES = ("add", "remove", "up", "down")

    @property
    def move(self) -> tuple[str, Sequence[str]] | None:
        """What to do with which rows, when that was asked for instead of saving."""
        verb, *where = request.form.get("do", "save").split("-")
        return (verb, where) if verb in self.MOVES and where else None

    def moved(self) -> Self | None:
        """The same form with a row more, less or elsewhere; nothing is checked or stored."""
        if not self.is_submitted() or self.move is None:
            return None
        verb, where = self.move
        typed = dict(self.data)
        name = where[0]
        if not isinstance(getattr(self, name, None), FieldList):
            return None
        _move(typed, self, verb, list(where))
        refuse()
        other = type(self)(formdata=None, **typed)
        for field in self:
            if not isinstance(field, FieldList):
                other._fields[field.short_name].raw_data = field.raw_data
        return other

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for field in self:
            if isinstance(field, FieldList):
                _translate(field)
        return valid

    def refuse(self, name: str | None, message: str) -> None:
        """A refusal of rows as a whole stands above them and on top."""
        field = self._fields.get(name) if name else None
        if isinstance(field, FieldList):
            field.errors = (*field.errors, message)
            super().refuse(None, f"{field.label.text}: {message}")
        else:
            super().refuse(name, message)

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong by now, in whatever row; the summary on top finds it."""
        wrong = [_gather(field) for field in self]
        return bool(self.form_errors) or any(wrong)


def _gather(field: Any) -> bool:
    """Errors that were said of single fields, told upwards to their rows."""
    if isinstance(field, FormField):
        return max(map(_gather, field.form), default=False)
    if isinstance(field, FieldList) and max(map(_gather, field), default=False):
        said = tuple(e for e in field.errors if isinstance(e, str))
        field.errors = (*said, *(entry.errors for entry in field))
    return bool(field.errors)


def _translate(rows: FieldList) -> None:
    for entry in rows:
        for field in getattr(entry, "form", ()):
            if isinstance(field, FieldList):
                _translate(field)
            else:
                field.errors = tuple(MESSAGES.get(str(e), e) for e in field.errors)


def _move(typed: dict[str, Any], form: Any, verb: str, where: list[str]) -> None:
    """`add-options`, `remove-options-2`, `add-rubric-0-levels`, `up-rubric-0-levels-1`."""
    name, rest = where[0], where[1:]
    field, rows = form._fields.get(name), typed.get(name)
    if not isinstance(field, FieldList) or not isinstance(rows, list):
        return
    if not rest:
        if verb == "add" and len(rows) < (field.max_entries or 100):
            rows.append({})
        return
    at = int(rest[0]) if rest[0].isdecimal() and len(rest[0]) < 5 else len(rows)
    if at >= len(rows):
        return
    if len(rest) > 1:
        _move(rows[at], field.entries[at].form, verb, rest[1:])
    elif verb == "remove":
        rows.pop(at)
    elif verb in ("up", "down"):
        to = at - 1 if verb == "up" else at + 1
        if 0 <= to < len(rows):
            rows.insert(to, rows.pop(at))
