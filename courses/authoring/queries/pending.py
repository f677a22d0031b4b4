"""What waits for a person before a course can be published."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.authoring.models import DraftEditor, Review, ReviewState, ReviewStep
from courses.authoring.queries.endorsing import agencies_of, waiting_endorsements
from courses.authoring.waiting import Waiting
from courses.content.models import Course, CourseVersion
from courses.content.policy import Ability, reasons
from lms.accounts.public import Principal
from lms.db import db
from lms.i18n import gettext as _


def waiting(principal: Principal, courses: Sequence[Course]) -> list[Waiting]:
    """Reviews to decide, approved drafts to publish, endorsements to answer; three statements."""
    return [*_reviews(principal, courses), *_endorsements(principal)]


def _reviews(principal: Principal, courses: Sequence[Course]) -> Iterator[Waiting]:
    underway = db.session.scalars(
        select(Review)
        .join(CourseVersion, CourseVersion.id == Review.version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(
            sa.or_(
                Course.id.in_([course.id for course in courses]),
                Course.institution_id.in_(agencies_of(principal)),
            ),
            Review.state.in_((ReviewState.OPEN, ReviewState.APPROVED)),
        )
        .options(
            joinedload(Review.version).joinedload(CourseVersion.course), joinedload(Review.asked_by)
        )
        .order_by(Review.id)
    ).all()
    wrote = set(
        db.session.scalars(
            select(DraftEditor.version_id).where(
                DraftEditor.version_id.in_([review.version_id for review in underway]),
                DraftEditor.user_id == principal.id,
            )
        )
    )
    for review in underway:
        label = _label(principal, review, wrote=review.version_id in wrote)
        if label is not None:
            yield Waiting(
                label,
                url_for("studio.review", code=review.course.code),
                course=review.course.title,
                note=str(review.asked_by.display_name),
                icon="eye",
            )


def _label(principal: Principal, review: Review, *, wrote: bool) -> str | None:
    can = {ability for ability, _why in reasons(principal, review.course)}
    if review.state is ReviewState.APPROVED:
        waits = Ability.MANAGE in can and review.publish_at is None
        return _("Approved: publish it") if waits else None
    if wrote or review.asked_by_id == principal.id:
        return None
    if review.step is ReviewStep.INSTITUTION:
        answers = review.institution_id in agencies_of(principal)
        return _("Approve it for your institution") if answers else None
    asked = review.reviewer_id in (None, principal.id)
    return _("Review this draft") if Ability.REVIEW in can and asked else None


def _endorsements(principal: Principal) -> Iterator[Waiting]:
    agencies = agencies_of(principal)
    for endorsement in waiting_endorsements(agencies) if agencies else ():
        yield Waiting(
            _("Your agency is asked to endorse it"),
            url_for("studio.review", code=endorsement.course.code, _anchor="endorsement"),
            course=endorsement.course.title,
            icon="award",
        )
