"""The filters over a page: those that are on, those that can be added, and why others cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from babel.support import LazyProxy

from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import PERIOD
from lms.workforce.cockpit.look import Look
from lms.workforce.dimensions import DIMENSIONS, MOST, Dimension, Side, check
from lms.workforce.periods import Period, PeriodKind, year_of
from lms.workforce.scope import INSTITUTION
from lms.workforce.values import is_long, order, value_title, values

FIRST = (INSTITUTION, "skill", "district")
EVERY: dict[str, LazyProxy] = {
    INSTITUTION: _l("All institutions"),
    "skill": _l("All skills"),
    "district": _l("All districts"),
}
MOST_FOUND = 60
FIRST_YEAR = 2568

Address = Mapping[str, str]
Choice = tuple[str, str | Localised]


@dataclass(frozen=True)
class Filter:
    """A dimension as it stands over the page; `why_not`: what keeps it from being added."""

    dimension: Dimension
    value: str = ""
    title: str | Localised = ""
    choices: tuple[Choice, ...] = ()
    without: Address | None = None
    rest: tuple[tuple[str, str], ...] = ()
    why_not: str = ""

    @property
    def code(self) -> str:
        return self.dimension.code

    @property
    def name(self) -> str:
        return str(EVERY.get(self.code, self.dimension.title))


@dataclass(frozen=True)
class Bar:
    """What stands in the row of filters: always the same few, then those that are on, then more."""

    period: Filter
    shown: tuple[Filter, ...]
    more: tuple[Filter, ...]
    is_full: bool


PERIODS = Dimension(PERIOD, _l("Period"), Side.COURSE)


def bar(look: Look, moment_month: int, extra: Address) -> Bar:
    """`extra` is what else the address of this page says; the filters keep it."""
    on = look.filters
    names = [*FIRST, *(name for name in on if name not in FIRST)]
    every = {name: _filter(look, name, extra) for name in DIMENSIONS}
    shown = tuple(every[n] for n in names if n in on or not every[n].why_not)
    return Bar(
        _period(look, moment_month, extra),
        shown,
        tuple(every[n] for n in DIMENSIONS if n not in {f.code for f in shown}),
        len(on) >= MOST,
    )


def _filter(look: Look, name: str, extra: Address) -> Filter:
    dimension = DIMENSIONS[name]
    value = look.filters.get(name, "")
    is_own = name == INSTITUTION and not look.scope.everywhere
    rest = tuple({**look.dropping(name), **extra}.items())
    if is_own:
        own = look.scope.institutions
        titles = tuple((code, value_title(name, code)) for code in own) if len(own) > 1 else ()
        return Filter(dimension, value, value_title(name, value), titles, None, rest)
    return Filter(
        dimension,
        value,
        value_title(name, value) if value else "",
        tuple(values(name)) if not is_long(name) else (),
        {**look.dropping(name), **extra} if value else None,
        rest,
        "" if value else _why_not(look, name),
    )


def _why_not(look: Look, name: str) -> str:
    try:
        check([*look.filters, name])
    except DomainError as refusal:
        return str(refusal)
    return ""


def _period(look: Look, month: int, extra: Address) -> Filter:
    """Always, the fiscal years so far, and the quarters and months of the chosen one."""
    newest = year_of(month)
    year = look.period.year or newest
    years = [Period.of_year(n) for n in range(newest, min(FIRST_YEAR, year) - 1, -1)]
    if look.period.year > newest:
        years.insert(0, Period.of_year(look.period.year))
    quarters = Period.of_year(year).children
    months = [m for quarter in quarters for m in quarter.children]
    begun = [p for p in (*quarters, *months) if p.month <= month or p == look.period]
    choices = [Period(PeriodKind.ALWAYS), *years, *begun]
    rest = {key: value for key, value in look.args().items() if key != PERIOD}
    return Filter(
        PERIODS,
        str(look.period),
        look.period.title,
        tuple((str(period), period.title) for period in choices),
        None,
        tuple({**rest, **extra}.items()),
    )


@dataclass(frozen=True)
class Found:
    """Values of a dimension whose title holds what was typed; `more`: how many were left off."""

    choices: tuple[Choice, ...]
    more: int


def find(name: str, text: str) -> Found:
    """For lists too long to choose from; every word that was typed is in the title or the code."""
    words = text.casefold().split()
    hits = [
        (value, title)
        for value, title in _searchable(name)
        if all(_holds(value, title, word) for word in words)
    ]
    return Found(tuple(hits[:MOST_FOUND]), max(0, len(hits) - MOST_FOUND))


def _searchable(name: str) -> list[tuple[str, Localised]]:
    listed = values(name)
    return listed or [(value, value_title(name, value)) for value in order(name)]


def _holds(value: str, title: Localised, word: str) -> bool:
    return any(word in text.casefold() for text in (value, title.th, title.en))


def words(look: Look) -> list[tuple[str, str]]:
    """(name, value) of every filter, for headings and paper."""
    return [(str(DIMENSIONS[n].title), str(value_title(n, v))) for n, v in look.where]


def with_period(look: Look, period: Period) -> Look:
    return replace(look, period=period)


def page_title(look: Look) -> str:
    """The heading of the overview: whose numbers they are."""
    if look.scope.everywhere:
        return _("Digital workforce")
    return _(
        "Digital workforce of %(institution)s",
        institution=value_title(INSTITUTION, look.institution),
    )
