"""Inside the child process of `lms/child.py`: its limits, and the loop that answers calls.

The kernel limits memory, time, file size and open files. Connecting, starting programs and writing
outside its own folder are refused by an audit hook: that binds Python code, ours and libraries',
not machine code that has taken the process over.
"""

import importlib
import os
import pickle
import resource
import shutil
import signal
import socket
import struct
import sys
from typing import Any, NoReturn

HEADER = struct.Struct(">Q")
LARGEST = 64 << 20
FILES = 64
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
REFUSED = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "socket.sendmsg",
    "subprocess.Popen",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "urllib.Request",
)


def main() -> None:
    """Import, be confined, answer until the parent is gone."""
    number, memory, folder, *modules = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to act on
    line = socket.socket(fileno=int(number))
    try:
        loaded = {name: importlib.import_module(name) for name in modules}
    except Exception as reason:
        _answer(line, "start", f"{type(reason).__name__}: {reason}")
        return
    _limit(int(memory))
    sys.addaudithook(_fence(folder))
    _answer(line, "ready", None)
    try:
        while (asked := _hear(line)) is not None:
            module, function, args, kwargs, seconds = asked
            _allow(seconds)
            _answer(line, *_outcome(getattr(loaded[module], function), args, kwargs))
    except OSError:
        pass  # the parent is gone
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _outcome(function: Any, args: Any, kwargs: Any) -> tuple[str, Any]:
    try:
        return "done", function(*args, **kwargs)
    except MemoryError:
        return "memory", ""
    except Exception as reason:
        return "raised", type(reason).__name__  # its text may hold a name


def _limit(memory: int) -> None:
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def _allow(seconds: float) -> None:
    """Processor time for one more call; past it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _fence(folder: str) -> Any:
    def refuse(event: str) -> NoReturn:
        raise PermissionError(f"{event} is not for a child")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & WRITING and not _within(path, folder):
                refuse(event)
        elif event == "socket.__new__":
            if args[1] != socket.AF_UNIX:  # asyncio talks to itself through one
                refuse(event)
        elif event in REFUSED:
            refuse(event)

    return hook


def _within(path: Any, folder: str) -> bool:
    if isinstance(path, int) or path is None:
        return True
    return os.path.realpath(os.fsdecode(path)).startswith(os.path.realpath(folder) + os.sep)


def _answer(line: socket.socket, outcome: str, answer: Any) -> None:
    message = pickle.dumps((outcome, answer))
    line.sendall(HEADER.pack(len(message)) + message)


def _hear(line: socket.socket) -> Any:
    """The next question, or None when nobody asks any more."""
    head = _exactly(line, HEADER.size)
    return pickle.loads(_exactly(line, HEADER.unpack(head)[0])) if head else None  # noqa: S301


def _exactly(line: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = line.recv(min(size - len(parts), 1 << 20))
        if not part:
            return b""
        parts += part
    return bytes(parts)


if __name__ == "__main__":
    main()
