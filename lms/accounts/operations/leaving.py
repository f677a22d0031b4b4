"""Taking one's data along, and being forgotten."""

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy import delete, select, update

from lms import audit
from lms.accounts import archive, identity, parts, queries
from lms.accounts.models import (
    Consent,
    Guardian,
    OneTimeToken,
    Profile,
    RecoveryCode,
    SecondFactor,
    SensitiveProfile,
    User,
    UserSession,
    UserState,
)
from lms.accounts.names import PersonName
from lms.accounts.parts import Part
from lms.clock import now
from lms.db import db, is_sqlite, reading, writing
from lms.errors import found
from lms.i18n import gettext as _
from lms.jobs.models import Job
from lms.jobs.queue import enqueue
from lms.mail.models import Message


def export(user_id: int) -> bytes:
    """Everything we hold about a person, as a ZIP; read with no write transaction open."""
    reading()
    content = archive.pack([*_own_parts(user_id), *parts.exported(user_id)], _read_me())
    writing()
    person = found(db.session.get(User, user_id))
    audit.record("data.exported", person, by=person, bytes=len(content))
    return content


def _read_me() -> str:
    return _(
        "Everything that is kept about you here. data.json is for programs; "
        "the .csv files open in a spreadsheet; your certificates are in files/."
    )


def _own_parts(user_id: int) -> list[Part]:
    user = found(db.session.get(User, user_id))
    account = {
        "public_id": user.public_id,
        "email": user.email,
        "email_confirmed_at": user.email_confirmed_at,
        "has_password": user.password_hash is not None,
        "language": user.locale,
        "date_of_birth": user.date_of_birth,
        "created_at": user.created_at,
        **asdict(user.name),
    }
    profile, disability = queries.profile(user_id), queries.disability(user_id)
    guardian = queries.guardian(user_id)
    messages = db.session.scalars(
        select(Message).where(Message.user_id == user_id).order_by(Message.id)
    )
    return [
        Part("account", [account]),
        Part("profile", [_columns(profile) | {"disability": disability}] if profile else []),
        Part("guardian", [_columns(guardian)] if guardian else []),
        Part(
            "consents",
            [
                {
                    "purpose": line.purpose,
                    "version": line.text.version,
                    "given": line.given,
                    "when": line.created_at,
                    "how": line.how,
                }
                for line in queries.ledger(user_id)
            ],
        ),
        Part(
            "sessions",
            [
                {"device": s.device, "opened": s.created_at, "closed": s.revoked_at}
                for s in db.session.scalars(
                    select(UserSession).filter_by(user_id=user_id).order_by(UserSession.id)
                )
            ],
        ),
        Part(
            "messages",
            [{"sent": m.sent_at, "to": m.address, "subject": m.subject} for m in messages],
        ),
    ]


def _columns(row: Profile | Guardian) -> dict[str, object]:
    names = type(row).__table__.columns.keys()
    return {name: getattr(row, name) for name in names if name not in ("id", "user_id")}


def erase(user: User, *, by: User | None) -> None:
    """Blank the person everywhere; papers that were issued and bare counts stay."""
    if is_sqlite():
        db.session.execute(sa.text("PRAGMA secure_delete=ON"))  # zeros where the words were
    parts.erased(user.id)
    _erase_messages(user)
    token_of = sa.or_(OneTimeToken.user_id == user.id, OneTimeToken.email == user.email)
    db.session.execute(delete(OneTimeToken).where(token_of))
    for token in db.session.scalars(
        delete(UserSession).where(UserSession.user_id == user.id).returning(UserSession.token)
    ).all():
        identity.forget(token)
    unlinked = update(Consent).where(Consent.user_id == user.id)
    db.session.execute(unlinked.values(user_id=None, guardian_id=None))
    for table in (Guardian, SensitiveProfile, Profile, SecondFactor, RecoveryCode):
        db.session.execute(delete(table).where(table.user_id == user.id))
    user.state, user.erased_at = UserState.ERASED, now()
    user.email = user.email_confirmed_at = user.password_hash = user.date_of_birth = None
    user.terms_version = user.notice_version = None
    for name, blank in asdict(PersonName()).items():
        setattr(user, name, blank)
    user.sort_key = ""
    audit.record("user.erased", user, by=by)
    db.session.flush()  # before the file is wiped
    enqueue("accounts.wipe", key=f"wipe/{user.id}")


def _erase_messages(user: User) -> None:
    theirs = sa.or_(Message.user_id == user.id, Message.address == user.email)
    keys = db.session.scalars(
        update(Message)
        .where(theirs)
        .values(address="", subject="", body="", user_id=None)
        .returning(Message.key)
    ).all()
    for key in keys:
        db.session.execute(update(Job).where(Job.key == f"mail/{key}").values(error=None))


def wipe() -> None:
    """What was erased also leaves SQLite's write-ahead log."""
    if not is_sqlite():
        return
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
