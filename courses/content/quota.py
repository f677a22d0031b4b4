"""How much an institution may keep, and how much it keeps."""

from dataclasses import dataclass

from sqlalchemy import func, select

from courses.content.models import Course, Media, MediaFile, Upload, UploadState
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.public import Institution

DEFAULT = 20 << 30


class QuotaFull(DomainError):
    """Says how much is left."""

    field = "file"


@dataclass(frozen=True)
class Room:
    """Bytes that are kept, and that may be."""

    used: int
    limit: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.used // self.limit) if self.limit else 100


def room(institution: Institution) -> Room:
    """What the institution's courses keep, derived files too; two statements."""
    of_it = Course.institution_id == institution.id
    files = select(func.coalesce(func.sum(Media.size), 0)).join(Course).where(of_it)
    derived = (
        select(func.coalesce(func.sum(MediaFile.size), 0)).join(Media).join(Course).where(of_it)
    )
    used = int(db.session.scalar(files) or 0) + int(db.session.scalar(derived) or 0)
    limit = DEFAULT if institution.media_quota is None else institution.media_quota
    return Room(used, limit)


def on_the_way(institution: Institution) -> int:
    """Bytes that open uploads have announced."""
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(Upload.size), 0))
            .join(Course)
            .where(
                Course.institution_id == institution.id,
                Upload.state == UploadState.OPEN,
                Upload.expires_at > now(),
            )
        )
        or 0
    )


def refuse_beyond(institution: Institution, more: int, *, promised: int = 0) -> None:
    """Raise where `more` bytes do not fit beside what is kept and what is `promised`."""
    here = room(institution)
    if more + promised > here.left:
        raise QuotaFull(
            _(
                "There is no room for it: your institution keeps %(used)s of %(limit)s. Delete "
                "files that nobody uses, or ask the operator for more.",
                used=size_words(here.used),
                limit=size_words(here.limit),
            )
        )


def size_words(size: int) -> str:
    """12 KB, 3.4 MB, 20 GB."""
    if size < 1 << 20:
        return _("%(n)s KB", n=f"{-(-size // 1024):,}")
    if size < 1 << 30:
        return _("%(n)s MB", n=_short(size / (1 << 20)))
    return _("%(n)s GB", n=_short(size / (1 << 30)))


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 10 and round(value, 1) != round(value) else f"{value:,.0f}"
