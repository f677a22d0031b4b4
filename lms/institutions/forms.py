"""What people type at an institution's desk."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, ColorField, IntegerField, SelectField, URLField
from wtforms.validators import URL, InputRequired, NumberRange, Optional

from lms.accounts.public import EmailField, GuardianFields, NameField, PersonName
from lms.db import let_go
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions import pictures
from lms.institutions.models import Institution, Role, Signatory
from lms.institutions.wording import ROLES
from lms.reference.queries import districts
from lms.web.forms import DayField, Form, Length, LongTextField, TextField


class RoleForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired()])
    role = SelectField(_l("Role"), [InputRequired()])
    ends_on = DayField(_l("Until"), [Optional()])

    @classmethod
    def offering(cls, roles: tuple[Role, ...]) -> "RoleForm":
        form = cls()
        form.role.choices = [(role.value, str(ROLES[role])) for role in roles]
        return form


class UntilForm(Form):
    role = TextField(_l("Role"), [InputRequired()])
    ends_on = DayField(_l("Until"), [Optional()])


class InstitutionForm(Form):
    name_th = TextField(_l("Name in Thai"), [InputRequired(), Length(200)])
    name_en = TextField(_l("Name in English"), [InputRequired(), Length(200)])
    short_th = TextField(_l("Short name in Thai"), [InputRequired(), Length(60)])
    short_en = TextField(_l("Short name in English"), [InputRequired(), Length(60)])
    district_code = SelectField(_l("District"), [Optional()])
    about_th = LongTextField(_l("About, in Thai"), [Length(2000)])
    about_en = LongTextField(_l("About, in English"), [Length(2000)])
    website = URLField(
        _l("Website"),
        [
            Optional(),
            Length(300),
            URL(message=_l("Write the whole address, e.g. https://www.example.ac.th")),
        ],
    )
    juristic_id = TextField(_l("Juristic person's number"), [Length(20)])
    colour = ColorField(_l("Colour"), [InputRequired()])
    register_prefix = TextField(_l("Beginning of register numbers"), [Length(20)])
    register_pattern = TextField(_l("Pattern of register numbers"), [InputRequired(), Length(60)])

    @classmethod
    def about(cls, institution: Institution, *, typed: bool = True) -> "InstitutionForm":
        """With what was typed, else with what is known."""
        form = cls(
            **({} if typed else {"formdata": None}),
            name_th=institution.name.th,
            name_en=institution.name.en,
            short_th=institution.short_name.th,
            short_en=institution.short_name.en,
            about_th=institution.about.th,
            about_en=institution.about.en,
            **{
                name: getattr(institution, name)
                for name in (
                    "district_code", "website", "juristic_id", "colour",
                    "register_prefix", "register_pattern",
                )
            },
        )  # fmt: skip
        here = [(code, str(name)) for code, name in districts(institution.province_code)]
        form.district_code.choices = [("", _("Not said")), *here]
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        typed = self.website.data or ""
        if typed and not typed.lower().startswith(("https://", "http://")):
            self.refuse("website", _("Write the whole address, e.g. https://www.example.ac.th"))
            return False
        return valid

    @property
    def values(self) -> dict[str, Any]:
        return {
            "name": Localised(self.name_th.data or "", self.name_en.data or ""),
            "short_name": Localised(self.short_th.data or "", self.short_en.data or ""),
            "about": Localised(self.about_th.data or "", self.about_en.data or ""),
            "district_code": self.district_code.data or None,
            "website": self.website.data or "",
            "juristic_id": self.juristic_id.data or None,
            "colour": self.colour.data,
            "register_prefix": self.register_prefix.data or "",
            "register_pattern": self.register_pattern.data,
        }


class PictureForm(Form):
    picture = FileField(_l("Picture"))

    def cleaned(self) -> tuple[bytes, str] | None:
        """The picture, safe to show; None where none was chosen. Raises what is wrong with it."""
        if not self.picture.data:
            return None
        let_go()  # a large picture takes seconds
        return pictures.clean(self.picture.data.read(pictures.MOST_BYTES + 1))


class SignatoryForm(PictureForm):
    post_th = TextField(_l("Post in Thai"), [InputRequired(), Length(200)])
    post_en = TextField(_l("Post in English"), [Length(200)])
    name = TextField(_l("Name in brackets"), [Length(100)])
    rank = IntegerField(_l("Order"), [InputRequired(), NumberRange(0, 999, _l("From 0 to 999."))])
    valid_from = DayField(_l("Signs from"), [Optional()])
    valid_to = DayField(_l("Signs until"), [Optional()])
    picture = FileField(_l("Signature"))
    remove_signature = BooleanField(_l("Take the signature off"))

    @classmethod
    def about(cls, signatory: Signatory | None) -> "SignatoryForm":
        if signatory is None:
            return cls(rank=100)
        return cls(
            post_th=signatory.post.th,
            post_en=signatory.post.en,
            name=signatory.name,
            rank=signatory.rank,
            valid_from=signatory.valid_from,
            valid_to=signatory.valid_to,
        )

    def signature(self, known: str | None) -> str | None:
        if picture := self.cleaned():
            return pictures.source(*picture)
        return None if self.remove_signature.data else known

    def values_with(self, known: str | None) -> dict[str, Any]:
        """For the operation; the signature that is `known` stays unless told otherwise."""
        return {
            "post": Localised(self.post_th.data or "", self.post_en.data or ""),
            "name": self.name.data or "",
            "rank": self.rank.data,
            "valid_from": self.valid_from.data,
            "valid_to": self.valid_to.data,
            "signature": self.signature(known),
        }


class TermForm(Form):
    label = TextField(_l("Name of the term"), [InputRequired(), Length(40)])
    starts_on = DayField(_l("First day"), [InputRequired()])
    ends_on = DayField(_l("Last day"), [InputRequired()])


class PersonForm(GuardianFields):
    title_th = NameField(_l("Title"))
    first_th = NameField(_l("First name"))
    last_th = NameField(_l("Last name"))
    title_en = NameField(_l("Title in English"))
    first_en = NameField(_l("First name in English"))
    last_en = NameField(_l("Last name in English"))
    date_of_birth = DayField(_l("Date of birth"), [InputRequired()])
    email = EmailField(_l("E-mail"), [Optional()])
    on_paper = BooleanField(
        _l(
            "The person has signed the terms and the privacy notice on paper; the paper is kept here"
        ),
        [InputRequired()],
    )

    @property
    def person(self) -> dict[str, Any]:
        """For the operation."""
        parts = ("title_th", "first_th", "last_th", "title_en", "first_en", "last_en")
        return {
            "name": PersonName(**{part: self._fields[part].data or "" for part in parts}),
            "date_of_birth": self.date_of_birth.data,
            "email": self.email.data,
            "guardian": self.guardian,
        }


class AddressForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired()])
