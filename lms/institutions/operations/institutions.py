"""Changing institutions and who belongs to them."""

from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.institutions.models import (
    Institution,
    InstitutionKind,
    Membership,
    Role,
    Signatory,
    Term,
)


class CodeTaken(DomainError):
    message = _l("Another institution has this code.")
    field = "code"


class AlreadyHeld(DomainError):
    message = _l("This person holds this role here already.")
    field = "role"


def create_institution(
    code: str,
    *,
    kind: InstitutionKind,
    name: Localised,
    short_name: Localised,
    province_code: str,
    by: User | None,
    **details: Any,
) -> Institution:
    """A new tenant; `details` are the other columns of Institution."""
    institution = Institution(
        code=code.upper(),
        kind=kind,
        name=name,
        short_name=short_name,
        province_code=province_code,
        **details,
    )
    try:
        with db.session.begin_nested():
            db.session.add(institution)
    except IntegrityError as clash:
        raise CodeTaken from clash
    audit.record("institution.created", institution, by=by)
    return institution


def grant(
    user: User, institution: Institution, role: Role, *, by: User | None, ends_on: date | None = None
) -> Membership:
    """Give a role at an institution, until a day if one is named."""
    membership = Membership(
        user=user,
        institution=institution,
        role=role,
        ends_on=ends_on,
        granted_by_id=by.id if by else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError as clash:
        raise AlreadyHeld from clash
    audit.record("role.granted", membership, by=by, role=role.value, user=user.id)
    return membership


def end_role(membership: Membership, *, by: User | None) -> None:
    """The role ends now; the row stays and says until when it was held."""
    membership.ended_at = now()
    audit.record("role.ended", membership, by=by, role=membership.role.value)


def add_signatory(institution: Institution, *, post: Localised, by: User | None, **details: Any) -> Signatory:
    signatory = Signatory(institution_id=institution.id, post=post, **details)
    db.session.add(signatory)
    db.session.flush()  # the trail names it
    audit.record("signatory.added", signatory, by=by)
    return signatory


def add_term(
    institution: Institution, *, label: str, starts_on: date, ends_on: date, by: User | None
) -> Term:
    term = Term(
        institution_id=institution.id, label=label, starts_on=starts_on, ends_on=ends_on
    )
    db.session.add(term)
    db.session.flush()  # the trail names it
    audit.record("term.added", term, by=by)
    return term
