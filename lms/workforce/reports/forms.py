"""What a person may choose for a report, and when it is to leave."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wtforms import Field, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.clock import now
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.forms import Form, Length, LongTextField, TextField
from lms.workforce.asking import BY
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures import MEASURES
from lms.workforce.periods import BadPeriod, Period, after, month_of
from lms.workforce.reports.definition import (
    RELATIVE,
    SERIES_WORDS,
    THEN,
    YEARS_BACK,
    Definition,
    period_words,
)
from lms.workforce.reports.models import Frequency, Sharing
from lms.workforce.scope import INSTITUTION, Scope
from lms.workforce.values import value_title, values

LONGEST_LIST = 1000
Choices = list[tuple[str, str]]


def offered(pairs: Iterable[tuple[str, Any]], group: str | None = None) -> list[SelectChoice]:
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]


class ManyBoxes(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BuilderForm(Form):
    """The question: read from the address, so that every report has one."""

    measure = ManyBoxes(_l("Numbers"), [InputRequired()])
    by = SelectField(_l("Divide by"))
    then = SelectField(_l("and then by"))
    period = SelectField(_l("Period"))
    series = SelectField(_l("Other periods"))
    add = SelectField(_l("Filter by"))


class KeepForm(Form):
    title = TextField(_l("Name of the report"), [InputRequired(), Length(200, 2)])
    sharing = SelectField(_l("Who finds it"))

    @classmethod
    def of(cls, **defaults: Any) -> "KeepForm":
        form = cls.read(**defaults)
        form.sharing.choices = offered(
            (sharing.value, words) for sharing, words in SHARING_WORDS.items()
        )
        if form.sharing.data is None:
            form.sharing.data = Sharing.PRIVATE.value
        return form


SHARING_WORDS = {
    Sharing.PRIVATE: _l("Only me"),
    Sharing.INSTITUTION: _l("My institution"),
    Sharing.EVERYONE: _l("Everybody who may see numbers"),
}
FREQUENCY_WORDS = {
    Frequency.DAILY: _l("Every day"),
    Frequency.WEEKLY: _l("Every week"),
    Frequency.MONTHLY: _l("Every month"),
}
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
ENDING_WORDS = {
    "xlsx": _l("Excel (XLSX)"),
    "pdf": _l("Paper (PDF)"),
    "csv": _l("CSV"),
    "parquet": _l("Parquet"),
}


class ScheduleForm(Form):
    frequency = SelectField(_l("How often"), choices=offered(FREQUENCY_WORDS.items()))
    weekday = SelectField(
        _l("On which day of the week"),
        choices=offered((str(n), name) for n, name in enumerate(WEEKDAYS)),
    )
    day = IntegerField(_l("On which day of the month"), [Optional(), NumberRange(1, 31)])
    at = TextField(_l("At what time (Bangkok)"), [InputRequired(), Length(5)])
    endings = ManyBoxes(_l("Files"), choices=offered(ENDING_WORDS.items()))
    recipients = LongTextField(_l("E-mail addresses"), [InputRequired(), Length(10_000)])

    @classmethod
    def empty(cls) -> "ScheduleForm":
        """Before anything is typed; a Monday morning."""
        return cls.read(frequency="weekly", weekday="0", day=1, at="08:00", endings=["xlsx", "pdf"])

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if self.at.data and _clock(self.at.data) is None:
            self.refuse("at", _("Write the time like 08:00."))
            return False
        return fine

    @property
    def values(self) -> dict[str, Any]:
        hour, minute = _clock(self.at.data or "") or (8, 0)
        return {
            "frequency": Frequency(self.frequency.data),
            "weekday": int(self.weekday.data),
            "day": self.day.data,
            "hour": hour,
            "minute": minute,
            "endings": self.endings.data or [],
            "recipients": (self.recipients.data or "").replace(",", " ").replace(";", " ").split(),
        }


def _clock(typed: str) -> tuple[int, int] | None:
    """08:00, 8.00 → (8, 0)."""
    hour, _colon, minute = typed.replace(".", ":").replace("น", "").strip(" .:").partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    return (int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def builder(definition: Definition, scope: Scope, adding: str = "") -> BuilderForm:
    """The form as the address fills it in; every filter has a field of its own."""
    names = [name for name, _value in definition.where]
    if adding in DIMENSIONS and adding not in names:
        names.append(adding)
    fields: dict[str, Any] = {name: _filter_field(name) for name in names}
    form: BuilderForm = type("Builder", (BuilderForm,), fields)(formdata=None)
    form.filter_names = names
    form.measure.choices = offered(
        (code, f"{code} {MEASURES[code].title}") for code in sorted(MEASURES)
    )
    form.measure.data = list(definition.measures)
    free = _dimensions(definition, scope)
    for field, place in ((form.by, 0), (form.then, 1)):
        field.choices = offered([("", _("Nothing")), *free])
        field.data = definition.by[place] if len(definition.by) > place else ""
    form.period.choices = _periods(definition.period, now())
    form.period.data = definition.period
    form.series.choices = offered((one.value, words) for one, words in SERIES_WORDS.items())
    form.series.data = definition.series.value
    kept = {name for name, _title in free} - set(names)
    form.add.choices = offered([("", _("Choose…")), *((n, t) for n, t in free if n in kept)])
    form.add.data = ""
    for name in names:
        _fill(form[name], name, dict(definition.where).get(name, ""), scope)
    return form


def refuse(form: BuilderForm, refusal: DomainError, definition: Definition) -> None:
    """Say at the field what cannot be answered."""
    name = "period" if isinstance(refusal, BadPeriod) else refusal.field or BY
    if name in definition.by:
        name = BY if definition.by[0] == name else THEN
    if name not in form:
        name = BY
    form.refuse(name, str(refusal))


def _filter_field(name: str) -> Field:
    return SelectField(DIMENSIONS[name].title)


def _fill(field: Field, name: str, value: str, scope: Scope) -> None:
    listed = [(code, str(title)) for code, title in values(name)][:LONGEST_LIST]
    if name == INSTITUTION and not scope.everywhere:
        listed = [pair for pair in listed if pair[0] in scope.institutions]
    if value and value not in dict(listed):
        listed.insert(0, (value, str(value_title(name, value))))
    field.choices = offered([("", _("All")), *listed])
    field.data = value


def _dimensions(definition: Definition, scope: Scope) -> Choices:
    """Those that every chosen measure can be divided by; what was asked for stays in the list."""
    chosen = [MEASURES[code].dimensions for code in definition.measures if code in MEASURES]
    free = set(DIMENSIONS).intersection(*chosen) if chosen else set(DIMENSIONS)
    if not scope.everywhere and len(scope.institutions) < 2:
        free.discard(INSTITUTION)
    free |= set(definition.by)
    return [(name, str(d.title)) for name, d in DIMENSIONS.items() if name in free]


def _periods(chosen: str, moment: datetime) -> list[SelectChoice]:
    """Grouped: those that move on by themselves, years, quarters, months."""
    this = Period.now(moment)
    years = [Period.of_year(this.year - n) for n in range(YEARS_BACK + 1)]
    month = month_of(moment)
    quarters = [q for year in years[:2] for q in reversed(year.children) if q.months[0] <= month]
    months = [Period.of_month(after(month, -n)) for n in range(24)]
    groups = {
        _("Moves on by itself"): [(name, period_words(name, moment)) for name in RELATIVE],
        _("Years"): [*((str(y), y.title) for y in years), ("all", _("All years"))],
        _("Quarters"): [(str(q), q.title) for q in quarters],
        _("Months"): [(str(m), m.title) for m in months],
    }
    if not any(chosen == value for group in groups.values() for value, _words in group):
        groups = {_("Chosen"): [(chosen, _said(chosen))], **groups}
    return [choice for name, group in groups.items() for choice in offered(group, name)]


def _said(period: str) -> str:
    try:
        return Period.parse(period).title
    except DomainError:
        return period
