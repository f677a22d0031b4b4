"""Learners of the demonstration, and what they did in the months before today."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from sqlalchemy import select

from courses.public import Course, CourseRun, enrol, withdraw
from lms.accounts.public import User, create_user, update_profile
from lms.clock import now
from lms.db import db, one_transaction
from lms.demo.people import HOW_MANY, Person, email, person
from lms.demo.places import read
from lms.demo.studies import Days, has_begun, study

LIKED = {"NRRU-CYB-01": 5, "RMUTI-PPL-02": 3, "RMUTI-AI-03": 4}


def load(say: Callable[[str], None]) -> None:
    """One learner after the other, each in one transaction: who is there already stays."""
    with db.engines["read"].connect() as connection:
        known = set(connection.scalars(select(User.email).where(User.email.like("learner%"))))
    db.session.rollback()
    fills = list(_fills())
    missing = [number for number in range(1, HOW_MANY + 1) if email(number) not in known]
    if missing:
        say(f"{len(missing)} learners")
    for number in missing:
        with one_transaction():
            _live(person(number), fills)
        db.session.expunge_all()


def _fills() -> list[tuple[str, int, float, float]]:
    """Runs that are to be filled: course, how many, and between which days ago."""
    today = 0.3
    return [
        (p["course"], p["fill"], -p["opened"] - 0.5, max(today, -p.get("closes", 0) + 0.5))
        for p in read("runs")
        if "fill" in p
    ]


def _live(who: Person, fills: list[tuple[str, int, float, float]]) -> None:
    """An account, a profile, and what this one learns."""
    dice = Random(f"life {who.number}")  # noqa: S311 - invented lives, no secrets
    days = Days(now() - timedelta(days=who.day), dice)
    with days.then():
        learner = create_user(name=who.name, email=who.email, date_of_birth=who.born, how="demo")
        update_profile(learner, **who.profile)
    wanted = dice.choices(list(LIKED), list(LIKED.values()))
    wanted += dice.sample([code for code in LIKED if code not in wanted], len(LIKED) - 1)
    how_many = dice.choices((0, 1, 2), (6, 56, 38))[0]  # some have not found a course yet
    for code in wanted[:how_many]:
        days.pass_by(3, 60 * 24 * 2)
        _take(learner, _run(code), days)
    _fill(learner, who, fills, dice)


def _take(learner: User, run: CourseRun, days: Days) -> None:
    """Enrol, and come as far as life lets one."""
    days.at = max(days.at, run.opens_at + timedelta(minutes=1))
    if days.is_over:
        return
    with days.then():
        enrolment = enrol(learner, run)
    fate = days.dice.random()
    share = 1.0 if fate < 0.56 else days.dice.uniform(0.15, 0.95)
    if has_begun(run, days):
        study(enrolment, days, share=share, skill=days.dice.uniform(0.66, 0.98))
    if fate > 0.95 and not days.is_over and enrolment.completed_at is None:
        days.pass_by(60, 60 * 24)
        if not days.is_over:
            with days.then():
                withdraw(enrolment, by=learner)


def _fill(
    learner: User, who: Person, fills: list[tuple[str, int, float, float]], dice: Random
) -> None:
    """The first so many numbers of a block ask for a place, in their order."""
    start = 0
    for code, many, earliest, latest in fills:
        place, start = who.number - start - 1, start + many
        if not 0 <= place < many:
            continue
        ago = earliest + (latest - earliest) * (place + 0.5) / many
        run = _run(code)
        days = Days(max(now() - timedelta(days=ago), run.opens_at + timedelta(minutes=1)), dice)
        with days.then():
            enrolment = enrol(learner, run)
        if enrolment.has_seat and has_begun(run, days):
            study(enrolment, days, share=dice.uniform(0, 0.5), skill=0.8)


def _run(code: str) -> CourseRun:
    return db.session.scalars(
        select(CourseRun)
        .join(Course, Course.id == CourseRun.course_id)
        .where(Course.code == code)
        .order_by(CourseRun.number)
        .limit(1)
    ).one()
