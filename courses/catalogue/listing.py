"""One page of the catalogue: what was asked, what was found, and what else could be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from urllib.parse import quote_plus

from babel.support import LazyProxy

from courses.catalogue import queries
from courses.catalogue.offer import RunFacts, next_run
from courses.catalogue.search import Hits, search
from courses.catalogue.shelf import LONGER, Card, Shelf
from courses.catalogue.wish import FACETS, Wish
from courses.content.models import Level, Mode
from lms.i18n import Localised, current_locale
from lms.i18n import lazy_gettext as _l
from lms.reference.queries import choices

PAGE = 24
TITLES = {
    "institution": _l("Institution"),
    "skill": _l("Skill"),
    "level": _l("Level"),
    "hours": _l("Hours"),
    "mode": _l("Where it is learned"),
    "dimension": _l("Dimension"),
    "target_group": _l("Target group"),
}
SORT_TITLES = {
    "relevance": _l("Best match"),
    "newest": _l("Newest"),
    "title": _l("Course title"),
    "hours": _l("Fewest hours"),
}
Label = Localised | LazyProxy | str
LABELS: dict[str, dict[str, Label]] = {
    "level": {
        Level.BASIC: _l("Basic"),
        Level.INTERMEDIATE: _l("Intermediate"),
        Level.ADVANCED: _l("Advanced"),
    },
    "mode": {
        Mode.ONLINE: _l("Online"),
        Mode.ONSITE: _l("On site"),
        Mode.BLENDED: _l("Blended"),
    },
    "hours": {
        "3": _l("Up to 3 hours"),
        "6": _l("4–6 hours"),
        "12": _l("7–12 hours"),
        LONGER: _l("More than 12 hours"),
    },
}


@dataclass(frozen=True)
class Choice:
    """One value of a facet as a link that adds it or takes it away."""

    label: Label
    query: str
    is_on: bool
    count: int


@dataclass(frozen=True)
class Facet:
    name: str
    title: Label
    choices: Sequence[Choice]

    @property
    def is_on(self) -> bool:
        return any(choice.is_on for choice in self.choices)


@dataclass(frozen=True)
class Shown:
    """A course in a list with the run that comes next."""

    card: Card
    run: RunFacts | None


@dataclass(frozen=True)
class Listing:
    wish: Wish
    hits: Hits
    total: int
    courses: Sequence[Shown]
    facets: Sequence[Facet]

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def first_number(self) -> int:
        return (self.wish.page - 1) * PAGE + 1

    @property
    def last_number(self) -> int:
        return self.first_number + len(self.courses) - 1

    def page(self, step: int) -> str | None:
        """The query string of a neighbouring page, None where there is none."""
        number = self.wish.page + step
        return replace(self.wish, page=number).query() if 1 <= number <= self.last_page else None


def listing(wish: Wish, shelf: Shelf, at: datetime) -> Listing:
    """Answer a wish: one statement for the runs, at most three more for words."""
    hits = search(wish.q, shelf.letters) if wish.q else Hits()
    among = shelf.those(hits.distance) if wish.q else shelf.all
    those = shelf.chosen(wish.chosen, among)
    total = those.bit_count()
    wish = replace(wish, page=max(1, min(wish.page, -(-total // PAGE))))
    start = (wish.page - 1) * PAGE
    ordered = shelf.in_order(those, _order(wish, shelf, hits))
    return Listing(
        wish=wish,
        hits=hits,
        total=total,
        courses=with_runs(list(islice(ordered, start, start + PAGE)), at),
        facets=_facets(wish, shelf, shelf.counts(wish.chosen, among)),
    )


def with_runs(cards: Sequence[Card], at: datetime) -> list[Shown]:
    runs = queries.offered([card.id for card in cards], at)
    return [Shown(card, next_run(runs.get(card.id, ()), at)) for card in cards]


def _order(wish: Wish, shelf: Shelf, hits: Hits) -> Sequence[int] | None:
    match wish.order:
        case "relevance":
            found = [(d, shelf.places[k]) for k, d in hits.distance.items() if k in shelf.places]
            return [place for _distance, place in sorted(found)]
        case "title":
            return shelf.orders[f"title/{current_locale()}"]
        case "hours":
            return shelf.orders["hours"]
    return None


def _facets(wish: Wish, shelf: Shelf, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    facets, adding = [], wish.adding()
    for name in FACETS:
        counted, chosen = counts.get(name, {}), wish.chosen.get(name, ())
        found = []
        for value, label in labels(name, shelf).items():
            is_on, count = value in chosen, counted.get(value, 0)
            if is_on:
                found.append(Choice(label, wish.toggled(name, value).query(), True, count))
            elif count:
                found.append(Choice(label, f"{adding}{name}={quote_plus(value)}", False, count))
        if name in ("institution", "skill"):
            found.sort(key=lambda choice: (not choice.is_on, -choice.count, str(choice.label)))
        if len(found) > 1 or chosen:
            facets.append(Facet(name, TITLES[name], found))
    return facets


def labels(facet: str, shelf: Shelf) -> Mapping[str, Label]:
    """What the values of a facet are called, in their order."""
    if facet in LABELS:
        return LABELS[facet]
    return shelf.names.get(facet) or dict(choices(facet))
