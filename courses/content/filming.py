"""Making films ready: asked for, done in the long lane, stored at the end, or said why not."""

import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import select, update

from courses.content import transcoding
from courses.content.films import KINDS
from courses.content.models import (
    CourseVersion,
    Lesson,
    LessonKind,
    Media,
    MediaFile,
    MediaKind,
    MediaState,
)
from courses.content.probing import Film, Unplayable, probe
from lms import audit, storage
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n import speaking
from lms.jobs.models import Job, JobState
from lms.jobs.queue import Finish, enqueue, keep_lease

STOPPED = _l("You stopped it. The file is kept; it can be prepared again.")
LEFT = _l("Something went wrong on the server while this was being prepared. Try it again.")
TICK = 3.0
AGAIN = timedelta(minutes=10)
OURS = ("hls-%", "video-%", "audio-%", "poster-%")


class NotAFilm(DomainError):
    message = _l("This file is not a video.")


class NothingToStop(DomainError):
    message = _l("It is finished already.")


class _NotWanted(Exception):
    """Stopped, asked for anew, or deleted: what was made so far goes."""


def request(media: Media, *, at: datetime | None = None) -> None:
    """Ask for everything that learners are sent of a video or a sound file."""
    if media.kind not in KINDS:
        raise NotAFilm
    db.session.flush()  # a new row has its id and its name
    work = f"film/{media.public_id}/{secrets.token_hex(4)}"
    media.state, media.progress, media.problem = MediaState.WAITING, 0, ""
    media.about = {**media.about, "job": work}
    enqueue("content.make_film", key=work, at=at, media_id=media.id, work=work)


def stop(media: Media, *, by: User | None) -> None:
    """No further; the file as it came is kept, and so is what an earlier one gave."""
    if media.state not in (MediaState.WAITING, MediaState.WORKING):
        raise NothingToStop
    media.about = {**media.about, "job": None}
    media.state, media.problem = MediaState.FAILED, english(STOPPED)
    audit.record("media.stopped", media, by=by, institution_id=media.institution_id)


def again(media: Media, *, by: User | None) -> None:
    """Prepare it once more, from the file as it came."""
    request(media)
    audit.record("media.asked_again", media, by=by, institution_id=media.institution_id)


def make(media_id: int, work: str) -> Finish | None:
    """The job: everything is made in a folder of its own, then stored; nothing holds a lock."""
    media = db.session.get(Media, media_id)
    if media is None or media.about.get("job") != work:
        return None
    public_id, digest, kind = media.public_id, media.digest, media.kind
    has_poster = (media.about.get("poster") or {}).get("tag") == digest[:8]
    db.session.rollback()  # no snapshot is held through the minutes that follow
    report = _reporter(media_id, work)
    try:
        report(0.0)
        with workplace(public_id) as folder, storage.as_file(digest) as source:
            film = probe(source, picture=kind is MediaKind.VIDEO)
            made = _make(source, film, folder, digest[:8], report, poster=not has_poster)
            kept = [(one, storage.put_file(one.file), one.file.stat().st_size) for one in made]
            report(0.99)
    except _NotWanted:
        return None
    except transcoding.NoRoom as full:
        return _later(media_id, work, english(full.message))
    except Unplayable as refusal:
        return _fail(media_id, work, english(refusal.message))
    return _store(media_id, work, film, digest, kept)


def _make(
    source: Path,
    film: Film,
    folder: Path,
    tag: str,
    report: Callable[[float], None],
    *,
    poster: bool,
) -> list[transcoding.Made]:
    try:
        if shutil.disk_usage(folder).free < transcoding.room_needed(film):
            raise transcoding.NoRoom
        if not film.has_picture:
            return transcoding.make_sound(source, film, folder, tag, report)
        made = transcoding.make_film(source, film, folder, tag, lambda share: report(0.97 * share))
        if poster:
            file = transcoding.make_poster(source, film, folder, transcoding.first_poster(film))
            made.append(transcoding.Made(f"poster-{tag}.webp", file, "image/webp"))
        return made
    except OSError as failure:
        if transcoding.is_full(failure):
            raise transcoding.NoRoom from failure
        raise


def _reporter(media_id: int, work: str) -> Callable[[float], None]:
    """Says how far it is every few seconds; `_NotWanted` where nobody waits for it any more."""
    said = 0.0

    def report(share: float) -> None:
        nonlocal said
        if said and time.monotonic() - said < TICK:
            return
        said = time.monotonic()
        keep_lease()
        with db.engines[None].begin() as connection:
            row = connection.execute(
                select(Media.about).where(Media.id == media_id).with_for_update()
            ).one_or_none()
            if row is None or row.about.get("job") != work:
                raise _NotWanted
            connection.execute(
                update(Media)
                .where(Media.id == media_id)
                .values(state=MediaState.WORKING, progress=min(99, int(100 * share)), problem="")
            )

    return report


