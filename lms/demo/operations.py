"""Loading the demonstration: step by step, each step whole, asked twice is once."""

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path

from flask import current_app
from sqlalchemy import select, text

from courses.public import Course
from lms import caching
from lms.accounts.public import user_by_email
from lms.config import Config
from lms.db import db, metadata, one_transaction
from lms.demo import (
    courses,
    employers,
    inhabitants,
    learners,
    outcomes,
    places,
    reports,
    studio,
    targets,
)
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l


class NotHere(DomainError):
    message = _l(
        "Demonstration data is thrown away only on a copy that this machine alone can reach."
    )


def load_once(say: Callable[[str], None] = lambda line: None) -> None:
    """Institutions, accounts, courses, runs, learners; whatever is there already stays."""
    hashes = places.passwords() if user_by_email("learner@thaksa.example") is None else {}
    db.session.rollback()
    if hashes:
        with one_transaction():
            places.open_institutions()
        with one_transaction():
            places.register_staff(hashes)
    known = set(db.session.scalars(select(Course.code)))
    db.session.rollback()
    for code in courses.CODES:
        if code not in known:
            say(code)
            drawn = _drawn(code)
            with one_transaction():
                author = user_by_email("instructor@nrru.example")
                assert author is not None
                courses.write(code, drawn, places.institutions(), author)
    with one_transaction():
        places.open_runs()
    learners.load(say)
    studio.load(say)
    inhabitants.load()
    employers.load()
    outcomes.load()
    reports.load()
    targets.load()


def _drawn(code: str) -> courses.Drawn:
    """Figures, videos and papers of a course, kept beside the data under their sources' digest."""
    config: Config = current_app.extensions["thaksa_config"]
    sources = sorted((courses.FOLDER / code).rglob("*.*"))
    sources += sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sources)).hexdigest()
    kept = config.data_dir / "drawn" / f"{code}-{digest[:16]}"
    if kept.exists():
        known: courses.Drawn = pickle.loads(kept.read_bytes())  # noqa: S301 - our own file
        return known
    drawn = courses.draw(code)
    kept.parent.mkdir(exist_ok=True)
    for old in kept.parent.glob(f"{code}-*"):
        old.unlink()
    draft = kept.with_suffix(".draft")
    draft.write_bytes(pickle.dumps(drawn))
    draft.rename(kept)
    return drawn


def wipe() -> None:
    """Empty every table; refused where anybody else could be using this copy."""
    config: Config = current_app.extensions["thaksa_config"]
    if not config.is_loopback:
        raise NotHere
    with one_transaction():
        for table in reversed(metadata.sorted_tables):
            if table.name == "course":
                db.session.execute(table.update().values(state="draft", version_id=None))
            db.session.execute(table.delete())
        for table_name in ("course_search", "course_search_trigram"):  # outside the models
            db.session.execute(text(f"DELETE FROM {table_name}"))  # noqa: S608 - names of ours
    caching.clear_all()


def welcome() -> str:
    """The address and the accounts of the demonstration, in Thai and English."""
    config: Config = current_app.extensions["thaksa_config"]
    people = places.read("people")
    wide = max(len(p["email"]) for p in people)
    lines = [
        "",
        f"  ทักษะ · Thaksa   {config.base_url}/",
        f"  จดหมายทั้งหมดอยู่ที่ · all mail lands at   {config.base_url}/mailbox",
        "",
        "  บัญชีสาธิต · demonstration accounts",
        *(
            f"  {p['email']:<{wide}}  {p['password']}   {p['what']['th']} · {p['what']['en']}"
            for p in people
        ),
        "",
    ]
    return "\n".join(lines)
