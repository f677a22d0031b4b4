"""Publishing what was approved, now or at a planned time, and going back to an older version."""

from datetime import datetime

from sqlalchemy import delete, func, select

from courses.authoring.checklist import blocking, check
from courses.authoring.models import EndorsementState, Review, ReviewState
from courses.authoring.news import news
from courses.authoring.operations import details as course_details
from courses.authoring.operations import gate
from courses.authoring.operations.drafts import copy_version, open_draft
from courses.authoring.operations.reviews import ContentChanged, NotReady, ReviewOver
from courses.authoring.queries import reviewers
from courses.authoring.queries.details import details_of, live_details
from courses.authoring.queries.drafts import draft_of, live_of
from courses.authoring.queries.snapshots import snapshot
from courses.content import operations as content
from courses.content.models import Course, CourseVersion, Lesson, LessonRevision, Module
from courses.quizzes.models import Quiz, QuizQuestion
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.jobs.queue import enqueue


class NotApproved(DomainError):
    message = _l("This draft is not approved yet.")


class InThePast(DomainError):
    message = _l("Choose a time that is still to come.")
    field = "publish_at"


class DraftInTheWay(DomainError):
    message = _l("There is a draft already. Say that it may be replaced.")


def publish(review: Review, *, by: User | None, note: str | None = None) -> Course:
    """What was approved becomes what learners see; those in progress keep their place."""
    version = _hold(review)
    course, draft, live = version.course, snapshot(version), live_of(version.course)
    if blocking(check(draft)):
        raise NotReady
    if draft.fingerprint != review.fingerprint:
        raise ContentChanged
    if live is not None:
        version.notice = news(snapshot(live), draft)
        live.details = live.details or live_details(course)  # as they were while it was live
    version.details = details_of(version)
    course_details.apply(course, version.details)
    version.note = version.note if note is None else note
    content.publish(version, by=by)
    last = reviewers.decisions(review)
    version.approved_by_id = last[-1].by_id if last else version.approved_by_id
    review.state, review.closed_at, review.publish_at = ReviewState.PUBLISHED, now(), None
    _settle_endorsements(version, draft.fingerprint)
    db.session.flush()  # the letters name what is published
    enqueue("authoring.published", review_id=review.id)
    enqueue("learning.evaluate_course", course_id=course.id)
    return course


def _hold(review: Review) -> CourseVersion:
    """The draft and the request, nobody else's until this transaction ends."""
    lock_row(review.version)
    lock_row(review)
    if review.version.published_at is not None:
        raise gate.DraftPublished
    if not review.is_underway:
        raise ReviewOver
    if review.state is not ReviewState.APPROVED:
        raise NotApproved
    return review.version


def _settle_endorsements(version: CourseVersion, fingerprint: str) -> None:
    """An endorsement holds for the content that the agency saw, and for nothing else."""
    for endorsement in reviewers.endorsements(version):
        if endorsement.fingerprint != fingerprint:
            endorsement.state, endorsement.decided_by_id = EndorsementState.WITHDRAWN, None


def plan(review: Review, at: datetime, *, by: User, note: str = "") -> Review:
    """Publish by itself at that time, if it is still approved and nothing keeps it back."""
    version = _hold(review)
    if at <= now():
        raise InThePast
    version.note = note
    review.publish_at, review.planned_by_id, review.problem = at, by.id, ""
    db.session.flush()  # the job finds the time it was asked for
    audit.record("review.planned", review, by=by, at=at.isoformat())
    enqueue("authoring.publish", at=at, review_id=review.id, planned=at.isoformat())
    return review


def unplan(review: Review, *, by: User) -> Review:
    """It stays approved, and waits for somebody to publish it."""
    lock_row(review)
    if review.publish_at is None:
        raise ReviewOver
    review.publish_at = None
    audit.record("review.unplanned", review, by=by)
    return review


def publish_planned(review: Review, planned: datetime) -> None:
    """At the planned time: publish, or say to the people why not; nothing is half done."""
    if review.publish_at != planned or review.state is not ReviewState.APPROVED:
        return
    by = review.planned_by
    try:
        with db.session.begin_nested():
            publish(review, by=by)
    except DomainError as refusal:
        db.session.refresh(review)
        review.publish_at, review.problem = None, str(refusal)
        audit.record("review.plan_failed", review, by=None)
        enqueue("authoring.plan_failed", review_id=review.id, planned=planned.isoformat())


def restore(
    course: Course, old: CourseVersion, *, by: User, replace: bool = False
) -> CourseVersion:
    """A draft that says what an older version said; a draft that is there goes only if it may."""
    if draft_of(course) is not None and not replace:
        raise DraftInTheWay
    draft = open_draft(course, by)
    _empty(draft)
    copy_version(old, draft)
    draft.details, draft.edit = old.details, draft.edit + 1
    _number_on(draft)
    audit.record("course.version_restored", course, by=by, version=draft.number, old=old.number)
    return draft


def _empty(draft: CourseVersion) -> None:
    quizzes = select(Quiz.id).where(Quiz.version_id == draft.id)
    db.session.execute(delete(QuizQuestion).where(QuizQuestion.quiz_id.in_(quizzes)))
    for model in (Quiz, Lesson, Module):
        db.session.execute(delete(model).where(model.version_id == draft.id))
    db.session.flush()
    db.session.expire_all()


def _number_on(draft: CourseVersion) -> None:
    """Saved revisions of the draft's lessons stay; the next one gets the next number."""
    last = dict(
        db.session.execute(
            select(LessonRevision.lesson_key, func.max(LessonRevision.number))
            .where(LessonRevision.version_id == draft.id)
            .group_by(LessonRevision.lesson_key)
        ).all()
    )
    for lesson in db.session.scalars(select(Lesson).where(Lesson.version_id == draft.id)):
        lesson.revision = last.get(lesson.key, 0)
