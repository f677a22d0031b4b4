"""Fields of many rows: outcomes in two languages, skills with a level."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import Field
from wtforms.validators import ValidationError

from lms.i18n import gettext as _
from lms.i18n.thai import normalise

Row = tuple[str, str]


class PairsField(Field):
    """Rows of two inputs, `<name>` and `<name>_2`; rows with nothing in them are left out."""

    def __init__(self, *args: Any, most: int = 30, longest: int = 300, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(*args, **kwargs)

    def process_data(self, value: Sequence[Row] | None) -> None:
        self.data: list[Row] = [(first, second) for first, second in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        seconds = request.form.getlist(f"{self.name}_2")
        seconds += [""] * (len(valuelist) - len(seconds))
        pairs = zip(valuelist, seconds, strict=False)
        rows = [(normalise(str(first)), normalise(str(second))) for first, second in pairs]
        self.data = [row for row in rows if self.counts(row)]

    def counts(self, row: Row) -> bool:
        """Whether a row says anything."""
        return bool(row[0] or row[1])

    def pre_validate(self, form: Any) -> None:
        if len(self.data) > self.most:
            raise ValidationError(_("At most %(most)d lines.", most=self.most))
        if any(len(text) > self.longest for row in self.data for text in row):
            raise ValidationError(_("At most %(most)d characters in a line.", most=self.longest))

    def act(self, what: str) -> None:
        """`up-2`, `down-0`, `delete-1`: what the button beside a row asks for."""
        verb, _sep, number = what.partition("-")
        at = int(number) if number.isdecimal() and len(number) < 5 else -1
        if not 0 <= at < len(self.data):
            return
        row = self.data.pop(at)
        if verb != "delete":
            self.data.insert(max(0, at - 1) if verb == "up" else at + 1, row)


class SkillsField(PairsField):
    """Rows of a skill, `framework:code`, and the level it is taught at."""

    def counts(self, row: Row) -> bool:
        return bool(row[0])

    @property
    def references(self) -> list[str]:
        return list(dict.fromkeys(f"{skill}:{level}" for skill, level in self.data))
