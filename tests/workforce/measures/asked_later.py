"""Who of the small world was asked what became of them, and answers as coarse as they are kept."""

import random
from typing import Any

import sqlalchemy as sa

from courses.enrolment.models import Enrolment, Snapshot
from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from lms.workforce.outcomes.crowds import LADDER, Kind
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.periods import Period, month_of, year_of

WAVES = {3: 0.7, 6: 0.9, 12: 0.4}
WORK = ("got_job", "changed_job", "own_business", "same_job", "same_job", "studying")
INCOME = ("up", "same", "down", "unsaid")


def add() -> None:
    """Some were not asked, some did not answer; nearly nobody of one institution did."""
    dice = random.Random(13)
    known = sa.select(Enrolment, Snapshot).join(Snapshot, Snapshot.id == Enrolment.snapshot_id)
    done = known.where(Enrolment.completed_at.is_not(None)).order_by(Enrolment.id)
    places = sorted({place.institution_id for place, _who in db.session.execute(done)})
    for place, who in db.session.execute(done).all():
        likely = (0.7, 0.5, 0.06)[places.index(place.institution_id)]
        for wave, share in WAVES.items():
            if dice.random() < share:
                month = month_of(place.completed_at)
                kind: Kind = (place.offering_id, month, who.sex, who.age_band)
                _ask(dice, place, wave, kind, answered=dice.random() < likely)


def _ask(dice: random.Random, place: Enrolment, wave: int, kind: Kind, *, answered: bool) -> None:
    today = to_bangkok(now()).date()
    offering, month, sex, age = kind
    db.session.add(
        OutcomeInvitation(learner_id=place.learner_id, enrolment_id=place.id, wave=wave,
                          month=month, offering_id=offering, sex=sex, age_band=age,
                          sent_on=today, answered=answered)
    )  # fmt: skip
    if answered:
        offering, month, sex, age = dice.choice((*LADDER[:1] * 5, *LADDER, _anywhere))(kind)
        db.session.add(
            OutcomeAnswer(id=dice.getrandbits(48), wave=wave, month=month, offering_id=offering,
                          sex=sex, age_band=age, answered_on=today, version=1,
                          answers=_answers(dice, likes=month % 2 == 0))
        )  # fmt: skip


def _anywhere(kind: Kind) -> Kind:
    """The widest crowd: not even the offering is left."""
    return None, Period.of_year(year_of(kind[1])).month, None, None


def _answers(dice: random.Random, *, likes: bool) -> dict[str, Any]:
    return {
        "work": dice.choice(WORK),
        "related": "partly",
        "uses": str(dice.randint(3 if likes else 1, 5)),
        "income": dice.choice(INCOME),
    }
