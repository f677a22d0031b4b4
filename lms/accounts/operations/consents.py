"""The consent ledger: words in versions, given and withdrawn with equal ease."""

import hashlib
from pathlib import Path
from typing import Any

import rfc8785
import yaml
from sqlalchemy import select

from lms import audit
from lms.accounts import queries
from lms.accounts.digests import encrypt
from lms.accounts.models import Consent, ConsentText, Guardian, SensitiveProfile, User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l

SHIPPED = Path(__file__).parents[1] / "data" / "consents.yaml"


class CannotBeWithdrawn(DomainError):
    message = _l("Without this there is no account. To take it back, erase your account.")


class NotConsented(DomainError):
    message = _l("We only keep this with your consent.")
    field = "agree"


class WordsChanged(Exception):
    """The words of a version that people have consented to are not the same any more."""


def load_texts() -> None:
    """Put the shipped words in; the words of a version never change."""
    known = {(t.purpose, t.version): t.digest for t in db.session.scalars(select(ConsentText))}
    for entry in yaml.safe_load(SHIPPED.read_text(encoding="utf-8")):
        key, digest = (entry["purpose"], entry["version"]), digest_of(entry)
        if key not in known:
            db.session.add(
                ConsentText(
                    purpose=entry["purpose"],
                    version=entry["version"],
                    title=Localised.of(entry["title"]),
                    text=Localised.of(entry["text"]),
                    digest=digest,
                )
            )
        elif known[key] != digest:
            raise WordsChanged(f"{entry['purpose']} {entry['version']}: give it a new version")
    queries.forget_versions()


def digest_of(entry: dict[str, Any]) -> str:
    """SHA-256 over purpose, version, title and words in both languages."""
    words = {key: entry[key] for key in ("purpose", "version", "title", "text")}
    return hashlib.sha256(rfc8785.dumps(words)).hexdigest()


def give(
    user: User,
    purpose: str,
    *,
    how: str = "my_data",
    guardian: Guardian | None = None,
    by: User | None = None,
) -> None:
    """Write that `user` (or the guardian) consents to the current words."""
    text = queries.text(purpose)
    db.session.add(
        Consent(
            user_id=user.id,
            purpose=purpose,
            text_id=text.id,
            given=True,
            how=how,
            guardian_id=guardian.id if guardian else None,
        )
    )
    if purpose == queries.TERMS:
        user.terms_version = text.version
    elif purpose == queries.NOTICE:
        user.notice_version = text.version
    audit.record("consent.given", user, by=by or user, purpose=purpose, version=text.version)


def withdraw(user: User, purpose: str, *, how: str = "my_data") -> None:
    """As easy as giving; what hung on the consent is gone at once."""
    if purpose in queries.NEEDED:
        raise CannotBeWithdrawn
    last = queries.consents(user.id).get(purpose)
    if last is None or not last.given:
        return
    db.session.add(
        Consent(user_id=user.id, purpose=purpose, text_id=last.text_id, given=False, how=how)
    )
    if purpose == queries.DISABILITY:
        _forget_disability(user)
    audit.record("consent.withdrawn", user, by=user, purpose=purpose)


def unanswered(user: User) -> list[str]:
    """The texts that every account needs and this person has not agreed to in their newest words."""
    versions = queries.versions()
    agreed = {queries.TERMS: user.terms_version, queries.NOTICE: user.notice_version}
    return [p for p in queries.NEEDED if versions.get(p, 0) > (agreed[p] or 0)]


def agree(user: User) -> None:
    """To the newest terms and privacy notice."""
    for purpose in unanswered(user):
        give(user, purpose, how="asked_again")


def tell_disability(user: User, code: str | None, *, agree: bool) -> None:
    """Kept encrypted, and only with its own consent."""
    if not code:
        _forget_disability(user)
        return
    if not queries.has_consented(user.id, queries.DISABILITY):
        if not agree:
            raise NotConsented
        give(user, queries.DISABILITY, how="profile")
    row = db.session.get(SensitiveProfile, user.id)
    if row is None:
        db.session.add(SensitiveProfile(user_id=user.id, disability=encrypt(code)))
    else:
        row.disability = encrypt(code)
    audit.record("profile.sensitive_changed", user, by=user)


def _forget_disability(user: User) -> None:
    row = db.session.get(SensitiveProfile, user.id)
    if row is not None:
        db.session.delete(row)
        audit.record("profile.sensitive_removed", user, by=user)
