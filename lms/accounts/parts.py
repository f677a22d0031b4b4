"""What other slices hold about a person: they register how to hand it over and how to forget it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from babel.support import LazyProxy

from lms.i18n import Localised


@dataclass(frozen=True)
class Part:
    """One table of a person's download: plain rows, and files beside them."""

    name: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Disclosure:
    """A file with somebody's data that left the house: when, by whom, for what."""

    at: datetime
    who: Localised
    why: str


Export = Callable[[int], Iterable[Part]]
Erase = Callable[[int], None]
_exports: list[Export] = []
_erasers: list[Erase] = []
_disclosures: dict[str, Callable[[int], Iterable[Disclosure]]] = {}
_kept: list[str | LazyProxy] = []


def export_parts(provider: Export) -> Export:
    """Register `provider(user_id)`; it runs with no write transaction open."""
    if provider not in _exports:
        _exports.append(provider)
    return provider


def erase_parts(provider: Erase) -> Erase:
    """Register `provider(user_id)`; it blanks in the transaction of the erasure."""
    if provider not in _erasers:
        _erasers.append(provider)
    return provider


def keeps(line: str | LazyProxy) -> None:
    """Say in one line what stays after an erasure, and why."""
    if line not in _kept:
        _kept.append(line)


def disclosures_from(provider: Callable[[int], Iterable[Disclosure]], *, mark: str) -> None:
    """Register who knows of files that somebody was in; asked where the person has the mark."""
    _disclosures[mark] = provider


def disclosures(user_id: int, marks: Collection[str]) -> list[Disclosure]:
    """The newest first."""
    found = [
        one for mark, provider in _disclosures.items() if mark in marks for one in provider(user_id)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def exported(user_id: int) -> list[Part]:
    return [part for provider in _exports for part in provider(user_id)]


def erased(user_id: int) -> None:
    for provider in _erasers:
        provider(user_id)


def kept() -> tuple[str, ...]:
    return tuple(str(line) for line in _kept)
