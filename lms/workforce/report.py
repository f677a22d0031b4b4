"""The numbers as tables: only what `Numbers` lets through."""

from dataclasses import dataclass
from typing import Any

from lms.clock import now
from lms.i18n import Localised, current_locale, dates
from lms.i18n import gettext as _
from lms.workforce.counting import month_of, months_of
from lms.workforce.counted_words import DEFINITIONS
from lms.workforce.models import ALWAYS, EVERYWHERE, Measure
from lms.workforce.queries import Numbers
from lms.workforce.wording import hidden_name, month_name, period_name

MEASURES = tuple(Measure)


@dataclass(frozen=True)
class Figure:
    """One number or the words in its place; `is_counted` is false where nothing is counted."""

    people: int | None
    words: str = ""
    is_counted: bool = True

    def __str__(self) -> str:
        if not self.is_counted:
            return "–"
        return self.words if self.people is None else dates.number(self.people, current_locale())


@dataclass(frozen=True)
class Row:
    label: str | Localised
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Report:
    """One choice of institution and period."""

    figures: tuple[tuple[Any, Figure], ...]
    places: tuple[Row, ...]
    periods: tuple[Row, ...]
    total: Row


def report(numbers: Numbers, place: int, period: int) -> Report:
    total = _row(numbers, _("In all, each person once"), place, period)
    places = numbers.places if place == EVERYWHERE else ()
    return Report(
        figures=tuple(zip(DEFINITIONS.values(), total.figures, strict=True)),
        places=tuple(_row(numbers, p.short_name, p.id, period) for p in places),
        periods=tuple(_row(numbers, period_name(p), place, p) for p in parts_of(numbers, period)),
        total=total,
    )


def parts_of(numbers: Numbers, period: int) -> list[int]:
    """The months of a fiscal year up to today, or every year."""
    if period == ALWAYS:
        return sorted(numbers.years)
    return [month for month in months_of(period) if month <= month_of(now())]


def sheet(numbers: Numbers, place: int, period: int) -> list[dict[str, Any]]:
    """Rows for a spreadsheet: every institution and every part of the period, totals last."""
    rows = []
    everywhere = (EVERYWHERE, "", Localised(_("All institutions")))
    places = [*((p.id, p.code, p.name) for p in numbers.places), everywhere]
    for place_id, code, name in places:
        if place not in (EVERYWHERE, place_id):
            continue
        for part in (*parts_of(numbers, period), period):
            figures = (figure(numbers, measure, place_id, part) for measure in MEASURES)
            rows.append(
                {
                    _("Code"): code,
                    _("Institution"): str(name),
                    _("Period"): month_name(part) if part > 9999 else period_name(part),
                }
                | {
                    str(about.title): f.words if f.people is None else f.people
                    for about, f in zip(DEFINITIONS.values(), figures, strict=True)
                }
                | {_("As of"): _as_of(numbers)}
            )
    return rows


def _as_of(numbers: Numbers) -> str:
    return dates.moment(numbers.as_of, current_locale()) if numbers.as_of else ""


def _row(numbers: Numbers, label: str | Localised, place: int, period: int) -> Row:
    return Row(label, tuple(figure(numbers, m, place, period) for m in MEASURES))


def figure(numbers: Numbers, measure: Measure, place: int, period: int) -> Figure:
    if measure is Measure.REGISTERED and place != EVERYWHERE:
        return Figure(None, is_counted=False)
    people = numbers.shown(measure, place, period)
    if people is not None:
        return Figure(people)
    small = numbers.is_small(measure, place, period)
    return Figure(None, hidden_name(small=small, least=numbers.least))
