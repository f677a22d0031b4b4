"""Charts of a panel, out of cells: the words are ours, the drawing is that of the charts."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from lms.workforce.asking import Cell
from lms.workforce.cockpit.look import Look
from lms.workforce.measures.registry import Measure
from lms.workforce.measures.retention import Cohort

Charts = tuple[Markup, ...]


def bars(
    title: str, items: Sequence[tuple[str, Cell, Mapping[str, str] | None]], measure: Measure
) -> Charts:
    return ()


def line(
    title: str, names: Sequence[str], series: Sequence[tuple[str, Sequence[Cell]]], measure: Measure
) -> Charts:
    return ()


def places(
    title: str,
    province: str,
    cells: Mapping[str, Cell],
    measure: Measure,
    look: Look,
    dimension: str,
) -> Charts:
    return ()


def heat(
    title: str,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, ...], Cell],
    measure: Measure,
    look: Look,
) -> Charts:
    return ()


def intervals(
    title: str,
    by: str,
    items: Sequence[tuple[tuple[str, ...], Cell]],
    measure: Measure,
    look: Look,
) -> Charts:
    return ()


def cohorts(title: str, rows: Sequence[Cohort], rate: Measure) -> Charts:
    return ()
