"""What the studio keeps beside the content itself: what was deleted, reviews, endorsements."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.content.models import Course, CourseRole, CourseVersion
from lms.accounts.public import User
from lms.clock import now
from lms.db import Base, Entity, new_public_id
from lms.institutions.public import Institution


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


class CourseInvitation(Entity):
    """An offer of a role at a course to an address; whoever reads mail there accepts it.

    Made for every address alike, so that nobody learns which of them have accounts.
    """

    __tablename__ = "course_invitation"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(320), index=True)
    role: Mapped[CourseRole]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    role_ends_on: Mapped[date | None]
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    course: Mapped[Course] = relationship()
    invited_by: Mapped[User] = relationship()

    @property
    def institution_id(self) -> int:
        return self.course.institution_id

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > at


class DraftEditor(Base):
    """Somebody who changed a version while it was a draft: such a person never approves it."""

    __tablename__ = "draft_editor"

    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()


class ReviewState(enum.StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"


UNDERWAY = (ReviewState.OPEN, ReviewState.APPROVED)


class ReviewStep(enum.StrEnum):
    """Who looks at it: a colleague first, then whoever answers for the institution."""

    COLLEAGUE = "colleague"
    INSTITUTION = "institution"


class Verdict(enum.StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"


class Review(Entity):
    """A request to publish a draft; while it is underway the draft is locked.

    `fingerprint` is that of the content that was shown, so an approval holds for nothing else.
    """

    __tablename__ = "review"
    __table_args__ = (
        sa.Index(
            "uq_review_underway",
            "version_id",
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'approved')"),
            postgresql_where=sa.text("state IN ('open', 'approved')"),
        ),
        sa.CheckConstraint(
            "publish_at IS NULL OR state = 'approved'", "only_what_is_approved_is_planned"
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.OPEN)
    step: Mapped[ReviewStep] = mapped_column(default=ReviewStep.COLLEAGUE)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    message: Mapped[str] = mapped_column(sa.Text, default="")
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    reviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    closed_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None] = mapped_column(index=True)
    planned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    problem: Mapped[str] = mapped_column(sa.Text, default="")

    version: Mapped[CourseVersion] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id])
    planned_by: Mapped[User | None] = relationship(foreign_keys=[planned_by_id])

    @property
    def course(self) -> Course:
        return self.version.course

    @property
    def institution_id(self) -> int:
        return self.version.course.institution_id

    @property
    def is_underway(self) -> bool:
        return self.state in UNDERWAY


class ReviewDecision(Entity):
    """What one reviewer decided at one step, once."""

    __tablename__ = "review_decision"
    __table_args__ = (sa.UniqueConstraint("review_id", "step"),)

    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"))
    step: Mapped[ReviewStep]
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    by: Mapped[User] = relationship()


class ReviewSetting(Base):
    """How the courses of an institution are reviewed; without a row, as the defaults say."""

    __tablename__ = "review_setting"

    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), primary_key=True)
    one_step: Mapped[bool] = mapped_column(default=True)


class EndorsementState(enum.StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Endorsement(Entity):
    """An agency answers for a version: it holds until a newer one is published."""

    __tablename__ = "endorsement"
    __table_args__ = (
        sa.Index(
            "uq_endorsement_standing",
            "version_id",
            "agency_id",
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'given')"),
            postgresql_where=sa.text("state IN ('asked', 'given')"),
        ),
        sa.CheckConstraint(
            "(state IN ('given', 'declined')) = (decided_by_id IS NOT NULL)", "somebody_decided"
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"), index=True)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    state: Mapped[EndorsementState] = mapped_column(default=EndorsementState.ASKED)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    message: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    version: Mapped[CourseVersion] = relationship()
    agency: Mapped[Institution] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def course(self) -> Course:
        return self.version.course

    @property
    def institution_id(self) -> int:
        """The agency's own: its reviewers decide."""
        return self.agency_id


class ReviewComment(Entity):
    """A remark on a course, on one of its lessons, or on a passage of its text.

    It hangs on the stable key of the lesson; `quote` with what stands before and after it finds
    the passage again when the text has changed.
    """

    __tablename__ = "review_comment"
    __table_args__ = (
        sa.Index("ix_review_comment_course_id_lesson_key", "course_id", "lesson_key"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    lesson_key: Mapped[int | None] = mapped_column(sa.ForeignKey("lesson_key.key"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("review_comment.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    quote: Mapped[str] = mapped_column(sa.Text, default="")
    prefix: Mapped[str] = mapped_column(sa.String(80), default="")
    suffix: Mapped[str] = mapped_column(sa.String(80), default="")
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    course: Mapped[Course] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    resolved_by: Mapped[User | None] = relationship(foreign_keys=[resolved_by_id])

    @property
    def institution_id(self) -> int:
        return self.course.institution_id


class QuestionImport(Entity):
    """A file of questions that its reader looks at before anything comes in; kept for a day."""

    __tablename__ = "question_import"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course.id"))
    institution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(sa.String(200))
    format: Mapped[str] = mapped_column(sa.String(20))
    digest: Mapped[str] = mapped_column(sa.String(64))
    expires_at: Mapped[datetime] = mapped_column(index=True)

    course: Mapped[Course | None] = relationship()
    institution: Mapped[Institution | None] = relationship()
