"""Giving roles and ending them."""

from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from lms import audit, mail
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions import queries
from lms.institutions.models import Institution, Invitation, Membership, Role
from lms.institutions.policy import EVERYWHERE
from lms.institutions.wording import ROLES
from lms.web.security import absolute


class AlreadyHeld(DomainError):
    message = _l("This person holds this role here already.")
    field = "role"


class RoleIsNotYours(DomainError):
    message = _l("Only a platform operator gives and ends this role.")
    field = "role"


class LastOfTheirKind(DomainError):
    message = _l("You are the last one with this role. Give it to somebody else first.")
    field = "role"


class EndsInThePast(DomainError):
    message = _l("This day has passed. To end the role now, use “End the role”.")
    field = "ends_on"


def grant(
    user: User,
    institution: Institution,
    role: Role,
    *,
    by: User | None,
    ends_on: date | None = None,
) -> Membership:
    """Give a role at an institution, until a day if one is named; the person is told."""
    check_yours(role, institution, by)
    return hold(
        user, institution, role, by=by, granted_by_id=by.id if by else None, ends_on=ends_on
    )


def hold(
    user: User,
    institution: Institution,
    role: Role,
    *,
    by: User | None,
    granted_by_id: int | None,
    ends_on: date | None = None,
) -> Membership:
    """The same where the right to give it was asked about before."""
    check_end(ends_on)
    _close_expired(user, institution, role)
    membership = Membership(
        user=user,
        institution=institution,
        role=role,
        ends_on=ends_on,
        granted_by_id=granted_by_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError as clash:
        raise AlreadyHeld from clash
    audit.record("role.granted", membership, by=by, role=role.value, user=user.id)
    if by is not None and by is not user:
        tell(user, membership)
    return membership


def check_yours(role: Role, institution: Institution, by: User | None) -> None:
    """`None` is the installation itself."""
    if by is not None and role not in queries.grantable(by.id, institution):
        raise RoleIsNotYours


def check_end(ends_on: date | None) -> None:
    if ends_on is not None and ends_on < queries.today():
        raise EndsInThePast


def _close_expired(user: User, institution: Institution, role: Role) -> None:
    """A role whose day has passed makes room for the same role given again."""
    db.session.execute(
        update(Membership)
        .where(
            Membership.user_id == user.id,
            Membership.institution_id == institution.id,
            Membership.role == role,
            Membership.ended_at.is_(None),
            Membership.ends_on < queries.today(),
        )
        .values(ended_at=now())
    )


def tell(user: User, membership: Membership) -> None:
    if user.email is None or user.email_confirmed_at is None:
        return
    institution = membership.institution
    mail.send_once(
        f"role/{membership.id}",
        address=user.email,
        locale=user.locale,
        template="institutions/mail/role_granted",
        subject=lambda: _("You have a new role at %(name)s", name=institution.name),
        user_id=user.id,
        institution=institution,
        role=ROLES[membership.role],
        ends_on=membership.ends_on,
        link=absolute("/desk"),
    )


def end_role(membership: Membership, *, by: User | None) -> None:
    """The role ends now; the row stays and says until when it was held."""
    _check_end_by(membership, by)
    if membership.ended_at is None:
        membership.ended_at = now()
        role = membership.role.value
        audit.record("role.ended", membership, by=by, role=role, user=membership.user_id)


def change_end(membership: Membership, ends_on: date | None, *, by: User | None) -> None:
    """Hold the role until another day, or without an end."""
    check_end(ends_on)
    _check_end_by(membership, by, lasting=ends_on is None)
    if membership.ends_on != ends_on:
        membership.ends_on = ends_on
        until = ends_on.isoformat() if ends_on else None
        audit.record("role.until", membership, by=by, role=membership.role.value, until=until)


def _check_end_by(membership: Membership, by: User | None, *, lasting: bool = False) -> None:
    """One lock for everybody who ends a role here: of two last ones, one stays."""
    check_yours(membership.role, membership.institution, by)
    lock_row(membership.institution)
    if lasting or by is None or by.id != membership.user_id:
        return
    if membership.role is Role.ADMIN or membership.role is Role.OPERATOR:
        here = None if membership.role in EVERYWHERE else membership.institution_id
        if not queries.others_hold(membership.role, membership.user_id, here):
            raise LastOfTheirKind


def forget_person(user_id: int) -> None:
    """Roles end, and an address leaves the invitations; rows that hold ids only stay."""
    held = update(Membership).where(Membership.user_id == user_id, Membership.ended_at.is_(None))
    db.session.execute(held.values(ended_at=now()))
    user = db.session.get(User, user_id)
    if user is not None and user.email:
        db.session.execute(delete(Invitation).where(Invitation.email == user.email))
