"""Numbers as JSON: what may be shown, and beside it what it counts."""

from decimal import Decimal
from typing import Any

from lms.workforce.public import (
    DIMENSIONS,
    UNITS,
    Cell,
    Measure,
    Period,
    Table,
    get_measure,
    value_title,
)

Json = dict[str, Any]


def measure_json(measure: Measure) -> Json:
    return {
        "code": measure.code,
        "title": str(measure.title),
        "definition": measure.definition,
        "formula": str(measure.formula),
        "source": str(measure.source),
        "unit": measure.unit.value,
        "unit_title": str(UNITS[measure.unit]),
        "dimensions": [name for name in DIMENSIONS if name in measure.dimensions],
        "most_dimensions": min(measure.most, len(measure.dimensions)),
    }


def table_json(table: Table) -> Json:
    """The whole answer; the total stands apart from the rows."""
    question = table.question
    return {
        "measure": measure_json(get_measure(question.measure)),
        "period": period_json(question.period),
        "by": [{"code": name, "title": str(DIMENSIONS[name].title)} for name in question.by],
        "where": {name: value_json(name, value) for name, value in question.where},
        "total": cell_json(table.total),
        "rows": [
            {
                "values": {
                    name: value_json(name, value)
                    for name, value in zip(question.by, key, strict=True)
                },
                **cell_json(cell),
            }
            for key, cell in table.cells.items()
        ],
        "as_of": table.as_of.isoformat(timespec="seconds"),
        "least": table.least,
        "notes": list(table.notes),
    }


def period_json(period: Period) -> Json:
    months = [f"{month // 100}-{month % 100:02d}" for month in period.months]
    return {
        "code": str(period),
        "title": period.title,
        "first_month": months[0] if months else None,
        "last_month": months[-1] if months else None,
    }


def value_json(name: str, value: str) -> Json:
    return {"code": value, "title": str(value_title(name, value))}


def cell_json(cell: Cell) -> Json:
    """`value` is null where it is hidden, and where there is nothing to tell."""
    told: Json = {"value": number(cell.value), "hidden": cell.hidden}
    if cell.people is not None:
        told["people"] = cell.people
    if cell.low is not None and cell.high is not None:
        told["low"], told["high"] = number(cell.low), number(cell.high)
    return told


def number(value: Decimal | int | None) -> float | int | None:
    """A JSON number; a Decimal of ours has few digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
