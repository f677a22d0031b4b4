"""What is still wrong with each lesson of a draft, as the outline marks it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from courses.content.models import Course, CourseVersion


@dataclass(frozen=True)
class Concern:
    """`blocks` publishing, or only warns; `text` says it in one line."""

    text: str
    blocks: bool = True


Provider = Callable[[Course, CourseVersion], Mapping[int, list[Concern]]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider` says what is wrong by lesson key; called from a wiring."""
    if provider not in _providers:
        _providers.append(provider)


def concerns(course: Course, version: CourseVersion) -> dict[int, list[Concern]]:
    found: dict[int, list[Concern]] = {}
    for provider in _providers:
        for key, said in provider(course, version).items():
            found.setdefault(key, []).extend(said)
    return found
