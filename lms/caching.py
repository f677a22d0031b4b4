"""Small caches inside one process, all emptied together."""

from collections.abc import Callable, Hashable, MutableMapping
from threading import Lock
from typing import Generic, Protocol, TypeVar

from cachetools import LRUCache, TTLCache

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
_all: list["Clearable"] = []


class Clearable(Protocol):
    """What `clear_all` empties."""

    def clear(self) -> None: ...


def also(thing: Clearable) -> None:
    """Something else that remembers is emptied together with the caches."""
    _all.append(thing)


class Cache(Generic[K, V]):
    """Remembers up to `size` values, for `seconds` (None: as long as they are immutable)."""

    def __init__(self, size: int, seconds: float | None = None) -> None:
        self._store: MutableMapping[K, V] = (
            LRUCache(size) if seconds is None else TTLCache(size, seconds)
        )
        self._lock = Lock()
        _all.append(self)

    def get(self, key: K, make: Callable[[], V]) -> V:
        with self._lock:
            if key in self._store:
                return self._store[key]
        value = make()
        with self._lock:
            self._store[key] = value
        return value

    def has(self, key: K) -> bool:
        with self._lock:
            return key in self._store

    def forget(self, key: K) -> None:
        with self._lock:
            self._store.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._store.clear()


def clear_all() -> None:
    """Forget everything; for tests and after restoring data."""
    for cache in _all:
        cache.clear()
