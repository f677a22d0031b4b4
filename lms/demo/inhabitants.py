"""Inhabitants of the home province's districts: round numbers, invented, and called so."""

import sqlalchemy as sa

from lms.clock import now
from lms.db import db, one_transaction
from lms.reference import queries as reference
from lms.workforce.geography.census import Row
from lms.workforce.geography.models import Population
from lms.workforce.geography.operations import keep_population
from lms.workforce.periods import month_of, year_of

SOURCE = "ตัวเลขสมมติเพื่อการสาธิต ไม่ใช่สถิติจริง"
CAPITAL, SMALLEST, STEP, STEPS = 440_000, 30_000, 10_000, 11


def load() -> None:
    """Of last year; whatever is known already stays."""
    with one_transaction():
        if db.session.scalar(sa.select(Population.area_code).limit(1)) is None:
            year = year_of(month_of(now())) - 1
            codes = [code for code, _name in reference.districts(reference.brand().province_code)]
            rows = [Row(code, year, _people(code, n)) for n, code in enumerate(codes)]
            keep_population(rows, source=SOURCE, by=None)


def _people(code: str, n: int) -> int:
    return CAPITAL if code.endswith("01") else SMALLEST + n * 7 % STEPS * STEP
