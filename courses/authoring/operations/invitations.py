"""Offering a role at a course by mail: the same for every address, known or not."""

import hashlib
import secrets
from datetime import date, timedelta

from sqlalchemy import delete, update

from courses.authoring.models import CourseInvitation
from courses.authoring.operations.people import AlreadyHeld, check_end, give
from courses.authoring.people_wording import ROLES
from courses.content.models import Course, CourseGrant, CourseRole
from lms import audit, mail
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.web.security import absolute

LASTS = timedelta(days=14)


class InvitationIsOver(DomainError):
    message = _l("This invitation is too old, was withdrawn or has been accepted.")


class AnotherAddress(DomainError):
    message = _l("This invitation was sent to another address than that of your account.")


def invite(
    course: Course,
    email: str,
    role: CourseRole,
    *,
    by: User,
    ends_on: date | None = None,
    reason: str = "",
) -> CourseInvitation:
    """Whoever reads mail at the address may accept the role; an older offer of it is dead."""
    check_end(ends_on)
    db.session.execute(
        update(CourseInvitation)
        .where(
            CourseInvitation.course_id == course.id,
            CourseInvitation.email == email,
            CourseInvitation.role == role,
            CourseInvitation.accepted_at.is_(None),
            CourseInvitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )
    token = secrets.token_urlsafe(32)
    invitation = CourseInvitation(
        course=course,
        email=email,
        role=role,
        reason=reason,
        role_ends_on=ends_on,
        digest=hashlib.sha256(token.encode()).hexdigest(),
        expires_at=now() + LASTS,
        invited_by_id=by.id,
    )
    db.session.add(invitation)
    db.session.flush()  # the trail names it
    audit.record("course.invited", invitation, by=by, role=role.value, course=course.id)
    mail.send_once(
        f"course-invitation/{invitation.digest[:32]}",
        address=email,
        locale=current_locale(),
        template="studio/mail/invitation",
        subject=lambda: _("Invitation to work on the course %(code)s", code=course.code),
        course=course.title,
        code=course.code,
        institution=course.institution.name,
        role=ROLES[role],
        ends_on=ends_on,
        expires_at=invitation.expires_at,
        link=absolute(f"/studio/invitations/{token}"),
    )
    return invitation


def withdraw(invitation: CourseInvitation, *, by: User) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationIsOver
    invitation.withdrawn_at = now()
    audit.record("course.invitation_withdrawn", invitation, by=by, course=invitation.course_id)


def accept(invitation: CourseInvitation, user: User) -> CourseGrant | None:
    """Guarded by the database: of many at once, one succeeds. None where the role is held already."""
    if user.email != invitation.email or user.email_confirmed_at is None:
        raise AnotherAddress
    first = (
        update(CourseInvitation)
        .where(
            CourseInvitation.id == invitation.id,
            CourseInvitation.accepted_at.is_(None),
            CourseInvitation.withdrawn_at.is_(None),
            CourseInvitation.expires_at > now(),
        )
        .values(accepted_at=now())
        .returning(CourseInvitation.id)
    )
    if db.session.scalar(first) is None:
        raise InvitationIsOver
    try:
        grant = give(
            invitation.course,
            user,
            invitation.role,
            by=user,
            ends_on=invitation.role_ends_on,
            reason=invitation.reason,
        )
    except AlreadyHeld:
        return None
    grant.granted_by_id = invitation.invited_by_id
    return grant


def forget_address(user_id: int) -> None:
    """An erased person's address leaves the invitations."""
    user = db.session.get(User, user_id)
    if user is not None and user.email:
        db.session.execute(delete(CourseInvitation).where(CourseInvitation.email == user.email))
