"""Every measure is what plain SQL says of the facts, by several dimensions and periods."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from lms import caching
from lms.clock import now
from lms.db import db
from lms.i18n import speaking
from lms.workforce.asking import Question
from lms.workforce.measures import MEASURES, ask, least
from lms.workforce.measures.paper import SHEETS
from lms.workforce.outcomes import results
from lms.workforce.periods import Period, month_of
from tests.workforce.measures import by_sql, outcomes_by_sql, places_by_sql, world
from tests.workforce.measures.by_sql import Key, Where, counted, counts, people, ratio

Numbers = dict[Key, Any]
Asked = tuple[Key, Where, Period]
ALWAYS = Period.parse("all")


@pytest.fixture(scope="module")
def numbers(app: Flask, settings: Any) -> Iterator[None]:
    """One world for all comparisons: nobody changes it."""
    with app.app_context(), speaking("en"):
        db.engine.dispose()
        db.engines["read"].dispose()
        settings[1].reset()
        caching.clear_all()
        world.build()
        yield
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def open_numbers(app: Flask, numbers: None) -> Iterator[None]:
    """Nothing is hidden."""
    kept = app.extensions["thaksa_config"]
    app.extensions["thaksa_config"] = replace(kept, smallest_count=1)
    caching.clear_all()
    yield
    app.extensions["thaksa_config"] = kept
    caching.clear_all()


def _rate(part: str, whole: str) -> Callable[..., Numbers]:
    return lambda *asked: ratio(people(part, *asked), people(whole, *asked), 3)


def _of_all(name: str, value: str) -> Callable[..., Numbers]:
    def share(by: Key, where: Where, period: Period) -> Numbers:
        part = people("active", by, (*where, (name, value)), period)
        return ratio(part, people("active", by, where, period), 3)

    return share


def _disabled(by: Key, where: Where, period: Period) -> Numbers:
    part = people("active", by, (*where, ("disabled", "in")), period)
    rest = people("active", by, (*where, ("disabled", "out")), period)
    whole = {key: part.get(key, 0) + rest.get(key, 0) for key in {*part, *rest}}
    return ratio(part, whole, 3)


def _hours(*asked: Any) -> Numbers:
    found = counts("completed", "SUM(o.hours)", *asked, "JOIN offering o ON o.id = f.o")
    return {key: Decimal(str(hours)) for key, hours in found.items()}


def _mean(what: str, places: int) -> Callable[..., Numbers]:
    def mean(*asked: Any) -> Numbers:
        n = counts("scored", f"COUNT({what})", *asked)
        return ratio(counts("scored", f"SUM({what})", *asked), n, places)

    return mean


def _answers(by: Key, where: Where, period: Period) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Sheets, points given, their sum, how many were 4 or 5."""
    items = " UNION ALL ".join(
        f"SELECT id, {_point(key)} AS v FROM survey_response" for key in world.ITEMS
    )
    last = "(SELECT MAX(id) FROM offering WHERE run_id = r.run_id)"
    day = (
        "strftime('%Y%m', answered_on)" if by_sql.is_sqlite() else "to_char(answered_on, 'YYYYMM')"
    )
    sheets = f"""SELECT r.id AS p, NULL AS s, {last} AS o, CAST({day} AS INTEGER) AS m, r.id AS e,
        i.v AS v FROM survey_response r JOIN ({items}) i ON i.id = r.id"""
    whats = ("COUNT(DISTINCT f.p)", "COUNT(f.v)", "SUM(f.v)", "SUM(CASE WHEN f.v >= 4 THEN 1 END)")
    return tuple(counted(sheets, what, by, where, period) for what in whats)  # type: ignore[return-value]


def _point(key: str) -> str:
    if by_sql.is_sqlite():
        return f"CAST(json_extract(answers, '$.{key}') AS INTEGER)"
    return f"CAST(answers ->> '{key}' AS INTEGER)"


def _response(*asked: Any) -> Numbers:
    return ratio(_answers(*asked)[0], counts("completed", "COUNT(*)", *asked), 3)


def _districts(by: Key, where: Where, period: Period) -> Numbers:
    found: Numbers = {}
    for key in people("certified", (*by, "district"), where, period):
        province = key[by.index("province")] if "province" in by else "30"
        if key[-1].startswith(province) and key[-1] != "na":
            found[key[:-1]] = found.get(key[:-1], 0) + 1
    return found


