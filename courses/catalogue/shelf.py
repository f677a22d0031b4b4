"""Every published course as lists and facets need it: bits in big integers, so counting is cheap.

A course has a place on the shelf, the newest the first; a set of courses is an integer whose bit
at that place is set. Ten thousand courses are 1,250 bytes a set.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from courses.content.models import Level, Mode, Pace
from lms.i18n import Localised

Chosen = Mapping[str, Collection[str]]
BANDS = (("3", Decimal(3)), ("6", Decimal(6)), ("12", Decimal(12)))
LONGER = "more"


@dataclass(frozen=True)
class Card:
    """What a list shows of a course, and what it can be filtered by."""

    id: int
    code: str
    title: Localised
    institution: Localised
    institution_code: str
    level: Level
    hours: Decimal
    mode: Mode
    pace: Pace
    cover: str
    is_accredited: bool
    facets: Mapping[str, tuple[str, ...]]
    sort_keys: Mapping[str, str]
    letters: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return int(self.hours * 60)


def hours_band(hours: Decimal) -> str:
    return next((name for name, most in BANDS if hours <= most), LONGER)


@dataclass(frozen=True)
class Shelf:
    """The cards, and what institutions and skills on them are called."""

    cards: Sequence[Card]
    names: Mapping[str, Mapping[str, Localised]] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each course stands, by its id."""
        return {card.id: place for place, card in enumerate(self.cards)}

    @cached_property
    def sets(self) -> dict[str, dict[str, int]]:
        """The courses of each value of each facet."""
        places: dict[str, dict[str, list[int]]] = {}
        for place, card in enumerate(self.cards):
            for facet, values in card.facets.items():
                for value in values:
                    places.setdefault(facet, {}).setdefault(value, []).append(place)
        return {
            facet: {value: _together(where) for value, where in values.items()}
            for facet, values in places.items()
        }

    @cached_property
    def all(self) -> int:
        return (1 << len(self.cards)) - 1

    @cached_property
    def orders(self) -> dict[str, tuple[int, ...]]:
        """Places in the order of each sort; the newest are in order as they stand."""
        places = range(len(self.cards))
        by_title = {
            f"title/{locale}": sorted(places, key=lambda p: (self.cards[p].sort_keys[locale], p))
            for locale in ("th", "en")
        }
        by_hours = sorted(places, key=lambda p: (self.cards[p].hours, p))
        return {name: tuple(order) for name, order in {**by_title, "hours": by_hours}.items()}

    def letters(self, course_id: int) -> tuple[str, ...]:
        """The letters of both titles; () for a course that is not on the shelf."""
        place = self.places.get(course_id)
        return () if place is None else self.cards[place].letters

    def those(self, course_ids: Iterable[int]) -> int:
        return _together([self.places[i] for i in course_ids if i in self.places])

    def chosen(self, chosen: Chosen, among: int, *, but: str = "") -> int:
        """The courses of `among` that have a chosen value in every facet (the facet `but` aside)."""
        for facet, values in chosen.items():
            if values and facet != but:
                sets = self.sets.get(facet, {})
                fits = 0
                for value in values:
                    fits |= sets.get(value, 0)
                among &= fits
        return among

    def counts(self, chosen: Chosen, among: int) -> dict[str, dict[str, int]]:
        """How many courses each value would show; a facet's own choice does not limit itself."""
        return {
            facet: {value: (those & rest).bit_count() for value, those in values.items()}
            for facet, values in self.sets.items()
            for rest in (self.chosen(chosen, among, but=facet),)
        }

    def in_order(self, those: int, order: Iterable[int] | None = None) -> Iterator[Card]:
        """The cards of a set, the newest first unless an order of places is given."""
        for place in range(len(self.cards)) if order is None else order:
            if those >> place & 1:
                yield self.cards[place]


def _together(places: Iterable[int]) -> int:
    """A set from places; through bytes, for a shift of a big integer copies it."""
    places = list(places)
    bits = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")
