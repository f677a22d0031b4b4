"""What stands in the middle of the room, by the kind of lesson; slices above bring their own.

`learning.wiring` registers article, video, file and survey; the quizzes register theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from courses.content.models import LessonKind
from courses.content.queries import OutlineLesson
from courses.learning.standing import Room
from lms.errors import NotFound


@dataclass(frozen=True)
class Body:
    """A partial template and its variables; `done_label` is the button that completes the lesson."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    done_label: str | None = None


Provider = Callable[[Room, OutlineLesson], Body]
_providers: dict[LessonKind, Provider] = {}


def register(kind: LessonKind, provider: Provider) -> None:
    """Lessons of `kind` show what `provider` brings; called from a wiring."""
    _providers[kind] = provider


def body(room: Room, lesson: OutlineLesson) -> Body:
    """The middle of the room for one lesson."""
    if lesson.kind not in _providers:
        raise NotFound
    return _providers[lesson.kind](room, lesson)
