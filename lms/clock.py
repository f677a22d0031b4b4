"""The one place that knows what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_offset: ContextVar[timedelta | None] = ContextVar("clock_offset", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    moment = datetime.now(UTC)
    offset = _offset.get()
    return moment if offset is None else moment + offset


@contextmanager
def travel(by: timedelta) -> Iterator[None]:
    """Shift `now()` inside the block; for tests and for demo data of the past."""
    token = _offset.set((_offset.get() or timedelta()) + by)
    try:
        yield
    finally:
        _offset.reset(token)
