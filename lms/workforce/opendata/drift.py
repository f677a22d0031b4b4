"""Numbers that moved by a few since a part of their period was published. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from lms.workforce.asking import HIDDEN, Cell, Table

Key = tuple[str, ...]


def steady(table: Table, parts: Iterable[tuple[Table, Table]]) -> Table:
    """The table without the cells of which a part, as published and as counted now, differs by so
    few that the whole would tell who came late or left.
    """
    parts = list(parts)
    moved = {key for old, new in parts for key in old.cells if _moved(old, new, key, table.least)}
    is_total = any(_few(old.total, new.total, table.least) for old, new in parts)
    shown = {key: cell for key, cell in table.cells.items() if not cell.hidden and key not in moved}
    hidden = len(table.cells) - len(shown)
    if len(moved) == 1 == hidden and not is_total and shown:
        moved.add(min(shown, key=lambda key: (shown[key].people or 0, key)))  # or the rest tells
    return replace(
        table,
        cells={key: HIDDEN if key in moved else cell for key, cell in table.cells.items()},
        total=HIDDEN if is_total else table.total,
    )


def _moved(old: Table, new: Table, key: Key, least: int) -> bool:
    return _few(old.cells[key], new.cells.get(key, Cell(0)), least)


def _few(old: Cell, new: Cell, least: int) -> bool:
    if old.hidden or new.hidden:
        return False
    before, now = (cell.value if cell.people is None else cell.people for cell in (old, new))
    if before == now:
        return old.value != new.value
    return abs(Decimal(before or 0) - Decimal(now or 0)) < least
