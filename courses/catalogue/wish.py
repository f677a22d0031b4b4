"""What a reader asks of the catalogue: words, facets, a sort and a page, all in the address."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self
from urllib.parse import urlencode

from courses.catalogue.terms import LONGEST_QUERY
from lms.i18n.thai import normalise

# The facets in the order of the page, and how the address calls them.
FACETS = ("institution", "skill", "level", "hours", "mode", "dimension", "target_group")
SORTS = ("relevance", "newest", "title", "hours")


class Arguments(Protocol):
    def get(self, name: str, default: str) -> str: ...

    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Wish:
    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, arguments: Arguments, known: Mapping[str, Collection[str]]) -> Self:
        """From the address; what nobody knows is left out, so that every address has an answer."""
        chosen = {
            facet: values
            for facet in FACETS
            if (values := _known(arguments.getlist(facet), known.get(facet, ())))
        }
        sort = arguments.get("sort", "")
        page = arguments.get("page", "")
        return cls(
            q=normalise(arguments.get("q", "")[: LONGEST_QUERY * 4])[:LONGEST_QUERY].strip(),
            chosen=chosen,
            sort=sort if sort in SORTS else "",
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
        )

    @property
    def is_plain(self) -> bool:
        """Nothing is asked: the whole catalogue from its first page."""
        return not (self.q or self.chosen or self.sort or self.page > 1)

    @property
    def order(self) -> str:
        """What the list is sorted by; fit for words, the newest first without any."""
        if self.sort and not (self.sort == "relevance" and not self.q):
            return self.sort
        return "relevance" if self.q else "newest"

    @property
    def sorts(self) -> tuple[str, ...]:
        return SORTS if self.q else SORTS[1:]

    def pairs(self) -> Sequence[tuple[str, str]]:
        """Everything but the words, the sort and the page: what other forms must carry along."""
        return [(facet, value) for facet, values in self.chosen.items() for value in values]

    def toggled(self, facet: str, value: str) -> "Wish":
        """The same with one value chosen or no longer chosen, from the first page."""
        values = self.chosen.get(facet, ())
        fresh = tuple(v for v in values if v != value) if value in values else (*values, value)
        chosen = {**self.chosen, facet: fresh}
        return replace(self, chosen={f: v for f, v in chosen.items() if v}, page=1)

    def adding(self) -> str:
        """The query string up to one more `facet=value`: quicker than `toggled` for each of many."""
        query = replace(self, page=1).query()
        return f"{query}&" if query else "?"

    def sorted_by(self, sort: str) -> "Wish":
        return replace(self, sort=sort, page=1)

    def without_filters(self) -> "Wish":
        return replace(self, chosen={}, page=1)

    def query(self) -> str:
        """The address's query string, "" for the plain catalogue."""
        pairs = [("q", self.q)] if self.q else []
        pairs += self.pairs()
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""


def _known(values: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values[:200] if value in known))
