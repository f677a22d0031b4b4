"""Who may be exported: those who agreed to it, with the fields that were agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from certificates.public import Certificate, CertificateState
from courses.public import Course, CourseRun, Enrolment, EnrolmentState
from lms.accounts.public import PARTNERS, Claim, Profile, User, UserState, consented_to
from lms.clock import now
from lms.db import db
from lms.errors import found
from lms.i18n.dates import to_bangkok
from lms.institutions.public import Institution, Permission, held_at
from lms.workforce.people.models import ExportedPerson, ExportState, PersonExport

OF_AGE = 20
A_BATCH = 500
SEATED = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)


@dataclass(frozen=True)
class Filters:
    """Whose learning it is about; empty is any."""

    institution: str = ""
    course: str = ""
    district: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Person:
    """One line of the file: nothing but what the consent names."""

    id: int
    name: str
    name_en: str
    email: str
    district: str
    courses: tuple[str, ...]
    certificates: tuple[str, ...]


def chosen(filters: Filters) -> sa.Select[Any]:
    """The ids of those who agreed, are of age, and learned what the filters say."""
    statement = select(User.id).where(agreeing(), _learned(filters).exists())
    if filters.district:
        lives = select(Profile.user_id).where(
            Profile.user_id == User.id, Profile.district_code == filters.district
        )
        statement = statement.where(lives.exists())
    return statement


def agreeing() -> sa.ColumnElement[bool]:
    """An account in use, a consent that stands today, and known to be of age: no guardian speaks."""
    today = to_bangkok(now()).date()
    return sa.and_(
        User.state == UserState.ACTIVE,
        consented_to(PARTNERS),
        User.date_of_birth <= _years_before(today, OF_AGE),
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _learned(filters: Filters) -> sa.Select[Any]:
    places = (
        select(Enrolment.id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .where(Enrolment.learner_id == User.id, Enrolment.state.in_(SEATED))
        .correlate(User)
    )
    return places.where(*_about(filters))


def _about(filters: Filters) -> list[sa.ColumnElement[bool]]:
    about: list[sa.ColumnElement[bool]] = []
    if filters.institution:
        at = select(Institution.id).where(Institution.code == filters.institution)
        about.append(Course.institution_id == at.scalar_subquery())
    if filters.course:
        about.append(Course.code == filters.course)
    return about


def number_of(filters: Filters) -> int:
    counted = select(sa.func.count()).select_from(chosen(filters).subquery())
    return db.session.scalar(counted) or 0


def people(filters: Filters) -> list[Person]:
    """Everybody who fits, in the order of Thai names."""
    ids = list(db.session.scalars(chosen(filters).order_by(User.sort_key, User.id)))
    lines: list[Person] = []
    for start in range(0, len(ids), A_BATCH):
        lines += _lines(ids[start : start + A_BATCH], filters)
    return lines


def _lines(ids: Sequence[int], filters: Filters) -> Iterable[Person]:
    users = {u.id: u for u in db.session.scalars(select(User).where(User.id.in_(ids)))}
    lives = _districts(ids)
    courses, papers = _courses(ids, filters), _papers(ids, filters)
    for number in ids:
        user = users[number]
        yield Person(
            id=number,
            name=user.display_name.th,
            name_en=user.display_name.en,
            email=user.email or "",
            district=lives.get(number) or "",
            courses=tuple(courses[number]),
            certificates=tuple(papers[number]),
        )


def _districts(ids: Sequence[int]) -> dict[int, str | None]:
    where = select(Profile.user_id, Profile.district_code).where(Profile.user_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(where)}


def _courses(ids: Sequence[int], filters: Filters) -> Mapping[int, list[str]]:
    rows = db.session.execute(
        select(Enrolment.learner_id, Course.code)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .where(Enrolment.learner_id.in_(ids), Enrolment.state.in_(SEATED), *_about(filters))
        .distinct()
        .order_by(Enrolment.learner_id, Course.code)
    )
    return _grouped((row[0], row[1]) for row in rows)


def _papers(ids: Sequence[int], filters: Filters) -> Mapping[int, list[str]]:
    rows = db.session.execute(
        select(Certificate.learner_id, Course.code, Certificate.register_number)
        .join(Course, Course.id == Certificate.course_id)
        .where(
            Certificate.learner_id.in_(ids),
            Certificate.state == CertificateState.VALID,
            Certificate.is_sample.is_(False),
            *_about(filters),
        )
        .order_by(Certificate.learner_id, Certificate.id)
    )
    return _grouped((found(row[0]), f"{row[1]} {row[2]}") for row in rows)


def _grouped(pairs: Iterable[tuple[int, str]]) -> Mapping[int, list[str]]:
    grouped: defaultdict[int, list[str]] = defaultdict(list)
    for number, text in pairs:
        grouped[number].append(text)
    return grouped


def agency(claims: Iterable[Claim]) -> Institution:
    """For whom an analyst works."""
    _everywhere, places = held_at(claims, Permission.PEOPLE_EXPORT)
    return found(db.session.get(Institution, min(places)))


def get_export(public_id: str) -> PersonExport:
    return found(db.session.scalar(select(PersonExport).filter_by(public_id=public_id)))


def exports_by(user_id: int) -> Sequence[PersonExport]:
    """Somebody's own exports, the newest first."""
    return db.session.scalars(
        select(PersonExport)
        .where(PersonExport.by_id == user_id)
        .order_by(PersonExport.created_at.desc(), PersonExport.id.desc())
        .limit(50)
    ).all()


def ordered_lately(user_id: int, within: timedelta) -> int:
    recent = select(sa.func.count()).where(
        PersonExport.by_id == user_id, PersonExport.created_at > now() - within
    )
    return db.session.scalar(recent) or 0


def is_outdated(export: PersonExport) -> bool:
    outdated = select(PersonExport.id).where(PersonExport.id == export.id, _outdated())
    return db.session.scalar(outdated) is not None


def _outdated() -> sa.ColumnElement[bool]:
    """Somebody in the file has withdrawn, or left, since it was made."""
    still_in = (
        select(sa.func.count())
        .select_from(ExportedPerson)
        .join(User, User.id == ExportedPerson.user_id)
        .where(ExportedPerson.export_id == PersonExport.id, agreeing())
        .correlate(PersonExport)
    )
    return still_in.scalar_subquery() != PersonExport.people


def still_agreeing(people: Sequence[int]) -> list[int]:
    """Those of them who agree now."""
    kept: list[int] = []
    for start in range(0, len(people), A_BATCH):
        batch = User.id.in_(people[start : start + A_BATCH])
        kept += db.session.scalars(select(User.id).where(batch, agreeing()))
    return kept


def ended() -> Sequence[PersonExport]:
    """Files whose time is over, or in which somebody agrees no more."""
    ready, ordered = ExportState.READY, ExportState.ORDERED
    is_over = sa.or_(
        sa.and_(PersonExport.state.in_((ready, ordered)), PersonExport.expires_at <= now()),
        sa.and_(PersonExport.state == ready, _outdated()),
    )
    return db.session.scalars(
        select(PersonExport).where(is_over).order_by(PersonExport.id).limit(100)
    ).all()


def exports_of(user_id: int) -> Sequence[PersonExport]:
    """The files that held somebody's data."""
    return db.session.scalars(
        select(PersonExport)
        .join(ExportedPerson, ExportedPerson.export_id == PersonExport.id)
        .where(ExportedPerson.user_id == user_id)
        .options(joinedload(PersonExport.institution))
        .order_by(PersonExport.id)
    ).all()