@contextmanager
def workplace(public_id: str) -> Iterator[Path]:
    """A place beside the data, gone afterwards; what a killed attempt left goes first."""
    whole: Path = current_app.extensions["thaksa_config"].data_dir / "films"
    whole.mkdir(parents=True, exist_ok=True)
    for left in whole.glob(f"{public_id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = whole / f"{public_id}-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wanted(media_id: int, work: str) -> Media | None:
    media = db.session.get(Media, media_id, with_for_update=True)
    return media if media is not None and media.about.get("job") == work else None


def _store(
    media_id: int,
    work: str,
    film: Film,
    digest: str,
    kept: list[tuple[transcoding.Made, str, int]],
) -> Finish:
    def finish() -> None:
        media = _wanted(media_id, work)
        if media is None or media.digest != digest:
            return
        tag = digest[:8]
        posters = [(one, file, size) for one, file, size in kept if one.path.startswith("poster-")]
        _forget_derived(media, posters=bool(posters))
        for one, file, size in kept:
            db.session.add(derived(media, one, file, size))
        poster = {"path": posters[0][0].path, "tag": tag} if posters else media.about.get("poster")
        sizes = [one.path.split("/")[1][:-4] for one, _, _ in kept if one.path.endswith("p.mp4")]
        shown = {"tag": tag, "sizes": sizes, "sound": film.has_sound}
        media.about = {**media.about, "job": None, "film": shown, "poster": poster}
        media.width, media.height = film.width or None, film.height or None
        media.duration = Decimal(str(film.duration))
        media.state, media.progress, media.problem = MediaState.READY, 100, ""
        _tell_drafts(media)
        audit.record("media.prepared", media, by=None, institution_id=media.institution_id)

    return finish


def derived(media: Media, one: transcoding.Made, digest: str, size: int) -> MediaFile:
    return MediaFile(
        media_id=media.id,
        path=one.path,
        digest=digest,
        content_type=one.content_type,
        size=size,
        width=one.width,
        height=one.height,
    )


def _forget_derived(media: Media, *, posters: bool) -> None:
    ours = [MediaFile.path.like(path) for path in OURS if posters or not path.startswith("poster")]
    db.session.execute(sa.delete(MediaFile).where(MediaFile.media_id == media.id, sa.or_(*ours)))


def _tell_drafts(media: Media) -> None:
    """Lessons that are not published yet learn how long their video is."""
    lessons = db.session.scalars(
        select(Lesson)
        .join(CourseVersion, CourseVersion.id == Lesson.version_id)
        .where(
            CourseVersion.course_id == media.course_id,
            CourseVersion.published_at.is_(None),
            Lesson.kind == LessonKind.VIDEO,
        )
    )
    for lesson in lessons:
        if lesson.settings.get("media") == media.public_id:
            lesson.settings = {**lesson.settings, "seconds": round(media.duration or 0)}


def _fail(media_id: int, work: str, problem: str) -> Finish:
    def finish() -> None:
        media = _wanted(media_id, work)
        if media is not None:
            media.state, media.problem = MediaState.FAILED, problem
            media.about = {**media.about, "job": None}

    return finish


def _later(media_id: int, work: str, problem: str) -> Finish:
    def finish() -> None:
        media = _wanted(media_id, work)
        if media is not None:
            request(media, at=now() + AGAIN)
            media.problem = problem

    return finish


def forgotten() -> list[int]:
    """Films that wait for work that is dead or gone."""
    rows = db.session.execute(
        select(Media.id, Media.about).where(
            Media.kind.in_(KINDS), Media.state.in_([MediaState.WAITING, MediaState.WORKING])
        )
    ).all()
    names = [row.about.get("job") for row in rows]
    living = set(
        db.session.scalars(
            select(Job.key).where(
                Job.key.in_([name for name in names if name]), Job.state != JobState.DEAD
            )
        )
    )
    return [row.id for row in rows if row.about.get("job") not in living]


def give_up(media_ids: list[int]) -> None:
    """Say of forgotten films that something went wrong, so that their author can try again."""
    for media in db.session.scalars(select(Media).where(Media.id.in_(media_ids))):
        media.state, media.problem = MediaState.FAILED, english(LEFT)
        media.about = {**media.about, "job": None}


def sweep_folders() -> None:
    """What killed attempts left a day ago goes."""
    whole: Path = current_app.extensions["thaksa_config"].data_dir / "films"
    for left in whole.glob("*-*"):
        if time.time() - left.stat().st_mtime > 24 * 3600:
            shutil.rmtree(left, ignore_errors=True)


def english(message: object) -> str:
    """The message's own id: it is translated when somebody reads it."""
    with speaking("en"):
        return str(message)[:300]
