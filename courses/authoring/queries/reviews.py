"""Reads of requests for review, of who may decide them, and of endorsements."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.authoring.models import UNDERWAY, DraftEditor, Review
from courses.content.models import CourseVersion
from lms.db import db


def underway(version_id: int) -> Review | None:
    """The request that waits for a decision or for publishing."""
    return db.session.scalar(
        select(Review).where(Review.version_id == version_id, Review.state.in_(UNDERWAY))
    )


def editors(version_id: int) -> frozenset[int]:
    """Who changed the version while it was a draft, by their ids."""
    return frozenset(
        db.session.scalars(select(DraftEditor.user_id).where(DraftEditor.version_id == version_id))
    )


def reviews_of(version: CourseVersion) -> Sequence[Review]:
    """Every request for the version, the newest first."""
    return db.session.scalars(
        select(Review)
        .where(Review.version_id == version.id)
        .options(joinedload(Review.asked_by), joinedload(Review.reviewer))
        .order_by(Review.id.desc())
    ).all()
