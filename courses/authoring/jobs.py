"""Letters to those who act on a review, and publishing at a planned time."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from courses.authoring.models import Endorsement, Review, ReviewState, ReviewStep
from courses.authoring.operations import question_files
from courses.authoring.operations.publishing import publish_planned
from courses.authoring.queries import reviewers
from courses.authoring.queries.reviews import editors
from courses.content.models import Course, CourseRole
from lms.accounts.public import User
from lms.db import db
from lms.errors import found
from lms.i18n import gettext as _
from lms.jobs.queue import Finish, daily, job
from lms.mail import send_once
from lms.web.security import absolute


@job("authoring.review_asked")
def review_asked(review_id: int) -> Finish:
    return partial(_asked, review_id)


@job("authoring.review_decided")
def review_decided(review_id: int, state: str) -> Finish:
    return partial(_decided, review_id, ReviewState(state))


@job("authoring.review_withdrawn")
def review_withdrawn(review_id: int, by_id: int) -> Finish:
    return partial(_withdrawn, review_id, by_id)


@job("authoring.publish")
def publish_at(review_id: int, planned: str) -> Finish:
    return partial(_publish, review_id, planned)


@job("authoring.published")
def published(review_id: int) -> Finish:
    return partial(_published, review_id)


@job("authoring.plan_failed")
def plan_failed(review_id: int, planned: str) -> Finish:
    return partial(_failed, review_id, planned)


@job("authoring.endorsement_asked")
def endorsement_asked(endorsement_id: int) -> Finish:
    return partial(_endorsement_asked, endorsement_id)


@job("authoring.endorsement_decided")
def endorsement_decided(endorsement_id: int) -> Finish:
    return partial(_endorsement_decided, endorsement_id)


def _review(review_id: int) -> Review:
    return found(db.session.get(Review, review_id))


def _asked(review_id: int) -> None:
    review = _review(review_id)
    people = (
        [review.reviewer]
        if review.reviewer is not None
        else reviewers.candidates(review.version, review.asked_by_id)
    )
    _write("review_asked", review, people, lambda c: _("Please review “%(course)s”", course=c))


def _decided(review_id: int, state: ReviewState) -> None:
    """To the institution's reviewers when it is their turn, else to whoever asked."""
    review = _review(review_id)
    if state is ReviewState.OPEN:
        wrote = editors(review.version_id) | {review.asked_by_id}
        people = [p for p in reviewers.reviewers_at(review.institution_id) if p.id not in wrote]
        _write(
            "review_passed_on",
            review,
            people,
            lambda c: _("“%(course)s” waits for your institution's approval", course=c),
        )
        return
    approved = state is ReviewState.APPROVED
    _write(
        "review_approved" if approved else "review_returned",
        review,
        _authors(review),
        lambda c: (
            _("“%(course)s” is approved", course=c)
            if approved
            else _("“%(course)s” comes back to you", course=c)
        ),
        last=reviewers.decisions(review)[-1],
    )


def _withdrawn(review_id: int, by_id: int) -> None:
    review = _review(review_id)
    people = {d.by_id: d.by for d in reviewers.decisions(review)}
    if review.reviewer is not None:
        people[review.reviewer.id] = review.reviewer
    told = [person for person in people.values() if person.id != by_id]
    _write(
        "review_withdrawn",
        review,
        told,
        lambda c: _("The review of “%(course)s” is taken back", course=c),
    )


def _publish(review_id: int, planned: str) -> None:
    publish_planned(_review(review_id), datetime.fromisoformat(planned))


def _published(review_id: int) -> None:
    review = _review(review_id)
    _write(
        "published",
        review,
        _authors(review),
        lambda c: _("“%(course)s” is published", course=c),
        page=f"/courses/{review.course.code}",
    )


def _failed(review_id: int, planned: str) -> None:
    review = _review(review_id)
    _write(
        "plan_failed",
        review,
        _authors(review),
        lambda c: _("“%(course)s” could not be published", course=c),
        moment=planned,
    )


def _authors(review: Review) -> list[User]:
    """Whoever asked, whoever planned it, and the owners of the course."""
    people = [review.asked_by, *([review.planned_by] if review.planned_by else [])]
    people += reviewers.granted(review.course, CourseRole.OWNER)
    return list({person.id: person for person in people}.values())


def _endorsement_asked(endorsement_id: int) -> None:
    endorsement = found(db.session.get(Endorsement, endorsement_id))
    _send(
        f"endorsement_asked/{endorsement_id}",
        "endorsement_asked",
        endorsement.course,
        reviewers.reviewers_at(endorsement.agency_id),
        lambda c: _("Please say whether your agency endorses “%(course)s”", course=c),
        endorsement=endorsement,
    )


def _endorsement_decided(endorsement_id: int) -> None:
    endorsement = found(db.session.get(Endorsement, endorsement_id))
    _send(
        f"endorsement_decided/{endorsement_id}",
        "endorsement_decided",
        endorsement.course,
        [endorsement.asked_by],
        lambda c: _("Answer about the endorsement of “%(course)s”", course=c),
        endorsement=endorsement,
    )


def _write(
    name: str,
    review: Review,
    people: Iterable[User],
    subject: Callable[[str], str],
    *,
    moment: str = "",
    page: str = "",
    **values: object,
) -> None:
    key = f"{name}/{review.id}/{moment or review.step.value}"
    is_last = review.step is ReviewStep.INSTITUTION
    _send(key, name, review.course, people, subject, page, review=review, is_last=is_last, **values)


def _send(
    key: str,
    template: str,
    course: Course,
    people: Iterable[User],
    subject: Callable[[str], str],
    page: str = "",
    **values: Any,
) -> None:
    """The same letter to each, once, in the language of each."""
    for person in people:
        if person.email is None:
            continue
        send_once(
            f"authoring/{key}/{person.id}",
            address=person.email,
            locale=person.locale,
            user_id=person.id,
            template=f"studio/mail/{template}",
            subject=lambda: subject(str(course.title)),
            reader=person,
            course=course,
            page_url=absolute(page or f"/studio/{course.code}/review"),
            **values,
        )


@daily("03:40")
def forget_question_files() -> Finish:
    """Files of questions that nobody decided about within a day."""
    return question_files.forget_old