def _per_thousand(by: Key, where: Where, period: Period) -> Numbers:
    """By district each its own, else those of the home province by the province."""
    year = period.year or Period.now(now()).year
    rows = db.session.execute(
        sa.text(
            """SELECT p.area_code, p.people FROM population p WHERE p.year =
            (SELECT MAX(year) FROM population WHERE area_code = p.area_code AND year <= :year)"""
        ),
        {"year": year},
    )
    known = {row[0]: row[1] for row in rows}
    if by == ("district",):
        found = people("certified", by, where, period)
        return ratio(
            {k: 1000 * n for k, n in found.items()}, {(c,): n for c, n in known.items()}, 2
        )
    if by == ("province",):
        found = people("certified", by, where, period)
        return ratio({("30",): 1000 * found.get(("30",), 0)}, {("30",): sum(known.values())}, 2)
    found = people("certified", by, (*where, ("province", "30")), period)
    return ratio(
        {k: 1000 * n for k, n in found.items()}, dict.fromkeys(found, sum(known.values())), 2
    )


def _look_ups(by: Key, where: Where, period: Period) -> Numbers:
    names = {"institution": "i.code", "course": "c.code"}
    columns = [names[name] for name in by]
    tests = ["NOT p.is_sample", *(f"{names[name]} = '{value}'" for name, value in where)]
    if period.months:
        text = "strftime('%Y%m', l.day)" if by_sql.is_sqlite() else "to_char(l.day, 'YYYYMM')"
        tests.append(f"CAST({text} AS INTEGER) BETWEEN {period.months[0]} AND {period.months[-1]}")
    rows = db.session.execute(
        sa.text(
            f"""SELECT {"".join(f"{c}, " for c in columns)} SUM(l.times) FROM look_ups l
            JOIN certificate p ON p.id = l.certificate_id JOIN course c ON c.id = p.course_id
            JOIN institution i ON i.id = p.institution_id WHERE {" AND ".join(tests)}
            {"GROUP BY " + ", ".join(columns) if columns else ""}"""
        )
    )
    return {tuple(row[:-1]): int(row[-1] or 0) for row in rows}


def _accredited(by: Key, where: Where, period: Period) -> Numbers:
    names = {"institution": "i.code", "course": "c.code"}
    columns = "".join(f"{names[name]}, " for name in by)
    tests = "".join(f" AND {names[name]} = '{value}'" for name, value in where)
    following = "2999-01-01"
    if period.months:
        last = period.months[-1]
        year, number = divmod(last, 100)
        following = f"{year + (number == 12)}-{number % 12 + 1:02d}-01"
    today = by_sql.to_bangkok(now()).date().isoformat()
    on = f"'{today}'" if today < following else f"'{following}'"
    past = ">="
    from_ = "<=" if today < following else "<"
    day = "" if by_sql.is_sqlite() else "CAST("
    end = "" if by_sql.is_sqlite() else " AS date)"
    rows = db.session.execute(
        sa.text(
            f"""SELECT {columns} COUNT(DISTINCT c.id) FROM accreditation a
            JOIN course c ON c.id = a.course_id JOIN institution i ON i.id = c.institution_id
            WHERE c.state = 'published' AND (a.valid_from IS NULL OR a.valid_from {from_} {day}{on}{end})
            AND (a.valid_to IS NULL OR a.valid_to {past} {day}{on}{end}){tests}
            {"GROUP BY " + columns.rstrip(", ") if by else ""}"""
        )
    )
    return {tuple(row[:-1]): row[-1] for row in rows}


def _employers(*asked: Any) -> Numbers:
    """No employer stated is NULL, which is not counted."""
    return counts("certified", "COUNT(DISTINCT e.employer)", *asked,
                  "JOIN snapshot e ON e.id = f.s")  # fmt: skip


GAIN = "f.post - f.pre"
NORMALISED = "CASE WHEN f.pre < 100 THEN (f.post - f.pre) * 1.0 / (100 - f.pre) END"
BY_SQL: dict[str, Callable[..., Numbers]] = {
    "M01": lambda *asked: people("applied", *asked),
    "M02": lambda *asked: people("active", *asked),
    "M02b": lambda *asked: people("halfway", *asked),
    "M03": lambda *asked: people("completed", *asked),
    "M04": lambda *asked: people("passed", *asked),
    "M05": lambda *asked: people("certified", *asked),
    "M06": _hours,
    "M07a": _rate("completed", "active"),
    "M07b": _rate("passed", "active"),
    "M07c": _rate("dropped", "active"),
    "M08a": _mean(GAIN, 1),
    "M08b": _mean(NORMALISED, 2),
    "M08c": _mean("f.pre", 1),
    "M08d": _mean("f.post", 1),
    "M09a": lambda *asked: ratio(_answers(*asked)[2], _answers(*asked)[1], 2),
    "M09b": lambda *asked: ratio(_answers(*asked)[3], _answers(*asked)[1], 3),
    "M09c": _response,
    "M10a": _districts,
    "M10b": _per_thousand,
    "M11a": _of_all("age_band", "60+"),
    "M11b": _disabled,
    "M11c": _of_all("mueang", "out"),
    "M12": lambda *asked: people("certified", *asked),
    "M13a": outcomes_by_sql.share(3, "better"),
    "M13b": outcomes_by_sql.share(6, "better"),
    "M13c": outcomes_by_sql.share(12, "better"),
    "M13d": outcomes_by_sql.share(6, "uses"),
    "M13e": outcomes_by_sql.share(6, "found"),
    "M13f": outcomes_by_sql.share(6, "changed"),
    "M13g": outcomes_by_sql.share(6, "income"),
    "M13h": outcomes_by_sql.response,
    "M14a": _look_ups,
    "M14b": places_by_sql.matched,
    "M15": lambda *asked: {k: SHEETS * n for k, n in counts("certified", "COUNT(*)", *asked).items()},
    "M17": _accredited,
    "M18": _employers,
}  # fmt: skip
PUBLISHED = {"M10a", "M14b"}  # they count what is published: see test_coverage and below
BY: tuple[tuple[Key, Where], ...] = (
    ((), ()),
    (("district",), ()),
    (("institution",), (("sex", "female"),)),
    (("institution",), ()),
    (("course",), (("institution", "PLACE1"),)),
    (("run",), ()),
    (("sex", "age_band"), ()),
    (("skill",), ()),
    (("skill", "sector"), (("mode", "online"),)),
    (("dimension", "mode"), ()),
    (("employer",), ()),
    (("province",), (("training_district", "3001"),)),
    (("disability",), (("institution", "PLACE0"),)),
    (("sex", "age_band"), (("institution", "PLACE1"),)),
    (("mode", "age_band"), (("institution", "PLACE1"),)),
    (("skill_level",), (("sex", "female"),)),
    (("skill_level",), ()),
    (("mode",), (("training_district", "na"),)),
)


