"""Forms: what a person may type, read once, kept when it is refused."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField as WtDateTimeLocalField
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import from_bangkok, parse_day, to_bangkok
from lms.i18n.thai import normalise
from lms.web.transaction import refuse

MESSAGES = {
    "This field is required.": _l("This is needed."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Not a valid decimal value.": _l("Write a number."),
    "Not a valid choice.": _l("Choose one of the list."),
    "Not a valid choice": _l("Choose one of the list."),
    "Invalid Choice: could not coerce.": _l("Choose one of the list."),
    "Invalid email address.": _l("This e-mail address is not complete, e.g. name@example.com"),
}


RANGE = re.compile(r"Number must be between (\S+) and (\S+)\.")


def _in_words(error: Any) -> Any:
    """What a library says in English, in the reader's language; all else stays as it is."""
    found = RANGE.fullmatch(str(error))
    if found is not None:
        return _("Write a number from %(low)s to %(high)s.", low=found[1], high=found[2])
    return MESSAGES.get(str(error), error)


class Form(FlaskForm):
    """A form that belongs to one view."""

    class Meta(FlaskForm.Meta):
        csrf = False

    @classmethod
    def read(cls, **defaults: Any) -> Self:
        """The posted form, or an empty one with `defaults`."""
        return cls(**defaults)

    @property
    def accepted(self) -> bool:
        return bool(self.is_submitted() and self.validate())

    @property
    def values(self) -> dict[str, Any]:
        """Field values by name, for the operation's keywords."""
        return dict(self.data)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for field in self:
            field.errors = tuple(_in_words(e) for e in field.errors)
        if not valid:
            refuse()
        return valid

    def refuse(self, name: str | None, message: str) -> None:
        """Show a refusal of the operation at the field it is about; nothing is stored."""
        refuse()
        field: Field | None = self._fields.get(name) if name else None
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = (*field.errors, message)

    def wrong_fields(self) -> Iterator[Field]:
        return (field for field in self if field.errors)


class NoForm(Form):
    """A page whose only input is its button."""


class TextField(StringField):
    """One line of text, normalised on the way in."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = normalise(str(valuelist[0])) or None


class LongTextField(TextAreaField):
    """Several lines of text, each normalised on the way in."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = normalise(str(valuelist[0]), lines=True) or None


class DayField(Field):
    """A date typed in พ.ศ. or ค.ศ.; keeps what was typed when it cannot be read."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if isinstance(self.data, date):
            from_be = self.data.year + 543
            return f"{self.data.day}/{self.data.month}/{from_be}"
        return ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: date | None = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_day(valuelist[0])
            except ValueError as wrong:
                raise ValueError(_l("Write the date like 22/11/2569 (day/month/year).")) from wrong


class DateTimeLocalField(WtDateTimeLocalField):
    """Bangkok wall-clock on the screen, an aware UTC moment in the program."""

    def process_data(self, value: datetime | None) -> None:
        self.data = to_bangkok(value).replace(tzinfo=None) if value else None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if isinstance(self.data, datetime):
            if self.data.year > 2400:
                self.data = self.data.replace(year=self.data.year - 543)
            self.data = from_bangkok(self.data)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.strftime("%Y-%m-%dT%H:%M") if self.data else ""


class Length:
    """At most `most` characters (code points), at least `least`; says which."""

    def __init__(self, most: int, least: int = 0) -> None:
        self.most, self.least = most, least
        self.field_flags = {"maxlength": most}

    def __call__(self, form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise ValidationError(_l("At most %(most)d characters.", most=self.most))
        if length < self.least:
            raise ValidationError(_l("At least %(least)d characters.", least=self.least))


def is_fetch() -> bool:
    """Whether a script of ours asks, not a page load."""
    return request.headers.get("X-Requested-With") == "fetch"
