"""Which chart a sheet becomes: bars, lines or a heat map, by its shape."""

from markupsafe import Markup

from lms.workforce.formats import Sheet

PRINT = ""


def pictures(sheet: Sheet, *, is_paper: bool = False) -> list[Markup]:
    """None yet."""
    return []
