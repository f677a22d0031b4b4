"""What stands in the middle of a lesson's page in the studio, by the kind of lesson."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from courses.content.models import Course, CourseVersion, Lesson, LessonKind


@dataclass(frozen=True)
class Editor:
    """A partial template and its variables; `scripts` and `styles` are built files it needs.

    The partial also sees `course`, `version`, `lesson` and `may_edit`.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


Provider = Callable[[Course, CourseVersion, Lesson], Editor]
_providers: dict[LessonKind, Provider] = {}


def register(kind: LessonKind, provider: Provider) -> None:
    """Lessons of `kind` are edited by what `provider` brings; called from a wiring."""
    _providers[kind] = provider


def editor(course: Course, version: CourseVersion, lesson: Lesson) -> Editor:
    """The middle of the page of one lesson."""
    if lesson.kind not in _providers:
        return Editor("studio/editors/none.html")
    return _providers[lesson.kind](course, version, lesson)
