"""The picture that stands where a video will play: a moment of it, or a picture of the course."""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import select

from courses.content import transcoding
from courses.content.filming import derived, workplace
from courses.content.models import Media, MediaFile, MediaKind
from courses.content.probing import probe
from lms import audit, storage
from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.jobs.queue import Finish, enqueue


class PosterOutside(DomainError):
    message = _l("The video is not that long.")
    field = "second"


class NotReady(DomainError):
    message = _l("The video is not ready yet.")


class NoSuchPicture(DomainError):
    message = _l("This picture is not ready yet, or it is not of this course.")
    field = "image"


def choose(media: Media, *, second: float, by: User | None) -> None:
    """The picture at `second` is what is shown before the video plays."""
    film = media.about.get("film")
    if media.kind is not MediaKind.VIDEO or not film or not film.get("sizes"):
        raise NotReady
    if not 0 <= second <= float(media.duration or 0):
        raise PosterOutside
    media.about = {**media.about, "poster_wanted": second}
    enqueue("content.make_poster", media_id=media.id, second=second)
    audit.record("media.poster_chosen", media, by=by, institution_id=media.institution_id)


def take_image(media: Media, image: Media, *, by: User | None) -> None:
    """A picture of the same course is what is shown before the video plays."""
    if image.course_id != media.course_id or image.kind is not MediaKind.IMAGE:
        raise NoSuchPicture
    sizes = db.session.scalars(
        select(MediaFile).where(
            MediaFile.media_id == image.id, MediaFile.content_type == "image/webp"
        )
    ).all()
    fitting = [one for one in sizes if (one.width or 0) <= 1600]
    if not fitting:
        raise NoSuchPicture
    best = max(fitting, key=lambda one: one.width or 0)
    _put(media, best.digest, best.size, best.width, best.height)
    media.about = {**media.about, "poster_wanted": None}
    audit.record("media.poster_chosen", media, by=by, institution_id=media.institution_id)


def make(media_id: int, second: float) -> Finish | None:
    """The job: one picture out of the largest rendition."""
    media = db.session.get(Media, media_id)
    if media is None or media.about.get("poster_wanted") != second:
        return None
    film = media.about["film"]
    path = f"hls-{film['tag']}/{film['sizes'][-1]}.mp4"
    source = db.session.get_one(MediaFile, (media_id, path))
    public_id, digest = media.public_id, source.digest
    db.session.rollback()
    with workplace(f"poster{public_id}") as folder, storage.as_file(digest) as file:
        shown = replace(probe(file), duration=second + 1)
        poster = transcoding.make_poster(file, shown, folder, second)
        kept, size = storage.put_file(poster), poster.stat().st_size

    def finish() -> None:
        again = db.session.get(Media, media_id, with_for_update=True)
        if again is not None and again.about.get("poster_wanted") == second:
            _put(again, kept, size, shown.width, shown.height)
            again.about = {**again.about, "poster_wanted": None}

    return finish


def _put(media: Media, digest: str, size: int, width: int | None, height: int | None) -> None:
    path = f"poster-{digest[:8]}.webp"
    db.session.execute(
        sa.delete(MediaFile).where(MediaFile.media_id == media.id, MediaFile.path.like("poster-%"))
    )
    made = transcoding.Made(path, Path(), "image/webp", width, height)
    db.session.add(derived(media, made, digest, size))
    media.about = {**media.about, "poster": {"path": path, "tag": media.digest[:8]}}
