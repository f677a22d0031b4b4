"""Follow-up surveys of the demonstration: who agreed to be asked, and what they answered."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import select

from courses.public import Enrolment, EnrolmentState, Snapshot
from lms.accounts.public import PARTNERS, STATISTICS, User, give_consent
from lms.clock import now
from lms.db import db, one_transaction
from lms.errors import found
from lms.i18n.dates import to_bangkok
from lms.workforce.outcomes import operations
from lms.workforce.outcomes.models import OutcomeInvitation
from lms.workforce.outcomes.queries import WAVES, months_before
from lms.workforce.periods import month_of

AGREE, SHARE, ANSWER, LEAST = 0.75, 0.2, 0.62, 5
WORK = {"same_job": 45, "got_job": 14, "changed_job": 13, "own_business": 8, "studying": 14,
        "not_working": 6}  # fmt: skip
USES = {"5": 24, "4": 40, "3": 24, "2": 9, "1": 3}
INCOME = {"up": 34, "same": 46, "down": 5, "unsaid": 15}
HELPED = {"knowledge": 40, "practice": 24, "certificate": 18, "confidence": 14, "people": 4}


def load() -> None:
    """Whatever is there already stays."""
    if db.session.scalar(select(OutcomeInvitation.id).limit(1)) is not None:
        db.session.rollback()
        return
    ids = list(
        db.session.scalars(select(User.id).where(User.email.like("learner%@%")).order_by(User.id))
    )
    db.session.rollback()
    for start in range(0, len(ids), 200):
        with one_transaction():
            for user_id in ids[start : start + 200]:
                _agree(user_id)
        with one_transaction():
            _ask(ids[start : start + 200])


def _agree(user_id: int) -> None:
    dice = Random(f"agrees {user_id}")  # noqa: S311 - invented lives, no secrets
    user = found(db.session.get(User, user_id))
    for purpose, share in ((STATISTICS, AGREE), (PARTNERS, SHARE)):
        if dice.random() < share:
            give_consent(user, purpose, how="demo")


def _ask(ids: Sequence[int]) -> None:
    """As the worker would have asked in the past; about the completion that is the latest."""
    done = (
        select(Enrolment, Snapshot)
        .join(Snapshot, Snapshot.id == Enrolment.snapshot_id)
        .where(Enrolment.learner_id.in_(ids), Enrolment.state == EnrolmentState.COMPLETED)
        .order_by(Enrolment.learner_id, Enrolment.completed_at)
    )
    latest = {row[0].learner_id: (row[0], row[1]) for row in db.session.execute(done)}
    answered: list[tuple[OutcomeInvitation, dict[str, str]]] = []
    for enrolment, snapshot in latest.values():
        dice = Random(f"agrees {enrolment.learner_id}")  # noqa: S311
        if dice.random() >= AGREE:
            continue
        for wave in WAVES:
            completed = found(enrolment.completed_at)
            if completed > months_before(now(), wave):
                break
            asked_on = to_bangkok(completed + timedelta(days=30.4 * wave)).date()
            invited = OutcomeInvitation(
                learner_id=enrolment.learner_id,
                enrolment_id=enrolment.id,
                wave=wave,
                month=month_of(completed),
                offering_id=enrolment.offering_id,
                sex=snapshot.sex,
                age_band=snapshot.age_band,
                sent_on=min(asked_on, to_bangkok(now()).date()),
                reminders=2,
            )
            db.session.add(invited)
            if dice.random() < ANSWER:
                answered.append((invited, _answers(dice)))
    db.session.flush()  # everybody is asked before anybody answers
    for invited, answers in answered:
        operations.answer(invited, answers, least=LEAST)


def _answers(dice: Random) -> dict[str, str]:
    def one_of(choices: dict[str, int]) -> str:
        return dice.choices(list(choices), list(choices.values()))[0]

    work = one_of(WORK)
    related = {"studying": "none", "not_working": "none"}.get(work)
    return {
        "work": work,
        "related": related or one_of({"yes": 50, "partly": 33, "no": 17}),
        "uses": one_of(USES),
        "income": one_of(INCOME),
        "helped": one_of(HELPED),
    }
