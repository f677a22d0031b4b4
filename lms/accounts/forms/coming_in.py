"""Signing up, logging in, a new password."""

from typing import Any

from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired

from lms.accounts.forms import choices
from lms.accounts.forms.fields import EmailField, NameField, select
from lms.accounts.names import PersonName
from lms.accounts.operations import GuardianGiven
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import DayField, Form, Length

PASSWORD_MOST = 1000  # the rule says 128 and its message names it


class GuardianFields(Form):
    guardian_name = NameField(_l("Name of your parent or guardian"))
    guardian_relation = select(_l("Who is it to you?"), choices.relations)
    guardian_email = EmailField(_l("Their e-mail address"))

    @property
    def guardian(self) -> GuardianGiven | None:
        name, email = self.guardian_name.data, self.guardian_email.data
        if not name or not email:
            return None
        return GuardianGiven(name, self.guardian_relation.data or "guardian", email)


class GuardianForm(GuardianFields):
    """The same three fields, now needed."""

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for field in (self.guardian_name, self.guardian_email):
            if not field.data and not field.errors:
                self.refuse(field.name, _("This is needed."))
                valid = False
        return valid


class SignUpForm(GuardianFields):
    date_of_birth = DayField(_l("Date of birth"), [InputRequired()])
    title_th = NameField(_l("Name title in Thai"))
    first_th = NameField(_l("First name in Thai"))
    last_th = NameField(_l("Last name in Thai"))
    title_en = NameField(_l("Name title in English"))
    first_en = NameField(_l("First name in English"))
    last_en = NameField(_l("Last name in English"))
    email = EmailField(_l("E-mail"), [InputRequired()])
    password = PasswordField(_l("Password"), [Length(PASSWORD_MOST)])
    terms = BooleanField(_l("I agree to the terms of use"), [InputRequired()])
    privacy = BooleanField(_l("I have read the privacy notice"), [InputRequired()])

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not (self.first_th.raw_data or [""])[0].strip() and not self.first_en.data:
            if not self.first_en.errors:
                self.refuse("first_th", _("Write your name, in Thai or in English."))
            valid = False
        return valid

    @property
    def name(self) -> PersonName:
        return PersonName(
            title_th=self.title_th.data,
            first_th=self.first_th.data,
            last_th=self.last_th.data,
            title_en=self.title_en.data,
            first_en=self.first_en.data,
            last_en=self.last_en.data,
        )

    @property
    def about(self) -> tuple[str, ...]:
        name = self.name
        parts = (name.first_th, name.last_th, name.first_en, name.last_en, self.email.data)
        return tuple(filter(None, parts))


class LogInForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired()])
    password = PasswordField(_l("Password"), [Length(PASSWORD_MOST)])


class AddressForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired()])


class CodeForm(Form):
    code = StringField(_l("Code of 6 figures"), [InputRequired(), Length(20)])


class NewPasswordForm(Form):
    password = PasswordField(_l("New password"), [InputRequired(), Length(PASSWORD_MOST)])
