"""Answers side by side as one sheet, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.workforce.asking import NOTHING, Cell, Question, Table
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.formats.sheet import PERIOD_HEAD, Column, Head, Line, Sheet
from lms.workforce.measures.registry import UNITS, Unit, get_measure
from lms.workforce.periods import Period
from lms.workforce.values import value_title, values


def sheet_of(*tables: Table, title: str = "") -> Sheet:
    """Tables over the same dimensions and filters: a column for each measure and period."""
    periods = list(dict.fromkeys(table.question.period for table in tables))
    first = tables[0].question
    columns = tuple(_column(t.question, is_dated=len(periods) > 1) for t in tables)
    titles = _Titles(first.by)
    lines = tuple(
        Line(key, titles.of(key), tuple(_cell(table, key) for table in tables))
        for key in _keys(tables)
    )
    return _sheet(tables, title or _title(tables), first.by, columns, lines, _named(periods))


def sheet_over_time(tables: Sequence[Table], whole: Sequence[Table], title: str = "") -> Sheet:
    """A line for each value and period, a column for each measure; totals are of the whole period,
    and there are none without it.
    """
    first = list({table.question.measure: table for table in reversed(whole or tables)}.values())
    first.reverse()
    by = first[0].question.by
    periods = list(dict.fromkeys(table.question.period for table in tables))
    known = {(t.question.measure, t.question.period): t for t in tables}
    measures = [table.question.measure for table in first]
    titles = _Titles(by)
    lines = tuple(
        Line(
            (*key, str(period)),
            (*titles.of(key), period.title),
            tuple(_cell(known[measure, period], key) for measure in measures),
        )
        for key in _keys(tables)
        for period in periods
    )
    if not by:
        lines = tuple(
            Line((str(p),), (p.title,), tuple(known[m, p].total for m in measures)) for p in periods
        )
    columns = tuple(_column(table.question, is_dated=False) for table in first)
    made = _sheet(first, title or _title(first), by, columns, lines, first[0].question.period.title)
    notes = tuple(dict.fromkeys(note for t in (*whole, *tables) for note in t.notes))
    heads = (*made.heads, Head(PERIOD_HEAD, _("Period")))
    total = made.total if whole else ()
    return replace(made, heads=heads, notes=notes, total=total)


def sheet_beside(tables: Sequence[Table], whole: Sequence[Table], title: str = "") -> Sheet:
    """A line for each value and month, a column for each measure in this year and in the one before;
    months of `tables` stand beside those of a year earlier, and those to come are empty.
    """
    questions = [table.question for table in whole]
    by, period = questions[0].by, questions[0].period
    known = {(t.question.measure, t.question.period): t for t in tables}
    titles = _Titles(by)

    def cell(asked: Question, month: Period, key: tuple[str, ...]) -> Cell:
        when = month if asked.period == period else month.before
        table = known.get((asked.measure, when))
        return NOTHING if table is None else _cell(table, key) if by else table.total

    lines = tuple(
        Line(
            (*key, str(month)),
            (*titles.of(key), month.title),
            tuple(cell(asked, month, key) for asked in questions),
        )
        for key in (_keys(tables) if by else [()])
        for month in map(Period.of_month, period.months)
    )
    columns = tuple(_column(asked, is_dated=True) for asked in questions)
    made = _sheet(whole, title or _title(whole), by, columns, lines, period.title)
    return replace(made, heads=(*made.heads, Head(PERIOD_HEAD, _("Period"))))


def _sheet(
    tables: Sequence[Table],
    title: str,
    by: tuple[str, ...],
    columns: tuple[Column, ...],
    lines: tuple[Line, ...],
    period: str,
) -> Sheet:
    return Sheet(
        title=title,
        locale=current_locale(),
        heads=tuple(Head(name, str(DIMENSIONS[name].title)) for name in by),
        columns=columns,
        lines=lines,
        total=tuple(table.total for table in tables),
        period=period,
        as_of=min(table.as_of for table in tables),
        least=max(table.least for table in tables),
        filters=tuple(filters(tables[0].question)),
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
    )


def filters(question: Question) -> Iterable[tuple[str, str]]:
    """Each filter in words: the dimension and what it is held at."""
    for name, value in question.where:
        yield str(DIMENSIONS[name].title), str(value_title(name, value))


def _column(question: Question, *, is_dated: bool) -> Column:
    measure = get_measure(question.measure)
    return Column(
        measure=measure.code,
        title=str(measure.title),
        unit=str(UNITS[measure.unit]),
        period=str(question.period) if is_dated else "",
        period_code=str(question.period),
        period_title=question.period.title,
        definition=measure.definition,
        places=measure.places,
        is_share=measure.unit is Unit.RATE,
    )


def _keys(tables: Sequence[Table]) -> list[tuple[str, ...]]:
    """Every line that any of the tables has, in the order of the first that has it."""
    return list(dict.fromkeys(key for table in tables for key in table.rows if key))


class _Titles:
    """What values are called: a whole list at once, not one question to the database for each."""

    def __init__(self, by: tuple[str, ...]) -> None:
        self.by = by
        self.lists = {name: dict(values(name)) for name in by}

    def of(self, key: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            str(self.lists[name].get(code) or value_title(name, code))
            for name, code in zip(self.by, key, strict=True)
        )


def _cell(table: Table, key: tuple[str, ...]) -> Cell:
    return table.cells.get(key, NOTHING)


def _title(tables: Sequence[Table]) -> str:
    """ผู้ได้รับวุฒิบัตร, ผู้เรียนจบ · อำเภอ × เพศ."""
    measures = dict.fromkeys(str(get_measure(t.question.measure).title) for t in tables)
    by = [str(DIMENSIONS[name].title) for name in tables[0].question.by]
    return " · ".join(filter(None, (", ".join(measures), " × ".join(by))))


def _named(periods: Sequence[Period]) -> str:
    return " · ".join(period.title for period in periods)
