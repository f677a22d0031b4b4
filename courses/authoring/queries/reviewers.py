"""Who may look over a course, and who answers for an institution."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.authoring.models import (
    Endorsement,
    EndorsementState,
    Review,
    ReviewDecision,
    ReviewSetting,
    ReviewStep,
)
from courses.authoring.queries.reviews import editors
from courses.content.models import Course, CourseGrant, CourseRole, CourseVersion
from lms.accounts.public import User, UserState
from lms.db import db
from lms.institutions.public import Institution, InstitutionKind, Membership, Role, today


def reviewers_at(institution_id: int) -> Sequence[User]:
    """The people who answer for the institution, in the order of their names."""
    held = select(Membership.user_id).where(
        Membership.institution_id == institution_id,
        Membership.role == Role.REVIEWER,
        Membership.ended_at.is_(None),
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
    )
    return _people(held)


def _people(ids: sa.Select[int]) -> Sequence[User]:
    return db.session.scalars(
        select(User)
        .where(User.id.in_(ids), User.state == UserState.ACTIVE)
        .order_by(User.first_th, User.id)
    ).all()


def answers_for(institution_id: int, user_id: int) -> bool:
    """Whether the person decides in the institution's name."""
    return user_id in {person.id for person in reviewers_at(institution_id)}


def granted(course: Course, role: CourseRole) -> Sequence[User]:
    """Who holds that role at the course today."""
    held = select(CourseGrant.user_id).where(
        CourseGrant.course_id == course.id,
        CourseGrant.role == role,
        CourseGrant.ended_at.is_(None),
        sa.or_(CourseGrant.ends_on.is_(None), CourseGrant.ends_on >= today()),
    )
    return _people(held)


def candidates(version: CourseVersion, asking: int) -> list[User]:
    """Colleagues who may look it over: reviewers who changed nothing in it and do not ask."""
    course, changed = version.course, editors(version.id)
    people = {p.id: p for p in granted(course, CourseRole.REVIEWER)}
    people |= {p.id: p for p in reviewers_at(course.institution_id)}
    return [p for p in people.values() if p.id not in changed and p.id != asking]


def asked_one_step(institution_id: int) -> bool:
    """Whether a reviewer of the institution decides both steps at once."""
    setting = db.session.get(ReviewSetting, institution_id)
    return setting is None or setting.one_step


def decisions(review: Review) -> Sequence[ReviewDecision]:
    return db.session.scalars(
        select(ReviewDecision)
        .where(ReviewDecision.review_id == review.id)
        .options(joinedload(ReviewDecision.by))
        .order_by(ReviewDecision.id)
    ).all()


def may_decide(review: Review, user_id: int, *, reviews: bool) -> bool:
    """Four eyes: never who asked or wrote; at the institution's step only its own reviewers."""
    if user_id == review.asked_by_id or user_id in editors(review.version_id):
        return False
    if review.step is ReviewStep.COLLEAGUE:
        return reviews
    if not answers_for(review.institution_id, user_id):
        return False
    one_step = asked_one_step(review.institution_id)
    return one_step or user_id not in {d.by_id for d in decisions(review)}


def agencies(course: Course) -> Sequence[Institution]:
    """Who may be asked to endorse."""
    return db.session.scalars(
        select(Institution)
        .where(
            Institution.kind == InstitutionKind.AGENCY,
            Institution.is_active,
            Institution.id != course.institution_id,
        )
        .order_by(Institution.rank, Institution.id)
    ).all()


def endorsements(version: CourseVersion) -> Sequence[Endorsement]:
    """Every agency that was asked about the version, the newest last."""
    return db.session.scalars(
        select(Endorsement)
        .where(
            Endorsement.version_id == version.id,
            Endorsement.state != EndorsementState.WITHDRAWN,
        )
        .options(joinedload(Endorsement.agency), joinedload(Endorsement.decided_by))
        .order_by(Endorsement.id)
    ).all()
