"""Numbers against a count by hand: of the same facts, in plain Python."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from time import sleep
from typing import Any

import pytest
import sqlalchemy as sa

from certificates.models import Certificate, CertificateState
from courses.content.models import CourseFacet, CourseSkill
from courses.enrolment.models import Enrolment, EnrolmentState, Offering, Snapshot
from courses.enrolment.operations import enrol, withdraw
from courses.learning.models import Activity, QuizResult
from lms.accounts.digests import encrypt
from lms.accounts.models import Profile, SensitiveProfile, User
from lms.accounts.operations import erase
from lms.clock import now, travel
from lms.db import db
from lms.i18n.dates import to_bangkok
from lms.jobs.queue import drain, plan_recurring
from lms.reference.models import FrameworkSkill
from lms.workforce.periods import Period, month_of
from lms.workforce.rollups import distinct, operations, queries, rebuilding
from lms.workforce.rollups.cube import cube
from lms.workforce.rollups.models import EnrolmentFact, Kind, Watermark
from tests import make

pytestmark = pytest.mark.usefixtures("database")
DIMS = ("district", "sex", "institution", "skill", "mode")


def person(dice: random.Random) -> User:
    who = make.user(date_of_birth=date(dice.choice((1950, 1980, 2003)), 1, 1))
    db.session.add(
        Profile(user_id=who.id, sex=dice.choice(("male", "female", None)),
                district_code=dice.choice(("3001", "3002", "3021", None)), province_code="30")
    )  # fmt: skip
    return who


def roll_up() -> int:
    """Count on; never while an older transaction of another test on the server holds it up."""
    undisturbed()
    return operations.roll_up()


def undisturbed() -> None:
    """Wait until all that was committed here may be counted."""
    for _n in range(400):
        connection = db.session.connection()
        below = queries.oldest_running(connection)
        if below is None or below > queries.newest(connection, below=None)[0]:
            return
        db.session.rollback()
        sleep(0.05)
    raise AssertionError("another transaction does not end")


@pytest.fixture
def world(database: None) -> list[Enrolment]:
    """People who enrol in several runs, move, drop out, come back, erase their accounts."""
    dice = random.Random(7)
    skills = db.session.scalars(sa.select(FrameworkSkill).limit(3)).all()
    runs = []
    for n in range(4):
        course = make.course(hours=Decimal(n + 2))
        db.session.add(CourseSkill(course_id=course.id, skill_id=skills[n % 3].id, level="basic"))
        if n == 3:
            db.session.add(
                CourseSkill(course_id=course.id, skill_id=skills[1].id, level="advanced")
            )
        db.session.add(CourseFacet(course_id=course.id, facet="dimension", value="safety"))
        runs += [make.run(course, opens_at=now() - timedelta(days=500)) for _ in range(2)]
    db.session.flush()
    places = []
    for _n in range(60):
        who = person(dice)
        for run in dice.sample(runs, dice.randint(1, 5)):
            if dice.random() < 0.2:
                profile = db.session.get_one(Profile, who.id)
                profile.district_code = dice.choice(("3001", "3021"))
                db.session.flush()
            with travel(timedelta(days=-dice.randint(0, 400))):
                places.append(live(dice, who, run))
    db.session.commit()
    return places


def live(dice: random.Random, who: User, run: Any) -> Enrolment:
    place = enrol(who, run)
    db.session.flush()
    at, fate = now(), dice.random()
    for step in range(dice.randint(0, 3)):
        day = to_bangkok(at + timedelta(days=20 * step)).date()
        db.session.merge(
            Activity(enrolment_id=place.id, month=day.year * 100 + day.month, last_on=day)
        )
    if fate < 0.4:
        place.state, place.completed_at = EnrolmentState.COMPLETED, at + timedelta(days=30)
        for role, percent in (
            ("pre_test", dice.randint(0, 100)),
            ("post_test", dice.randint(0, 100)),
        ):
            if dice.random() < 0.8:
                db.session.add(
                    QuizResult(enrolment_id=place.id, lesson_key=1 if role == "pre_test" else 2,
                               role=role, attempts=1, first_percent=percent, best_percent=percent,
                               passed=True, updated_at=at + timedelta(days=29))
                )  # fmt: skip
        if dice.random() < 0.8:
            _paper(place, at + timedelta(days=31), revoked=dice.random() < 0.2)
    elif fate < 0.6:
        withdraw(place, by=who)
    return place


def _paper(place: Enrolment, at: datetime, *, revoked: bool) -> None:
    db.session.add(
        Certificate(
            learner_id=place.learner_id, enrolment_id=place.id, run_id=place.run_id,
            course_id=place.run.course_id, institution_id=place.institution_id, design="wuthibat",
            be_year=2569, sequence=place.id, register_number=str(place.id), issued_at=at,
            state=CertificateState.REVOKED if revoked else CertificateState.VALID,
            statement=b"{}", statement_digest="0" * 64,
        )
    )  # fmt: skip


Lines = list[tuple[int, dict[str, list[str]], dict[Kind, set[int]]]]


def lines() -> Lines:
    """Who, with which values, learned what in which months: out of the rows one by one."""
    snapshots = {s.id: s for s in db.session.scalars(sa.select(Snapshot))}
    offerings = {o.id: o for o in db.session.scalars(sa.select(Offering))}
    codes = {r[0]: r[1] for r in db.session.execute(sa.text("SELECT id, code FROM institution"))}
    found: Lines = []
    for e in db.session.scalars(sa.select(Enrolment)):
        s, o = snapshots[e.snapshot_id], offerings[e.offering_id]
        values = {
            "district": [s.district_code or "na"], "sex": [s.sex or "na"], "mode": [o.mode],
            "institution": [codes[o.institution_id]],
            "skill": sorted({x.rpartition(":")[0] for x in o.skills}) or ["na"],
        }  # fmt: skip
        found.append((e.learner_id, values, {kind: _months(kind, e) for kind in KINDS}))
    return found


def by_hand(
    every: Lines, kind: Kind, dims: tuple[str, ...], period: Period
) -> dict[tuple[str, ...], set[int]]:
    """Sets of people by cell, margins and all."""
    cells: dict[tuple[str, ...], set[int]] = {}
    for who, values, months in every:
        if any(period.holds(month) for month in months[kind]):
            for cell in _cells([["*", *values[d]] for d in dims]):
                cells.setdefault(cell, set()).add(who)
    return cells


def _cells(values: list[list[str]]) -> Iterator[tuple[str, ...]]:
    if not values:
        yield ()
        return
    for first in values[0]:
        for rest in _cells(values[1:]):
            yield (first, *rest)


def _months(kind: Kind, e: Enrolment) -> set[int]:
    active = set(db.session.scalars(sa.select(Activity.month).filter_by(enrolment_id=e.id)))
    done = {month_of(e.completed_at)} if e.completed_at else set()
    if kind is Kind.APPLIED:
        return {month_of(e.enrolled_at)}
    if kind is Kind.ACTIVE:
        return active | done
    if kind is Kind.COMPLETED:
        return done
    if kind is Kind.CERTIFIED:
        papers = db.session.scalars(sa.select(Certificate).filter_by(enrolment_id=e.id))
        valid = [month_of(p.issued_at) for p in papers if p.state != CertificateState.REVOKED]
        return {min(valid)} if valid else set()
    last = db.session.scalar(sa.select(sa.func.max(Activity.last_on)).filter_by(enrolment_id=e.id))
    if kind is Kind.DROPPED and last is not None and not done:
        if e.state is EnrolmentState.WITHDRAWN:
            assert e.withdrawn_at is not None
            return {month_of(e.withdrawn_at)}
        idle = last + timedelta(days=60)
        return {idle.year * 100 + idle.month} if idle <= to_bangkok(now()).date() else set()
    return set()


KINDS = (Kind.APPLIED, Kind.ACTIVE, Kind.COMPLETED, Kind.CERTIFIED, Kind.DROPPED)
PERIODS = ("all", "2570", "2569", "2569-q4", "2569-11", "2569-08")


@pytest.mark.parametrize(
    ("incremental", "cell_costs", "by_home"), [(False, 0, 9999), (True, 800, 9999), (False, 0, 0)]
)
def test_every_cell_is_what_a_count_by_hand_says(
    world: Any, monkeypatch: pytest.MonkeyPatch, incremental: bool, cell_costs: int, by_home: int
) -> None:
    monkeypatch.setattr(distinct, "CELL_COSTS", cell_costs)  # every way of counting
    monkeypatch.setattr(distinct, "MOST_BY_HOME", by_home)
    _count(incremental)
    every = lines()
    for kind in KINDS:
        for text in PERIODS:
            period = Period.parse(text)
            for size in range(3):
                for dims in combinations(sorted(DIMS), size):
                    expected = {c: len(p) for c, p in by_hand(every, kind, dims, period).items()}
                    assert cube().people(kind, dims, period) == expected, (kind, dims, text)


def _count(incremental: bool) -> None:
    if incremental:
        operations._hold_watermark().edit = 1  # an installation from the first day on
        db.session.commit()
        while roll_up():
            pass
    else:
        operations.rebuild()
    db.session.commit()


def test_counting_on_and_counting_anew_agree(world: Any) -> None:
    _count(incremental=True)
    assert rebuilding.differences() == []


def test_hours_and_enrolments_are_sums(world: Any) -> None:
    operations.rebuild()
    db.session.commit()
    rows = db.session.execute(
        sa.select(Enrolment, Offering)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(Enrolment.state == EnrolmentState.COMPLETED)
    ).all()
    hours = cube().hours(("district", "institution"), Period.parse("all"))
    assert hours["*", "*"] == sum(o.hours for _e, o in rows)
    assert cube().enrolments(Kind.COMPLETED, (), Period.parse("all"))[()] == len(rows)
    parts = [n for (d, i), n in hours.items() if d != "*" and i != "*"]
    assert sum(parts) == hours["*", "*"]


def test_results_before_and_after_are_summed(world: Any) -> None:
    operations.rebuild()
    db.session.commit()
    pairs = []
    for e in db.session.scalars(sa.select(Enrolment)):
        found = {r.role: r.best_percent for r in db.session.scalars(
            sa.select(QuizResult).filter_by(enrolment_id=e.id))}  # fmt: skip
        if len(found) == 2:
            pairs.append((found["pre_test"], found["post_test"]))
    gain = cube().gains((), Period.parse("all"))[()]
    assert (gain.n, gain.pre, gain.post) == (
        len(pairs), sum(a for a, _b in pairs), sum(b for _a, b in pairs))  # fmt: skip
    assert gain.square == sum((b - a) ** 2 for a, b in pairs)


def test_everything_that_changes_is_heard_of(world: list[Enrolment]) -> None:
    operations.rebuild()
    db.session.commit()
    dice, changed = random.Random(3), [e for e in world if e.state is EnrolmentState.ACTIVE]
    changed[0].state, changed[0].completed_at = EnrolmentState.COMPLETED, now()
    withdraw(changed[1], by=changed[1].learner)
    enrol(person(dice), world[0].run)
    enrol(changed[1].learner, changed[1].run)
    paper = db.session.scalars(
        sa.select(Certificate).filter_by(state=CertificateState.VALID)
    ).first()
    assert paper is not None
    paper.state = CertificateState.REVOKED
    gone = db.session.scalars(
        sa.select(Certificate).where(Certificate.state == CertificateState.VALID)
    ).first()
    assert gone is not None
    who = db.session.get_one(User, gone.learner_id)

    erase(who, by=None)
    db.session.commit()
    before = cube().edit
    while roll_up():
        pass
    db.session.commit()
    assert cube().edit > before
    assert rebuilding.differences() == []
    by_kind = {k: cube().people(k, ("sex",), Period.parse("all")) for k in Kind}
    cube().clear()
    assert by_kind == {k: cube().people(k, ("sex",), Period.parse("all")) for k in Kind}


def test_a_difference_is_found(world: Any) -> None:
    operations.rebuild()
    db.session.execute(sa.update(EnrolmentFact).values(completed=202401))
    db.session.commit()
    assert rebuilding.differences()


def test_who_rests_for_sixty_days_has_dropped_out_until_they_come_back() -> None:
    place = make.enrolment()
    today = to_bangkok(now()).date()
    db.session.add(Activity(enrolment_id=place.id, month=month_of(now()), last_on=today))
    operations.rebuild()
    db.session.commit()
    always = Period.parse("all")
    with travel(timedelta(days=59)):
        roll_up()
        db.session.commit()
        assert cube().people(Kind.DROPPED, (), always) == {}
    with travel(timedelta(days=61)):
        roll_up()
        db.session.commit()
        assert cube().people(Kind.DROPPED, (), always) == {(): 1}
        from courses.learning import activity

        activity.note(db.session.connection(), place.id, now())
        db.session.commit()
        roll_up()
        db.session.commit()
        assert cube().people(Kind.DROPPED, (), always) == {}


def test_disability_is_counted_encrypted_and_forgotten_when_it_is_taken_back() -> None:
    place = make.enrolment()
    row = SensitiveProfile(user_id=place.learner_id, disability=encrypt("1"))
    db.session.add(row)
    operations.rebuild()
    db.session.commit()
    always = Period.parse("all")
    assert cube().people(Kind.APPLIED, ("disability",), always)["1",] == 1
    db.session.delete(row)
    db.session.commit()
    roll_up()
    db.session.commit()
    assert ("1",) not in cube().people(Kind.APPLIED, ("disability",), always)
    assert rebuilding.differences() == []


def test_who_is_erased_works_nowhere_any_more() -> None:
    who = make.user()
    db.session.add(Profile(user_id=who.id, employer="0107537000114", sex="female"))
    db.session.flush()
    make.enrolment(None, who)
    operations.rebuild()
    db.session.commit()
    always, held = Period.parse("all"), cube()
    assert held.people(Kind.APPLIED, ("employer",), always)["0107537000114",] == 1
    assert held.employers(Kind.APPLIED, (), always)[()] == 1
    erase(who, by=None)
    db.session.commit()
    roll_up()
    db.session.commit()
    assert ("0107537000114",) not in cube().people(Kind.APPLIED, ("employer",), always)
    assert cube().employers(Kind.APPLIED, (), always) == {}
    assert cube().people(Kind.APPLIED, ("sex",), always)["female",] == 1
    assert rebuilding.differences() == []


def test_people_stay_when_they_began() -> None:
    run = make.run()
    for months in ((202601,), (202601, 202602), (202601, 202603), (202602,)):
        place = make.enrolment(run)
        for month in months:
            day = date(month // 100, month % 100, 3)
            db.session.add(Activity(enrolment_id=place.id, month=month, last_on=day))
    operations.rebuild()
    db.session.commit()
    assert cube().active_months() == (202601, 202602, 202603)
    counts = cube().cohorts(())[()]
    assert counts[:, :3].tolist() == [[3, 1, 1], [1, 0, 0], [0, 0, 0]]


def test_two_counts_at_once_take_turns(world: Any) -> None:
    undisturbed()
    operations.rebuild()
    db.session.commit()
    assert db.session.get_one(Watermark, "people").edit == operations.GENERATION
    assert operations.roll_up() == 0


def test_the_first_round_of_the_worker_counts_everything_anew(world: Any) -> None:
    plan_recurring()
    db.session.commit()
    drain()
    assert cube().people(Kind.APPLIED, (), Period.parse("all"))[()] == 60
    assert rebuilding.differences() == []


def test_an_upgrade_counts_once_before_it_serves(world: Any) -> None:
    operations.count_first()
    db.session.commit()
    assert cube().people(Kind.APPLIED, (), Period.parse("all"))[()] == 60
    edit = db.session.get_one(Watermark, "people").edit
    operations.count_first()
    assert db.session.get_one(Watermark, "people").edit == edit


def test_many_events_do_not_wait_for_the_next_round(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "AT_ONCE", 25)
    operations._hold_watermark().edit = 1
    db.session.commit()
    plan_recurring()
    db.session.commit()
    undisturbed()
    drain()
    assert cube().people(Kind.APPLIED, (), Period.parse("all"))[()] == 60
    assert rebuilding.differences() == []


def test_what_is_read_later_is_of_the_same_moment(world: list[Enrolment]) -> None:
    operations.rebuild()
    db.session.commit()
    always, held = Period.parse("all"), cube()
    before = held.people(Kind.APPLIED, ("sex",), always)[("*",)]
    place = make.enrolment(world[0].run)
    today = to_bangkok(now()).date()
    db.session.add(Activity(enrolment_id=place.id, month=month_of(now()), last_on=today))
    db.session.commit()
    roll_up()
    db.session.commit()
    learned = held.people(Kind.ACTIVE, ("sex",), always)
    assert held.people(Kind.APPLIED, ("sex",), always)[("*",)] == before + 1
    held.clear()
    held.refresh()
    assert held.people(Kind.ACTIVE, ("sex",), always) == learned
