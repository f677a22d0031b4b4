"""What is frozen at an enrolment, taken along and forgotten with its person."""

import pytest
import sqlalchemy as sa

from courses.enrolment.models import Enrolment, Snapshot
from courses.enrolment.operations.frozen import PERSONAL, _digest
from courses.enrolment.parts import export
from lms.accounts.models import Profile, User
from lms.accounts.operations import erase
from lms.db import db
from tests import make

pytestmark = pytest.mark.usefixtures("database")
WORKPLACE = "0105536000315"


def worker() -> User:
    person = make.user()
    db.session.add(
        Profile(
            user_id=person.id,
            sex="female",
            province_code="30",
            district_code="3001",
            subdistrict_code="300101",
            occupation="4",
            employer=WORKPLACE,
        )
    )
    db.session.flush()
    make.completed(make.run(), person)
    db.session.commit()
    return person


def test_nothing_finer_than_a_district_is_frozen() -> None:
    worker()
    kept = db.session.scalars(sa.select(Snapshot)).one()
    assert kept.district_code == "3001"
    assert not [c for c in Snapshot.__table__.columns if "subdistrict" in c.name]


def test_who_lives_in_a_district_lives_in_its_province() -> None:
    person = worker()
    profile = db.session.get_one(Profile, person.id)
    profile.province_code, profile.district_code = None, "3021"
    db.session.flush()
    make.enrolment(None, person)
    kept = db.session.scalars(sa.select(Snapshot).order_by(Snapshot.id.desc())).first()
    assert kept is not None
    assert (kept.district_code, kept.province_code) == ("3021", "30")


def test_a_person_takes_the_profiles_of_their_enrolments_along() -> None:
    (part,) = export(worker().id)
    assert part.name == "enrolments"
    (row,) = part.rows
    told = [row[name] for name in ("state", "district_code", "occupation", "employer", "age_band")]
    assert told == ["completed", "3001", "4", WORKPLACE, "35-49"]


def test_an_erased_person_leaves_what_is_coarse_and_no_workplace() -> None:
    person = worker()
    number = person.id
    before = db.session.scalars(sa.select(Enrolment.snapshot_id)).all()
    erase(person, by=None)
    db.session.commit()
    kept = db.session.scalars(sa.select(Snapshot).execution_options(populate_existing=True)).one()
    assert (kept.sex, kept.district_code, kept.occupation) == ("female", "3001", "4")
    assert kept.employer is None
    guess = {name: getattr(kept, name) for name in ("age_band", *PERSONAL)}
    assert kept.digest != _digest(guess | {"employer": WORKPLACE})
    assert (kept.learner_id, db.session.scalars(sa.select(Enrolment.snapshot_id)).all()) == (
        number,
        before,
    )


def test_two_profiles_that_differ_in_the_workplace_only_are_both_forgotten() -> None:
    person = worker()
    db.session.get_one(Profile, person.id).employer = None
    make.completed(make.run(), person)
    db.session.commit()
    erase(person, by=None)
    db.session.commit()
    chosen = sa.select(Snapshot.employer).order_by(Snapshot.id)
    assert db.session.scalars(chosen).all() == [None, None]
