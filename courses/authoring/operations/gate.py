"""The one way to change a draft: not while somebody reviews it, and never unseen."""

from sqlalchemy.dialects import postgresql, sqlite

from courses.authoring.models import DraftEditor
from courses.authoring.queries.reviews import underway
from courses.content.models import CourseVersion
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, is_sqlite, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l


class DraftLocked(DomainError):
    message = _l(
        "This draft is being reviewed, so it does not change. Choose “Edit again” on the page "
        "“Review & publish” to take the request back."
    )


class DraftPublished(DomainError):
    message = _l("This version has been published meanwhile. Open the studio again to edit on.")


def enter(version: CourseVersion, by: User | None) -> CourseVersion:
    """Hold the draft for a change by `by`, who from now on may not approve it."""
    lock_row(version)
    if version.published_at is not None:
        raise DraftPublished
    if underway(version.id) is not None:
        raise DraftLocked
    if by is not None:
        note_editor(version, by)
    return version


def note_editor(version: CourseVersion, by: User) -> None:
    """Remember who changed the draft, and when last."""
    kind = sqlite if is_sqlite() else postgresql
    row = {"version_id": version.id, "user_id": by.id, "first_at": now(), "last_at": now()}
    upsert = kind.insert(DraftEditor).values(**row)
    db.session.execute(
        upsert.on_conflict_do_update(
            index_elements=["version_id", "user_id"], set_={"last_at": upsert.excluded.last_at}
        )
    )
