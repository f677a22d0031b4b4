"""Fields that only accounts need: one part of a name, an address, a phone number, a choice."""

from typing import Any

import phonenumbers
from wtforms import EmailField as WtEmailField
from wtforms import SelectField, SelectMultipleField, StringField, TelField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.accounts.names import NameProblem, clean_name
from lms.accounts.queries import normal_email
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits


class NameField(StringField):
    """One part of a name; what cannot be a name is said at the field and kept as it was typed."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        typed = str(self.data or "")
        if not typed.strip():
            self.data = ""
            return
        try:
            self.data = clean_name(typed)
        except NameProblem as problem:
            raise ValidationError(problem.message) from problem


class EmailField(WtEmailField):
    """An address in the one spelling we keep."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        typed = str(self.data or "").strip()
        if not typed:
            self.data = None
            return
        address = normal_email(typed) if len(typed) <= 254 else None
        if address is None:
            raise ValidationError(_l("This e-mail address is not complete, e.g. name@example.com"))
        self.data = address


class PhoneField(TelField):
    """A Thai number, or one with a country code; kept as +66…"""

    data: Any

    def pre_validate(self, form: Any) -> None:
        typed = arabic_digits(str(self.data or "")).strip()
        if not typed:
            self.data = None
            return
        wrong = ValidationError(_l("This phone number is not complete, e.g. 081 234 5678"))
        try:
            number = phonenumbers.parse(typed[:40], "TH")
        except phonenumbers.NumberParseException as problem:
            raise wrong from problem
        if not phonenumbers.is_valid_number(number):
            raise wrong
        self.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not self.data:
            return ""
        number = phonenumbers.parse(self.data, "TH")
        return str(
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            if number.country_code == 66
            else phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        )


def chosen(value: Any) -> str | None:
    """The first, empty line of a list means "not said"."""
    return str(value) if value else None


def select(label: Any, choices: Any) -> SelectField:
    """A list whose first line leaves the question open."""
    return SelectField(label, [Optional()], choices=choices, coerce=chosen)


class ManyField(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as problem:
            raise ValidationError(_l("Choose one of the list.")) from problem
