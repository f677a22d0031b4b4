"""What a completed run earned, told by the slice above that issues it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lms.i18n import Localised


@dataclass(frozen=True)
class Paper:
    """A certificate as lists show it; `poll` answers a fragment while it is being made."""

    title: Localised | str
    href: str
    poll: str | None = None


Provider = Callable[[Sequence[int]], dict[int, Paper]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider` tells the papers of enrolments, by their id; called from a wiring."""
    if provider not in _providers:
        _providers.append(provider)


def papers(enrolment_ids: Sequence[int]) -> dict[int, Paper]:
    return {key: paper for tell in _providers for key, paper in tell(enrolment_ids).items()}
