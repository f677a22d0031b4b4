"""Filtering and counting on the shelf."""

from decimal import Decimal

from courses.catalogue.shelf import Card, Shelf, hours_band
from courses.content.models import Level, Mode, Pace
from lms.i18n import Localised


def card(number: int, **facets: str) -> Card:
    return Card(
        id=number,
        code=f"C{number}",
        title=Localised(f"ชื่อ {number}"),
        institution=Localised("ส"),
        institution_code="S",
        level=Level.BASIC,
        hours=Decimal(number),
        mode=Mode.ONLINE,
        pace=Pace.SELF_PACED,
        cover="leaf",
        is_accredited=False,
        facets={name: (value,) for name, value in facets.items()},
        sort_keys={"th": str(9 - number), "en": str(number)},
        letters=("x",),
    )


SHELF = Shelf(
    [
        card(1, level="basic", mode="online"),
        card(2, level="basic", mode="onsite"),
        card(3, level="advanced", mode="onsite"),
    ]
)


def codes(those: int, order: str | None = None) -> list[str]:
    return [c.code for c in SHELF.in_order(those, SHELF.orders[order] if order else None)]


def test_values_of_one_facet_add_up_and_facets_narrow() -> None:
    both = {"level": ("basic", "advanced"), "mode": ("onsite",)}
    assert codes(SHELF.chosen(both, SHELF.all)) == ["C2", "C3"]
    assert codes(SHELF.chosen({"level": ("basic",), "mode": ("onsite",)}, SHELF.all)) == ["C2"]


def test_a_count_tells_what_choosing_it_would_show() -> None:
    counts = SHELF.counts({"level": ("basic",)}, SHELF.all)
    assert counts["level"] == {"basic": 2, "advanced": 1}
    assert counts["mode"] == {"online": 1, "onsite": 1}


def test_orders_are_total() -> None:
    assert codes(SHELF.all, "title/th") == ["C3", "C2", "C1"]
    assert codes(SHELF.all, "hours") == ["C1", "C2", "C3"]
    assert codes(SHELF.those([3, 1, 99])) == ["C1", "C3"]


def test_an_empty_shelf_answers() -> None:
    empty = Shelf([])
    assert (empty.all, empty.counts({}, 0), list(empty.in_order(0))) == (0, {}, [])


def test_hours_fall_into_bands() -> None:
    assert [hours_band(Decimal(h)) for h in (1, 3, "3.5", 6, 12, 13)] == [
        "3",
        "3",
        "6",
        "6",
        "12",
        "more",
    ]
