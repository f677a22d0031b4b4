"""What a person types about a target, its evidence and a whole plan."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from wtforms import DecimalField, Field, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from lms.clock import now
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution, Permission, held_at, institutions
from lms.reference import queries as reference
from lms.web.forms import DayField, Form, Length, TextField
from lms.workforce.asking import Question
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures import MEASURES, UNITS, Unit
from lms.workforce.periods import Period
from lms.workforce.targets.models import Target
from lms.workforce.targets.operations import Owner
from lms.workforce.values import is_long, value_title, values

NOT_OFFERED = frozenset({"run", "employer", "skill_level", "occupation", "industry", "province"})
Choices = dict[str, list[tuple[str, str]]]


class NoSuchOwner(DomainError):
    message = _l("You set no targets for this owner.")
    field = "owner"


class NumberField(DecimalField):
    """Numbers as people write them: 12,000 and 74.5."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata([str(v).replace(",", "").strip() for v in valuelist])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.normalize():f}" if isinstance(self.data, Decimal) else ""


class SharesField(StringField):
    """Whole numbers with commas between them; nothing is an even plan."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data: Any = None
        if text:
            try:
                self.data = shares_of(text)
            except ValueError as wrong:
                raise ValueError(
                    _l("Write whole numbers with commas between them: 5, 5, 10, 20")
                ) from wrong

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(map(str, self.data or ()))


def shares_of(text: str) -> list[int]:
    """`5, 5, 10` as numbers; ValueError on anything else."""
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    if len(parts) > 12 or any(len(part) > 9 for part in parts):
        raise ValueError(text)
    return [int(part) for part in parts]


class Plain:
    """At most one line of an address."""

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or "") > 500:
            raise ValidationError(_l("At most %(most)d characters.", most=500))


class ChangeForm(Form):
    """What can be changed of a target: what it counts stays."""

    number = NumberField(_l("Number to reach"), [InputRequired()])
    monthly = SharesField(_l("Shares of the months"))
    title_th = TextField(_l("Name of the target in Thai"), [Length(200)])
    title_en = TextField(_l("Name of the target in English"), [Length(200)])
    note = TextField(_l("Note"), [Length(1000)])

    @property
    def typed(self) -> dict[str, Any]:
        """As the operation wants it."""
        return {
            "number": self.number.data,
            "monthly": self.monthly.data,
            "title": Localised(self.title_th.data or "", self.title_en.data or ""),
            "note": self.note.data or "",
        }

    @classmethod
    def of(cls, target: Target) -> "ChangeForm":
        is_rate = MEASURES[target.measure].unit is Unit.RATE
        return cls.read(
            number=target.number * 100 if is_rate else target.number,
            monthly=target.monthly,
            title_th=target.title.th,
            title_en=target.title.en,
            note=target.note,
        )


class TargetForm(ChangeForm):
    owner = SelectField(_l("Whose target"), [InputRequired()])
    measure = SelectField(_l("Which number"), [InputRequired()])
    first = SelectField(_l("Of whom"))
    second = SelectField(_l("And of whom"))
    period = SelectField(_l("Period"), [InputRequired()])

    @classmethod
    def offering(cls) -> "TargetForm":
        """An empty one takes what the address names, so that every number can lead here."""
        asked = _asked()
        where = [f"{name}={value}" for name, value in asked.where] if asked else []
        form = cls.read(
            owner=request.args.get("owner", ""),
            measure=asked.measure if asked else "M05",
            period=str(asked.period) if asked else str(Period.now(now())),
            first=where[0] if where else "",
            second=where[1] if len(where) > 1 else "",
        )
        form.owner.choices = owner_choices()
        form.measure.choices = [
            (code, f"{code} {m.title} ({UNITS[m.unit]})")
            for code, m in MEASURES.items()
            if m.unit is not Unit.TARGETS
        ]
        form.period.choices = _with(_periods(), _l("Chosen"), form.period.data, _period_title)
        for field in (form.first, form.second):
            field.choices = _with(_values(), _l("Chosen"), field.data, _pair_title)
        return form

    @property
    def where(self) -> list[tuple[str, str]]:
        pairs = [field.data.partition("=") for field in (self.first, self.second) if field.data]
        return [(name, value) for name, _equals, value in pairs]

    @property
    def what(self) -> dict[str, Any]:
        return {
            "measure": self.measure.data,
            "period": self.period.data,
            "where": self.where,
            **self.typed,
        }


class LinkForm(Form):
    title = TextField(_l("What it proves"), [InputRequired(), Length(200)])
    dated = DayField(_l("Date of the paper"), [InputRequired()])
    link = TextField(_l("Address (https://…)"), [Plain()])
    file = FileField(_l("File: PDF, picture or Excel, up to 20 MB"))


class PlanForm(Form):
    file = FileField(_l("File of the plan (CSV)"), [FileRequired(_l("Choose a file first."))])


def owners() -> list[Institution]:
    """The institutions whose targets the reader sets."""
    everywhere, _places = held_at(current_user.claims, Permission.NUMBERS_EDIT)
    _all, places = held_at(current_user.claims, Permission.INSTITUTION_EDIT)
    return [i for i in institutions() if everywhere or i.id in places]


def owner_choices() -> Choices:
    found = {_("Institutions"): [(i.code, f"{i.short_name} – {i.name}") for i in owners()]}
    if held_at(current_user.claims, Permission.NUMBERS_EDIT)[0]:
        listed = [
            (f"programme:{code}", str(title)) for code, title in reference.choices("programme")
        ]
        found = {_("Programmes"): listed, **found}
    return found


def owner_of(text: str) -> Owner:
    """`DEPA`, or `programme:digital_korat`; refuses owners that are not the reader's to set."""
    if text not in {value for group in owner_choices().values() for value, _title in group}:
        raise NoSuchOwner
    kind, colon, code = text.partition(":")
    if colon:
        return Owner(programme=code)
    return Owner(institution=next(i for i in owners() if i.code == kind))


