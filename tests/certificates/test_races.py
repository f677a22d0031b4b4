"""Two hundred at once, and processes killed in the middle: nothing lost, nothing twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from certificates import operations, queries
from certificates.models import Certificate
from certificates.statement import read
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import get_enrolment
from lms import storage
from lms.accounts.models import User
from lms.clock import now
from lms.config import Config
from lms.db import db, one_transaction
from lms.jobs.models import Job, JobState
from lms.jobs.queue import drain
from tests import make
from tests.live import ROOT

pytestmark = pytest.mark.usefixtures("database")
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "thaksa", "work"]
ISSUER = """
import sys
from wsgi import app
from certificates.operations import issue_for
from courses.enrolment.queries import get_enrolment
from lms.db import one_transaction
with app.app_context():
    for word in sys.argv[1:]:
        with one_transaction():
            issue_for(get_enrolment(int(word)))
        print(word, flush=True)
"""


def completions(count: int) -> list[int]:
    """Completed enrolments in two runs of one institution, in a few statements."""
    course = make.course()
    runs = [make.run(course).id for _ in range(2)]
    people = db.session.scalars(
        sa.insert(User).returning(User.id),
        [
            {"email": f"many{n}@example.org", "first_th": "น้ำผึ้ง", "locale": "th"}
            for n in range(count)
        ],
    ).all()
    done = make.completed(make.run(course))
    places = db.session.scalars(
        sa.insert(Enrolment).returning(Enrolment.id),
        [
            {
                "run_id": runs[n % 2],
                "learner_id": person,
                "state": done.state,
                "completed_at": done.completed_at,
                "snapshot_id": done.snapshot_id,
                "offering_id": done.offering_id,
            }
            for n, person in enumerate(people)
        ],
    ).all()
    db.session.commit()
    return list(places)


def at_once(app: Flask, threads: int, tasks: list[Callable[[], str]]) -> list[str]:
    def one(task: Callable[[], str]) -> str:
        with app.app_context():
            try:
                with one_transaction():
                    return task()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, tasks))


def issue(enrolment_id: int) -> Callable[[], str]:
    return lambda: operations.issue_for(get_enrolment(enrolment_id)).code


def crowd(threads: int, count: int) -> None:
    """Everybody's completion arrives twice."""
    places = completions(count)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    codes = at_once(app, threads, [issue(place) for place in (*places, *places)])
    assert len(set(codes)) == count
    assert codes[:count] == codes[count:]
    check_register(count)


def check_register(count: int) -> None:
    """Numbers without a gap, one certificate a person and run, each saying its own number."""
    db.session.rollback()
    rows = db.session.scalars(sa.select(Certificate).order_by(Certificate.sequence)).all()
    assert [row.sequence for row in rows] == list(range(1, count + 1))
    assert len({(row.learner_id, row.run_id) for row in rows}) == count
    for row in rows:
        assert read(row.statement).register_number == row.register_number
        assert f" {row.sequence:05d}/" in (row.register_number or "")


def test_many_completions_at_once_get_numbers_without_a_gap() -> None:
    crowd(threads=20, count=60)


@pytest.mark.soak
def test_two_hundred_completions_at_once_get_numbers_without_a_gap() -> None:
    crowd(threads=200, count=200)


def environ() -> dict[str, str]:
    """Another process of this copy."""
    config: Config = current_app.extensions["thaksa_config"]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("THAKSA_")}
    return kept | {
        "THAKSA_DATA_DIR": str(config.data_dir),
        "THAKSA_DATABASE_URL": config.database_url,
        "THAKSA_SECRET_KEY": config.secret_key,
        "PYTHONWARNINGS": "ignore",
    }


def start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def drawn() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Certificate.paper))) or 0


def wait_for(count: int, seconds: float = 60) -> int:
    deadline = time.monotonic() + seconds
    while drawn() < count and time.monotonic() < deadline:
        time.sleep(0.05)
    return drawn()


def hasten() -> None:
    """The lease of whoever was killed is over."""
    past = now() - timedelta(days=1)
    with one_transaction():
        db.session.execute(
            sa.update(Job).where(Job.state == JobState.RUNNING).values(lease_until=past)
        )


def kill_and_finish(count: int, kills: int) -> None:
    places = completions(count)
    words = [str(place) for place in places]
    for turn in range(kills):  # the process that issues dies in the middle, again and again
        issuer = start(sys.executable, "-c", ISSUER, *words)
        assert issuer.stdout is not None
        for _ in range(count * (turn + 1) // (kills + 1)):
            issuer.stdout.readline()
        kill(issuer)
    for place in places:  # asked again, as a browser does
        with one_transaction():
            issue(place)()
    check_register(count)
    statements = dict(
        db.session.execute(sa.select(Certificate.code, Certificate.statement_digest)).all()
    )
    for turn in range(kills):  # and so does the worker
        worker = start(*WORKER)
        wait_for(count * (turn + 1) // (kills + 2))
        kill(worker)
        hasten()
    drain()
    assert drawn() == count
    check_papers(count, statements)


def check_papers(count: int, statements: dict[str, str]) -> None:
    """Every paper is there, is its certificate's, and is the one that was noted."""
    check_register(count)
    for row in db.session.scalars(sa.select(Certificate)):
        assert row.statement_digest == statements[row.code]
        assert row.paper is not None
        assert storage.get(row.paper).startswith(b"%PDF-")
    for code in list(statements)[:: max(1, count // 10)]:
        assert queries.standing(code) is not None
    names = db.session.scalars(sa.select(Job.key).where(Job.name == queries.PAPER_JOB)).all()
    assert len(set(names)) == len(names) == count


def test_killed_processes_lose_nothing_and_do_nothing_twice() -> None:
    kill_and_finish(count=30, kills=1)


@pytest.mark.soak
def test_many_killed_processes_lose_nothing_and_do_nothing_twice() -> None:
    kill_and_finish(count=200, kills=12)
