"""`make bench`: CPU and statements of the pages that carry the product, beside their floor.

Each line: our CPU milliseconds (median), the bare page's with the same statements and bytes, the
ratio, the aim, the statements. One process, one run; SQLite in a temporary folder, or a PostgreSQL
of our own with `python -m tests.bench --postgres`.
"""

import itertools
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from certificates.models import Certificate
from certificates.operations import issue_for
from certificates.press import signed
from certificates.statement import read
from courses.content.models import Course, CourseVersion, LessonKey, Level, Mode, Pace
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
from lms import config
from lms.accounts.models import User
from lms.accounts.public import hash_password
from lms.app import create_app
from lms.clock import now
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.institutions.models import Institution
from lms.jobs.queue import drain
from lms.reference.operations import load_shipped
from tests import make
from tests.conftest import Browser, Postgres
from tests.courses.quizzes.asking import right_answers
from tests.measure import Cost, alone, floor, measure

ROOT = Path(__file__).resolve().parents[1]
TOPICS = ["ความปลอดภัยไซเบอร์", "วิเคราะห์ข้อมูล", "เกษตรอัจฉริยะ", "ขายออนไลน์", "ปัญญาประดิษฐ์", "โลจิสติกส์"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({"THAKSA_DATA_DIR": folder, "THAKSA_SECRET_KEY": "b" * 40})
        database = _postgres(Path(folder)) if "--postgres" in sys.argv else None
        url = database.url if database else settings.database_url
        app = create_app(replace(settings, database_url=url, testing=True))
        logging.disable(logging.INFO)
        with app.app_context():
            upgrade()
            with one_transaction():
                load_shipped()
            _bench(app)
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
        if database:
            database.drop()


def _postgres(folder: Path) -> Postgres:
    subprocess.run([ROOT / "scripts" / "postgres.sh", "start"], check=True)
    return Postgres(folder)


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


def _fill() -> tuple[Course, CourseRun, User]:
    owner = make.institution(code="BENCH")
    for number in range(211):
        made = _course(owner, f"BENCH-{number:03d}", TOPICS[number % len(TOPICS)], lessons=3)
        make.run(made, seats=30)
    course = _course(owner, "BENCH-ONE", "รู้ทันภัยไซเบอร์", lessons=14)
    run = make.run(course)
    people = [make.user() for _ in range(1200)]
    rows = [
        Enrolment(
            run_id=run.id, learner_id=p.id, state=EnrolmentState.ACTIVE, **make.frozen(run, p)
        )
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


def _course(owner: Institution, code: str, topic: str, *, lessons: int) -> Course:
    course = create_course(
        owner,
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


def line(name: str, request: Callable[[], TestResponse], aim: float, times: int = 30) -> None:
    for _ in range(3):
        alone(request)
    cost: Cost = measure(request, times)
    bare = floor(request, times)
    if cost.status >= 400:
        raise SystemExit(f"{name}: {cost.status}")
    print(
        f"{name:<34}{cost.cpu:>8.2f}{bare:>8.2f}{cost.cpu / bare:>7.2f}{aim:>7}{cost.statements:>7}{cost.size:>8}",
        flush=True,
    )


def _timed(name: str, aim: float, steps: Callable[[], object], times: int = 10) -> None:
    """Several requests together, in a warm process; they change what a floor would need."""
    spent = []
    for _ in range(times + 1):
        start = time.process_time()
        steps()
        spent.append((time.process_time() - start) * 1000)
    spent = sorted(spent[1:])
    print(f"{name:<34}{spent[len(spent) // 2]:>8.2f}{'':>15}{aim:>7}", flush=True)


def _ask(request: Callable[[], TestResponse], status: int = 200) -> TestResponse:
    """A request of its own, as a server gets it; another answer ends the benchmark."""
    answer = alone(request)
    if answer.status_code != status:
        raise SystemExit(f"{answer.request.path}: {answer.status_code}, not {status}")
    return answer


def _signed_in(app: Flask, person: User) -> tuple[FlaskClient, dict[str, str]]:
    browser = Browser(app.test_client()).as_(person).speaking("th")
    browser.refresh_token()
    db.session.rollback()
    return browser.client, {"X-CSRFToken": browser.token}


def _bench_enrol(app: Flask) -> None:
    with one_transaction():
        course = make.course()
        runs = [make.run(course).public_id for _ in range(12)]
        person = make.user()
    client, headers = _signed_in(app, person)

    def step() -> None:
        _ask(lambda: client.post(f"/runs/{runs.pop()}/enrol", headers=headers), 302)

    _timed("enrol", 15, step)


def _bench_log_in(app: Flask) -> None:
    with one_transaction():
        address = make.user(password_hash=hash_password(make.PASSWORD)).email
    browser = Browser(app.test_client())
    client = browser.client
    form = {"email": address, "password": make.PASSWORD}

    def step() -> None:
        headers = {"X-CSRFToken": browser.token}
        _ask(lambda: client.post("/log-in", data=form, headers=headers), 302)
        client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        browser.refresh_token()

    browser.refresh_token()
    _timed("log-in with argon2 (+ 1 page)", 260, step, 5)


def _bench_quiz(app: Flask) -> None:
    """Ten questions: seven kinds, and single, multiple and true or false once more."""
    with one_transaction():
        quiz = make.quiz(questions=make.QUESTIONS + make.QUESTIONS[:3], attempts=None)
        run = make.run(db.session.get_one(CourseVersion, quiz.version_id).course)
        person = make.user()
        enrol(person, run)
        slug = db.session.get_one(LessonKey, quiz.lesson_key).slug
        lesson = f"/learn/{run.public_id}/{slug}"
    answers = right_answers(quiz)
    client, headers = _signed_in(app, person)
    fetched = headers | {"X-Requested-With": "fetch"}

    def begin() -> str:
        _ask(lambda: client.get(lesson))
        started = _ask(lambda: client.post(f"{lesson}/start", headers=headers), 302)
        attempt = started.headers["Location"]
        _ask(lambda: client.get(attempt))
        return attempt

    def end(attempt: str) -> None:
        _ask(lambda: client.post(f"{attempt}/submit", headers=headers), 302)
        _ask(lambda: client.get(f"{attempt}/review"))

    def by_page() -> None:
        attempt = begin()
        form = answers | {"shown_at": now().isoformat()}
        _ask(lambda: client.post(f"{attempt}/save", data=form, headers=headers), 302)
        end(attempt)

    def one_by_one() -> None:
        attempt = begin()
        for number, (name, given) in enumerate(answers.items()):
            form = {"question": name, "answer": given, "seq": number}
            _ask(partial(client.post, f"{attempt}/save", data=form, headers=fetched))
        end(attempt)

    _timed("quiz of 10, saved as a page", 45, by_page)
    _timed(f"quiz of 10, {len(answers)} inputs saved singly", 45, one_by_one)
    attempt = begin()
    name, given = next(iter(answers.items()))
    number = itertools.count(1)

    def save() -> TestResponse:
        form = {"question": name, "answer": given, "seq": next(number)}
        return client.post(f"{attempt}/save", data=form, headers=fetched)

    line("quiz: one answer kept", save, 3)


def _bench_certificate(app: Flask) -> None:
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
    drain(3)
    code = db.session.scalar(sa.select(Certificate.code).limit(1))
    db.session.rollback()
    visitor = Browser(app.test_client()).speaking("th")
    line("verify", lambda: visitor.client.get(f"/v/{code}"), 3.5)


def _children_cpu() -> float:
    """CPU seconds of the warm child, read from the kernel while it lives."""
    return float(
        sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children(recursive=True))
    )


if __name__ == "__main__":
    main()
