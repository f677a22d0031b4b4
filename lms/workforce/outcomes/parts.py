"""What a person's own data holds of being asked: that, for which course, and whether they answered."""

from collections.abc import Iterator

from sqlalchemy import select

from lms.accounts.public import Part
from lms.db import db
from lms.workforce.outcomes.models import OutcomeInvitation


def parts(user_id: int) -> Iterator[Part]:
    asked = (
        select(OutcomeInvitation)
        .where(OutcomeInvitation.learner_id == user_id)
        .order_by(OutcomeInvitation.id)
    )
    rows = [
        {"months_after": one.wave, "completed_in": one.month, "asked_on": one.sent_on,
         "reminders": one.reminders, "answered": one.answered}
        for one in db.session.scalars(asked)
    ]  # fmt: skip
    if rows:
        yield Part("outcome_surveys", rows)
