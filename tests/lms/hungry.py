"""What the tests of the child ask it to do."""

import os
import socket
import subprocess
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any


def echo(value: Any) -> Any:
    return value


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin() -> None:
    while True:
        pass


def eat(size: int) -> int:
    return len(bytearray(size))


def crash() -> None:
    os.abort()


def fail(text: str) -> None:
    raise KeyError(text)


def number() -> int:
    return os.getpid()


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=1)


def spawn() -> None:
    subprocess.run(["true"], check=True)


def write(path: str) -> None:
    Path(path).write_text("x")


def environment() -> dict[str, str]:
    return dict(os.environ)


def plain() -> tuple[Any, ...]:
    return date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), Decimal("1.5"), [b"x", None]


class Evil:
    def __reduce__(self) -> Any:
        return os.system, ("true",)


def evil() -> Any:
    return Evil()
