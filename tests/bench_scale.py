"""`make bench-scale`: the numbers as the province grows, from load to screen.

Each size is loaded into a database of its own that is thrown away: how long the load and the count
from nothing take, how many changed facts a second the roll-up takes, and what the server needs for
every screen of the cockpit, asked for the first time and again, with and without filters. The last
column is the exponent of growth: 1 means ten times the people, ten times the time. Nothing fails on
a figure. `make bench-scale sizes=10000,100000,1000000 database=postgresql browser=1`
"""

import argparse
import contextvars
import gc
import logging
import math
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from courses.enrolment.models import Enrolment, EnrolmentState
from lms import caching, config
from lms.accounts.public import user_by_email
from lms.app import create_app
from lms.clock import now
from lms.db import db, is_sqlite, one_transaction
from lms.demo import places
from lms.demo.load.operations import load
from lms.reference.operations import load_shipped
from lms.web.templating import preload
from lms.workforce.cockpit import warming
from lms.workforce.cockpit.panels import PANELS
from lms.workforce.rollups import operations, rebuilding
from lms.workforce.rollups.models import EventKind
from tests import live
from tests.conftest import FLAGS, SERVER, Browser

ROOT = Path(__file__).resolve().parents[1]
CHANGED = 20_000
TIMES = 3
FILTERS = (
    "?district=3001&period={year}",
    "?sex=female&period={year}",
    "?mode=online&period={year}",
    "?age_band=25-34&sex=male&period={year}",
)
Figures = dict[str, float]


def main() -> None:
    asked = _asked()
    for kind in asked.database.split(","):
        found: dict[int, Figures] = {}
        for learners in [int(size) for size in asked.sizes.split(",")]:
            with _copy(kind) as (app, folder):
                found[learners] = _measure(app, learners)
                if asked.browser:
                    found[learners] |= _filter_change(folder, app)
            _print(kind, found)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-scale")
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql or both: a,b")
    parser.add_argument("--browser", action="store_true", help="also change a filter in Chromium")
    return parser.parse_args()


