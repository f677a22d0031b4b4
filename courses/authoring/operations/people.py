"""Roles at one course: given, changed, ended; never without an owner."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from courses.authoring.people_wording import ROLES
from courses.authoring.queries.people import lasting_owners
from courses.content.models import Course, CourseGrant, CourseRole
from courses.content.policy import forget_grants
from lms import audit, mail
from lms.accounts.public import User, UserState
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import today
from lms.web.security import absolute


class AlreadyHeld(DomainError):
    message = _l("This person holds this role here already. Change its end instead.")
    field = "role"


class EndsInThePast(DomainError):
    message = _l("This day has passed. To end the role now, use “End the role”.")
    field = "ends_on"


class LastOwner(DomainError):
    message = _l(
        "A course always has an owner whose role has no end. Make somebody else an owner first."
    )
    field = "ends_on"


class NotActive(DomainError):
    message = _l("This account cannot be given a role.")


def give(
    course: Course,
    user: User,
    role: CourseRole,
    *,
    by: User | None,
    ends_on: date | None = None,
    reason: str = "",
) -> CourseGrant:
    """A role at the course, until a day if one is named; the person is told."""
    check_end(ends_on)
    if user.state is not UserState.ACTIVE:
        raise NotActive
    _close_expired(course, user, role)
    grant = CourseGrant(
        course=course,
        user=user,
        role=role,
        ends_on=ends_on,
        reason=reason,
        granted_by_id=by.id if by else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(grant)
    except IntegrityError as clash:
        raise AlreadyHeld from clash
    forget_grants(user.id)
    audit.record("course.role_given", grant, by=by, role=role.value, user=user.id, course=course.id)
    if by is not None and by.id != user.id:
        _tell(grant)
    return grant


def check_end(ends_on: date | None) -> None:
    if ends_on is not None and ends_on < today():
        raise EndsInThePast


def _close_expired(course: Course, user: User, role: CourseRole) -> None:
    """A role whose day has passed makes room for the same role given again."""
    db.session.execute(
        update(CourseGrant)
        .where(
            CourseGrant.course_id == course.id,
            CourseGrant.user_id == user.id,
            CourseGrant.role == role,
            CourseGrant.ended_at.is_(None),
            CourseGrant.ends_on < today(),
        )
        .values(ended_at=now())
    )


def _tell(grant: CourseGrant) -> None:
    user, course = grant.user, grant.course
    if user.email is None or user.email_confirmed_at is None:
        return
    mail.send_once(
        f"course-role/{grant.id}",
        address=user.email,
        locale=user.locale,
        template="studio/mail/role_given",
        subject=lambda: _("You have a role at the course %(code)s", code=course.code),
        user_id=user.id,
        course=course.title,
        code=course.code,
        role=ROLES[grant.role],
        ends_on=grant.ends_on,
        link=absolute(f"/studio/{course.code}"),
    )


def change_end(grant: CourseGrant, ends_on: date | None, *, by: User) -> None:
    """Hold the role until another day, or without an end."""
    check_end(ends_on)
    _keep_an_owner(grant, lasting=ends_on is None)
    if grant.ends_on != ends_on:
        grant.ends_on = ends_on
        forget_grants(grant.user_id)
        until = ends_on.isoformat() if ends_on else None
        audit.record(
            "course.role_until", grant, by=by, role=grant.role.value, user=grant.user_id,
            course=grant.course_id, until=until,
        )  # fmt: skip


def end(grant: CourseGrant, *, by: User) -> None:
    """The role ends now; the row stays and says until when it was held."""
    _keep_an_owner(grant, lasting=False)
    if grant.ended_at is None:
        grant.ended_at = now()
        forget_grants(grant.user_id)
        audit.record(
            "course.role_ended", grant, by=by, role=grant.role.value, user=grant.user_id,
            course=grant.course_id,
        )  # fmt: skip


def _keep_an_owner(grant: CourseGrant, *, lasting: bool) -> None:
    """One lock for everybody who ends a role here: of two last owners, one stays."""
    lock_row(grant.course)
    lock_row(grant)
    if grant.role is not CourseRole.OWNER or lasting or grant.ends_on is not None:
        return
    if not lasting_owners(grant.course, but=grant):
        raise LastOwner


def forget_person(user_id: int) -> None:
    """Roles end; a course that loses its owner so is given a new one by its institution."""
    db.session.execute(
        update(CourseGrant)
        .where(CourseGrant.user_id == user_id, CourseGrant.ended_at.is_(None))
        .values(ended_at=now(), reason="")
    )
    forget_grants(user_id)
