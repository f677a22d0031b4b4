"""Who may do what at a course, and why."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from courses.authoring.models import CourseInvitation
from courses.content.models import Course, CourseGrant, CourseRole
from courses.content.policy import BY_GRANT, BY_ROLE, Ability
from lms.accounts.public import User, UserState
from lms.clock import now
from lms.db import db
from lms.errors import found
from lms.i18n import Localised
from lms.institutions.public import Membership, Role, today

SUGGESTED = (Role.INSTRUCTOR, Role.REVIEWER)


@dataclass(frozen=True)
class Reason:
    """One person, and the role that lets them do something: at the course or its institution."""

    name: Localised
    role: CourseRole | Role
    ends_on: date | None
    given_by: Localised | None

    @property
    def by_grant(self) -> bool:
        return isinstance(self.role, CourseRole)


def grants(course: Course) -> Sequence[CourseGrant]:
    """Roles held now, owners first."""
    rows = db.session.scalars(
        select(CourseGrant)
        .join(CourseGrant.user)
        .where(
            CourseGrant.course_id == course.id,
            CourseGrant.ended_at.is_(None),
            or_(CourseGrant.ends_on.is_(None), CourseGrant.ends_on >= today()),
        )
        .options(contains_eager(CourseGrant.user), joinedload(CourseGrant.granted_by))
        .order_by(User.sort_key, User.id, CourseGrant.id)
    ).all()
    order = list(CourseRole)
    return sorted(rows, key=lambda grant: order.index(grant.role))


def former(course: Course) -> Sequence[CourseGrant]:
    """The fifty roles that ended last."""
    over = or_(CourseGrant.ended_at.is_not(None), CourseGrant.ends_on < today())
    return db.session.scalars(
        select(CourseGrant)
        .where(CourseGrant.course_id == course.id, over)
        .options(joinedload(CourseGrant.user))
        .order_by(CourseGrant.id.desc())
        .limit(50)
    ).all()


def grant_of(course: Course, public_id: str) -> CourseGrant:
    """A role that is held now, or NotFound."""
    return found(
        db.session.scalar(
            select(CourseGrant)
            .where(
                CourseGrant.course_id == course.id,
                CourseGrant.public_id == public_id,
                CourseGrant.ended_at.is_(None),
            )
            .options(joinedload(CourseGrant.user), joinedload(CourseGrant.course))
        )
    )


def lasting_owners(course: Course, *, but: CourseGrant) -> Sequence[int]:
    """Owners without an end, other than by that grant."""
    return db.session.scalars(
        select(CourseGrant.user_id)
        .join(CourseGrant.user)
        .where(
            CourseGrant.course_id == course.id,
            CourseGrant.role == CourseRole.OWNER,
            CourseGrant.ended_at.is_(None),
            CourseGrant.ends_on.is_(None),
            CourseGrant.id != but.id,
            User.state == UserState.ACTIVE,
        )
    ).all()


def colleagues(course: Course) -> Sequence[User]:
    """Who teaches or reviews at the institution of the course."""
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.institution_id == course.institution_id,
            Membership.role.in_(SUGGESTED),
            Membership.ended_at.is_(None),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
            User.state == UserState.ACTIVE,
        )
        .distinct()
        .order_by(User.sort_key, User.id)
        .limit(300)
    ).all()


def colleague(course: Course, public_id: str) -> User | None:
    return next((user for user in colleagues(course) if user.public_id == public_id), None)


def reasons(course: Course, held: Sequence[CourseGrant]) -> dict[Ability, list[Reason]]:
    """Every ability over the course, and who has it by which role."""
    memberships = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.institution_id == course.institution_id,
            Membership.role.in_(list(BY_ROLE)),
            Membership.ended_at.is_(None),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
        )
        .options(contains_eager(Membership.user), joinedload(Membership.granted_by))
        .order_by(User.sort_key, User.id, Membership.id)
    ).all()
    rows: list[CourseGrant | Membership] = [*held, *memberships]
    return {
        ability: [
            Reason(
                row.user.display_name,
                row.role,
                row.ends_on,
                row.granted_by.display_name if row.granted_by else None,
            )
            for row in rows
            if ability in _gives(row)
        ]
        for ability in Ability
    }


def _gives(row: CourseGrant | Membership) -> frozenset[Ability]:
    return BY_GRANT[row.role] if isinstance(row, CourseGrant) else BY_ROLE[row.role]


def invitations(course: Course) -> Sequence[CourseInvitation]:
    """Offers that nobody has accepted yet."""
    return db.session.scalars(
        select(CourseInvitation)
        .where(
            CourseInvitation.course_id == course.id,
            CourseInvitation.accepted_at.is_(None),
            CourseInvitation.withdrawn_at.is_(None),
            CourseInvitation.expires_at > now(),
        )
        .options(joinedload(CourseInvitation.invited_by))
        .order_by(CourseInvitation.id.desc())
        .limit(100)
    ).all()


def invitation_of(course: Course, public_id: str) -> CourseInvitation:
    return found(
        db.session.scalar(
            select(CourseInvitation).where(
                CourseInvitation.course_id == course.id, CourseInvitation.public_id == public_id
            )
        )
    )


def invitation_by_token(token: str) -> CourseInvitation:
    """What an invitation's link names, open or not."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return found(
        db.session.scalar(
            select(CourseInvitation)
            .filter_by(digest=digest)
            .options(joinedload(CourseInvitation.course).joinedload(Course.institution))
        )
    )


def export(user_id: int) -> list[dict[str, str | date | None]]:
    """A person's roles at courses, for their own download."""
    rows = db.session.scalars(
        select(CourseGrant)
        .where(CourseGrant.user_id == user_id)
        .options(joinedload(CourseGrant.course))
        .order_by(CourseGrant.id)
    )
    return [
        {
            "course": row.course.code,
            "role": row.role.value,
            "since": row.created_at.date(),
            "until": row.ended_at.date() if row.ended_at else row.ends_on,
        }
        for row in rows
    ]
