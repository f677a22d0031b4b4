"""What is typed about organisations and what they look for."""

from collections.abc import Callable
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import today
from lms.reference import queries as reference
from lms.web.forms import DayField, Form, Length, LongTextField, TextField
from lms.workforce.demand import files
from lms.workforce.demand.models import (
    MOST_PLACES,
    Body,
    Organisation,
    OrganisationKind,
    Vacancy,
)
from lms.workforce.demand.wording import KIND_WORDS, LOCATION, PLACE_OF_WORK
from lms.workforce.dimensions import NOT_STATED
from lms.workforce.values import values


def _choices(list_name: str) -> Callable[[], list[SelectChoice]]:
    return lambda: [
        SelectChoice("", _("Not stated")),
        *(SelectChoice(code, str(title)) for code, title in reference.choices(list_name)),
    ]


def _districts() -> list[SelectChoice]:
    told = [(code, title) for code, title in values("district") if code != NOT_STATED]
    return [SelectChoice("", _("Choose")), *(SelectChoice(c, str(t)) for c, t in told)]


def _select(label: Any, choices: Any) -> SelectField:
    return SelectField(label, [Optional()], choices=choices, coerce=lambda v: str(v) if v else None)


class OrganisationForm(Form):
    juristic_id = TextField(_l("13-digit number"), [InputRequired(), Length(40)])
    name_th = TextField(_l("Name in Thai"), [Length(200)])
    name_en = TextField(_l("Name in English"), [Length(200)])
    kind = SelectField(
        _l("Kind of organisation"),
        choices=lambda: [SelectChoice(k.value, str(w)) for k, w in KIND_WORDS.items()],
        coerce=lambda v: OrganisationKind(v) if v else None,
    )
    sector = _select(_l("Industry, section"), _choices("sector"))
    industry = _select(_l("Industry, division"), _choices("industry"))
    employees = IntegerField(_l("Employees"), [Optional(), NumberRange(1, 1_000_000)])
    firm_size = _select(_l("Firm size"), _choices("firm_size"))
    district_code = _select(LOCATION, _districts)
    email = TextField(_l("E-mail address"), [Length(254)])
    is_chamber = BooleanField(_l("Member of the Chamber of Commerce"))
    is_fti = BooleanField(_l("Member of the Federation of Thai Industries"))
    is_active = BooleanField(_l("Takes part now"))

    @classmethod
    def about(cls, organisation: Organisation | None) -> "OrganisationForm":
        """The posted form, or the organisation as it is."""
        if organisation is None:
            return cls.read(is_active=True)
        names = ("juristic_id", "kind", "sector", "industry", "employees", "firm_size",
                 "district_code", "email", "is_active")  # fmt: skip
        known = {name: getattr(organisation, name) for name in names}
        bodies = {membership.body for membership in organisation.memberships}
        return cls.read(
            **known,
            name_th=organisation.name.th,
            name_en=organisation.name.en,
            is_chamber=Body.CHAMBER in bodies,
            is_fti=Body.FTI in bodies,
        )

    @property
    def values(self) -> dict[str, Any]:
        told = dict(self.data)
        bodies = [
            body
            for body, name in ((Body.CHAMBER, "is_chamber"), (Body.FTI, "is_fti"))
            if told.pop(name)
        ]
        return told | {"bodies": bodies}


class SkillsField(LongTextField):
    """`framework:code:level`, one a line; keeps what was typed."""

    def pre_validate(self, form: Any) -> None:
        try:
            files.skills_of(str(self.data or ""))
        except DomainError as refusal:
            raise ValidationError(str(refusal)) from refusal


class VacancyForm(Form):
    title = TextField(_l("Work"), [InputRequired(), Length(200)])
    occupation = _select(_l("Occupation"), _choices("occupation"))
    district_code = SelectField(PLACE_OF_WORK, [InputRequired()], choices=_districts)
    places = IntegerField(_l("Places"), [InputRequired(), NumberRange(1, MOST_PLACES)])
    filled = IntegerField(_l("Filled"), [Optional(), NumberRange(0, MOST_PLACES)])
    skills = SkillsField(_l("Skills needed"), [InputRequired(), Length(4000)])
    opens_on = DayField(_l("Opens on"), [InputRequired()])
    closes_on = DayField(_l("Closes on"))

    @classmethod
    def about(cls, vacancy: Vacancy | None) -> "VacancyForm":
        """The posted form, or the vacancy as it is."""
        if vacancy is None:
            return cls.read(opens_on=today(), filled=0)
        names = ("title", "occupation", "district_code", "places", "filled", "opens_on",
                 "closes_on")  # fmt: skip
        known = {name: getattr(vacancy, name) for name in names}
        return cls.read(**known, skills=files.skills_text(vacancy, "\n"))

    @property
    def values(self) -> dict[str, Any]:
        told = dict(self.data)
        return told | {
            "skills": files.skills_of(told["skills"] or ""),
            "filled": told["filled"] or 0,
        }


class FileForm(Form):
    file = FileField(_l("CSV file"))
