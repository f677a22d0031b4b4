"""Keys with which programs read the numbers that a person may see."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.public import User
from lms.db import Entity, new_public_id
from lms.institutions.public import Institution


class ApiToken(Entity):
    """A key to the numbers; only its digest is kept, and it never opens more than its owner may.

    With an institution it opens that one's numbers alone.
    """

    __tablename__ = "api_token"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    scope_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    scope: Mapped[Institution | None] = relationship()

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at
