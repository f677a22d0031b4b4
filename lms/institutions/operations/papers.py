"""Who signs for an institution, and when it teaches."""

from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.institutions.models import Institution, Signatory, Term


class EndsBeforeItStarts(DomainError):
    message = _l("The last day must not be before the first one.")


class LabelTaken(DomainError):
    message = _l("Another term of this institution has this name.")
    field = "label"


def add_signatory(
    institution: Institution, *, post: Localised, by: User | None, **details: Any
) -> Signatory:
    _check_days(details.get("valid_from"), details.get("valid_to"), "valid_to")
    signatory = Signatory(institution_id=institution.id, post=post, **details)
    db.session.add(signatory)
    db.session.flush()  # the trail names it
    audit.record("signatory.added", signatory, by=by)
    return signatory


def change_signatory(signatory: Signatory, *, by: User | None, **values: Any) -> None:
    """Certificates that were issued keep who signed them."""
    _check_days(values.get("valid_from"), values.get("valid_to"), "valid_to")
    changed = sorted(k for k, v in values.items() if getattr(signatory, k) != v)
    for name in changed:
        setattr(signatory, name, values[name])
    if changed:
        audit.record("signatory.changed", signatory, by=by, fields=changed)


def add_term(
    institution: Institution, *, label: str, starts_on: date, ends_on: date, by: User | None
) -> Term:
    _check_days(starts_on, ends_on, "ends_on")
    term = Term(institution_id=institution.id, label=label, starts_on=starts_on, ends_on=ends_on)
    try:
        with db.session.begin_nested():
            db.session.add(term)
    except IntegrityError as clash:
        raise LabelTaken from clash
    audit.record("term.added", term, by=by)
    return term


def change_term(term: Term, *, label: str, starts_on: date, ends_on: date, by: User | None) -> None:
    _check_days(starts_on, ends_on, "ends_on")
    try:
        with db.session.begin_nested():
            term.label, term.starts_on, term.ends_on = label, starts_on, ends_on
    except IntegrityError as clash:
        raise LabelTaken from clash
    audit.record("term.changed", term, by=by)


def _check_days(first: date | None, last: date | None, field: str) -> None:
    if first and last and last < first:
        raise EndsBeforeItStarts(field=field)
