"""Uploads that survive a lost line and a restart: announced, continued, finished, given up."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from courses.content import kinds_of_files, pieces, quota
from courses.content.media import Received, add
from courses.content.models import Course, Media, Upload, UploadState
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise

LIFE = timedelta(days=7)
MOST_OPEN = 100
LARGEST = max(kinds_of_files.LARGEST.values())


class TooLarge(DomainError):
    message = _l("A file may have 4 GB at most.")
    field = "file"


class TooManyOpen(DomainError):
    message = _l("Many of your uploads are not finished. Continue or cancel them first.")


class NotWhole(DomainError):
    message = _l("The file has not come whole yet.")


def get_upload(public_id: str) -> Upload:
    return found(
        db.session.scalar(
            select(Upload)
            .where(Upload.public_id == public_id, Upload.expires_at > now())
            .options(joinedload(Upload.course).joinedload(Course.institution))
        )
    )


def open_uploads(course: Course, user_id: int) -> Sequence[Upload]:
    """What this person has begun and not finished here."""
    return db.session.scalars(
        select(Upload)
        .where(
            Upload.course_id == course.id,
            Upload.user_id == user_id,
            Upload.state == UploadState.OPEN,
            Upload.expires_at > now(),
        )
        .order_by(Upload.id)
    ).all()


def begin(course: Course, *, name: str, size: int, content_type: str = "", by: User) -> Upload:
    """Announce a file of `size` bytes; refused at once where it could never be kept."""
    if size > LARGEST:
        raise TooLarge
    if size <= 0:
        raise kinds_of_files.Empty
    if not pieces.has_room(size):
        raise pieces.NoRoom(_("The server's disk is full. Tell the operator, and try again later."))
    lock_row(course.institution)
    mine = (
        select(func.count())
        .select_from(Upload)
        .where(Upload.user_id == by.id, Upload.state == UploadState.OPEN, Upload.expires_at > now())
    )
    if (db.session.scalar(mine) or 0) >= MOST_OPEN:
        raise TooManyOpen
    quota.refuse_beyond(course.institution, size, promised=quota.on_the_way(course.institution))
    upload = Upload(
        course=course,
        user_id=by.id,
        name=normalise(name)[:200] or "file",
        content_type=content_type[:100],
        size=size,
        expires_at=now() + LIFE,
    )
    db.session.add(upload)
    db.session.flush()  # its address is the answer
    return upload


def note(public_id: str, received: int) -> Upload:
    """How far it has come; the sweep leaves alone what goes on."""
    upload = get_upload(public_id)
    upload.received = min(received, upload.size)
    upload.expires_at = now() + LIFE
    return upload


def finish(upload: Upload, received: Received, *, by: User) -> Media:
    """It is whole: make it a file of the course, once, whoever asks again."""
    lock_row(upload)
    if upload.state is UploadState.DONE and upload.media is not None:
        return upload.media
    media = add(upload.course, received, by=by, upload=upload)
    upload.received, upload.state = upload.size, UploadState.DONE
    upload.problem = ""
    return media


def refuse(upload: Upload, problem: str) -> None:
    """It came whole and is not taken; the reason stays until somebody has read it."""
    upload.state, upload.problem = UploadState.REFUSED, problem[:300]


def give_up(upload: Upload, *, by: User | None) -> None:
    """Nobody wants it any more."""
    if upload.state is not UploadState.DONE:
        audit.record("upload.cancelled", upload, by=by, institution_id=upload.institution_id)
    db.session.delete(upload)


def expired() -> list[str]:
    """Public ids of uploads whose time is over, finished ones too."""
    return list(
        db.session.scalars(
            select(Upload.public_id)
            .where(Upload.expires_at <= now())
            .order_by(Upload.id)
            .limit(5000)
        )
    )


def forget_expired(public_ids: Sequence[str]) -> None:
    for upload in db.session.scalars(select(Upload).where(Upload.public_id.in_(public_ids))):
        db.session.delete(upload)


def living() -> set[str]:
    """Public ids whose pieces must stay."""
    return set(
        db.session.scalars(
            select(Upload.public_id).where(
                Upload.state == UploadState.OPEN, Upload.expires_at > now()
            )
        )
    )
