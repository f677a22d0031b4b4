"""The same numbers once more, by SQL text that knows nothing of the program's own queries."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from lms.accounts.digests import decrypt
from lms.clock import now
from lms.db import db, is_sqlite
from lms.i18n.dates import to_bangkok
from lms.workforce.periods import Period

Key = tuple[str, ...]
Where = tuple[tuple[str, str], ...]
PERSON = {
    "district": "district_code", "province": "province_code", "sex": "sex", "age_band": "age_band",
    "education": "education", "occupation": "occupation", "sector": "sector",
    "target_group": "target_group", "employer": "employer",
}  # fmt: skip


def month(column: str) -> str:
    if is_sqlite():
        return f"CAST(strftime('%Y%m', {column}, '+7 hours') AS INTEGER)"
    return f"CAST(to_char({column} AT TIME ZONE 'Asia/Bangkok', 'YYYYMM') AS INTEGER)"


def sixty_days_later(column: str) -> tuple[str, str]:
    """The day, and its month."""
    if is_sqlite():
        day = f"date({column}, '+60 days')"
        return day, f"CAST(strftime('%Y%m', {day}) AS INTEGER)"
    return f"({column} + 60)", f"CAST(to_char({column} + 60, 'YYYYMM') AS INTEGER)"


def dated(day: str) -> str:
    return f"'{day}'" if is_sqlite() else f"CAST('{day}' AS date)"


def listed(column: str) -> str:
    each = f"json_each(o.{column})" if is_sqlite() else f"json_array_elements_text(o.{column})"
    return f"SELECT o.id AS k, j.value AS v FROM offering o, {each} j{'' if is_sqlite() else '(value)'}"


def facts(kind: str) -> str:
    """person, snapshot, offering, month, enrolment of every time it happened."""
    place = "SELECT e.learner_id AS p, e.snapshot_id AS s, e.offering_id AS o, {} AS m, e.id AS e FROM enrolment e"
    done = "completed_at IS NOT NULL"
    day, its_month = sixty_days_later("a.last_on")
    match kind:
        case "applied":
            return place.format(month("e.enrolled_at"))
        case "halfway" | "passed":
            when = f"COALESCE(e.{kind}_at, e.completed_at)"
            return f"{place.format(month(when))} WHERE {when} IS NOT NULL"
        case "completed":
            return f"{place.format(month('e.completed_at'))} WHERE e.{done}"
        case "active":
            learned = f"{place.format('a.month')} JOIN activity a ON a.enrolment_id = e.id"
            return " UNION ".join([learned, facts("halfway"), facts("passed"), facts("completed")])
        case "certified":
            held = place.format(month("c.first"))
            return f"""{held} JOIN (SELECT enrolment_id, MIN(issued_at) AS first FROM certificate
                    WHERE state <> 'revoked' AND NOT is_sample GROUP BY enrolment_id) c
                    ON c.enrolment_id = e.id
                UNION ALL SELECT -c.id, NULL, (SELECT MIN(id) FROM offering WHERE run_id = c.run_id),
                    {month("c.issued_at")}, -c.id
                FROM certificate c
                WHERE c.learner_id IS NULL AND c.state <> 'revoked' AND NOT c.is_sample"""
        case "dropped":
            today = to_bangkok(now()).date().isoformat()
            fell = f"CASE WHEN e.state = 'withdrawn' THEN {month('e.withdrawn_at')} ELSE {its_month} END"
            last = (
                "(SELECT enrolment_id, MAX(last_on) AS last_on FROM activity GROUP BY enrolment_id)"
            )
            return f"""{place.format(fell)} JOIN {last} a ON a.enrolment_id = e.id
                WHERE e.completed_at IS NULL AND (e.state = 'withdrawn' OR {day} <= {dated(today)})"""
        case "scored":
            both = f"""SELECT b.enrolment_id, b.first_percent AS pre, a.best_percent AS post,
                {month("a.updated_at")} AS m FROM quiz_result b JOIN quiz_result a
                ON a.enrolment_id = b.enrolment_id AND a.role = 'post_test' AND b.role = 'pre_test'"""
            of_both = place.format("t.m").replace("AS e FROM", "AS e, t.pre, t.post FROM")
            return f"{of_both} JOIN ({both}) t ON t.enrolment_id = e.id"
    raise KeyError(kind)


def values(dimension: str) -> tuple[str, str]:
    """(column of the facts that it hangs on, its values as k, v)."""
    if dimension in PERSON:
        return "s", f"SELECT id AS k, {PERSON[dimension]} AS v FROM snapshot"
    if dimension == "mueang":
        inside = "CASE WHEN substr(district_code, 3) = '01' OR substr(district_code, 1, 2) = '10'"
        return (
            "s",
            f"""SELECT id AS k, {inside} THEN 'in' WHEN district_code IS NOT NULL THEN 'out'
            END AS v FROM snapshot""",
        )
    if dimension == "disabled":
        rows = db.session.execute(sa.text("SELECT user_id, disability FROM sensitive_profile"))
        told = [f"SELECT {u} AS k, '{'out' if decrypt(d) == '0' else 'in'}' AS v" for u, d in rows]
        return "p", " UNION ALL ".join(told)
    if dimension == "dimension":
        return "o", listed("dimensions")
    if dimension in ("skill", "skill_level"):
        return "o", _skills(has_level=dimension == "skill_level")
    plain = {
        "institution": "SELECT o.id AS k, i.code AS v FROM offering o JOIN institution i ON i.id = o.institution_id",
        "course": "SELECT o.id AS k, c.code AS v FROM offering o JOIN course c ON c.id = o.course_id",
        "run": "SELECT o.id AS k, r.public_id AS v FROM offering o JOIN course_run r ON r.id = o.run_id",
        "mode": "SELECT id AS k, mode AS v FROM offering",
        "training_district": "SELECT id AS k, district_code AS v FROM offering",
    }
    return "o", plain[dimension]


def _skills(*, has_level: bool) -> str:
    """What corresponds in another framework counts too, both ways, at the same level."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    name = f"rtrim(rtrim(v, '{letters}'), ':')"
    level = f"substr(v, length({name}) + 1)" if has_level else "''"
    own = f"SELECT k, {name} AS v, {level} AS level FROM ({listed('skills')}) x"
    code = "{0}.framework_code || ':' || {0}.code"
    also = """SELECT own.k, {to} || own.level AS v FROM ({own}) own
        JOIN framework_skill a ON {a} = own.v
        JOIN skill_mapping m ON m.{one} = a.id JOIN framework_skill b ON b.id = m.{other}"""
    ways = [
        also.format(own=own, a=code.format("a"), to=code.format("b"), one=one, other=other)
        for one, other in (("from_skill_id", "to_skill_id"), ("to_skill_id", "from_skill_id"))
    ]
    return " UNION ".join([f"SELECT k, v || level AS v FROM ({own}) own", *ways])


