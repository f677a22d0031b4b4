"""A warm child process for work that could eat the machine: drawing papers, reading strangers' files.

The child imports its modules once and answers one call at a time; what runs too long, grows too
large or crashes takes only the child with it. See `lms/confinement.py` for what it may not do.
"""

import contextlib
import io
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

from lms.confinement import HEADER, LARGEST

START = 30.0
PLAIN: dict[tuple[str, str], type] = {
    (each.__module__, each.__name__): each
    for each in (date, datetime, timedelta, timezone, Decimal)
}


class ChildFailed(Exception):
    """The work was not done; `reason` is time, memory, crash, raised, busy or start."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason} {detail}".strip())


class Child:
    """One warm process that calls functions of the named modules, and of no others."""

    _lock: threading.Lock
    _process: subprocess.Popen[bytes] | None
    _socket: socket.socket | None
    _folder: str
    _ready: bool

    def __init__(self, *modules: str, seconds: float = 10, memory: int = 512 << 20) -> None:
        self.modules = modules
        self.seconds = seconds
        self.memory = memory
        self._forget()
        _children.add(self)

    def call(self, module: str, function: str, *args: Any, **kwargs: Any) -> Any:
        """What the function returns; ChildFailed where it does not, within the limits."""
        if module not in self.modules:
            raise ValueError(f"{module} is not for this child")
        if not self._lock.acquire(timeout=3 * self.seconds):
            raise ChildFailed("busy")
        try:
            return self._ask(pickle.dumps((module, function, args, kwargs, self.seconds)))
        finally:
            self._lock.release()

    def warm(self) -> None:
        """Start the process now, without waiting until it is ready."""
        with self._lock:
            self._start()

    def close(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            self._stop()

    def _ask(self, question: bytes) -> Any:
        self._start()
        try:
            self._await_ready()
            deadline = time.monotonic() + self.seconds
            self._send(question, deadline)
            outcome, answer = self._receive(deadline)
        except BaseException as reason:
            self._stop()
            if isinstance(reason, TimeoutError):
                raise ChildFailed("time") from None
            if isinstance(reason, (OSError, EOFError, pickle.UnpicklingError)):
                raise ChildFailed("crash") from None
            raise
        if outcome == "memory":
            self._stop()
        if outcome != "done":
            raise ChildFailed(outcome, answer)
        return answer

    def _start(self) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._stop()
        ours, theirs = socket.socketpair()
        self._folder = tempfile.mkdtemp(prefix="thaksa-child-")
        command = [sys.executable, "-m", "lms.confinement", str(theirs.fileno())]
        try:
            self._process = subprocess.Popen(  # noqa: S603
                [*command, str(self.memory), self._folder, *self.modules],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=_environment(self._folder),
            )
        finally:
            theirs.close()
        self._socket, self._ready = ours, False

    def _await_ready(self) -> None:
        if not self._ready:
            outcome, answer = self._receive(time.monotonic() + START)
            if outcome != "ready":
                self._stop()
                raise ChildFailed("start", answer)
            self._ready = True

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._socket is not None:
            self._socket.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process, self._socket = None, None
        self._folder, self._ready = "", False

    def _forget(self) -> None:
        """Be as new; in a forked process the child of the parent is not ours to talk to."""
        with contextlib.suppress(AttributeError, OSError):
            if self._socket is not None:
                self._socket.close()
        self._lock = threading.Lock()
        self._process, self._socket = None, None
        self._folder, self._ready = "", False

    def _send(self, message: bytes, deadline: float) -> None:
        assert self._socket is not None
        self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
        self._socket.sendall(HEADER.pack(len(message)) + message)

    def _receive(self, deadline: float) -> tuple[str, Any]:
        (size,) = HEADER.unpack(self._exactly(HEADER.size, deadline))
        if size > LARGEST:
            raise EOFError
        outcome, answer = _Plain(io.BytesIO(self._exactly(size, deadline)), self.modules).load()
        return str(outcome), answer

    def _exactly(self, size: int, deadline: float) -> bytes:
        assert self._socket is not None
        parts = bytearray()
        while len(parts) < size:
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            part = self._socket.recv(min(size - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)


class _Plain(pickle.Unpickler):
    """Loads what a child that a hostile file has taken over could not use against us."""

    def __init__(self, file: io.BytesIO, modules: tuple[str, ...]) -> None:
        super().__init__(file)
        self.packages = {module.partition(".")[0] for module in modules}

    def find_class(self, module: str, name: str) -> Any:
        """Dates, decimals, and our own dataclasses and enums."""
        if (module, name) in PLAIN:
            return PLAIN[module, name]
        if module.partition(".")[0] in self.packages and module in sys.modules:
            found = vars(sys.modules[module]).get(name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError("not plain")


def _environment(folder: str) -> dict[str, str]:
    """No secret of ours; only what Python needs to find the same modules."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": folder}


def _forget_all() -> None:
    for child in _children:
        child._forget()


_children: "weakref.WeakSet[Child]" = weakref.WeakSet()
os.register_at_fork(after_in_child=_forget_all)
