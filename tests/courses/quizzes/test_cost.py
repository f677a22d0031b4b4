"""A quiz costs the same few statements, however many questions, attempts and learners."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lms import caching
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.quizzes.asking import Learner


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of one request whose caches are warm."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    engines = [db.engines[None], db.engines["read"]]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def statements(ask: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    ask()
    with monkeypatch.context() as warm:
        warm.setattr(caching, "clear_all", lambda: None)
        ask()
        with counted() as said:
            ask()
    return len([s for s in said if not s.startswith(("PRAGMA", "BEGIN"))])


def costs(client: Browser, questions: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    asked = [make.QUESTIONS[n % 7] | {"text": f"ข้อ {n}"} for n in range(questions)]
    learner = Learner(client, questions=asked, attempts=None, review="submitted")
    for _ in range(questions // 7):
        learner.start()
        learner.submit()
    lesson = learner.browser.get
    cost = {"lesson": statements(lambda: lesson(learner.lesson), monkeypatch)}
    cost["review"] = statements(lambda: learner.look("/review"), monkeypatch)
    learner.start()
    cost |= {
        "attempt": statements(learner.look, monkeypatch),
        "save": statements(lambda: learner.say("q1", "b"), monkeypatch),
        "check": statements(lambda: learner.look("/check"), monkeypatch),
        "page": statements(lambda: learner.send("save", learner.form()), monkeypatch),
    }
    with monkeypatch.context() as warm:
        warm.setattr(caching, "clear_all", lambda: None)
        with counted() as said:
            learner.submit()
    return cost | {"submit": len(said)}


def test_statements_do_not_grow(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = costs(client, 7, monkeypatch), costs(client, 28, monkeypatch)
    assert few == many
    assert few["attempt"] <= 2
    assert few["save"] == 1
    assert few["review"] <= 5, few
