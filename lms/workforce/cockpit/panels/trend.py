"""One measure month by month, beside the year before."""

from collections.abc import Sequence

from lms.clock import now
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import NOTHING, Cell, one_of
from lms.workforce.cockpit import drawing
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Line, Link, Panel, Picture, Sheet
from lms.workforce.cockpit.telling import Told, least, questions, refusals, remarks, tell
from lms.workforce.cockpit.wording import shown
from lms.workforce.measures.registry import get_measure
from lms.workforce.periods import Period, PeriodKind, month_name, month_of, year_of

CHOICES = ("M05", "M01", "M02", "M03", "M06")
YEARS = 5


def draw(look: Look, args: Address) -> Picture:
    measure = get_measure(one_of(args, "show", CHOICES))
    if look.period.kind is PeriodKind.ALWAYS:
        return _yearly(look, measure.code)
    year = Period.of_year(look.period.year)
    months = [Period.of_month(month) for month in year.months]
    told = [_month(look, measure.code, month) for month in months]
    ago = [_month(look, measure.code, month.before) for month in months]
    names = [month_name(month.month).rsplit(" ", 1)[0] for month in months]
    lines = tuple(
        Line(month_name(month.month), (shown(new, measure), shown(old, measure)))
        for month, new, old in zip(months, _cells(told), _cells(ago), strict=True)
    )
    known = [one for one in (*told, *ago) if one]
    return _picture(
        look,
        measure.code,
        Sheet(
            _caption(measure.code),
            (Head(_("Month")), Head(year.title), Head(year.before.title)),
            lines,
        ),
        drawing.line(
            _caption(measure.code),
            names,
            [(year.title, _cells(told)), (year.before.title, _cells(ago))],
            measure,
        ),
        [tell(look, measure.code, (), year), *known],
        "months-before",
    )


def _month(look: Look, code: str, month: Period) -> Told | None:
    """A month that has not begun is not asked for."""
    return tell(look, code, (), month) if month.month <= month_of(now()) else None


def _cells(told: Sequence[Told | None]) -> list[Cell]:
    return [one.total if one else NOTHING for one in told]


def _yearly(look: Look, code: str) -> Picture:
    newest = year_of(month_of(now()))
    years = [Period.of_year(number) for number in range(newest - YEARS + 1, newest + 1)]
    told = [tell(look, code, (), year) for year in years]
    lines = tuple(Line(year.title, (one.shown(),)) for year, one in zip(years, told, strict=True))
    measure = get_measure(code)
    heads = (Head(_("Fiscal year")), Head(str(measure.title)))
    caption = _caption(code, is_yearly=True)
    chart = drawing.line(
        caption, [str(year) for year in years], [(str(measure.title), _cells(told))], measure
    )
    return _picture(look, code, Sheet(caption, heads, lines), chart, told, "years")


def _picture(
    look: Look,
    code: str,
    sheet: Sheet,
    charts: drawing.Charts,
    told: Sequence[Told],
    series: str,
) -> Picture:
    return Picture(
        title=sheet.caption,
        sheet=sheet,
        charts=charts,
        questions=questions(told[0]),
        series=series,
        definitions=(code,),
        notes=(*refusals(*told), *remarks(*told)),
        choices=tuple(
            Link(str(get_measure(one).title), {**look.args(), "show": one}, one == code)
            for one in sorted(CHOICES)
        ),
        has_hidden=any(one.has_hidden for one in told),
        least=least(*told),
    )


def _caption(code: str, *, is_yearly: bool = False) -> str:
    title = get_measure(code).title
    if is_yearly:
        return _("%(measure)s by fiscal year", measure=title)
    return _("%(measure)s by month", measure=title)


PANEL = Panel(
    "trend",
    _l("Over the year"),
    _l("Month by month, beside the year before."),
    draw,
    takes=("show",),
)
