"""What waits for a person in the studio: reviews asked of them, answers to mark …"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from courses.content.models import Course
from lms.accounts.public import Principal
from lms.i18n import Localised


@dataclass(frozen=True)
class Waiting:
    """One line of the studio's home: how many of what, where."""

    label: str
    href: str
    count: int = 1
    course: Localised | None = None
    note: str = ""
    icon: str = "clock"


Provider = Callable[[Principal, Sequence[Course]], Sequence[Waiting]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider` gets the person and the courses of their studio; called from a wiring."""
    if provider not in _providers:
        _providers.append(provider)


def waiting_for(principal: Principal, courses: Sequence[Course]) -> list[Waiting]:
    return [line for provider in _providers for line in provider(principal, courses)]
