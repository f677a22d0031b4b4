"""Pictures of courses: redrawn in a few widths by the confined child, and where they are sent from."""

import atexit
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import url_for
from sqlalchemy import select

from courses.content import documents, drawing
from courses.content.models import Media, MediaFile, MediaKind
from lms.child import Child, ChildFailed
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

SIZES = "(min-width: 900px) 720px, 100vw"
MODULES = ("courses.content.drawing", "courses.content.documents")
_child = Child(*MODULES, seconds=10, memory=512 << 20)
atexit.register(_child.close)


class BadPicture(DomainError):
    message = _l("This picture is damaged. Open it, save it again and upload that.")
    field = "file"


class TooManyPixels(BadPicture):
    message = _l("This picture has more than 50 million points. Save it smaller and upload that.")


class TakesTooLong(BadPicture):
    message = _l("This picture takes too long to read. Save it as JPEG or PNG and upload that.")


class BadPaper(DomainError):
    message = _l("This PDF is damaged. Open it, save it again and upload that.")
    field = "file"


class LockedPaper(BadPaper):
    message = _l("This PDF is protected by a password. Take the protection away and try again.")


class Busy(DomainError):
    message = _l("Many files are being read now. Try again in a minute.")


@dataclass(frozen=True)
class Sources:
    """What an image element needs; nothing moves when it loads."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    avif: str = ""


def draw_warm() -> None:
    """Start the child now, so that the first picture does not wait for it."""
    _child.warm()


def draw(path: Path) -> drawing.Drawn:
    """The picture in the widths that learners are sent; raises what is wrong with it."""
    drawn: drawing.Drawn = _ask("courses.content.drawing", "draw", path, TakesTooLong)
    if drawn.problem:
        raise TooManyPixels if drawn.problem == "pixels" else BadPicture
    return drawn


def open_pdf(path: Path) -> int:
    """How many pages a PDF has; raises what is wrong with it."""
    opened: documents.Opened = _ask("courses.content.documents", "open_pdf", path, BadPaper)
    if opened.problem:
        raise LockedPaper if opened.problem == "locked" else BadPaper
    return opened.pages


def _ask(module: str, function: str, path: Path, refusal: type[DomainError]) -> Any:
    try:
        return _child.call(module, function, str(path))
    except ChildFailed as failure:
        raise (Busy if failure.reason in ("busy", "start") else refusal) from failure


def is_picture(media: Media) -> bool:
    """Whether it was redrawn; drawings (SVG) and the demonstration's are sent as they are."""
    return media.kind is MediaKind.IMAGE and "pictures" in media.about


def largest(media: Media) -> MediaFile | None:
    """The widest picture that learners are sent."""
    return db.session.scalar(
        select(MediaFile)
        .where(MediaFile.media_id == media.id, MediaFile.content_type == "image/webp")
        .order_by(MediaFile.width.desc(), MediaFile.path)
        .limit(1)
    )


def address(media: Media) -> str:
    """Where the file itself is; with the content it had when the page was drawn."""
    return url_for("content.media", media_id=media.public_id, name=media.name, v=media.digest[:8])


def sources(media: Media) -> Sources:
    """For the `img` element of a picture; without a statement."""
    width, height = media.width or 0, media.height or 0
    made = [(str(path), int(wide)) for path, wide in media.about.get("pictures", ())]
    webp = [(path, wide) for path, wide in made if path.endswith(".webp")]
    avif = [(path, wide) for path, wide in made if path.endswith(".avif")]
    if not webp:
        return Sources(address(media), "", "", width, height)
    middle = max((pair for pair in webp if pair[1] <= 960), key=lambda p: p[1], default=webp[0])
    return Sources(
        src=_file(media, middle[0]),
        srcset=", ".join(f"{_file(media, path)} {wide}w" for path, wide in webp),
        sizes=SIZES,
        width=width,
        height=height,
        avif=", ".join(f"{_file(media, path)} {wide}w" for path, wide in avif),
    )


def thumbnail(media: Media) -> str:
    """A small picture for lists; empty where there is none."""
    made = media.about.get("pictures")
    if media.kind is MediaKind.IMAGE:
        return _file(media, str(made[0][0])) if made else address(media)
    poster = media.about.get("poster") or {}
    return _file(media, str(poster["path"])) if poster.get("path") else ""


def of(public_ids: Iterable[str]) -> dict[str, Media]:
    """Media by public id, in one statement: what a page that shows several needs."""
    wanted = sorted(set(public_ids))
    if not wanted:
        return {}
    rows = db.session.scalars(select(Media).where(Media.public_id.in_(wanted)))
    return {media.public_id: media for media in rows}


def _file(media: Media, path: str) -> str:
    return url_for("content.media_file", media_id=media.public_id, path=path)
