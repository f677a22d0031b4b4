"""What the slices above put on an institution's desk: they register it from their wiring."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lms.institutions.models import Institution


@dataclass(frozen=True)
class Row:
    """One line: a link, a note beside it, and what can be done (label, href)."""

    label: str
    href: str
    note: str = ""
    act: tuple[str, str] | None = None


@dataclass(frozen=True)
class Panel:
    """A card on the desk; `more` is (label, href)."""

    title: str
    rows: list[Row] = field(default_factory=list)
    empty: str = ""
    more: tuple[str, str] | None = None


Provider = Callable[[Institution], Panel | None]
_providers: list[Provider] = []


def panel(provider: Provider) -> Provider:
    """Register who has something for the desk; asked with the reader's permissions in force."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def panels(institution: Institution) -> list[Panel]:
    return [made for provider in _providers if (made := provider(institution)) is not None]
