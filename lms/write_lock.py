"""One writer at a time to SQLite, in the order they came, and nobody waits for ever."""

import fcntl
import os
import threading
from pathlib import Path

MOST_SECONDS = 20.0


class StillHeld(Exception):
    """The lock was not free in time: a transaction is stuck, or this thread holds one already."""


class WriteLock:
    """An advisory lock on a file, one for each connection; the kernel frees it when a process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._open()

    def take(self, seconds: float | None = None) -> None:
        """Wait for the lock; StillHeld after `seconds` (20 unless told)."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._await(MOST_SECONDS if seconds is None else seconds)

    def release(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._file)

    def _open(self) -> int:
        return os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    def _await(self, seconds: float) -> None:
        """The kernel queues who waits, and a wait in a thread can be given up."""
        turn = _Turn(self._file)
        threading.Thread(target=turn.wait, name="write-lock", daemon=True).start()
        if not turn.came(seconds):
            self._file = self._open()
            raise StillHeld(f"the write lock was not free for {seconds:g} seconds")


class _Turn:
    """Waits for an open file's lock; where nobody wants it any more, closing the file frees it."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._decision = threading.Lock()
        self._has_come = threading.Event()
        self._given_up = False

    def wait(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._decision:
            if self._given_up:
                os.close(self._file)
            else:
                self._has_come.set()

    def came(self, seconds: float) -> bool:
        """Whether it came in time; if not, it is given up."""
        if self._has_come.wait(seconds):
            return True
        with self._decision:
            self._given_up = not self._has_come.is_set()
        return not self._given_up