def _asked() -> Question | None:
    if not request.args.get("measure"):
        return None
    try:
        return Question.of(request.args, period=Period.now(now()))
    except DomainError:
        return None


def _periods() -> Choices:
    year = Period.now(now())
    following = Period.of_year(year.year + 1)
    return {
        _("Fiscal years"): [(str(y), y.title) for y in (year, following)],
        _("Quarters"): [(str(q), q.title) for y in (year, following) for q in y.children],
        _("Months"): [(str(m), m.title) for m in map(Period.of_month, year.months)],
    }


def _values() -> Choices:
    """`name=value` by dimension; long lists come by the file of a plan or from a number's page."""
    found: Choices = {"": [("", _("Everybody"))]}
    for name, dimension in DIMENSIONS.items():
        if name in NOT_OFFERED or (is_long(name) and name != "course"):
            continue
        found[str(dimension.title)] = [
            (f"{name}={value}", f"{title}") for value, title in values(name)
        ]
    return found


def _with(choices: Choices, group: Any, value: str | None, named: Any) -> Choices:
    """The same with what was chosen elsewhere."""
    if value and not any(value == v for listed in choices.values() for v, _title in listed):
        return {**choices, str(group): [(value, named(value))]}
    return choices


def _period_title(text: str) -> str:
    try:
        return Period.parse(text).title
    except DomainError:
        return text


def _pair_title(text: str) -> str:
    name, _equals, value = text.partition("=")
    if name not in DIMENSIONS:
        return text
    return f"{DIMENSIONS[name].title}: {value_title(name, value)}"


def shown_periods(known: Sequence[str]) -> list[tuple[str, str]]:
    """The fiscal years to choose from on the list: this one, the next, and those with targets."""
    year = Period.now(now())
    years = {year, Period.of_year(year.year + 1)}
    for text in known:
        period = Period.parse(text)
        if period.year:
            years.add(Period.of_year(period.year))
    return [(str(y), y.title) for y in sorted(years, reverse=True)]
