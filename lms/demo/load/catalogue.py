"""Courses and runs of a load, in the institutions that are there; and what each offered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.public import (
    Course,
    CourseRun,
    EnrolmentWay,
    LessonDraft,
    LessonKind,
    Level,
    Mode,
    ModuleDraft,
    Pace,
    RunState,
    create_course,
    draft_version,
    offering_of,
    outline,
    publish,
    write_quiz,
)
from lms.caching import Cache
from lms.clock import now
from lms.db import db, new_public_id
from lms.demo.places import DATA, institutions
from lms.i18n import Localised
from lms.i18n.dates import BANGKOK, to_bangkok
from lms.reference.models import CodeEntry
from lms.reference.queries import entries

YEARS = 3
SEATED_FORMS = ("onsite", "blended")
RULES = {"content_percent": 100, "pretest_required": True, "posttest_pass_percent": 60}


@dataclass(frozen=True)
class Taught:
    """One run as the learners of a load need it: numbers and days alone."""

    run_id: int
    offering_id: int
    course_id: int
    version_id: int
    keys: tuple[int, int, int, int]  # pre-test, lesson, post-test, survey
    institution_id: int
    walk: int
    hard: float
    weight: float
    is_seated: bool
    opens: date
    closes: date
    ends: date | None


@cache
def shapes() -> dict[str, Any]:
    return dict(yaml.safe_load((DATA / "load.yaml").read_text(encoding="utf-8")))


def today() -> date:
    return to_bangkok(now()).date()


def first_day() -> date:
    """The first of October with which the fiscal year two years ago began."""
    day = today()
    return date(day.year - (YEARS - 1 if day.month >= 10 else YEARS), 10, 1)


_codes: Cache[str, list[str | None]] = Cache(2, seconds=60)


def codes(list_name: str) -> list[str | None]:
    """The codes of programmes or funds, and none; ours where no operator has written any yet."""
    return _codes.get(list_name, lambda: [None, *_codes_of(list_name)])


def _codes_of(list_name: str) -> list[str]:
    if not entries(list_name):
        for place, (code, title) in enumerate(shapes()["lists"][list_name].items()):
            db.session.add(
                CodeEntry(list_name=list_name, code=code, title=Localised.of(title), position=place)
            )
        db.session.flush()  # read back by the next run
    return [entry.code for entry in entries(list_name)]


def write_course(load_id: int, number: int, dice: Random) -> Course | None:
    """The course of that number, published; None where its institution is not here."""
    kinds, forms = shapes()["topics"], shapes()["forms"]
    topic, form = kinds[number % len(kinds)], forms[number // len(kinds) % len(forms)]
    places = institutions()
    if topic["by"] not in places:
        return None
    partners = [p for code, p in places.items() if code in ("DEPA", "NRRU", "SUT")]
    groups = shapes()["walks"][topic["walk"]]["groups"]
    course = create_course(
        places[topic["by"]],
        code=f"{topic['by']}-L{load_id}-{number + 1:03}",
        title=Localised(f"{topic['th']} {form['th']}", f"{topic['en']}: {form['en']}"),
        summary=Localised("รายวิชาสมมุติของข้อมูลสาธิต", "An invented course of the demonstration."),
        level=Level(form["level"]),
        hours=Decimal(form["hours"]),
        mode=Mode(form["mode"]),
        pace=Pace.SCHEDULED if form["mode"] in SEATED_FORMS else Pace.SELF_PACED,
        document="kiattibat" if form["hours"] == 3 else "wuthibat",
        partners=[p for p in partners if p.code != topic["by"] and dice.random() < 0.15],
        dimensions=topic["dimensions"],
        target_groups=sorted({dice.choice(groups) for _ in range(2)}),
        smart_city_domains=topic["smart"],
        skills=[f"{skill}:{form['level']}" for skill in topic["skills"]],
        by=None,
    )
    _write_lessons(course)
    return course


def _write_lessons(course: Course) -> None:
    def lesson(slug: str, kind: LessonKind, th: str, en: str, **more: Any) -> LessonDraft:
        return LessonDraft(slug, kind, Localised(th, en), minutes=10, **more)

    version = draft_version(
        course,
        [
            ModuleDraft(
                Localised("บทเรียน", "Lessons"),
                [
                    lesson("pre", LessonKind.QUIZ, "แบบทดสอบก่อนเรียน", "Pre-test",
                           settings={"role": "pre_test"}),
                    lesson("read", LessonKind.ARTICLE, "เนื้อหา", "What to know",
                           body="<p>ข้อมูลสาธิต</p>"),
                    lesson("post", LessonKind.QUIZ, "แบบทดสอบหลังเรียน", "Post-test",
                           settings={"role": "post_test"}),
                    lesson("survey", LessonKind.SURVEY, "แบบประเมินความพึงพอใจ", "Survey",
                           settings={"survey": "satisfaction"}, required=False),
                ],
            )
        ],
        by=None,
    )  # fmt: skip
    for each in outline(version.id).lessons:
        if each.kind is LessonKind.QUIZ:
            write_quiz(
                version,
                each.key,
                title=Localised("แบบทดสอบ", "Test"),
                role=each.settings["role"],
                pass_percent=60 if each.slug == "post" else None,
                questions=[_question],
            )
    publish(version, by=None)


_question = {
    "key": "q1",
    "kind": "single",
    "points": 1,
    "text": "ข้อใดถูก",
    "options": [{"key": "a", "text": "ข้อนี้", "correct": True}, {"key": "b", "text": "ข้ออื่น"}],
}


def open_runs(course: Course, dice: Random) -> int:
    """Of three fiscal years; all have closed, so that nobody else comes into them."""
    stretches = _stretches(course, dice)
    for place, (opens, closes, starts, ends) in enumerate(stretches, start=1):
        run = _run(course, place, dice, opens, closes, starts, ends)
        offering_of(run)
    return len(stretches)


def taught(span: tuple[int, int], seed: int) -> list[Taught]:
    """The runs of a load, as they stand in the database."""
    runs = db.session.scalars(
        select(CourseRun)
        .where(CourseRun.id.between(*span))
        .options(joinedload(CourseRun.course))
        .order_by(CourseRun.id)
    ).all()
    return [_taught(run, seed) for run in runs]


def _taught(run: CourseRun, seed: int) -> Taught:
    course, kinds = run.course, shapes()["topics"]
    number = int(course.code.rpartition("-")[2]) - 1
    topic = kinds[number % len(kinds)]
    dice = Random(f"popular {seed} {number}")  # noqa: S311 - invented, no secrets
    keys = {each.slug: each.key for each in outline(course.version_id or 0).lessons}
    return Taught(
        run_id=run.id,
        offering_id=offering_of(run),
        course_id=course.id,
        version_id=course.version_id or 0,
        keys=(keys["pre"], keys["read"], keys["post"], keys["survey"]),
        institution_id=course.institution_id,
        walk=topic["walk"],
        hard=topic["hard"] + float(course.hours) / 60,
        weight=min(dice.paretovariate(1.4), 12) * (0.3 if run.starts_on else 1),
        is_seated=run.starts_on is not None,
        opens=to_bangkok(run.opens_at).date(),
        closes=to_bangkok(run.closes_at or now()).date(),
        ends=run.ends_on,
    )


def _stretches(course: Course, dice: Random) -> list[tuple[date, date, date | None, date | None]]:
    """(opens, closes, starts, ends) of its runs: one a year online, four on the spot."""
    found: list[tuple[date, date, date | None, date | None]] = []
    last = today() - timedelta(days=1)
    for year in range(YEARS):
        first = first_day().replace(year=first_day().year + year)
        if course.pace is Pace.SELF_PACED:
            found.append((first, min(first + timedelta(days=364), last), None, None))
            continue
        for quarter in range(4):
            opens = first + timedelta(days=91 * quarter + dice.randint(0, 30))
            closes = opens + timedelta(days=40)
            starts = closes + timedelta(days=3)
            if closes <= last:
                found.append((opens, closes, starts, starts + timedelta(days=dice.randint(14, 60))))
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _run(
    course: Course, number: int, dice: Random,
    opens: date, closes: date, starts: date | None, ends: date | None,
) -> CourseRun:  # fmt: skip
    is_seated = starts is not None
    run = CourseRun(
        public_id=new_public_id(),
        course=course,
        number=number,
        state=RunState.CLOSED,
        way=EnrolmentWay.SELF,
        mode=course.mode,
        pace=course.pace,
        opens_at=_morning(opens),
        closes_at=_morning(closes),
        starts_on=starts,
        ends_on=ends,
        seats=None,
        seats_taken=0,
        district_code=_where(dice) if is_seated else None,
        place="ศูนย์ดิจิทัลชุมชน" if is_seated else "",
        programme=dice.choice(codes("programme")),
        fund=dice.choice(codes("fund")),
        rules=dict(RULES),
    )
    db.session.add(run)
    db.session.flush()  # what it offers refers to its id
    return run


def _where(dice: Random) -> str:
    districts = shapes()["districts"]
    return str(dice.choices(list(districts), list(districts.values()))[0])


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), BANGKOK)


def make(load_id: int, seed: int, how_many: int, say: Callable[[str], None]) -> None:
    """All courses and runs of a load; the caller's transaction."""
    runs = 0
    for number in range(how_many):
        dice = Random(f"course {seed} {number}")  # noqa: S311 - invented, no secrets
        course = write_course(load_id, number, dice)
        if course is not None:
            runs += open_runs(course, dice)
    say(f"{how_many} courses, {runs} runs")
