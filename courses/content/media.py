"""Files of a course: taken in, described, replaced, taken away.

`receive` does the slow work and needs no transaction; the other functions store what it found.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from courses.content import drawing, filming, images, kinds_of_files, quota, usage
from courses.content.kinds_of_files import Found
from courses.content.models import (
    Caption,
    Course,
    Media,
    MediaFile,
    MediaKind,
    MediaState,
    Upload,
)
from lms import audit, storage
from lms.accounts.public import User
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise
from lms.institutions.public import DrawingRefused, clean_drawing

FILMS = (MediaKind.VIDEO, MediaKind.AUDIO)


class StillUsed(DomainError):
    """The file cannot go: `places` show it."""

    message = _l("This file is still used. Take it out of these places first.")

    def __init__(self, places: list[usage.Place]) -> None:
        self.places = places
        super().__init__()


class AnotherKind(DomainError):
    message = _l("A file is replaced by one of the same kind: a picture by a picture.")
    field = "file"


class BadDrawing(DomainError):
    message = _l("This drawing (SVG) cannot be taken as it is. Save it as PNG and upload that.")
    field = "file"


@dataclass(frozen=True)
class Kept:
    """One derived file that lies in the storage already."""

    path: str
    content_type: str
    digest: str
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class Received:
    """A file that lies in the storage and waits for its row."""

    name: str
    found: Found
    digest: str
    size: int
    width: int | None = None
    height: int | None = None
    derived: list[Kept] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return self.size + sum(kept.size for kept in self.derived)


def receive(path: Path, name: str) -> Received:
    """Look at a file, keep it, and draw what learners are sent of it; raises why it is not taken."""
    found = kinds_of_files.examine(path, name)
    name = kinds_of_files.named(normalise(name), found)
    size = path.stat().st_size
    if found is kinds_of_files.SVG:
        return _receive_drawing(path, name)
    if found.kind is MediaKind.IMAGE:
        return _receive_picture(path, name, found)
    about = {"pages": images.open_pdf(path)} if found is kinds_of_files.PDF else {}
    return Received(
        name, found, storage.put_file(path), size, found.width, found.height, about=about
    )


def _receive_picture(path: Path, name: str, found: Found) -> Received:
    drawn = images.draw(path)
    digest = storage.put_file(path)
    derived = [_keep(digest[:8], made) for made in drawn.files]
    about: dict[str, Any] = {"pictures": [[kept.path, kept.width] for kept in derived]}
    if drawn.moves:
        about["moves"] = True
    if drawn.contrast is not None:
        about["contrast"] = drawn.contrast
    size = path.stat().st_size
    return Received(name, found, digest, size, drawn.width, drawn.height, derived, about)


def _keep(tag: str, made: drawing.File) -> Kept:
    """Under a path that names the content it was made of: a replaced picture has other addresses."""
    stem, _dot, ending = made.path.rpartition(".")
    digest = storage.put(made.content)
    size = len(made.content)
    return Kept(f"{stem}-{tag}.{ending}", made.content_type, digest, size, made.width, made.height)


def _receive_drawing(path: Path, name: str) -> Received:
    """Written anew from a list of what may stay; the file as it came is not kept."""
    try:
        content, width, height = clean_drawing(path.read_bytes())
    except DrawingRefused as refusal:
        raise BadDrawing from refusal
    digest = storage.put(content)
    return Received(name, kinds_of_files.SVG, digest, len(content), width, height)


def add(
    course: Course, received: Received, *, by: User | None, upload: Upload | None = None
) -> Media:
    """Make it a file of the course; the same content twice is one file."""
    lock_row(course.institution)  # of two at once, the second sees what the first took
    media = db.session.scalar(
        select(Media)
        .where(Media.course_id == course.id, Media.digest == received.digest)
        .order_by(Media.id)
        .limit(1)
    )
    if media is None:
        quota.refuse_beyond(course.institution, received.bytes)
        media = Media(course=course, uploader_id=by.id if by else None)
        _describe(media, received)
        db.session.add(media)
        db.session.flush()  # what is made of it, and its address, need its id
        _store_derived(media, received)
        audit.record("media.added", media, by=by, institution_id=course.institution_id)
    if upload is not None:
        upload.media_id = media.id
    return media


def replace(media: Media, received: Received, *, by: User | None) -> Media:
    """Another content under the same address: every place that shows it shows the new one."""
    if received.found.kind is not media.kind:
        raise AnotherKind
    if received.digest == media.digest:
        return media
    lock_row(media.course.institution)
    quota.refuse_beyond(media.course.institution, received.bytes - media.size)
    if media.kind not in FILMS:  # a film plays in its old form until the new one is made
        db.session.execute(delete(MediaFile).where(MediaFile.media_id == media.id))
    old = media.about if media.kind in FILMS else {}
    _describe(media, received, keep_name=True)
    media.about = {**old, **media.about}
    _store_derived(media, received)
    audit.record("media.replaced", media, by=by, institution_id=media.institution_id)
    return media


def _describe(media: Media, received: Received, *, keep_name: bool = False) -> None:
    found = received.found
    stem = (media.name.rpartition(".")[0] or media.name) if keep_name else ""
    media.name = f"{stem}.{found.ending}" if stem else received.name
    media.kind, media.content_type = found.kind, found.content_type
    media.digest, media.size = received.digest, received.size
    media.width, media.height = received.width, received.height
    media.duration = Decimal(str(found.duration)) if found.duration else None
    media.about = received.about
    media.state, media.progress, media.problem = MediaState.READY, 100, ""


def _store_derived(media: Media, received: Received) -> None:
    for kept in received.derived:
        db.session.add(
            MediaFile(
                media_id=media.id,
                path=kept.path,
                content_type=kept.content_type,
                digest=kept.digest,
                size=kept.size,
                width=kept.width,
                height=kept.height,
            )
        )
    if media.kind in FILMS:
        filming.request(media)


def describe(
    media: Media,
    *,
    name: str,
    alt: Localised,
    credit: str,
    licence: str,
    by: User | None,
) -> None:
    """What people say about the file; its ending stays that of what it is."""
    ending = media.name.rpartition(".")[2]
    stem = name.removesuffix(f".{ending}")
    values = {
        "name": f"{stem[:180]}.{ending}",
        "alt": alt,
        "credit": credit,
        "licence": licence,
    }
    changed = sorted(k for k, v in values.items() if getattr(media, k) != v)
    for key in changed:
        setattr(media, key, values[key])
    if changed:
        audit.record(
            "media.described", media, by=by, institution_id=media.institution_id, fields=changed
        )


def remove(media: Media, *, by: User | None) -> None:
    """Take it away; refused while anything shows it, and the refusal says what."""
    if places := usage.places_of(media):
        raise StillUsed(places)
    audit.record(
        "media.removed", media, by=by, institution_id=media.institution_id, digest=media.digest
    )
    db.session.execute(delete(MediaFile).where(MediaFile.media_id == media.id))
    db.session.execute(delete(Caption).where(Caption.media_id == media.id))
    for upload in db.session.scalars(select(Upload).where(Upload.media_id == media.id)):
        upload.media_id = None
    db.session.flush()  # nothing refers to the row any more
    db.session.delete(media)
