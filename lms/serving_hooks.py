"""Gunicorn's hooks: load what is heavy before the fork, flush what is gathered at the end."""

from threading import Thread
from typing import Any

from lms.db import db
from lms.i18n import LOCALES, catalogue, thai
from lms.web.templating import preload

accesslog = None
errorlog = "-"
loglevel = "warning"
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats belong in memory
keepalive = 15


def when_ready(server: Any) -> None:
    """Segmenter, catalogues and templates are shared by all workers; connections are not."""
    thai.preload()
    for locale in LOCALES:
        catalogue(locale)
    preload(server.app.wsgi())


def post_fork(server: Any, worker: Any) -> None:
    app = server.app.wsgi()
    with app.app_context():
        db.engines[None].dispose(close=False)
        db.engines["read"].dispose(close=False)
    for keep_warm in app.extensions.get("thaksa_warm", ()):
        Thread(target=keep_warm, args=(app,), daemon=True).start()
