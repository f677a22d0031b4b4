"""Answers that a process keeps as long as nothing happened in their months."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from cachetools import LRUCache

from lms.workforce.periods import Period

MOST_BYTES = 1600 << 20
SMALL = 1000
T = TypeVar("T")
Key = tuple[str, int | None, tuple[Any, ...], Period | None]


class News(Protocol):
    """Tells which answers are no longer true."""

    def concerns(self, kind: int | None, dims: tuple[Any, ...], period: Period | None) -> bool: ...


class Kept:
    """By (what, kind, dimensions, period); the oldest go when they take too much memory."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self._held: LRUCache[Key, Any] = LRUCache(most, getsizeof=_size)

    def get(self, key: Key, make: Callable[[], T]) -> T:
        if key in self._held:
            return cast(T, self._held[key])
        value = make()
        if _size(value) <= self.most // 2:
            self._held[key] = value
        return value

    def __contains__(self, key: Key) -> bool:
        return key in self._held

    def forget(self, news: News) -> None:
        for key in list(self._held):
            _what, kind, dims, period = key
            if news.concerns(kind, dims, period):
                del self._held[key]


def _size(value: object) -> int:
    return SMALL + int(getattr(value, "nbytes", 0))
