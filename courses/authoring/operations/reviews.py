"""Asking for a review, deciding it, taking it back: what a learner will see is answered for."""

from sqlalchemy.exc import IntegrityError

from courses.authoring.checklist import blocking, check
from courses.authoring.models import (
    Endorsement,
    EndorsementState,
    Review,
    ReviewDecision,
    ReviewSetting,
    ReviewState,
    ReviewStep,
    Verdict,
)
from courses.authoring.operations.gate import DraftPublished
from courses.authoring.queries import reviewers
from courses.authoring.queries.drafts import live_of
from courses.authoring.queries.reviews import underway
from courses.authoring.queries.snapshots import snapshot
from courses.authoring.snapshot import Snapshot
from courses.content.models import CourseVersion
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.jobs.queue import enqueue


class AlreadyAsked(DomainError):
    message = _l("A review of this draft is already underway.")


class NotReady(DomainError):
    message = _l("The checklist still names things that keep this draft from being published.")


class NothingChanged(DomainError):
    message = _l("Nothing differs from what learners see already.")


class NotThisReviewer(DomainError):
    message = _l("Choose a colleague who did not work on this draft.")
    field = "reviewer"


class FourEyes(DomainError):
    message = _l("Whoever wrote in this draft or asked for the review cannot decide it.")


class ReasonMissing(DomainError):
    message = _l("Say why, so that the author knows what to change.")
    field = "reason"


class ReviewOver(DomainError):
    message = _l("This request is not open any more: it was decided or taken back meanwhile.")


class ContentChanged(DomainError):
    message = _l(
        "Something in the draft changed after the review was asked for, such as a question in the "
        "bank. Ask the author to take the request back and to ask again."
    )