def _asked() -> Iterator[Asked]:
    """Each pair of dimensions in two of the periods, each period with many pairs."""
    periods = _periods()
    for n, (by, where) in enumerate(BY):
        for step in (n, n + 2):
            yield by, where, periods[step % len(periods)]


def _periods() -> list[Period]:
    month = Period.of_month(month_of(now()))
    year = Period.now(now())
    return [
        ALWAYS,
        year,
        year.before,
        Period.of_month(month.before.month),
        *year.before.children[:1],
        Period.of_month(year.before.month),
    ]


def _fits(code: str, by: Key, where: Where) -> bool:
    names = {*by, *(name for name, _value in where)}
    return names <= MEASURES[code].dimensions and len(names) <= MEASURES[code].most and (
        "disability" not in names)  # fmt: skip


def test_every_measure_is_compared() -> None:
    assert {*BY_SQL, "M16"} == set(MEASURES)


@pytest.mark.parametrize("code", sorted(BY_SQL))
def test_a_number_is_what_plain_sql_says(open_numbers: None, code: str) -> None:
    compared = 0
    for by, where, period in _asked():
        if not _fits(code, by, where):
            continue
        table = ask(Question(code, period, by, where))
        expected = BY_SQL[code](by, where, period)
        total = expected.get((), 0) if not by else BY_SQL[code]((), where, period).get((), 0)
        assert _told(table.total.value) == total, (code, by, where, period)
        if by:
            shown = {key: _told(cell.value) for key, cell in table.cells.items() if cell.value}
            assert shown == {key: n for key, n in expected.items() if n}, (code, by, where, period)
            compared += len(shown)
    assert compared or not MEASURES[code].dimensions


def _told(value: Any) -> Any:
    return value or 0


@pytest.mark.parametrize("code", sorted(set(BY_SQL) - PUBLISHED))
def test_what_is_shown_under_control_is_the_same_number(numbers: None, code: str) -> None:
    shown = 0
    for by, where in BY[:9]:
        if not _fits(code, by, where):
            continue
        table = ask(Question(code, ALWAYS, by, where))
        expected = BY_SQL[code](by, where, ALWAYS)
        total = BY_SQL[code]((), where, ALWAYS)
        for key, cell in ((), table.total), *table.cells.items():
            if not cell.hidden:
                known = expected if key else total
                assert _told(cell.value) == known.get(key, 0), (code, by, where, key)
                shown += 1
    assert shown


def test_too_few_to_be_shown_are_too_few_for_a_place(numbers: None) -> None:
    shown = ask(Question("M14b", ALWAYS)).total.value
    few = places_by_sql.matched((), (), ALWAYS, least())[()]
    assert 0 < (shown or 0) <= few < places_by_sql.matched((), (), ALWAYS)[()]


@pytest.mark.parametrize("least", [1, 5, 20])
@pytest.mark.parametrize("wave", outcomes_by_sql.WAVES)
def test_an_answer_weighs_what_plain_sql_says(numbers: None, wave: int, least: int) -> None:
    """The threshold decides which strata are joined."""
    for period in _periods():
        answers = results.wave_of(wave, period, least, results.stamp_now()).answers
        weighed = {(a.offering_id, a.sex, a.age_band): float(a.weight) for a in answers}
        expected = outcomes_by_sql.weights(wave, period, least)
        assert weighed == pytest.approx(expected), (wave, period)
        assert expected
