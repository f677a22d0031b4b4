"""Offering a role by mail; whoever reads mail at the address accepts it."""

import hashlib
import secrets
from datetime import date, timedelta

from sqlalchemy import update

from lms import audit, mail
from lms.accounts.public import User, user_by_email
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.models import Institution, Invitation, Membership, Role
from lms.institutions.operations.roles import AlreadyHeld, check_end, check_yours, grant, hold
from lms.institutions.wording import ROLES
from lms.web.security import absolute

LASTS = timedelta(days=14)


class InvitationIsOver(DomainError):
    message = _l("This invitation is too old, was withdrawn or has been accepted.")


class AddressDoesNotMatch(DomainError):
    message = _l("This invitation was sent to another address than that of your account.")


def digest(token: str) -> str:
    """256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def offer_role(
    institution: Institution, *, email: str, role: Role, ends_on: date | None = None, by: User
) -> Membership | Invitation:
    """Whoever has a confirmed account holds the role at once; everybody else is invited."""
    check_yours(role, institution, by)
    check_end(ends_on)
    user = user_by_email(email)
    if user is not None and user.email_confirmed_at is not None:
        return grant(user, institution, role, ends_on=ends_on, by=by)
    _withdraw_older(institution, email, role)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        institution=institution,
        email=email,
        role=role,
        role_ends_on=ends_on,
        digest=digest(token),
        expires_at=now() + LASTS,
        invited_by_id=by.id,
    )
    db.session.add(invitation)
    db.session.flush()  # the trail names it
    audit.record("invitation.sent", invitation, by=by, role=role.value)
    _send(invitation, token)
    return invitation


def _withdraw_older(institution: Institution, email: str, role: Role) -> None:
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.institution_id == institution.id,
            Invitation.email == email,
            Invitation.role == role,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )


def _send(invitation: Invitation, token: str) -> None:
    institution = invitation.institution
    mail.send_once(
        f"invitation/{invitation.digest[:32]}",
        address=invitation.email,
        locale=current_locale(),
        template="institutions/mail/invitation",
        subject=lambda: _("Invitation to %(name)s", name=institution.name),
        institution=institution,
        role=ROLES[invitation.role],
        ends_on=invitation.role_ends_on,
        expires_at=invitation.expires_at,
        link=absolute(f"/invitations/{token}"),
    )


def resend(invitation: Invitation, *, by: User) -> None:
    """A new link; the old one is dead."""
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationIsOver
    check_yours(invitation.role, invitation.institution, by)
    token = secrets.token_urlsafe(32)
    invitation.digest, invitation.expires_at = digest(token), now() + LASTS
    audit.record("invitation.sent_again", invitation, by=by)
    _send(invitation, token)


def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationIsOver
    invitation.withdrawn_at = now()
    audit.record("invitation.withdrawn", invitation, by=by)


def accept(invitation: Invitation, user: User) -> None:
    """Guarded by the database: of many at once, one succeeds."""
    if user.email != invitation.email or user.email_confirmed_at is None:
        raise AddressDoesNotMatch
    first = (
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now(),
        )
        .values(accepted_at=now())
        .returning(Invitation.id)
    )
    if db.session.scalar(first) is None:
        raise InvitationIsOver
    audit.record("invitation.accepted", invitation, by=user, role=invitation.role.value)
    ends_on = invitation.role_ends_on
    try:
        inviter = invitation.invited_by_id
        hold(
            user,
            invitation.institution,
            invitation.role,
            by=user,
            granted_by_id=inviter,
            ends_on=ends_on,
        )
    except AlreadyHeld:
        return