def ask(
    version: CourseVersion, *, by: User, reviewer: User | None = None, message: str = ""
) -> Review:
    """Lock the draft and ask a colleague (None: any of them) to look it over."""
    lock_row(version)
    if version.published_at is not None:
        raise DraftPublished
    if underway(version.id) is not None:
        raise AlreadyAsked
    draft = snapshot(version)
    if blocking(check(draft)):
        raise NotReady
    _refuse_without_change(version, draft)
    if reviewer is not None and reviewer not in reviewers.candidates(version, by.id):
        raise NotThisReviewer
    review = Review(
        version=version,
        fingerprint=draft.fingerprint,
        message=message,
        asked_by_id=by.id,
        reviewer_id=reviewer.id if reviewer else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(review)
    except IntegrityError as twice:
        raise AlreadyAsked from twice
    audit.record("review.asked", review, by=by, version=version.number)
    enqueue("authoring.review_asked", review_id=review.id)
    return review


def _refuse_without_change(version: CourseVersion, draft: Snapshot) -> None:
    live = live_of(version.course)
    if live is not None and snapshot(live).fingerprint == draft.fingerprint:
        raise NothingChanged


def decide(
    review: Review,
    step: ReviewStep,
    *,
    by: User,
    verdict: Verdict,
    reason: str = "",
    reviews: bool = True,
) -> Review:
    """One `step` further, or back to the author; `reviews`: whether `by` may review the course."""
    lock_row(review)
    if review.state is not ReviewState.OPEN or review.step is not step:
        raise ReviewOver
    if not reviewers.may_decide(review, by.id, reviews=reviews):
        raise FourEyes
    if verdict is Verdict.RETURNED and not reason.strip():
        raise ReasonMissing
    if verdict is Verdict.APPROVED and snapshot(review.version).fingerprint != review.fingerprint:
        raise ContentChanged
    for taken in _steps(review, by, verdict):
        db.session.add(
            ReviewDecision(
                review_id=review.id, step=taken, verdict=verdict, reason=reason, by_id=by.id
            )
        )
        review.step = taken
    _go_on(review, verdict)
    db.session.flush()  # a second decision of the same step fails here
    audit.record(
        f"review.{verdict.value}", review, by=by, step=review.step.value, state=review.state.value
    )
    enqueue("authoring.review_decided", review_id=review.id, state=review.state.value)
    return review


def _steps(review: Review, by: User, verdict: Verdict) -> list[ReviewStep]:
    """A reviewer of the institution decides both steps at once, where it is set so."""
    if verdict is Verdict.RETURNED or review.step is ReviewStep.INSTITUTION:
        return [review.step]
    both = reviewers.asked_one_step(review.institution_id) and reviewers.answers_for(
        review.institution_id, by.id
    )
    return [ReviewStep.COLLEAGUE, ReviewStep.INSTITUTION] if both else [ReviewStep.COLLEAGUE]


def _go_on(review: Review, verdict: Verdict) -> None:
    if verdict is Verdict.RETURNED:
        review.state, review.closed_at = ReviewState.RETURNED, now()
        _take_back_endorsements(review.version)
    elif review.step is ReviewStep.COLLEAGUE:
        review.step = ReviewStep.INSTITUTION
    else:
        review.state = ReviewState.APPROVED


def withdraw(review: Review, *, by: User) -> Review:
    """Take the request back, so that the draft can be edited again; approvals are lost."""
    lock_row(review)
    if not review.is_underway:
        raise ReviewOver
    review.state, review.closed_at, review.publish_at = ReviewState.WITHDRAWN, now(), None
    _take_back_endorsements(review.version)
    db.session.flush()  # the next request may come at once
    audit.record("review.withdrawn", review, by=by)
    enqueue("authoring.review_withdrawn", review_id=review.id, by_id=by.id)
    return review


def _take_back_endorsements(version: CourseVersion) -> None:
    """Whoever endorsed did so for other content."""
    for endorsement in reviewers.endorsements(version):
        if endorsement.state is EndorsementState.ASKED:
            endorsement.state = EndorsementState.WITHDRAWN
        elif endorsement.state is EndorsementState.GIVEN:
            endorsement.state, endorsement.decided_by_id = EndorsementState.WITHDRAWN, None


def set_one_step(institution: Institution, one_step: bool, *, by: User) -> None:
    """Whether one reviewer of the institution may decide both steps."""
    setting = db.session.get(ReviewSetting, institution.id)
    if setting is None:
        setting = ReviewSetting(institution_id=institution.id)
        db.session.add(setting)
    setting.one_step = one_step
    audit.record("review.setting_changed", institution, by=by, one_step=one_step)


class CannotEndorse(DomainError):
    message = _l("An agency is asked when the institution has approved the draft.")


class AlreadyEndorsing(DomainError):
    message = _l("This agency has been asked about this version already.")
    field = "agency"


def ask_endorsement(
    version: CourseVersion, agency: Institution, *, by: User, message: str = ""
) -> Endorsement:
    """Ask `agency` to answer for an approved draft or for what is live."""
    review = underway(version.id)
    is_live = version.id == version.course.version_id
    if not is_live and (review is None or review.state is not ReviewState.APPROVED):
        raise CannotEndorse
    if agency not in reviewers.agencies(version.course):
        raise CannotEndorse
    endorsement = Endorsement(
        version=version,
        agency=agency,
        fingerprint=snapshot(version).fingerprint,
        message=message,
        asked_by_id=by.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(endorsement)
    except IntegrityError as twice:
        raise AlreadyEndorsing from twice
    audit.record("endorsement.asked", endorsement, by=by, course=version.course_id)
    enqueue("authoring.endorsement_asked", endorsement_id=endorsement.id)
    return endorsement


def decide_endorsement(
    endorsement: Endorsement, *, by: User, given: bool, reason: str = ""
) -> Endorsement:
    """The agency's answer, once; a refusal needs a reason."""
    lock_row(endorsement)
    if endorsement.state is not EndorsementState.ASKED:
        raise ReviewOver
    if by.id == endorsement.asked_by_id or not reviewers.answers_for(endorsement.agency_id, by.id):
        raise FourEyes
    if not given and not reason.strip():
        raise ReasonMissing
    endorsement.state = EndorsementState.GIVEN if given else EndorsementState.DECLINED
    endorsement.decided_by_id, endorsement.decided_at, endorsement.reason = by.id, now(), reason
    db.session.flush()  # the course page asks for it
    verb = "endorsement.given" if given else "endorsement.declined"
    audit.record(verb, endorsement, by=by, course=endorsement.version.course_id)
    enqueue("authoring.endorsement_decided", endorsement_id=endorsement.id)
    return endorsement
