"""Employers of the small world who look for people: for as many as there are, and for one more."""

from datetime import timedelta

import sqlalchemy as sa

from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.i18n.dates import to_bangkok
from lms.reference.models import FrameworkSkill
from lms.workforce.demand.models import Organisation, OrganisationKind, Vacancy, VacancySkill
from lms.workforce.periods import Period
from tests.workforce.measures.by_sql import people

LEVELS = ("basic", "intermediate", "advanced")
ALWAYS = Period.parse("all")
Need = tuple[int, str]  # which skill, how well
NEEDS: tuple[tuple[Need, ...], ...] = (
    ((0, "basic"),),
    ((0, "intermediate"),),
    ((8, "advanced"),),
    ((1, "basic"),),
    ((1, "advanced"),),
    ((0, "basic"), (2, "basic")),
    ((3, "basic"), (8, "intermediate")),
)
DAYS = ((-9, None), (0, 0), (-500, 30), (-500, -200), (-30, -1), (1, 30))  # from, until


def add() -> None:
    """Open, over and still to come; filled in part and altogether."""
    held = people("certified", ("district", "skill_level"), (), ALWAYS)
    skills = db.session.scalars(sa.select(FrameworkSkill).order_by(FrameworkSkill.id)).all()
    firm = Organisation(juristic_id="0105536000315", kind=OrganisationKind.COMPANY, words="firm",
                        name=Localised("บริษัท", "Firm"), changed_at=now())  # fmt: skip
    db.session.add(firm)
    number = 0
    for district in ("3001", "3021", "3002"):
        for needs in NEEDS:
            there = min(_held(held, district, skills[n], level) for n, level in needs)
            for more in (-1, 0, 1):
                _look(firm, f"{number}", district, there + more, number,
                      [(skills[n], level) for n, level in needs])  # fmt: skip
                number += 1


def _held(
    held: dict[tuple[str, ...], int], district: str, skill: FrameworkSkill, level: str
) -> int:
    better = LEVELS[LEVELS.index(level) :]
    keys = [f"{skill.framework_code}:{skill.code}:{one}" for one in better]
    return max(held.get((district, key), 0) for key in keys)


def _look(
    firm: Organisation,
    title: str,
    district: str,
    left: int,
    number: int,
    needs: list[tuple[FrameworkSkill, str]],
) -> None:
    """For each number of places left the same ways to be open; some are filled."""
    today = to_bangkok(now()).date()
    for n, (opens, closes) in enumerate(DAYS):
        filled = (number + n) % 3
        if left < 0 or left + filled < 1:
            continue
        row = Vacancy(
            organisation=firm, title=f"{title}/{n}", district_code=district, places=left + filled,
            filled=filled, opens_on=today + timedelta(days=opens), changed_at=now(),
            closes_on=None if closes is None else today + timedelta(days=closes),
        )  # fmt: skip
        row.skills = [VacancySkill(skill_id=skill.id, level=level) for skill, level in needs]
        db.session.add(row)
