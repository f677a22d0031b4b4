"""Huey carries the ids of jobs from the process that asks to a worker."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from huey import Huey, PriorityRedisHuey, SqliteHuey

from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.jobs import queue


def init_app(app: Flask, config: Config) -> None:
    """Make the Huey of this copy and hand enqueued ids to it."""
    huey = _make(config)
    app.extensions["thaksa_huey"] = huey

    def run(job_id: int) -> None:
        with app.app_context():
            try:
                queue.work(job_id)
            finally:
                db.session.remove()

    task: Any = huey.task(name="run_job")(run)

    def sweep() -> None:
        with app.app_context():
            try:
                queue.plan_recurring()
                for job_id, priority in queue.due():
                    task(job_id, priority=priority)
            finally:
                db.session.remove()

    app.extensions["thaksa_sweep"] = sweep

    def work_long() -> bool:
        """Do the next piece of long work, where there is one."""
        with app.app_context():
            try:
                waiting = queue.due(1, long=True)
                return bool(waiting) and queue.work(waiting[0][0]) is not None
            finally:
                db.session.remove()

    app.extensions["thaksa_work_long"] = work_long

    def submit(job_id: int, run_at: datetime, priority: int) -> None:
        late = (run_at - now()).total_seconds()
        if late > 0.5:
            task.schedule(args=(job_id,), delay=timedelta(seconds=late), priority=priority)
        else:
            task(job_id, priority=priority)

    app.extensions["thaksa_submit"] = submit


def _make(config: Config) -> Huey:
    if config.queue_url.startswith("redis://"):
        return PriorityRedisHuey("thaksa", url=config.queue_url, results=False)
    path = config.data_dir / "queue.sqlite3"
    return SqliteHuey("thaksa", filename=str(path), fsync=False, results=False)
