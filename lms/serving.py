"""One supervisor starts web and worker processes and restarts what dies."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from flask import current_app

from lms.config import Config
from lms.i18n import thai

log = logging.getLogger(__name__)
SWEEP_SECONDS = 5.0
LONG_SECONDS = 2.0


@dataclass
class Child:
    """A process that should be there, and since when it is."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    next_start: float = field(default=0.0)

    def keep(self) -> None:
        """Start it where it is not running; wait longer after each quick death."""
        if self.process is not None and self.process.poll() is None:
            return
        moment = time.monotonic()
        if self.process is not None and self.next_start == 0.0:
            lived = moment - self.started
            self.failures = 0 if lived > 30 else self.failures + 1
            self.next_start = moment + min(30.0, 0.25 * 2**self.failures)
            log.warning("process died", extra={"child": self.name, "code": self.process.returncode})
        if moment < self.next_start:
            return
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )
        self.started, self.next_start = moment, 0.0


def serve(config: Config) -> None:
    """Keep the web server and the workers alive until SIGTERM or Ctrl-C."""
    python, root = sys.executable, str(Path(__file__).resolve().parents[1])
    web = [python, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{config.port}"]
    web += ["--workers", str(config.web_processes), "--threads", str(config.web_threads)]
    web += ["--worker-class", "gthread", "--preload", "--graceful-timeout", "10", "--timeout", "60"]
    web += ["--config", "python:lms.serving_hooks", "--chdir", root]
    work = [python, "-m", "flask", "--app", "wsgi", "thaksa", "work"]
    os.chdir(root)
    children = [Child("web", web)]
    children += [Child(f"worker {n + 1}", work) for n in range(config.worker_processes)]
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        for child in children:
            child.keep()
        time.sleep(0.2)
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(15)
            except subprocess.TimeoutExpired:
                child.process.kill()


def work() -> None:
    """A worker: Huey brings ids as they are asked for, the sweep finds what was lost.

    Long work (films) runs beside them in a thread that mostly waits for another program.
    """
    huey = current_app.extensions["thaksa_huey"]
    sweep = current_app.extensions["thaksa_sweep"]
    thai.preload()
    work_long = current_app.extensions["thaksa_work_long"]
    threading.Thread(target=_sweep_on, args=(sweep,), daemon=True).start()
    threading.Thread(target=_work_long_on, args=(work_long,), daemon=True).start()
    huey.create_consumer(
        workers=1, periodic=False, initial_delay=0.05, backoff=1.2, max_delay=0.3
    ).run()


def _sweep_on(sweep: Callable[[], None]) -> None:
    while True:
        try:
            sweep()
        except Exception:
            log.exception("sweep failed")
        time.sleep(SWEEP_SECONDS)


def _work_long_on(work_long: Callable[[], bool]) -> None:
    while True:
        try:
            if work_long():
                continue
        except Exception:
            log.exception("long work failed")
        time.sleep(LONG_SECONDS)


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the supervisor is gone, even by kill -9."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
