"""What learners hand in, and what markers say to it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.assignments.lifecycle import State
from courses.content.models import CourseVersion
from courses.enrolment.models import Enrolment
from lms.accounts.public import User
from lms.db import Base, BigId, Entity, new_public_id

OPEN = "state IN ('draft', 'submitted', 'marking')"


class Submission(Entity):
    """One round of one learner's work on one assignment.

    Handed in under a version of the course, and marked by what that version asks. The lease of the
    marker who holds it is `claimed_by_id` until `claimed_until`.
    """

    __tablename__ = "submission"
    __table_args__ = (
        sa.UniqueConstraint("enrolment_id", "lesson_key", "number"),
        sa.Index(
            "uq_submission_under_way",
            "enrolment_id",
            "lesson_key",
            unique=True,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        ),
        sa.Index("ix_submission_waiting", "lesson_key", "state", "submitted_at"),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)", "what_is_handed_in_is_dated"
        ),
        sa.CheckConstraint(
            "(state IN ('passed', 'failed')) = (percent IS NOT NULL)", "a_result_has_a_percentage"
        ),
        sa.CheckConstraint(
            "(state IN ('returned', 'passed', 'failed')) = (released_at IS NOT NULL)",
            "what_is_released_is_dated",
        ),
        sa.CheckConstraint(
            "percent IS NULL OR (percent >= 0 AND percent <= 100)", "a_result_is_a_percentage"
        ),
        sa.CheckConstraint(
            "(claimed_by_id IS NULL) = (claimed_until IS NULL)", "a_lease_has_an_end"
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    enrolment_id: Mapped[int] = mapped_column(sa.ForeignKey("enrolment.id"))
    lesson_key: Mapped[int] = mapped_column(sa.ForeignKey("lesson_key.key"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    number: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    changes: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime]
    seq: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    writer: Mapped[str] = mapped_column(sa.String(16), default="")
    due_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    marking_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    marks: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    claimed_until: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship()
    version: Mapped[CourseVersion] = relationship()
    claimed_by: Mapped[User | None] = relationship()

    @property
    def learner_id(self) -> int:
        return self.enrolment.learner_id

    @property
    def institution_id(self) -> int:
        return self.enrolment.institution_id

    def is_held(self, at: datetime) -> bool:
        return self.claimed_until is not None and at < self.claimed_until

    def is_held_by(self, person_id: int, at: datetime) -> bool:
        return self.claimed_by_id == person_id and self.is_held(at)


class SubmissionFile(Entity):
    """A file that was handed in; kept apart from the files of courses."""

    __tablename__ = "submission_file"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("submission.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)

    submission: Mapped[Submission] = relationship()

    @property
    def institution_id(self) -> int:
        return self.submission.institution_id


class Marking(Entity):
    """One marker's mark of one submission: `place` 1, 2, or 3 where two did not agree.

    Until it is finished nobody but its marker sees it; the private note nobody else ever.
    """

    __tablename__ = "marking"
    __table_args__ = (
        sa.UniqueConstraint("submission_id", "place"),
        sa.Index(
            "uq_marking_by_two_people",
            "submission_id",
            "marker_id",
            unique=True,
            sqlite_where=sa.text("place < 3"),
            postgresql_where=sa.text("place < 3"),
        ),
        sa.CheckConstraint("place >= 1 AND place <= 3", "at_most_three_mark"),
        sa.CheckConstraint(
            "percent IS NULL OR finished_at IS NOT NULL", "a_finished_mark_is_dated"
        ),
    )

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("submission.id"))
    marker_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    place: Mapped[int] = mapped_column(sa.SmallInteger)
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    feedback: Mapped[str] = mapped_column(sa.Text, default="")
    private_note: Mapped[str] = mapped_column(sa.Text, default="")
    percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    seq: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship()
    marker: Mapped[User] = relationship()

    @property
    def institution_id(self) -> int:
        return self.submission.institution_id


class MarkingComment(Entity):
    """What a marker says about a place of the text: code points from `start` to before `stop`."""

    __tablename__ = "marking_comment"
    __table_args__ = (sa.CheckConstraint("start >= 0 AND start < stop", "a_place_is_not_empty"),)

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    marking_id: Mapped[int] = mapped_column(sa.ForeignKey("marking.id"), index=True)
    start: Mapped[int]
    stop: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)

    marking: Mapped[Marking] = relationship()


class MarkChange(Entity):
    """A result that was changed after it was released, and why; the learner reads the reason."""

    __tablename__ = "mark_change"

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("submission.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    was_state: Mapped[str] = mapped_column(sa.String(32))
    was_percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    state: Mapped[State]
    percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(sa.Text)


class SavedComment(Entity):
    """A sentence that a marker uses again and again."""

    __tablename__ = "saved_comment"
    __table_args__ = (sa.UniqueConstraint("marker_id", "digest"),)

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    marker_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str] = mapped_column(sa.Text)


class RunDue(Base):
    """The last minute of an assignment in one run."""

    __tablename__ = "assignment_due"

    run_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("course_run.id"), primary_key=True)
    lesson_key: Mapped[int] = mapped_column(sa.ForeignKey("lesson_key.key"), primary_key=True)
    due_at: Mapped[datetime]


class SkillEvidence(Base):
    """A passed work that shows a skill at a level."""

    __tablename__ = "skill_evidence"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("enrolment.id"), primary_key=True
    )
    lesson_key: Mapped[int] = mapped_column(sa.ForeignKey("lesson_key.key"), primary_key=True)
    criterion: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("framework_skill.id"), index=True)
    level: Mapped[str] = mapped_column(sa.String(20))
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("submission.id"))
    shown_at: Mapped[datetime]
