"""`make bench`: CPU and statements of the pages that carry the product, beside their floor.

Each line: our CPU milliseconds (median), the bare page's with the same statements and bytes, the
ratio, the aim, the statements. One process, one run, SQLite in a temporary folder.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from certificates.press import signed
from certificates.statement import read
from courses.content.models import Course, Level, Mode, Pace
from courses.content.operations import (
    LessonDraft,
    ModuleDraft,
    create_course,
    draft_version,
    publish,
)
from courses.content.queries import outline
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from courses.learning.models import DONE, Progress
from courses.public import LessonKind, enrol
from lms import caching, config
from lms.accounts.public import hash_password
from lms.app import create_app
from lms.clock import now
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.jobs.queue import drain
from lms.reference.operations import load_shipped
from tests import make
from tests.conftest import Browser
from tests.measure import Cost, floor, measure

TOPICS = ["ความปลอดภัยไซเบอร์", "วิเคราะห์ข้อมูล", "เกษตรอัจฉริยะ", "ขายออนไลน์", "ปัญญาประดิษฐ์", "โลจิสติกส์"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({"THAKSA_DATA_DIR": folder, "THAKSA_SECRET_KEY": "b" * 40})
        app = create_app(replace(settings, testing=True))
        with app.app_context():
            upgrade()
            with one_transaction():
                load_shipped()
            _bench(app)


def _bench(app: Flask) -> None:
    with one_transaction():
        course, run, learner = _fill()
    slug = outline(course.version_id or 0).lessons[3].slug
    visitor = Browser(app.test_client()).speaking("th")
    browser = Browser(app.test_client()).as_(learner).speaking("th")
    browser.refresh_token()
    lesson = f"/learn/{run.public_id}/{slug}"
    beat = {"lesson": slug, "position": 0.4, "seconds": 30, "at": now().isoformat()}
    headers = {"X-CSRFToken": browser.token, "X-Requested-With": "fetch"}
    get, post = browser.client.get, browser.client.post
    page = f"/courses/{course.code}"
    db.session.rollback()
    print(f"{'page':<34}{'CPU ms':>8}{'floor':>8}{'ratio':>7}{'aim':>7}{'stmts':>7}{'bytes':>8}")
    line("catalogue of 212 courses", lambda: visitor.client.get("/courses"), 6)
    line("search", lambda: visitor.client.get("/courses?q=ความปลอดภัย"), 6)
    line("course page, 1,200 enrolled", lambda: get(page), 9)
    line("lesson open", lambda: get(lesson), 6)
    line("lesson heartbeat", lambda: post(f"{lesson}/progress", json=beat, headers=headers), 6)
    _bench_enrol(app)
    _bench_log_in(app)
    _bench_quiz(app)
    _bench_certificate(app)


def _fill() -> tuple[Course, CourseRun, object]:
    owner = make.institution(code="BENCH")
    for number in range(211):
        made = _course(owner, f"BENCH-{number:03d}", TOPICS[number % len(TOPICS)], lessons=3)
        make.run(made, seats=30)
    course = _course(owner, "BENCH-ONE", "รู้ทันภัยไซเบอร์", lessons=14)
    run = make.run(course)
    people = [make.user() for _ in range(1200)]
    rows = [
        Enrolment(run_id=run.id, learner_id=p.id, state=EnrolmentState.ACTIVE, snapshot={})
        for p in people
    ]
    db.session.add_all(rows)
    run.seats_taken = len(rows)
    db.session.flush()
    keys = [x.key for x in outline(course.version_id or 0).lessons]
    db.session.execute(
        sa.insert(Progress),
        [
            {
                "enrolment_id": row.id,
                "lesson_key": key,
                "status": DONE,
                "position": 0,
                "seconds": 60,
                "updated_at": now(),
            }
            for row in rows
            for key in keys[: row.id % 14 + 1]
        ],
    )
    return course, run, people[7]


def _course(owner: object, code: str, topic: str, *, lessons: int) -> Course:
    course = create_course(
        owner,  # type: ignore[arg-type]
        code=code,
        title=Localised(f"{topic}สำหรับการทำงาน {code[-3:]}", f"Course {code}"),
        summary=Localised(f"เรียนรู้เรื่อง{topic}ที่ใช้ได้จริงในชีวิตประจำวัน", "A summary"),
        level=Level.BASIC,
        hours=Decimal(6),
        mode=Mode.ONLINE,
        pace=Pace.SELF_PACED,
        dimensions=["safety"],
        skills=["digcomp22:4:basic"],
        by=None,
    )
    text = "<p>" + "เนื้อหาบทเรียนที่อ่านได้จริง " * 120 + "</p>"
    drafts = [
        LessonDraft(
            f"lesson-{n}", LessonKind.ARTICLE, Localised(f"บทเรียนที่ {n}", f"Lesson {n}"), 15, text
        )
        for n in range(1, lessons + 1)
    ]
    version = draft_version(course, [ModuleDraft(Localised("หน่วยที่ 1", "Unit 1"), drafts)], by=None)
    return publish(version, by=None)


def line(name: str, request: Callable[[], object], aim: float, times: int = 30) -> None:
    for _ in range(3):
        request()
    cost: Cost = measure(request, times)  # type: ignore[arg-type]
    bare = floor(request, times)  # type: ignore[arg-type]
    if cost.status >= 400:
        raise SystemExit(f"{name}: {cost.status}")
    print(
        f"{name:<34}{cost.cpu:>8.2f}{bare:>8.2f}{cost.cpu / bare:>7.2f}{aim:>7}{cost.statements:>7}{cost.size:>8}",
        flush=True,
    )


def _timed(name: str, aim: float, steps: Callable[[], None], times: int = 10) -> None:
    spent = []
    for _ in range(times):
        caching.clear_all()
        start = time.process_time()
        steps()
        spent.append((time.process_time() - start) * 1000)
    spent.sort()
    print(f"{name:<34}{spent[len(spent) // 2]:>8.2f}{'':>8}{'':>7}{aim:>7}", flush=True)


def _bench_enrol(app: Flask) -> None:
    with one_transaction():
        course = make.course()
        runs = [make.run(course).public_id for _ in range(12)]
        person = make.user()
    browser = Browser(app.test_client()).as_(person)
    browser.refresh_token()
    headers = {"X-CSRFToken": browser.token}

    def step() -> None:
        assert (
            browser._open(
                browser.client.post, f"/runs/{runs.pop()}/enrol", headers=headers
            ).status_code
            == 302
        )

    _timed("enrol", 15, step)


def _bench_log_in(app: Flask) -> None:
    with one_transaction():
        person = make.user(password_hash=hash_password(make.PASSWORD))
        address = person.email
    browser = Browser(app.test_client())
    browser.refresh_token()

    def step() -> None:
        token = browser.token
        answer = browser._open(
            browser.client.post,
            "/log-in",
            data={"email": address, "password": make.PASSWORD},
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code == 302, answer.status_code
        browser.client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        browser.refresh_token()

    _timed("log-in with argon2 (+ 1 page)", 260, step, 5)


def _bench_quiz(app: Flask) -> None:
    with one_transaction():
        question = make.QUESTIONS
        quiz = make.quiz(questions=(question + question[:3]), attempts=None)
        course = db.session.get_one(
            Course, db.session.scalar(sa.text("SELECT max(course_id) FROM lesson_key"))
        )
        run = make.run(course)
        person = make.user()
        enrol(person, run)
        place = run.public_id
        slug = next(
            x.slug for x in outline(course.version_id or 0).lessons if x.key == quiz.lesson_key
        )
    browser = Browser(app.test_client()).as_(person)
    browser.refresh_token()
    headers = {"X-CSRFToken": browser.token}
    ask = browser._open

    def step() -> None:
        get, post = browser.client.get, browser.client.post
        ask(get, f"/learn/{place}/{slug}")
        started = ask(post, f"/learn/{place}/{slug}/start", headers=headers)
        attempt = started.headers["Location"].split("#")[0]
        ask(get, attempt)
        for number in range(1, 11):
            data = {"question": f"q{number}", "answer": "a", "seq": number}
            ask(post, f"{attempt}/save", data=data, headers=headers | {"X-Requested-With": "fetch"})
        ask(post, f"{attempt}/submit", headers=headers)
        assert ask(get, f"{attempt}/review").status_code == 200

    step()
    _timed("whole quiz of 10 questions", 45, step)


def _bench_certificate(app: Flask) -> None:
    from certificates.models import Certificate
    from certificates.operations import issue_for

    with one_transaction():
        run = make.run(_course(make.institution(code="PAPER"), "PAPER-1", TOPICS[0], lessons=1))
        places = []
        for _ in range(12):
            place = enrol(make.user(), run)
            place.state, place.completed_at = EnrolmentState.COMPLETED, now()
            places.append(place)
    with one_transaction():
        first = issue_for(places.pop())
    statement = read(first.statement)
    signed(statement)

    def issue() -> None:
        with one_transaction():
            issue_for(places.pop())

    _timed("certificate: number and statement", 10, issue)
    children = _children_cpu()
    start = time.process_time()
    for _ in range(8):
        signed(statement)
    own = (time.process_time() - start) * 1000
    drawn = (_children_cpu() - children) * 1000
    print(
        f"{'certificate: draw and sign':<34}{(own + drawn) / 8:>8.2f}{'':>15}{130:>7}", flush=True
    )
    with suppress(Exception):
        drain(3)
    code = db.session.scalar(sa.select(Certificate.code).limit(1))
    db.session.rollback()
    visitor = Browser(app.test_client()).speaking("th")
    line("verify", lambda: visitor.client.get(f"/v/{code}"), 3.5)


def _children_cpu() -> float:
    """CPU seconds of the warm child, read from the kernel while it lives."""
    import psutil

    return float(
        sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children(recursive=True))
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
