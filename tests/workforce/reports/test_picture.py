"""The chart is chosen by the shape of the table."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.workforce.asking import HIDDEN, Cell
from lms.workforce.formats import Head, Line, Sheet
from lms.workforce.reports.picture import pictures
from tests.workforce.formats.sheets import PEOPLE, RATE, sheet


def made(heads: tuple[str, ...], rows: int, **given: Any) -> Sheet:
    lines = tuple(
        Line(tuple(str(n) for _ in heads), tuple(f"{h} {n}" for h in heads), (Cell(n + 5),))
        for n in range(rows)
    )
    values = {"columns": (PEOPLE,), "lines": lines, "total": (Cell(99),)} | given
    return sheet(heads=tuple(Head(code, code) for code in heads), **values)


def kind(drawn: Sheet) -> list[str]:
    charts = [str(chart) for chart in pictures(drawn)]
    return [chart.partition("chart chart--")[2].partition('"')[0] for chart in charts]


def test_one_number_needs_no_chart() -> None:
    assert kind(made((), 0)) == []


def test_one_thing_is_bars_months_are_a_line_two_things_are_heat() -> None:
    assert kind(made(("district",), 3)) == ["bars"]
    assert kind(made(("period",), 3)) == ["line"]
    assert kind(made(("district", "sex"), 3)) == ["heat"]


def test_this_year_and_the_one_before_are_lines_of_one_chart() -> None:
    columns = tuple(replace(PEOPLE, period=y, period_title=f"Year {y}") for y in ("2570", "2569"))
    lines = (Line(("2569-10",), ("Oct",), (Cell(7), Cell(9))),)
    charts = pictures(made(("period",), 1, columns=columns, lines=lines, total=()), is_paper=True)
    assert len(charts) == 1
    assert "Year 2570" in charts[0]
    assert "Year 2569" in charts[0]


def test_shares_show_their_intervals() -> None:
    half = Cell(Decimal("0.5"), people=40, low=Decimal("0.4"), high=Decimal("0.6"))
    rows = (Line(("a",), ("A",), (half,)),)
    assert kind(made(("district",), 0, columns=(RATE,), lines=rows)) == ["intervals"]


def test_of_many_lines_the_highest_are_drawn_and_it_says_so() -> None:
    [chart] = pictures(made(("district",), 30))
    assert "12 highest" in chart
    assert "district 29" in chart
    assert "district 3<" not in chart


def test_what_nobody_could_read_is_not_drawn() -> None:
    assert kind(made(("district", "skill"), 100)) == []
    assert pictures(made(("district", "sex"), 14), is_paper=True)
    assert not pictures(made(("district", "sex"), 15), is_paper=True)


def test_a_hidden_number_is_in_no_chart() -> None:
    rows = (Line(("a",), ("A",), (HIDDEN,)), Line(("b",), ("B",), (Cell(40),)))
    [chart] = pictures(made(("district",), 0, lines=rows))
    assert "Not shown" in chart
