"""What the studio keeps beside the drafts themselves."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.content.models import Course
from lms.accounts.public import User
from lms.db import Entity, new_public_id


class Discarded(Entity):
    """A module or lesson that was deleted from a draft, whole, until it is restored.

    What hangs on its lessons (quiz, assignment, revisions) stays where it is: in `version_id`.
    """

    __tablename__ = "discarded"
    __table_args__ = (sa.Index("ix_discarded_course_id", "course_id", "restored_at"),)

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    content: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    restored_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def institution_id(self) -> int:
        return self.course.institution_id
