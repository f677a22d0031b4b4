"""Reads of organisations, vacancies and demand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from courses.public import Level
from lms.accounts.public import Workplace
from lms.db import db
from lms.errors import found
from lms.i18n import Localised
from lms.i18n.thai import arabic_digits, normalise
from lms.reference import queries as reference
from lms.workforce.demand.models import (
    Body,
    Organisation,
    OrganisationKind,
    OrganisationMembership,
    Vacancy,
)

PAGE = 50
FEW = 12
DIGITS = 4
LEVELS = tuple(Level)


@dataclass(frozen=True)
class OrganisationPage:
    """Organisations in the order of their names; `after` leads on."""

    organisations: Sequence[Organisation]
    total: int
    after: str | None


@dataclass(frozen=True)
class VacancyPage:
    """Vacancies, the newest first; `after` leads on."""

    vacancies: Sequence[Vacancy]
    total: int
    after: str | None


@dataclass
class Demand:
    """Open places that ask for a skill in a district, and how many organisations have them."""

    places: int = 0
    organisations: set[int] = field(default_factory=set)


def get_organisation(public_id: str) -> Organisation:
    return found(
        db.session.scalar(
            select(Organisation)
            .filter_by(public_id=public_id)
            .options(
                selectinload(Organisation.memberships).joinedload(
                    OrganisationMembership.verified_by
                )
            )
        )
    )


def get_vacancy(public_id: str) -> Vacancy:
    return found(
        db.session.scalar(
            select(Vacancy)
            .filter_by(public_id=public_id)
            .options(joinedload(Vacancy.organisation), selectinload(Vacancy.skills))
        )
    )


def organisations(
    search: str = "",
    *,
    kind: OrganisationKind | None = None,
    body: Body | None = None,
    district: str = "",
    active: bool = False,
    after: str = "",
) -> OrganisationPage:
    """One page of those that fit; the search takes names and numbers, digits in any spelling."""
    wanted = select(Organisation)
    wanted = wanted.where(*_found_by(search))
    if kind is not None:
        wanted = wanted.where(Organisation.kind == kind)
    if body is not None:
        members = select(OrganisationMembership.organisation_id).filter_by(body=body)
        wanted = wanted.where(Organisation.id.in_(members))
    if district:
        wanted = wanted.where(Organisation.district_code == district)
    if active:
        wanted = wanted.where(Organisation.is_active)
    total = db.session.scalar(select(sa.func.count()).select_from(wanted.subquery())) or 0
    last = db.session.scalar(select(Organisation).filter_by(public_id=after)) if after else None
    if last is not None:
        place = sa.tuple_(Organisation.words, Organisation.id)
        wanted = wanted.where(place > sa.tuple_(sa.literal(last.words), sa.literal(last.id)))
    rows = db.session.scalars(
        wanted.order_by(Organisation.words, Organisation.id)
        .options(selectinload(Organisation.memberships))
        .limit(PAGE + 1)
    ).all()
    shown = rows[:PAGE]
    return OrganisationPage(shown, total, shown[-1].public_id if len(rows) > PAGE else None)


def vacancies(
    search: str = "", *, district: str = "", open_on: date | None = None, after: str = ""
) -> VacancyPage:
    """One page of what organisations look for."""
    wanted = select(Vacancy).join(Organisation, Organisation.id == Vacancy.organisation_id)
    for word in normalise(search).casefold().split():
        wanted = wanted.where(
            or_(
                sa.func.lower(Vacancy.title).contains(word, autoescape=True),
                Organisation.words.contains(word, autoescape=True),
            )
        )
    if district:
        wanted = wanted.where(Vacancy.district_code == district)
    if open_on is not None:
        wanted = wanted.where(*_open(open_on))
    total = db.session.scalar(select(sa.func.count()).select_from(wanted.subquery())) or 0
    last = db.session.scalar(select(Vacancy).filter_by(public_id=after)) if after else None
    if last is not None:
        place = sa.tuple_(Vacancy.opens_on, Vacancy.id)
        wanted = wanted.where(place < sa.tuple_(sa.literal(last.opens_on), sa.literal(last.id)))
    rows = db.session.scalars(
        wanted.order_by(Vacancy.opens_on.desc(), Vacancy.id.desc())
        .options(joinedload(Vacancy.organisation), selectinload(Vacancy.skills))
        .limit(PAGE + 1)
    ).all()
    shown = rows[:PAGE]
    return VacancyPage(shown, total, shown[-1].public_id if len(rows) > PAGE else None)


def every_organisation() -> Iterator[Organisation]:
    """For a file, in the order of the list."""
    yield from db.session.scalars(
        select(Organisation)
        .options(selectinload(Organisation.memberships))
        .order_by(Organisation.words, Organisation.id)
    )


def every_vacancy() -> Iterator[Vacancy]:
    """For a file, the newest first."""
    yield from db.session.scalars(
        select(Vacancy)
        .options(joinedload(Vacancy.organisation), selectinload(Vacancy.skills))
        .order_by(Vacancy.opens_on.desc(), Vacancy.id.desc())
    )


def names() -> dict[str, Localised]:
    """What organisations are called, by their numbers, in the order of their names."""
    rows = db.session.execute(
        select(Organisation.juristic_id, Organisation.name).order_by(
            Organisation.words, Organisation.id
        )
    )
    return {row.juristic_id: row.name for row in rows}


def marked_by(institution_id: int) -> int:
    """How many organisations an association has marked as its members."""
    marked = select(sa.func.count()).select_from(OrganisationMembership)
    return db.session.scalar(marked.filter_by(verified_by_id=institution_id)) or 0


def workplaces(text: str) -> list[Workplace]:
    """Active organisations whose name or number has these words: the first few."""
    wanted = select(Organisation.juristic_id, Organisation.name).where(Organisation.is_active)
    wanted = wanted.where(*_found_by(text))
    rows = db.session.execute(wanted.order_by(Organisation.words, Organisation.id).limit(FEW))
    return [Workplace(row.juristic_id, row.name) for row in rows]


def open_vacancies(on: date) -> Sequence[Vacancy]:
    return db.session.scalars(
        select(Vacancy).where(*_open(on)).options(selectinload(Vacancy.skills)).order_by(Vacancy.id)
    ).all()


def demand(on: date, level: Level | None = None) -> Mapping[tuple[str, str], Demand]:
    """By skill (fw:code) and district: open places that ask for it, at `level` or a lower one."""
    skills = reference.skills()
    wanted: dict[tuple[str, str], Demand] = {}
    for vacancy in open_vacancies(on):
        for need in vacancy.skills:
            if level is None or LEVELS.index(need.level) <= LEVELS.index(level):
                skill = skills[need.skill_id]
                key = f"{skill.framework_code}:{skill.code}", vacancy.district_code
                cell = wanted.setdefault(key, Demand())
                cell.places += vacancy.open_places
                cell.organisations.add(vacancy.organisation_id)
    return wanted


def _found_by(search: str) -> list[sa.ColumnElement[bool]]:
    """Every word stands in the name, or is a part of the number."""
    tests = []
    for word in normalise(arabic_digits(search)).casefold().split():
        named = Organisation.words.contains(word, autoescape=True)
        digits = word.replace("-", "")
        is_number = digits.isdecimal() and len(digits) >= DIGITS
        tests.append(or_(named, Organisation.juristic_id.contains(digits)) if is_number else named)
    return tests


def _open(on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Vacancy.opens_on <= on,
        or_(Vacancy.closes_on.is_(None), Vacancy.closes_on >= on),
        Vacancy.filled < Vacancy.places,
    )
