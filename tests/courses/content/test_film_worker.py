"""A film and its worker: killed in the middle, it begins anew; nobody waits for it meanwhile."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app

from courses.content.models import Media, MediaFile, MediaState
from lms.clock import now
from lms.config import Config
from lms.db import db
from lms.jobs import queue
from lms.jobs.models import Job, JobState
from tests import make
from tests.conftest import Browser
from tests.courses.content import filmed
from tests.live import ROOT

WORK = "from wsgi import app; app.app_context().push(); from lms.jobs import queue; queue.work({})"


def config() -> Config:
    settings: Config = current_app.extensions["thaksa_config"]
    return settings


@contextmanager
def worker(job_id: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that makes the film, until the test has seen enough."""
    settings = config()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("THAKSA_")}
    environ |= {
        "THAKSA_DATA_DIR": str(settings.data_dir),
        "THAKSA_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "THAKSA_SECRET_KEY": settings.secret_key,
    }
    process = subprocess.Popen(
        [str(ROOT / ".venv/bin/python"), "-c", WORK.format(job_id)], cwd=ROOT, env=environ
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def folders() -> list[Path]:
    return list((config().data_dir / "films").glob("*"))


def until(met: object, seconds: float = 60) -> None:
    assert callable(met)
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)
        db.session.rollback()


def test_killed_in_the_middle_it_begins_anew_and_nothing_is_doubled(database: None) -> None:
    media_id = filmed.media(filmed.film(60, "1280x720")).id
    db.session.commit()
    [(job_id, _)] = queue.due(long=True)
    with worker(job_id) as process:
        until(lambda: any((folder / "480p.mp4").exists() for folder in folders()))
        os.kill(process.pid, signal.SIGKILL)
    assert folders()
    assert db.session.query(MediaFile).count() == 0
    assert queue.due(long=True) == []  # its lease still runs
    job = db.session.get_one(Job, job_id)
    job.lease_until = now() - timedelta(seconds=1)
    media = db.session.get_one(Media, media_id)
    source = filmed.film(1)
    media.digest, media.size = _kept(source), source.stat().st_size
    db.session.commit()
    assert queue.drain() == 1
    media = db.session.get_one(Media, media_id)
    assert (media.state, media.progress) == (MediaState.READY, 100)
    assert db.session.query(MediaFile).filter_by(media_id=media_id).count() == 9
    assert folders() == []


def _kept(path: Path) -> str:
    from lms import storage

    return storage.put_file(path)


def test_pages_and_other_work_do_not_wait_for_a_film(client: Browser) -> None:
    media_id = filmed.media(filmed.film(60, "1280x720")).id
    course = make.course()
    db.session.commit()
    [(job_id, _)] = queue.due(long=True)
    client.get("/courses")
    with worker(job_id):
        until(lambda: any((folder / "480p.mp4").exists() for folder in folders()))
        begun = time.monotonic()
        for _ in range(5):
            assert client.get(f"/courses/{course.code}").status_code == 200
        queue.enqueue("content.make_poster", media_id=0, second=0.0)  # any ordinary work
        db.session.commit()
        ids = [job_id for job_id, _ in queue.due()]
        assert ids
        assert queue.work(ids[0]) in (JobState.DONE, JobState.QUEUED)
        assert time.monotonic() - begun < 5
        db.session.expire_all()
        assert db.session.get_one(Media, media_id).state is MediaState.WORKING


def test_its_lease_is_renewed_as_it_gets_on(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from courses.content import filming

    monkeypatch.setattr(filming, "TICK", 0)
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=1.5))
    media_id = filmed.media(filmed.film(20, "960x540")).id
    db.session.commit()
    assert queue.drain() == 1
    assert db.session.get_one(Media, media_id).state is MediaState.READY
    assert db.session.query(Job).filter_by(name="content.make_film").one().attempts == 1
