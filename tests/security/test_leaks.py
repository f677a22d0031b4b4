"""What people wrote stays out of logs, errors, job rows and shared caches."""

import json
import logging
import smtplib
import sys

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import User
from lms.db import db, one_transaction
from lms.jobs import queue
from lms.jobs.models import Job, JobState
from lms.log import JsonLines
from tests import make
from tests.conftest import Browser

ADDRESS = "somchai.canary@example.org"


def written(failure: Exception) -> str:
    """The line that the log has for it."""
    try:
        raise failure
    except Exception:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "job failed", (), sys.exc_info())
    return JsonLines().format(record)


def test_a_line_of_the_log_holds_no_address() -> None:
    line = written(smtplib.SMTPRecipientsRefused({ADDRESS: (550, f"<{ADDRESS}> unknown".encode())}))
    assert "canary" not in line
    assert json.loads(line)["event"] == "job failed"


def test_an_error_of_the_database_does_not_say_what_was_to_be_stored(database: None) -> None:
    make.user(email=ADDRESS)
    with pytest.raises(sa.exc.IntegrityError) as refused:
        make.user(email=ADDRESS, first_th="กนิษฐาคานารี")
    db.session.rollback()
    assert "กนิษฐาคานารี" not in str(refused.value)
    assert "canary" not in written(refused.value)


def test_a_job_keeps_the_error_without_the_address(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"unknown")})

    monkeypatch.setitem(queue._handlers, "refuse", refuse)
    with one_transaction():
        queue.enqueue("refuse")
    queue.drain(1)
    kept = db.session.scalar(sa.select(Job.error).where(Job.name == "refuse"))
    assert kept is not None
    assert kept.startswith("SMTPRecipientsRefused")
    assert "canary" not in kept


def test_a_job_that_kills_its_workers_is_given_up(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []
    monkeypatch.setitem(queue._handlers, "deadly", lambda: ran.append(1))
    with one_transaction():
        queue.enqueue("deadly")
        db.session.execute(sa.update(Job).values(attempts=queue.MAX_ATTEMPTS))
    assert queue.drain(1) == 1
    job = db.session.scalar(sa.select(Job).where(Job.name == "deadly"))
    assert job is not None
    assert (job.state, ran) == (JobState.DEAD, [])


def test_what_a_shared_cache_may_keep_carries_no_cookie(client: Browser) -> None:
    browser = client.as_(make.user())
    with browser.client.session_transaction() as cookie:
        cookie.permanent = True
    answer = browser.get("/colours.css?v=0")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_the_mailbox_is_shut_to_another_name_of_this_machine(client: Browser) -> None:
    assert client.get("/mailbox").status_code == 200
    assert client.get("/mailbox", base_url="http://evil.example:8000").status_code == 404


def test_a_commit_that_the_disk_refuses_is_said(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, person = client.as_(make.user()), db.session.scalar(sa.select(User.id))
    browser.refresh_token()

    def full() -> None:
        raise sa.exc.OperationalError("COMMIT", None, Exception("database or disk is full"))

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("lms.web.transaction.db.session.commit", full)
    answer = contextless(browser, "/account/sessions/close-others")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "10")
    assert person is not None


def contextless(browser: Browser, path: str) -> object:
    return browser.client.post(path, headers={"X-CSRFToken": browser.token})


@pytest.mark.parametrize("data", [{"a": ["x", "y\0"]}, {"a\0": ["x"]}])
def test_no_text_holds_a_zero(client: Browser, data: dict[str, list[str]]) -> None:
    assert client.post("/locale", data=data).status_code == 400
