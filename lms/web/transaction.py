"""One request, one transaction; a GET has the read engine and cannot write."""

from flask import Flask, Response, g, request

from lms.db import db, reading, writing

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    if request.method in SAFE:
        reading()
    else:
        writing()


def _end(response: Response) -> Response:
    """Commit what an unsafe request changed, unless it was refused; nothing else."""
    if request.method in SAFE or response.status_code >= 400 or g.get("refused"):
        db.session.rollback()
    else:
        db.session.commit()
    return response


def refuse() -> None:
    """This request changes nothing after all: its transaction will be rolled back."""
    g.refused = True
