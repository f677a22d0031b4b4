"""People who completed a run some months ago and agreed to be asked."""

import itertools
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from courses.content.models import Course
from courses.enrolment.models import CourseRun
from lms.accounts.models import Profile, User
from lms.accounts.operations import give
from lms.clock import now
from lms.db import db
from lms.jobs.queue import drain
from lms.mail.models import Message
from lms.workforce.outcomes import jobs, operations
from lms.workforce.outcomes.models import OutcomeInvitation
from tests import make

_days = itertools.count(1)
ANSWERS = {"work": "got_job", "related": "yes", "uses": "5", "income": "up", "helped": "practice"}


def graduate(
    course: Course | None = None,
    days: int = 95,
    *,
    run: CourseRun | None = None,
    sex: str = "female",
    agrees: bool = True,
    **given: Any,
) -> User:
    """Completed so many days ago; locale, address and state as given."""
    who = make.user(**given)
    db.session.add(Profile(user_id=who.id, sex=sex, district_code="3001", province_code="30"))
    db.session.flush()
    if agrees:
        give(who, "statistics")
    complete(who, course, days, run)
    return who


def complete(
    who: User, course: Course | None = None, days: int = 95, run: CourseRun | None = None
) -> None:
    place = make.completed(run or make.run(course), who)
    place.completed_at = now() - timedelta(days=days)
    db.session.flush()


def ask() -> None:
    """The round of another day, as the worker goes it."""
    db.session.commit()
    jobs._begin(f"day {next(_days)}")
    db.session.commit()
    drain()
    db.session.expire_all()


def invitations() -> list[OutcomeInvitation]:
    chosen = sa.select(OutcomeInvitation).order_by(OutcomeInvitation.id)
    return list(db.session.scalars(chosen).all())


def letters() -> list[Message]:
    chosen = sa.select(Message).where(Message.key.like("outcome/%")).order_by(Message.id)
    return list(db.session.scalars(chosen).all())


def answer_all(least: int = 5, **answers: str) -> None:
    for invited in invitations():
        if not invited.answered:
            operations.answer(invited, ANSWERS | answers, least=least)
    db.session.commit()
