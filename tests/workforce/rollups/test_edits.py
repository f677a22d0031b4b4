"""What a process keeps while the facts change: after every edit the same as counted anew."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from certificates.models import Certificate, CertificateState
from courses.content.models import CourseSkill
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from courses.enrolment.operations import withdraw
from courses.learning import activity
from lms.accounts.digests import encrypt
from lms.accounts.models import Profile, SensitiveProfile, User, UserState
from lms.accounts.operations import erase
from lms.clock import now, travel
from lms.db import db
from lms.reference.models import FrameworkSkill
from lms.workforce.grid import Grid
from lms.workforce.periods import Period
from lms.workforce.rollups import distinct, operations, rebuilding
from lms.workforce.rollups.cube import MUEANG, Cube, cube
from lms.workforce.rollups.models import Kind
from tests import make
from tests.workforce.rollups.test_counting import live, person, roll_up

pytestmark = pytest.mark.usefixtures("database")
EDITS, CHANGES, ASKED = 15, 3, 120
DIMS = (
    (), ("district",), ("sex", "province"), (MUEANG, "district"), ("disability",),
    ("employer", "skill"), ("course", "district"), ("skill_level", "institution", "age_band"),
)  # fmt: skip
OF_COURSES = ((), ("run",), ("skill", "mode"))
Ask = Callable[[Cube], Grid[Any]]


class World:
    """People, runs, and whatever may happen to them."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.skills = db.session.scalars(sa.select(FrameworkSkill).limit(4)).all()
        self.runs = [self.run() for _n in range(4)]
        self.people = [person(dice) for _n in range(12)]
        for _n in range(20):
            self.enrol()

    def run(self) -> CourseRun:
        course = make.course(hours=Decimal(self.dice.randint(1, 9)))
        db.session.add(CourseSkill(course_id=course.id, skill_id=self.skills[0].id, level="basic"))
        return make.run(course, opens_at=now() - timedelta(days=500))

    def some(self, model: Any, *conditions: Any) -> Any:
        """One of them, or nothing where there is none."""
        found = db.session.scalars(sa.select(model).where(*conditions).order_by(model.id)).all()
        return self.dice.choice(found) if found else None

    def enrol(self) -> None:
        who, run = self.dice.choice(self.people), self.dice.choice(self.runs)
        if who.state is UserState.ACTIVE and not self.some(
            Enrolment, Enrolment.learner_id == who.id, Enrolment.run_id == run.id
        ):
            with travel(timedelta(days=-self.dice.randint(0, 400))):
                live(self.dice, who, run)

    def come(self) -> None:
        self.people.append(person(self.dice))
        self.enrol()

    def offer(self) -> None:
        """Another run, or one more skill of a course whose runs are known."""
        if self.dice.random() < 0.5:
            self.runs.append(self.run())
            return
        skill, level = self.dice.choice(self.skills[1:]), self.dice.choice(("basic", "advanced"))
        run = self.dice.choice(self.runs)
        db.session.merge(CourseSkill(course_id=run.course_id, skill_id=skill.id, level=level))

    def move(self) -> None:
        """Another home and workplace from the next enrolment on: values shift in their order."""
        profile = db.session.get_one(Profile, self.dice.choice(self.people).id)
        profile.district_code = self.dice.choice(("1001", "3000", "3005", "3021", "9001", None))
        profile.employer = self.dice.choice(("0107537000114", "0994000165200", None))

    def learn(self) -> None:
        place = self.some(Enrolment, Enrolment.state == EnrolmentState.ACTIVE)
        if place is not None:
            at = now() - timedelta(days=self.dice.randint(0, 90))
            activity.note(db.session.connection(), place.id, at)

    def leave(self) -> None:
        place = self.some(Enrolment, Enrolment.state == EnrolmentState.ACTIVE)
        if place is not None:
            withdraw(place, by=place.learner)

    def finish(self) -> None:
        place = self.some(Enrolment, Enrolment.state == EnrolmentState.ACTIVE)
        if place is not None:
            place.state = EnrolmentState.COMPLETED
            place.completed_at = now() - timedelta(days=self.dice.randint(0, 90))

    def revoke(self) -> None:
        paper = self.some(Certificate, Certificate.state == CertificateState.VALID)
        if paper is not None:
            paper.state = CertificateState.REVOKED

    def tell(self) -> None:
        """Of a disability, or take it back."""
        who = self.dice.choice(self.people)
        row = db.session.get(SensitiveProfile, who.id)
        if row is not None:
            db.session.delete(row)
        elif who.state is UserState.ACTIVE:
            db.session.add(SensitiveProfile(user_id=who.id, disability=encrypt("1")))

    def erase(self) -> None:
        who: User = self.dice.choice(self.people)
        if who.state is UserState.ACTIVE:
            erase(who, by=None)
            self.people.remove(who)

    def change(self) -> None:
        often = (self.enrol, self.enrol, self.come, self.move, self.learn)
        seldom = (self.offer, self.leave, self.finish, self.revoke, self.tell, self.erase)
        self.dice.choice((*often, *seldom))()
        db.session.flush()


def questions() -> Iterator[tuple[str, Ask]]:
    """All kinds of answers, by their names."""
    this = Period.now(now())
    last = this.before
    so_far = Period.so_far(last, last.months[7])
    periods = (Period.parse("all"), this, last, last.children[3], so_far,
               *map(Period.of_month, last.months[8:]))  # fmt: skip
    for dims, period in product(DIMS, periods):
        yield from _of(dims, period)
    for dims in OF_COURSES:
        yield f"cohorts {dims}", partial(Cube.cohorts, dims=dims)


def _of(dims: tuple[str, ...], period: Period) -> Iterator[tuple[str, Ask]]:
    where = f"{dims} {period}"
    for kind in Kind:
        asked: dict[str, Any] = {"kind": kind, "dims": dims, "period": period}
        yield f"people {kind} {where}", partial(Cube.people, **asked)
        if kind in (Kind.APPLIED, Kind.CERTIFIED):
            yield f"enrolments {kind} {where}", partial(Cube.enrolments, **asked)
            yield f"employers {kind} {where}", partial(Cube.employers, **asked)
    yield f"hours {where}", partial(Cube.hours, dims=dims, period=period)
    yield f"gains {where}", partial(Cube.gains, dims=dims, period=period)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_is_what_would_be_counted_anew(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    world, every = World(dice), list(questions())
    operations.rebuild()
    db.session.commit()
    held = cube()
    for _n in range(EDITS):
        monkeypatch.setattr(distinct, "CELL_COSTS", dice.choice((0, 3000)))  # both ways of counting
        _compare(held, dice.sample(every, ASKED))
        for _change in range(dice.randint(1, CHANGES)):
            world.change()
        db.session.commit()
        while roll_up():
            pass
        db.session.commit()
        cube()
    _compare(held, every)
    assert rebuilding.differences() == []


def _compare(held: Cube, asked: Sequence[tuple[str, Ask]]) -> None:
    fresh = Cube()
    fresh.refresh()
    assert fresh.edit == held.edit
    for name, ask in asked:
        kept, anew = ask(held), ask(fresh)
        assert set(kept) == set(anew), name  # a value that came up since has no cell there
        assert np.allclose(kept.on(anew.names), anew.array, rtol=1e-12), name
