"""Organisations where people work: who knows them by name says so, far above this package."""

from collections.abc import Callable
from typing import NamedTuple

from lms.i18n import Localised


class Workplace(NamedTuple):
    """An organisation by its 13-digit number."""

    number: str
    name: Localised


Reader = Callable[[str], list[Workplace]]
_readers: list[Reader] = []


def name_workplaces(reader: Reader) -> None:
    """Register who finds organisations by their number or a part of their name."""
    if reader not in _readers:
        _readers.append(reader)


def workplaces(text: str) -> list[Workplace]:
    """Those that fit, the first few."""
    return [place for reader in _readers for place in reader(text)] if text.strip() else []


def workplace(number: str | None) -> Workplace | None:
    return next((w for w in workplaces(number or "") if w.number == number), None)
