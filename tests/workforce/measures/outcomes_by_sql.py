"""What became of people once more by SQL text: who was asked, who answered, what an answer weighs."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from lms.db import db, is_sqlite
from lms.workforce.measures import least
from lms.workforce.periods import Period
from tests.workforce.measures.by_sql import Key, Where, counted, ratio

WAVES = (3, 6, 12)
LEVELS = (("place", "sex", "age"), ("place", "sex"), ("place",), ())
OWN = {"sex": "f.sex", "age_band": "f.age"}
NEW_WORK = "f.work IN ('got_job', 'changed_job', 'own_business')"
TELLS = "f.income <> 'unsaid'"
SAYS = {
    "found": ("1 = 1", "f.work IN ('got_job', 'own_business')"),
    "changed": ("1 = 1", "f.work = 'changed_job'"),
    "uses": ("1 = 1", "f.uses IN ('4', '5')"),
    "income": (TELLS, "f.income = 'up'"),
    "better": (f"({NEW_WORK} OR {TELLS})", f"({NEW_WORK} OR f.income = 'up')"),
}


def share(wave: int, fact: str) -> Callable[[Key, Where, Period], dict[Key, Any]]:
    """Of who told, by weight."""
    tells, says = SAYS[fact]

    def shares(by: Key, where: Where, period: Period) -> dict[Key, Any]:
        answers = _answers(wave, period)
        told, yes = (
            counted(answers, f"SUM(CASE WHEN {test} THEN f.weight END)", by, where, period, own=OWN)
            for test in (tells, f"{tells} AND {says}")
        )
        return ratio(yes, told, 3)

    return shares


def response(by: Key, where: Where, period: Period) -> dict[Key, Any]:
    """Of who was asked."""
    letters = """SELECT id AS p, NULL AS s, offering_id AS o, month AS m, id AS e,
        CASE WHEN answered THEN 1 END AS came FROM outcome_invitation WHERE wave = 6"""
    came, asked = (
        counted(letters, what, by, where, period) for what in ("COUNT(f.came)", "COUNT(*)")
    )
    return ratio(came, asked, 3)


def weights(wave: int, period: Period, least: int) -> dict[tuple[Any, ...], float]:
    """By offering, sex and age, what each answer weighs."""
    text = f"""WITH {_weighed(wave, period, least)}
        SELECT DISTINCT a.offering_id, a.sex, a.age_band, w.weight
        FROM outcome_answer a JOIN weighed w ON w.id = a.id"""
    rows = db.session.execute(sa.text(text)).all()
    found = {tuple(row[:3]): float(row[3]) for row in rows}
    assert len(found) == len(rows)
    return found


def _answers(wave: int, period: Period) -> str:
    told = ", ".join(f"{_said(key)} AS {key}" for key in ("work", "uses", "income"))
    return f"""WITH {_weighed(wave, period, least())}
        SELECT a.id AS p, NULL AS s, a.offering_id AS o, a.month AS m, a.id AS e, a.sex AS sex,
        a.age_band AS age, w.weight AS weight, {told}
        FROM outcome_answer a JOIN weighed w ON w.id = a.id"""


def _said(key: str) -> str:
    return f"json_extract(a.answers, '$.{key}')" if is_sqlite() else f"a.answers ->> '{key}'"


def _weighed(wave: int, period: Period, least: int) -> str:
    """The rest of each level is joined anew in the next; who is left at last stands for himself."""
    these = f"x.wave = {wave}"
    if period.months:
        these += f" AND x.month BETWEEN {period.months[0]} AND {period.months[-1]}"
    place = "LEFT JOIN offering o ON o.id = x.offering_id LEFT JOIN institution i ON i.id = o.institution_id"
    stratum = "x.id AS id, i.code AS place, x.sex AS sex, x.age_band AS age"
    parts = [
        f"asked0 AS (SELECT {stratum} FROM outcome_invitation x {place} WHERE {these})",
        f"told0 AS (SELECT {stratum} FROM outcome_answer x {place} WHERE {these})",
    ]
    for level, columns in enumerate(LEVELS):
        parts += _level(level, columns, least if columns else 1)
    each = " UNION ALL ".join(f"SELECT id, weight FROM weighed{n}" for n in range(len(LEVELS)))
    everybody = "(SELECT COUNT(*) FROM asked0)"
    parts += [
        f"each_one AS ({each} UNION ALL SELECT id, 1.0 AS weight FROM told{len(LEVELS)})",
        f"""weighed AS (SELECT id, CASE WHEN {everybody} = 0 THEN weight ELSE weight * {everybody}
            / (SELECT SUM(weight) FROM each_one) END AS weight FROM each_one)""",
    ]
    return ", ".join(parts)


def _level(n: int, columns: tuple[str, ...], least: int) -> list[str]:
    """Strata with enough answers, the weights in them, and what they leave."""
    names = "".join(f", {column}" for column in columns)
    group = f" GROUP BY {names[2:]}" if columns else ""
    some = f"(SELECT COUNT(*) AS n{names} FROM {{}}{n}{group})"
    same = " AND ".join(f"l.{column} = r.{column}" for column in columns) or "1 = 1"
    theirs = "".join(f", l.{column} AS {column}" for column in columns)
    left = f"SELECT r.* FROM {{0}}{n} r LEFT JOIN level{n} l ON {same} WHERE l.weight IS NULL"
    return [
        f"""level{n} AS (SELECT r.n * 1.0 / l.n AS weight{theirs} FROM {some.format("told")} l
            JOIN {some.format("asked")} r ON {same} WHERE l.n >= {least} AND r.n > 0)""",
        f"weighed{n} AS (SELECT r.id AS id, l.weight AS weight FROM told{n} r JOIN level{n} l ON {same})",
        *(f"{name}{n + 1} AS ({left.format(name)})" for name in ("asked", "told")),
    ]