def counted(
    source: str,
    what: str,
    by: Key,
    where: Where,
    period: Period,
    extra: str = "",
    own: Mapping[str, str] = {},
) -> dict[Key, Any]:
    """`what` grouped by dimensions, of facts in the period that fit the filters.

    `own` has the dimensions that the facts carry themselves.
    """
    joins, tests, columns = [], ["1 = 1"], []
    for n, (name, value) in enumerate([*((b, None) for b in by), *where]):
        column = own.get(name, f"d{n}.v")
        if name not in own:
            on, text = values(name)
            joins.append(f"LEFT JOIN ({text}) d{n} ON d{n}.k = f.{on}")
        if value is None:
            columns.append(f"COALESCE({column}, 'na')")
        else:
            tests.append(f"COALESCE({column}, 'na') = '{value}'")
    if period.months:
        tests.append(f"f.m BETWEEN {period.months[0]} AND {period.months[-1]}")
    head = "".join(f"{c}, " for c in columns)
    group = f" GROUP BY {', '.join(columns)}" if columns else ""
    text = f"""SELECT {head}{what} FROM ({source}) f {" ".join(joins)} {extra}
        WHERE {" AND ".join(tests)}{group}"""
    rows = db.session.execute(sa.text(text))
    return {tuple(row[: len(by)]): row[len(by)] or 0 for row in rows}


def counts(
    kind: str, what: str, by: Key, where: Where, period: Period, extra: str = ""
) -> dict[Key, Any]:
    return counted(facts(kind), what, by, where, period, extra)


def people(kind: str, by: Key, where: Where, period: Period) -> dict[Key, int]:
    return counts(kind, "COUNT(DISTINCT f.p)", by, where, period)


def ratio(part: Mapping[Key, Any], whole: Mapping[Key, Any], places: int) -> dict[Key, Decimal]:
    digits = Decimal(1).scaleb(-places)
    noise = Decimal(1).scaleb(-9)  # sums of floats are not exact
    return {
        key: (Decimal(str(part.get(key, 0))) / Decimal(str(n)))
        .quantize(noise, ROUND_HALF_UP)
        .quantize(digits, ROUND_HALF_UP)
        for key, n in whole.items()
        if n
    }
