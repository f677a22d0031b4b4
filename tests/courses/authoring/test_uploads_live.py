"""A large file through a served copy: cut three times, once by kill -9 of the web processes."""

import hashlib
import http.client
import itertools
import os
import re
import signal
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import sqlalchemy as sa
from flask import Flask

from courses.content.models import Media
from lms import config
from lms.accounts.operations import open_session
from lms.app import create_app
from lms.db import db, one_transaction
from tests import live, make
from tests.courses.authoring import studio

MEGABYTE = 1 << 20
LITTLE = 64 * MEGABYTE


def pieces(size: int) -> Iterator[bytes]:
    """A sound file of `size` bytes that does not repeat itself."""
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", size - 8, b"WAVE", b"fmt ", 16, 1, 2, 44100, 176400, 4, 16, b"data", size - 44)  # fmt: skip
    sent = 0
    for number in itertools.count():
        block = hashlib.sha256(str(number).encode()).digest() * 2048
        block = head + block[44:] if not number else block
        yield block[: size - sent]
        sent += len(block)
        if sent >= size:
            return


@dataclass
class Copy:
    """A served copy, an author's session, and the course they edit."""

    running: live.Live
    app: Flask
    cookie: str
    code: str
    token: str = ""

    def connect(self) -> http.client.HTTPConnection:
        host, port = self.running.url.removeprefix("http://").split(":")
        return http.client.HTTPConnection(host, int(port), timeout=60)

    def ask(self, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = self.connect()
        try:
            connection.request(method, path, headers=self.headers(**headers))
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def headers(self, **more: str) -> dict[str, str]:
        sent = {"Cookie": self.cookie, "Tus-Resumable": "1.0.0", "X-CSRFToken": self.token}
        return sent | {k.replace("_", "-"): v for k, v in more.items()}

    def offset(self, path: str) -> int:
        for _ in range(100):
            try:
                answer = self.ask("HEAD", path)
                if answer.status == 200:
                    return int(answer.headers["Upload-Offset"])
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.2)
        raise AssertionError("the server does not come back")

    def settled(self, path: str) -> int:
        """How much has come, once what was on the line has arrived."""
        before = -1
        while (now := self.offset(path)) != before:
            before = now
            time.sleep(0.3)
        return now

    def kill(self) -> None:
        """Everything at once, as when the power goes."""
        assert self.running.process is not None
        whole = psutil.Process(self.running.process.pid)
        for process in [whole, *whole.children(recursive=True)]:
            process.kill()
        self.running.process.wait()

    def web(self) -> list[psutil.Process]:
        """The processes that answer: children of gunicorn's own."""
        assert self.running.process is not None
        try:
            below = psutil.Process(self.running.process.pid).children(recursive=True)
            return [p for p in below if "gunicorn" in " ".join(p.cmdline()) and p.parent() in below]
        except psutil.Error:  # one of them has just ended
            return []


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    port = live.free_port()
    running = live.start(tmp_path, demo=False, THAKSA_PORT=port)
    app = create_app(config.read({"THAKSA_DATA_DIR": str(tmp_path), "THAKSA_PORT": port}))
    with app.app_context():
        with one_transaction():
            course = make.course()
            author = studio.owner(course)
            token = open_session(author).token
        db.session.remove()
        made = Copy(running, app, _cookie(app, token), course.code)
        connection = made.connect()
        connection.request("GET", "/account/profile", headers=made.headers())
        page = connection.getresponse().read().decode()
        connection.close()
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, page[:500]
        made.token = found.group(1)
        yield made
        db.session.remove()
    made.kill()


def _cookie(app: Flask, token: str) -> str:
    interface: Any = app.session_interface
    value = interface.get_signing_serializer(app).dumps(
        {"_user_id": token, "_fresh": True, "csrf_token": "a" * 40}
    )
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


class Memory(threading.Thread):
    """The most that any web process grew by."""

    def __init__(self, copy: Copy) -> None:
        super().__init__(daemon=True)
        self.copy, self.most, self.going = copy, 0, True
        self.before: dict[int, int] = {}

    def run(self) -> None:
        while self.going:
            for process in self.copy.web():
                try:
                    now = process.memory_info().rss
                except psutil.Error:
                    continue
                began = self.before.setdefault(process.pid, now)
                self.most = max(self.most, now - began)
            time.sleep(0.05)


def send(copy: Copy, path: str, size: int, offset: int, *, until: int, kill: bool = False) -> int:
    """One PATCH from `offset`; the line is cut at `until`, or what answers is killed there."""
    connection = copy.connect()
    connection.putrequest("PATCH", path)
    for name, value in copy.headers(
        Upload_Offset=str(offset), Content_Type="application/offset+octet-stream",
        Content_Length=str(size - offset),
    ).items():  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders()
    at = 0
    try:
        for piece in pieces(size):
            start, at = at, at + len(piece)
            if at <= offset:
                continue
            connection.send(piece[max(0, offset - start) :])
            if at >= until:
                break
        if until < size:
            if kill:
                for process in copy.web():
                    os.kill(process.pid, signal.SIGKILL)
            return 0
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def arrive(copy: Copy, size: int) -> None:
    """Cut, killed, restarted: it arrives whole, and no process grew by more than 64 MB."""
    uploads = f"/studio/{copy.code}/uploads"
    meta = "filename bGFyZ2Uud2F2"
    answer = copy.ask("POST", uploads, Upload_Length=str(size), Upload_Metadata=meta)
    assert answer.status == 201
    path = answer.headers["Location"]
    memory = Memory(copy)
    memory.start()
    send(copy, path, size, 0, until=size // 5)
    first = copy.settled(path)
    assert 0 < first <= size // 5 + MEGABYTE
    send(copy, path, size, first, until=2 * size // 5, kill=True)
    second = copy.settled(path)
    assert second >= first
    send(copy, path, size, second, until=3 * size // 5)
    third = copy.settled(path)
    _restart(copy)
    assert copy.offset(path) == third > second
    for _ in range(20):
        status = send(copy, path, size, copy.offset(path), until=size)
        if status == 204:
            break
        time.sleep(0.5)
    memory.going = False
    memory.join()
    assert status == 204
    digest = hashlib.sha256()
    for piece in pieces(size):
        digest.update(piece)
    media = db.session.scalars(sa.select(Media)).one()
    assert (media.digest, media.size, media.content_type) == (digest.hexdigest(), size, "audio/wav")
    print(f"largest growth of a web process: {memory.most / MEGABYTE:.1f} MB")
    assert memory.most < LITTLE


def _restart(copy: Copy) -> None:
    port = copy.running.url.rpartition(":")[2]
    copy.kill()
    copy.running = live.start(copy.running.data, demo=False, THAKSA_PORT=port)


def test_64_megabytes_survive_cuts_a_kill_and_a_restart(copy: Copy) -> None:
    arrive(copy, 64 * MEGABYTE)


@pytest.mark.soak
def test_a_gigabyte_survives_cuts_a_kill_and_a_restart(copy: Copy) -> None:
    arrive(copy, 1_000_000_000)
