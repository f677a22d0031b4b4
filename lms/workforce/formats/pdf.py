"""Paper: the table, its charts as vectors, its definitions; drawn by the confined child."""

from collections.abc import Sequence

from markupsafe import Markup

from lms.i18n import gettext as _
from lms.workforce.asking import Cell
from lms.workforce.formats.sheet import Column, Line, Sheet, interval, shown
from lms.workforce.printing import printed

WIDE = 4
MOST_LINES = 600


def to_pdf(sheet: Sheet, charts: Sequence[Markup] = (), chart_css: str = "") -> bytes:
    """A4, tagged; wide tables lie on their side. ChildFailed where it is too much to draw."""
    return printed(
        str(page(sheet, charts)),
        title=sheet.title,
        lang=sheet.locale,
        landscape=len(sheet.columns) + len(sheet.heads) > WIDE,
        footer=f"{sheet.title} · {_('As of')} {sheet.as_of_words}",
        chart_css=chart_css,
    )


def page(sheet: Sheet, charts: Sequence[Markup] = ()) -> Markup:
    """The inside of the body."""
    facts = Markup(" · ").join(f"{label}: {words}" for label, words in sheet.facts)
    head = Markup('<div class="band"></div><h1>%s</h1><p class="muted">%s</p>') % (
        sheet.title,
        facts,
    )
    figures = Markup("").join(Markup("<figure>%s</figure>") % chart for chart in charts)
    return head + figures + _table(sheet) + _definitions(sheet)


def _table(sheet: Sheet) -> Markup:
    names = Markup("").join(Markup('<th scope="col">%s</th>') % h.title for h in sheet.heads)
    columns = Markup("").join(
        Markup('<th scope="col" class="number">%s</th>') % column.label for column in sheet.columns
    )
    lines = [*sheet.lines[:MOST_LINES], sheet.total_line]
    cut = len(sheet.lines) > MOST_LINES
    body = Markup("").join(
        _line(sheet, line, is_total=number == len(lines) - 1) for number, line in enumerate(lines)
    )
    table = Markup("<table><thead><tr>%s%s</tr></thead><tbody>%s</tbody></table>") % (
        names,
        columns,
        body,
    )
    if not cut:
        return table
    return table + Markup("<p>%s</p>") % _(
        "The first %(most)s lines are printed; the other files have all of them.",
        most=f"{MOST_LINES:,}",
    )


def _line(sheet: Sheet, line: Line, *, is_total: bool) -> Markup:
    if is_total and line.titles:
        names = Markup('<th scope="row" colspan="%s">%s</th>') % (len(line.titles), line.titles[0])
    else:
        names = Markup("").join(Markup('<th scope="row">%s</th>') % name for name in line.titles)
    cells = Markup("").join(
        _cell(cell, column, sheet.locale)
        for cell, column in zip(line.cells, sheet.columns, strict=True)
    )
    look = Markup(' class="total"') if is_total else Markup("")
    return Markup("<tr%s>%s%s</tr>") % (look, names, cells)


def _cell(cell: Cell, column: Column, locale: str) -> Markup:
    look = "number hidden" if cell.hidden else "number"
    ends = interval(cell, column, locale)
    more = Markup(' <span class="small muted">(%s)</span>') % ends if ends else Markup("")
    return Markup('<td class="%s">%s%s</td>') % (look, shown(cell, column, locale), more)


def _definitions(sheet: Sheet) -> Markup:
    known = Markup("").join(
        Markup("<dt>%s</dt><dd>%s</dd>") % pair for pair in sheet.definitions if pair[1]
    )
    notes = Markup("").join(Markup("<li>%s</li>") % words for words in sheet.remarks)
    return Markup("<h2>%s</h2><dl>%s</dl><h2>%s</h2><ul>%s</ul>") % (
        _("Definitions"),
        known,
        _("Notes"),
        notes,
    )
