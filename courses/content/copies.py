"""What hangs on lessons and is copied with them; slices above content bring their own.

A copier gets the version that is copied, the version that is written, and the lesson keys of the
first with those that stand for them in the second. The same key means the same lesson in a new
version of its course; another key is a copy that must not share anything its author may change.
"""

from collections.abc import Callable, Mapping

from courses.content.models import CourseVersion

Copier = Callable[[CourseVersion, CourseVersion, Mapping[int, int]], None]
_copiers: list[Copier] = []


def register(copier: Copier) -> None:
    """Called from a wiring."""
    if copier not in _copiers:
        _copiers.append(copier)


def copy_what_hangs_on(
    source: CourseVersion, target: CourseVersion, keys: Mapping[int, int]
) -> None:
    for copier in _copiers:
        copier(source, target, keys)
