"""What stands in the middle of the room, by the kind of lesson; slices above bring their own.

`learning.wiring` registers article, video, file and survey; the quizzes register theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from courses.content.models import LessonKind
from courses.content.queries import OutlineLesson
from courses.learning.papers import papers
from courses.learning.standing import Door, Room
from lms.clock import now
from lms.errors import NotFound
from lms.i18n.dates import to_bangkok
from lms.web.templating import render_template


@dataclass(frozen=True)
class Body:
    """A partial template and its variables; `done_label` is the button that completes the lesson.

    A lesson that `asks` has a main button of its own: the way onwards shows when it is done.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    done_label: str | None = None
    asks: bool = False


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


def page(
    room: Room,
    lesson: OutlineLesson,
    *,
    template: str = "learning/lesson.html",
    provided: Provider | None = None,
    **more: Any,
) -> str:
    """The room at one lesson; slices above show their refusals in it, or a preview of it."""
    part = (provided or body)(room, lesson)
    previous, following = room.outline.around(lesson.slug)
    return render_template(
        template,
        room=room,
        lesson=lesson,
        part=part,
        previous=previous,
        following=following,
        is_open=room.door(to_bangkok(now()).date()) is Door.OPEN,
        paper=papers([room.enrolment_id]).get(room.enrolment_id) if room.completed_at else None,
        **(part.values | more),
    )