@contextmanager
def _copy(kind: str) -> Iterator[tuple[Flask, Path]]:
    """An application over a fresh database with the institutions, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.read({"THAKSA_DATA_DIR": folder, "THAKSA_SECRET_KEY": "b" * 40})
        name = f"scale_{os.getpid()}_{Path(folder).name[-6:].lower()}"
        if kind == "postgresql":
            subprocess.run([ROOT / "scripts" / "postgres.sh", "start"], check=True)
            _serverwide(f'CREATE DATABASE "{name}"')
            url = f"{SERVER.replace('postgresql://', 'postgresql+psycopg://')}/{name}"
            settings = replace(settings, database_url=url)
        app = create_app(replace(settings, testing=True))
        logging.disable(logging.INFO)
        try:
            with app.app_context():
                upgrade()
                with one_transaction():
                    load_shipped()
                with one_transaction():
                    places.open_institutions()
                hashes = places.passwords()
                with one_transaction():
                    places.register_staff(hashes)
                yield app, Path(folder)
                db.session.remove()
                for engine in db.engines.values():
                    engine.dispose()
        finally:
            if kind == "postgresql":
                _serverwide(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _serverwide(statement: str) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _measure(app: Flask, learners: int) -> Figures:
    figures: Figures = {}
    took, _ = _timed("load", lambda: load(learners, 1, lambda line: print(f"  {line}", flush=True)))
    figures["load and count, s"] = took
    with one_transaction():
        took, enrolments = _timed("count from nothing", operations.rebuild)
    figures["enrolments"] = enrolments
    figures["count from nothing, s"] = took
    took, wrong = _timed("compare", rebuilding.differences)
    figures["compare with the facts, s"] = took
    figures["differences"] = len(wrong)
    figures["changed facts a second"] = _roll_up_rate()
    figures |= _screens(app)
    figures["load of the machine"] = os.getloadavg()[2]
    figures["most memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _timed(what: str, do: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start, used = time.perf_counter(), time.process_time()
    answer = do()
    took, used = time.perf_counter() - start, time.process_time() - used
    print(f"  {what}: {took:.1f} s, {used:.1f} s of CPU here", flush=True)
    return took, answer


def _roll_up_rate() -> float:
    """Milestones of many people are taken back, each tells it, and the roll-ups follow."""
    table = Enrolment.__table__
    open_ = sa.and_(table.c.state == EnrolmentState.ACTIVE, table.c.halfway_at.is_not(None))
    with one_transaction():
        chosen = sa.select(table.c.id, table.c.learner_id).where(open_).limit(CHANGED)
        rows = db.session.execute(chosen).all()
        ids = [row.id for row in rows]
        for start in range(0, len(ids), 5000):
            some = ids[start : start + 5000]
            change = sa.update(Enrolment).where(Enrolment.id.in_(some))
            db.session.execute(change.values(halfway_at=None))
        _note([(row.id, row.learner_id) for row in rows])
    began = time.perf_counter()
    while True:
        with one_transaction():
            if not operations.roll_up():
                break
    return len(rows) / (time.perf_counter() - began)


def _note(rows: list[tuple[int, int]]) -> None:
    xid = "0" if is_sqlite() else "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    insert = sa.text(
        "INSERT INTO learning_event (xid, occurred_at, kind, learner_id, enrolment_id)"
        f" VALUES ({xid}, :at, :kind, :learner, :enrolment)"
    ).bindparams(sa.bindparam("at", type_=Enrolment.enrolled_at.type))
    kind, at = int(EventKind.ENROLMENT_CHANGED), now()
    db.session.execute(
        insert, [{"at": at, "kind": kind, "learner": b, "enrolment": a} for a, b in rows]
    )


def _screens(app: Flask) -> Figures:
    """Milliseconds of every page, asked for the first time and again, without and with a filter.

    As it is served: what a process draws ahead of time is drawn, and a filter is new to it.
    """
    analyst = user_by_email("analyst@depa.example")
    assert analyst is not None
    browser = Browser(app.test_client()).as_(analyst).speaking("en")
    day = now()
    year = day.year + 543 + (1 if day.month >= 10 else 0) - 1
    caching.clear_all()
    preload(app)
    took, _ = _timed("get ready after a start", lambda: _warm(app))
    figures: Figures = {"ready after a start, s": took}
    browser.client.get("/profile")
    for filters in ("", *FILTERS):
        for name in ["", *PANELS]:
            address = f"/numbers/{name}".rstrip("/") + filters.format(year=year)
            label = f"{name or 'overview'}{filters.replace('&period={year}', '')}"
            first, again = _visits(browser, address)
            figures[f"{label}, first ms"], figures[f"{label}, again ms"] = first, again
    return figures


def _warm(app: Flask) -> None:
    contextvars.Context().run(warming.once, app, app.extensions["thaksa_cube"], warming.NEVER)


def _visits(browser: Browser, address: str) -> tuple[float, float]:
    def visit() -> float:
        start = time.perf_counter()
        answer = contextvars.Context().run(browser.client.get, address)
        took = (time.perf_counter() - start) * 1000
        if answer.status_code not in (200, 400):
            print(f"  {address} answers {answer.status_code}")
        return took

    first = visit()
    return first, statistics.median(visit() for _ in range(TIMES))


def _filter_change(folder: Path, app: Flask) -> Figures:
    """From the choice of a filter in Chromium until the page has settled."""
    from playwright.sync_api import sync_playwright

    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    with one_transaction():  # nothing else works while we look
        db.session.execute(sa.text("DELETE FROM job"))
    served = live.start(folder, demo=False, THAKSA_DATABASE_URL=url, THAKSA_SECRET_KEY="b" * 40)
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            took = _change(chromium, served.url)
            chromium.close()
    finally:
        served.stop()
    return {"filter changed in Chromium, ms": took}


def _change(chromium: Any, url: str) -> float:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    analyst = next(p for p in places.read("people") if p["email"].startswith("analyst"))
    page.goto(f"{url}/log-in")
    page.fill("input[name=email]", analyst["email"])
    page.fill("input[name=password]", analyst["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    page.goto(f"{url}/numbers")
    page.wait_for_load_state("networkidle")
    start = time.perf_counter()
    page.goto(f"{url}/numbers?district=3001")
    page.wait_for_load_state("networkidle")
    return (time.perf_counter() - start) * 1000 - 500  # it waits half a second for silence


def _print(kind: str, found: dict[int, Figures]) -> None:
    sizes = sorted(found)
    names = list(dict.fromkeys(name for size in sizes for name in found[size]))
    wide = max(len(name) for name in names)
    print(f"\n{kind:<{wide}}" + "".join(f"{size:>12,}" for size in sizes) + "   exponent")
    for name in names:
        values = [found[size].get(name) for size in sizes]
        print(
            f"{name:<{wide}}"
            + "".join(
                f"{'–':>12}" if v is None else f"{v:>12,.{1 if v < 1000 else 0}f}" for v in values
            )
            + f"{_exponent(sizes, values):>11}",
            flush=True,
        )


def _exponent(sizes: list[int], values: list[float | None]) -> str:
    """The slope of the line through the logarithms."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(sizes, values, strict=True)
        if value is not None and value > 0
    ]
    if len(points) < 2:
        return ""
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    return f"{slope:.2f}"


if __name__ == "__main__":
    main()
