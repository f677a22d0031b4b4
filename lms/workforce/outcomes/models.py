"""Who was asked what became of them, and, apart from it, what people answered."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, BigId, Entity, new_public_id


class OutcomeInvitation(Entity):
    """Somebody was asked, so many months after completing a run; that they answered, never when.

    `month` is that of the completion (202611). Sex and age are as they were at the enrolment, for
    the weights. When the link is over, or the person erased, the row names nobody and still counts
    as one who was asked.
    """

    __tablename__ = "outcome_invitation"
    __table_args__ = (
        sa.UniqueConstraint("enrolment_id", "wave"),
        sa.Index("ix_outcome_invitation_learner_id_sent_on", "learner_id", "sent_on"),
        sa.Index("ix_outcome_invitation_wave_month", "wave", "month"),
        sa.CheckConstraint("wave IN (3, 6, 12)", "three_waves"),
        sa.CheckConstraint("reminders BETWEEN 0 AND 2", "reminded_twice_at_most"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    learner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    enrolment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("enrolment.id"))
    wave: Mapped[int] = mapped_column(sa.SmallInteger)
    month: Mapped[int]
    offering_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("offering.id"), index=True)
    sex: Mapped[str | None] = mapped_column(sa.String(40))
    age_band: Mapped[str | None] = mapped_column(sa.String(40))
    sent_on: Mapped[date] = mapped_column(index=True)
    reminders: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    answered: Mapped[bool] = mapped_column(default=False)


class OutcomeAnswer(Base):
    """Answers of one anonymous person on one day; nothing here leads to who it was.

    The id is random and there is a day and no time. Offering, month, sex and age are as fine as
    enough of those who were asked share them: a quarter or a fiscal year is named by its first
    month. `change_key` is the digest of a secret that the answering
    browser alone keeps; it is blanked after a week.
    """

    __tablename__ = "outcome_answer"
    __table_args__ = (
        sa.Index("ix_outcome_answer_wave_month", "wave", "month"),
        sa.CheckConstraint("wave IN (3, 6, 12)", "three_waves"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    wave: Mapped[int] = mapped_column(sa.SmallInteger)
    month: Mapped[int]
    offering_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("offering.id"), index=True)
    sex: Mapped[str | None] = mapped_column(sa.String(40))
    age_band: Mapped[str | None] = mapped_column(sa.String(40))
    answered_on: Mapped[date]
    version: Mapped[int] = mapped_column(sa.SmallInteger)
    answers: Mapped[dict[str, Any]]
    change_key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
