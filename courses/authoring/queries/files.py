"""The files of a course as the library and the editor show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from sqlalchemy import func, select

from courses.content import films, images, usage
from courses.content.models import Course, Media, MediaKind
from courses.content.quota import size_words
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n import lazy_gettext as _l

PAGE = 60
KINDS = {
    MediaKind.IMAGE: _l("Picture"),
    MediaKind.VIDEO: _l("Video"),
    MediaKind.AUDIO: _l("Sound"),
    MediaKind.DOCUMENT: _l("Document"),
    MediaKind.CAPTIONS: _l("Captions"),
    MediaKind.OTHER: _l("Text or data"),
}


@dataclass(frozen=True)
class Wish:
    """What somebody looks for in the library."""

    text: str = ""
    kind: MediaKind | None = None
    unused: bool = False
    before: str = ""

    @property
    def is_plain(self) -> bool:
        return not (self.text or self.kind or self.unused or self.before)


@dataclass(frozen=True)
class Shelf:
    """One page of the library; `places` says where each file is used."""

    files: Sequence[Media]
    places: dict[str, list[usage.Place]]
    total: int
    next: str = ""


def shelf(course: Course, wish: Wish, *, with_places: bool = True) -> Shelf:
    """The newest files first; the number of statements does not grow with them."""
    places = usage.places(course) if with_places or wish.unused else {}
    wanted = _wanted(course, wish)
    if wish.unused:
        wanted = wanted.where(Media.public_id.not_in(sorted(places)))
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    if wish.before:
        last = select(Media.id).where(Media.public_id == wish.before).scalar_subquery()
        wanted = wanted.where(Media.id < last)
    files = db.session.scalars(wanted.order_by(Media.id.desc()).limit(PAGE + 1)).all()
    more = len(files) > PAGE
    shown = files[:PAGE]
    return Shelf(shown, places, total, shown[-1].public_id if more else "")


def _wanted(course: Course, wish: Wish) -> sa.Select[Media]:
    wanted = select(Media).where(Media.course_id == course.id)
    if wish.kind is not None:
        wanted = wanted.where(Media.kind == wish.kind)
    for word in wish.text.split()[:6]:
        spelled = f"%{_bare(word)}%"
        wanted = wanted.where(
            sa.or_(
                Media.name.ilike(spelled, escape="\\"),
                sa.cast(Media.credit, sa.Text).ilike(spelled, escape="\\"),
            )
        )
    return wanted


def _bare(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def count(course: Course) -> int:
    return db.session.scalar(select(func.count(Media.id)).where(Media.course_id == course.id)) or 0


def at_work(course: Course) -> bool:
    """Whether something is still being prepared."""
    return any(films.is_under_way(media) for media in films.films_of(course.id))


def get_file(course: Course, public_id: str) -> Media:
    """A file of this course and of no other."""
    media = found(db.session.scalar(select(Media).where(Media.public_id == public_id)))
    if media.course_id != course.id:
        raise NotFound
    return media


def about(media: Media) -> dict[str, Any]:
    """What a script needs to show a file or to put it into a lesson."""
    shown: dict[str, Any] = {
        "id": media.public_id,
        "kind": media.kind.value,
        "name": media.name,
        "address": url_for("content.media", media_id=media.public_id, name=media.name),
        "page": url_for("studio.file", code=media.course.code, media_id=media.public_id),
        "thumbnail": images.thumbnail(media),
        "alt": media.alt.to_json(),
        "credit": media.credit,
        "content_type": media.content_type,
        "size": media.size,
        "size_words": size_words(media.size),
        "state": media.state.value,
        "progress": media.progress,
        "problem": films.problem_of(media),
        "width": media.width,
        "height": media.height,
        "moves": bool(media.about.get("moves")),
    }
    if media.kind is MediaKind.IMAGE:
        sources = images.sources(media)
        shown |= {"src": sources.src, "srcset": sources.srcset, "sizes": sources.sizes}
    return shown


def of_kinds(course: Course, kinds: Sequence[MediaKind]) -> Sequence[Media]:
    """Files that a field offers, newest first."""
    return db.session.scalars(
        select(Media)
        .where(Media.course_id == course.id, Media.kind.in_(kinds))
        .order_by(Media.id.desc())
        .limit(500)
    ).all()
