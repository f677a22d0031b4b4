"""CPU and statements of one request, beside a bare page that runs the same statements.

The floor is a Flask view that executes the statements of our request (SQLAlchemy Core, the same
parameters, all rows fetched, writes rolled back) and answers with as many bytes.
"""

import contextvars
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms.db import db

Request = Callable[[], TestResponse]


@dataclass
class Cost:
    """Milliseconds of CPU (median), statements, bytes."""

    cpu: float
    statements: int
    size: int
    status: int


@dataclass
class Recorder:
    """Every statement that runs while it listens."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __enter__(self) -> "Recorder":
        for engine in db.engines.values():
            event.listen(engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *problem: object) -> None:
        for engine in db.engines.values():
            event.remove(engine, "before_cursor_execute", self._note)

    def _note(
        self, connection: Any, cursor: Any, text: str, parameters: Any, context: Any, many: bool
    ) -> None:
        if not text.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            self.statements.append((text, parameters))


def alone(request: Request) -> TestResponse:
    return contextvars.Context().run(request)


def measure(request: Request, times: int = 30, before: Callable[[], None] | None = None) -> Cost:
    """The median CPU of `times` requests; `before` prepares each one and is not counted."""
    if before:
        before()
    with Recorder() as recorder:
        answer = alone(request)
    spent = []
    for _ in range(times):
        if before:
            before()
        start = time.process_time()
        answer = alone(request)
        spent.append((time.process_time() - start) * 1000)
    spent.sort()
    return Cost(
        spent[len(spent) // 2], len(recorder.statements), len(answer.data), answer.status_code
    )


def floor(request: Request, times: int = 30, before: Callable[[], None] | None = None) -> float:
    """CPU of a bare page with the same statements and bytes."""
    if before:
        before()
    with Recorder() as recorder:
        answer = alone(request)
    body = b"x" * len(answer.data)
    reads = [s for s in recorder.statements if s[0].lstrip().upper().startswith(("SELECT", "WITH"))]
    writes = [s for s in recorder.statements if s not in reads]
    bare = Flask("bare")
    engine = db.engines[None if writes else "read"]

    @bare.get("/")
    def page() -> bytes:
        with engine.connect() as connection:
            for text, parameters in recorder.statements:
                try:
                    result = connection.exec_driver_sql(text, parameters)
                except sa.exc.DBAPIError:  # the row is there already; it was run all the same
                    connection.rollback()
                    continue
                if result.returns_rows:
                    result.fetchall()
            connection.rollback()
        return body

    client = bare.test_client()
    spent = []
    for _ in range(times):
        start = time.process_time()
        alone(lambda: client.get("/"))
        spent.append((time.process_time() - start) * 1000)
    spent.sort()
    return spent[len(spent) // 2]
