"""Open places that could be filled, once more by SQL text."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from lms.workforce.periods import Period, after
from tests.workforce.measures.by_sql import Key, Where, dated, facts, values

RANKS = """SELECT 'basic' AS level, 1 AS r UNION ALL SELECT 'intermediate', 2
    UNION ALL SELECT 'advanced', 3"""


def matched(_by: Key, _where: Where, period: Period, least: int = 1) -> dict[Key, Any]:
    """Places of open vacancies without any need for which the district has too few."""
    name = "k.framework_code || ':' || k.code || ':' || better.level"
    text = f"""WITH held AS (
            SELECT d.v AS district, s.v AS skill, COUNT(DISTINCT f.p) AS n FROM ({facts("certified")}) f
            JOIN ({values("district")[1]}) d ON d.k = f.s JOIN ({values("skill_level")[1]}) s ON s.k = f.o
            GROUP BY d.v, s.v HAVING COUNT(DISTINCT f.p) >= {least}),
        ranks AS ({RANKS}),
        best AS (
            SELECT v.id AS id, need.skill_id AS skill, MAX(held.n) AS n FROM vacancy v
            JOIN vacancy_skill need ON need.vacancy_id = v.id
            JOIN framework_skill k ON k.id = need.skill_id
            JOIN ranks asked ON asked.level = need.level JOIN ranks better ON better.r >= asked.r
            LEFT JOIN held ON held.district = v.district_code AND held.skill = {name}
            GROUP BY v.id, need.skill_id)
        SELECT COALESCE(SUM(v.places - v.filled), 0) FROM vacancy v
        WHERE v.opens_on <= {dated(_last_day(period))}
        AND (v.closes_on IS NULL OR v.closes_on >= {dated(_last_day(period))})
        AND v.filled < v.places AND NOT EXISTS (
            SELECT 1 FROM best WHERE best.id = v.id AND COALESCE(best.n, 0) < v.places - v.filled)"""
    return {(): db.session.scalar(sa.text(text))}


def _last_day(period: Period) -> str:
    """Of the period; today while it lasts."""
    today = to_bangkok(now()).date()
    if not period.months:
        return today.isoformat()
    year, month = divmod(after(period.months[-1], 1), 100)
    return min(today, today.replace(year, month, 1) - timedelta(days=1)).isoformat()
