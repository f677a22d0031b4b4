"""Invented employers and what they look for, under numbers that are given to nobody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from stdnum.th import moa

from courses.public import Level
from lms.db import db, one_transaction
from lms.institutions.public import Institution, today
from lms.reference import queries as reference
from lms.workforce.demand import operations
from lms.workforce.demand.models import Body, Organisation, OrganisationKind
from lms.workforce.demand.policy import body_of

VACANCIES = 40
LEVELS = tuple(Level)


def load() -> None:
    """Whatever is there already stays."""
    data: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "data" / "employers.yaml").read_text("utf-8")
    )
    with one_transaction():
        if db.session.scalar(sa.select(Organisation.id).limit(1)) is not None:
            return
        bodies = {body_of(one): one for one in db.session.scalars(sa.select(Institution))}
        kept = [_organisation(n, row, bodies) for n, row in enumerate(data["organisations"])]
        skills = sorted(reference.skills())
        for n in range(VACANCIES if skills else 0):
            _vacancy(n, kept[n * 7 % len(kept)], data["work"][n % len(data["work"])], skills)


def number(n: int) -> str:
    """Of a range that the registrar does not use, with the right check digit."""
    digits = f"099999{n:06d}"
    return digits + str(moa.calc_check_digit(digits + "0"))


def _organisation(n: int, row: list[Any], bodies: dict[Body | None, Institution]) -> Organisation:
    name_th, name_en, kind, industry, employees, district, chamber, fti = row
    organisation = operations.save_organisation(
        by=None,
        juristic_id=number(n + 1),
        kind=OrganisationKind(kind),
        name_th=name_th,
        name_en=name_en,
        industry=industry,
        employees=employees,
        district_code=district,
    )
    for body, is_member in ((Body.CHAMBER, chamber), (Body.FTI, fti)):
        if is_member:
            by_whom = bodies.get(body) if n % 3 else None
            operations.mark_member(organisation, body, by=None, institution=by_whom)
    return organisation


def _vacancy(n: int, organisation: Organisation, work: list[Any], skills: list[int]) -> None:
    title, occupation, most = work
    opens_on = today() - timedelta(days=n * 3 % 60)
    wanted = {skills[n * 5 % len(skills)]: LEVELS[n % 2], skills[n * 3 % 9]: Level.BASIC}
    operations.save_vacancy(
        organisation,
        by=None,
        title=title,
        occupation=occupation,
        district_code=organisation.district_code or "3001",
        places=1 + n % most,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=90 + n % 40) if n % 4 else None,
        skills=list(wanted.items()),
    )
