"""What a signed-in person says about themselves, changes, and takes back."""

from typing import Any, Self

from flask import request
from wtforms import BooleanField, PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from lms.accounts.forms import choices
from lms.accounts.forms.coming_in import PASSWORD_MOST
from lms.accounts.forms.fields import EmailField, ManyField, NameField, PhoneField, chosen, select
from lms.accounts.models import Profile, User
from lms.accounts.names import PersonName
from lms.accounts.workplaces import workplaces
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.reference import juristic
from lms.web.forms import DayField, Form, Length, TextField

NAME = ("title_th", "first_th", "last_th", "title_en", "first_en", "middle_en", "last_en")
PLAIN = ("sex", "education", "employment", "occupation", "sector", "industry", "firm_size",
         "target_group", "workplace", "phone", "access_needs")  # fmt: skip


class ProfileForm(Form):
    title_th = NameField(_l("Name title in Thai"))
    first_th = NameField(_l("First name in Thai"))
    last_th = NameField(_l("Last name in Thai"))
    title_en = NameField(_l("Name title in English"))
    first_en = NameField(_l("First name in English"))
    middle_en = NameField(_l("Middle name in English"))
    last_en = NameField(_l("Last name in English"))
    locale = SelectField(
        _l("Language"), choices=[SelectChoice("th", "ไทย"), SelectChoice("en", "English")]
    )
    date_of_birth = DayField(_l("Date of birth"))
    sex = select(_l("Sex"), lambda: choices.of("sex"))
    province_code = select(_l("Province"), choices.provinces)
    place = select(_l("District and sub-district"), lambda form, _field: form.places)
    education = select(_l("Highest education"), lambda: choices.of("education"))
    employment = select(_l("Your work"), lambda: choices.of("employment"))
    occupation = select(_l("Occupation"), choices.occupations)
    sector = select(_l("Branch of industry"), lambda: choices.of("sector"))
    industry = select(_l("Division of industry"), lambda: choices.of("industry"))
    firm_size = select(_l("Size of your workplace"), choices.firm_sizes)
    target_group = select(_l("Your group"), lambda: choices.of("target_group"))
    workplace = TextField(_l("Name of your workplace"), [Length(200)])
    employer = TextField(_l("Organisation where you work"), [Length(200)])
    employer_found = RadioField(
        _l("Which one is it?"),
        choices=lambda form, _field: form.employers,
        coerce=chosen,
        validate_choice=False,
    )
    phone = PhoneField(_l("Phone"))
    access_needs = ManyField(_l("What helps you learn"), choices=choices.access_needs)

    @classmethod
    def about(cls, user: User, profile: Profile | None) -> Self:
        """The posted form, or the person as we know them."""
        return cls.read(**_known(user, profile))

    @classmethod
    def known(cls, user: User, profile: Profile | None) -> Self:
        """The person as we know them, whatever was posted."""
        return cls(formdata=None, **_known(user, profile))

    def forgive(self) -> None:
        """Complain about nothing: the person has not finished."""
        for field in self:
            field.errors = ()
        self.form_errors.clear()

    @property
    def places(self) -> list[Any]:
        return choices.places(self.province_code.data)

    @property
    def turns_the_list(self) -> bool:
        """The button beside the province was pressed: show its districts, save nothing yet."""
        return self.is_submitted() and "show_places" in request.form

    def validate(self, extra_validators: Any = None) -> bool:
        place = str((self.place.raw_data or [""])[0] or "")
        if place and not place.startswith(self.province_code.data or "-"):
            self.place.process_data(None)
            super().validate(extra_validators)
            self.refuse("place", _("Choose the district in the province above."))
            return False
        valid = super().validate(extra_validators) and self._knows_employer()
        if valid and not self.first_th.data and not self.first_en.data:
            self.refuse("first_th", _("Write your name, in Thai or in English."))
            return False
        return valid

    @property
    def employers(self) -> list[SelectChoice]:
        """The organisations that what was typed may mean."""
        typed = str(self.employer.data or "")
        return [SelectChoice(w.number, f"{w.name} · {w.number}") for w in workplaces(typed)]

    def _knows_employer(self) -> bool:
        """Turn a number or a name into the number; with several to choose from, ask."""
        typed = str(self.employer.data or "")
        found = [str(choice.value) for choice in self.employers]
        try:
            if not typed or self.employer_found.data in found:
                self.employer.data = self.employer_found.data if typed else None
            elif sum(c.isdecimal() for c in typed) >= 9:
                self.employer.data = juristic.clean(typed)
            elif len(found) == 1:
                self.employer.data = found[0]
            else:
                self.refuse("employer_found" if found else "employer", _which(bool(found)))
                return False
        except juristic.BadJuristicNumber as refusal:
            self.refuse("employer", str(refusal))
            return False
        return True

    @property
    def name(self) -> PersonName:
        return PersonName(**{part: getattr(self, part).data for part in NAME})

    @property
    def dimensions(self) -> dict[str, Any]:
        place = self.place.data or ""
        return {name: getattr(self, name).data for name in PLAIN} | {
            "province_code": self.province_code.data,
            "employer": self.employer.data,
            "district_code": place[:4] or None,
            "subdistrict_code": place if len(place) == 6 else None,
        }


def _known(user: User, profile: Profile | None) -> dict[str, Any]:
    known = {name: getattr(user, name) for name in (*NAME, "locale", "date_of_birth")}
    if profile is not None:
        known |= {name: getattr(profile, name) for name in (*PLAIN, "province_code")}
        known["employer"] = profile.employer
        known["place"] = profile.subdistrict_code or profile.district_code
    return known


def _which(several: bool) -> str:
    if several:
        return _("Several organisations fit: choose yours.")
    return _("No organisation of that name is known: write its 13-digit number, or nothing.")


class DisabilityForm(Form):
    disability = select(_l("Disability"), lambda: choices.of("disability"))
    agree = BooleanField(_l("I consent to this being kept"))


class ProofForm(Form):
    proof = PasswordField(_l("Your password, or the code from the mail"), [Length(PASSWORD_MOST)])


class FactorForm(Form):
    factor = TextField(_l("Code in the app"), [InputRequired(), Length(20)])


class PasswordForm(ProofForm):
    password = PasswordField(_l("New password"), [Length(PASSWORD_MOST)])


class EmailForm(ProofForm):
    email = EmailField(_l("New e-mail address"), [InputRequired()])


class EraseForm(ProofForm):
    sure = BooleanField(_l("I understand that this cannot be undone"), [InputRequired()])


class AgreeForm(Form):
    agree = BooleanField(_l("I agree"), [InputRequired()])
