"""Courses side by side, in the order of any column."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.workforce.asking import NoSuchChoice, one_of
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.picture import Address, Head, Line, Link, Panel, Picture
from lms.workforce.cockpit.telling import least, questions, refusals, remarks, sheet, tell

BY = "course"
COLUMNS = {
    "M02": _l("Participants"),
    "M07a": _l("Completion"),
    "M08a": _l("Points gained"),
    "M09a": _l("Satisfaction"),
}
ROWS, MOST = 20, 500


def draw(look: Look, args: Address) -> Picture:
    rows, by = _rows(args.get("rows", "")), one_of(args, "sort", (*COLUMNS, "title"))
    told = [tell(look, code, (BY,)) for code in COLUMNS]
    title = str(PANEL.title)
    if told[0].table is None:
        return Picture(title, refusal=told[0].refusal)
    heads = (
        Head(_("Course"), "title"),
        *(Head(head, code) for code, head in COLUMNS.items()),
    )
    whole = sheet(title, BY, told, heads, _("All, each person once"), only_rates=True)
    lines = _sorted(whole.lines, by)
    more = {**look.args(), "sort": by, "rows": str(rows + 4 * ROWS)}
    return Picture(
        title=title,
        sheet=replace(whole, lines=tuple(lines[:rows]), sorted_by=by),
        questions=questions(*told),
        definitions=tuple(COLUMNS),
        notes=(*_notes(look), *refusals(*told), *remarks(*told)),
        more=Link(_("Show more courses"), more) if len(lines) > rows and rows < MOST else None,
        is_table=True,
        has_hidden=any(one.has_hidden for one in told),
        least=least(*told),
    )


def _rows(asked: str) -> int:
    if asked and not (asked.isdecimal() and len(asked) < 5):
        raise NoSuchChoice.of("rows", asked, (f"{ROWS}–{MOST}",))
    return min(max(int(asked or ROWS), ROWS), MOST)


def _sorted(lines: Sequence[Line], by: str) -> list[Line]:
    """The largest first; what is hidden or not known comes last, in the order of the codes."""
    if by == "title":
        return sorted(lines, key=lambda line: str(line.title))
    place = list(COLUMNS).index(by)

    def order(line: Line) -> tuple[bool, Decimal]:
        value = line.cells[place].order
        return value is None, -(value or Decimal(0))

    return sorted(lines, key=order)


def _notes(look: Look) -> list[str]:
    if BY in look.filters:
        return [_("All courses are compared; the filter by course is left aside.")]
    return []


PANEL = Panel(
    "courses",
    _l("Courses compared"),
    _l("Participants, completion, gain and satisfaction of each course."),
    draw,
    takes=("sort", "rows"),
    is_wide=True,
)
