"""A whole course as plain data, without names of people and without ids of this copy.

Files and questions have names of their own inside the bundle (`F00000000001`, `Q00000000001`),
which stand in texts and settings wherever the public names stand in the database. So the same
course is the same bundle, wherever it came from.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

Json = dict[str, Any]


class BadBundle(DomainError):
    message = _l("This file is no course that can be brought in.")
    field = "file"


@dataclass(frozen=True)
class BundledFile:
    """One file of the course; `digest` is the SHA-256 of its bytes in hex, as they go out.

    `kept` is the digest under which this copy keeps it; drawings go out in their one spelling.
    """

    name: str
    file_name: str
    digest: str
    about: Json
    kept: str = ""


@dataclass(frozen=True)
class Bundle:
    """`lessons` are the HTML bodies by slug; `quizzes` the terms and questions by slug."""

    details: Json
    modules: Sequence[Json]
    lessons: Mapping[str, str]
    quizzes: Mapping[str, Json] = field(default_factory=dict)
    questions: Sequence[Json] = ()
    files: Sequence[BundledFile] = ()


def skills_of(bundle: Bundle) -> set[str]:
    """`framework:code` of what the course, its questions and its rubrics name."""
    lessons = [lesson for module in bundle.modules for lesson in module["lessons"]]
    works = [dict(x["settings"]).get("assignment") for x in lessons if x["kind"] == "assignment"]
    rubrics = [work.get("rubric") or () for work in works if work]
    levelled = [*bundle.details["skills"], *(c.get("skill", "") for r in rubrics for c in r)]
    named = {str(told).rpartition(":")[0] for told in levelled}
    return (named | {str(told["skill"]) for told in bundle.questions}) - {""}


def left_out_words(skills: Sequence[str]) -> str:
    return _(
        "Left out, because no framework that is in force here has them: %(skills)s",
        skills=", ".join(skills[:20]) + (" …" if len(skills) > 20 else ""),
    )


Opener = Callable[[BundledFile], AbstractContextManager[Path]]


@dataclass(frozen=True)
class Packer:
    """A file format for whole courses.

    `pack(bundle, opened, target)` writes `target`; `unpack(path, folder)` gives the bundle and
    where its files lie in `folder`, by their names; it raises `BadBundle` and leaves nothing else.
    """

    name: str
    title: object
    suffix: str
    content_type: str
    pack: Callable[[Bundle, Opener, Path], None]
    unpack: Callable[[Path, Path], tuple[Bundle, Mapping[str, Path]]]


_packers: dict[str, Packer] = {}


def register(packer: Packer) -> None:
    """Called from the wiring of an adapter."""
    _packers[packer.name] = packer


def packer(name: str) -> Packer:
    if name not in _packers:
        raise BadBundle
    return _packers[name]
