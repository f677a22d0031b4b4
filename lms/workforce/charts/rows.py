"""What stands above a bar or an interval: the name on the left, the number on the right."""

from markupsafe import Markup

from lms.workforce.charts.items import Item
from lms.workforce.charts.svg import Canvas, element, fitted
from lms.workforce.charts.wrapping import letters

ROW, LETTER = 46, 8.6


def named(canvas: Canvas, item: Item, top: float) -> list[Markup]:
    """The whole name is in the title where there is no room for it."""
    label = {"class_": "chart__label", "x": 0, "y": top + 16}
    value = {"class_": "chart__value", "x": canvas.x(100), "y": top + 16, "text_anchor": "end"}
    beside = LETTER * (letters(item.text) + 2)
    return [
        element("title", {}, f"{item.label}: {item.text}"),
        fitted(canvas, {**label}, item.label, letter=LETTER, beside=beside),
        element("text", {**value}, item.text),
    ]
