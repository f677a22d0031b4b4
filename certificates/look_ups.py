"""Look-ups of the public page: gathered after the answer, written together every few seconds."""

import atexit
import logging
import os
import threading
from collections import Counter
from datetime import date

from flask import Flask

from certificates import operations
from lms.clock import now
from lms.db import one_transaction
from lms.i18n.dates import to_bangkok

log = logging.getLogger(__name__)
EVERY = 5.0
MOST = 50_000


class Gatherer:
    """Counts wait here for the writer; one to a process. A kill loses a few seconds of them."""

    def __init__(self) -> None:
        self.automatic = True
        self._lock = threading.Lock()
        self._counts: Counter[tuple[int, date]] = Counter()
        self._process = 0

    def add(self, app: Flask, certificate_id: int) -> None:
        """One look-up today."""
        with self._lock:
            if len(self._counts) < MOST:
                self._counts[certificate_id, to_bangkok(now()).date()] += 1
            starts = self.automatic and self._process != os.getpid()
            if starts:  # a fork leaves the parent's thread behind
                self._process = os.getpid()
        if starts:
            threading.Thread(target=self._run, args=(app,), name="look-ups", daemon=True).start()
            atexit.register(self.flush, app)

    def flush(self, app: Flask) -> int:
        """Write what was gathered; what the database cannot take now waits for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        try:
            with app.app_context(), one_transaction():
                operations.count_look_ups(counts)
        except Exception:
            log.exception("look-ups wait for the database", extra={"certificates": len(counts)})
            with self._lock:
                self._counts.update(counts)
            return 0
        return len(counts)

    def _run(self, app: Flask) -> None:
        pause = threading.Event()
        while True:
            pause.wait(EVERY)
            self.flush(app)


gatherer = Gatherer()
