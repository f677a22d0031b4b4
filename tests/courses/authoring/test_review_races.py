"""Several at once: one request, one decision, one publishing, and nothing that nobody approved."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from courses.authoring.models import Review, ReviewDecision, ReviewStep, Verdict
from courses.authoring.operations import publishing, reviews
from courses.authoring.operations.drafts import open_draft
from courses.content.models import Course, CourseVersion, Lesson
from lms.accounts.models import User
from lms.db import db, one_transaction
from lms.errors import DomainError
from lms.institutions.models import Role
from tests import make
from tests.courses.authoring.reviewing import Team, lessons, team

pytestmark = pytest.mark.usefixtures("database")
AT_ONCE = 6


def at_once(app: Flask, tasks: list[Callable[[], str]]) -> Counter[str]:
    """Each in a request of its own; a refusal is told by its name."""

    def one(task: Callable[[], str]) -> str:
        with app.app_context():
            try:
                with one_transaction():
                    return task()
            except DomainError as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()

    db.engine.pool._max_overflow = len(tasks)  # type: ignore[attr-defined]
    with ThreadPoolExecutor(len(tasks)) as pool:
        return Counter(pool.map(one, tasks))


def get(model, key):
    return db.session.get(model, key)


def test_of_many_requests_one_is_underway(app):
    t = team()
    db.session.commit()
    version, owner = t.draft.id, t.owner.id

    def ask() -> str:
        reviews.ask(get(CourseVersion, version), by=get(User, owner))
        return "asked"

    found = at_once(app, [ask] * AT_ONCE)
    assert found == {"asked": 1, "AlreadyAsked": AT_ONCE - 1}
    assert db.session.query(Review).count() == 1


def approving(t: Team, review: Review, person: User) -> Callable[[], str]:
    review_id, person_id = review.id, person.id

    def approve() -> str:
        who = get(User, person_id)
        reviews.decide(
            get(Review, review_id), ReviewStep.COLLEAGUE, by=who, verdict=Verdict.APPROVED
        )
        return "approved"

    return approve


def test_two_approvals_of_a_step_are_one(app):
    t = team()
    people = [make.member(Role.REVIEWER, at=t.course.institution) for _ in range(AT_ONCE)]
    review = reviews.ask(t.draft, by=t.owner)
    db.session.commit()
    found = at_once(app, [approving(t, review, person) for person in people])
    assert found == {"approved": 1, "ReviewOver": AT_ONCE - 1}
    assert db.session.query(ReviewDecision).count() == 2  # both steps, by the same person


def approved(t: Team) -> Review:
    review = reviews.ask(t.draft, by=t.owner)
    reviews.decide(review, ReviewStep.COLLEAGUE, by=t.colleague, verdict=Verdict.APPROVED)
    db.session.commit()
    return review


def test_publishing_twice_publishes_once(app):
    t = team()
    review, owner = approved(t).id, t.owner.id

    def publish() -> str:
        publishing.publish(get(Review, review), by=get(User, owner))
        return "published"

    found = at_once(app, [publish] * AT_ONCE)
    assert found["published"] == 1
    assert set(found) <= {"published", "DraftPublished", "ReviewOver"}


def test_what_is_edited_while_it_is_published_never_reaches_learners_unseen(app):
    t = team()
    review, owner, course, version = approved(t).id, t.owner.id, t.course.id, t.draft.id
    lesson = lessons(t.draft)[1].id
    db.session.commit()  # the read holds the one write lock otherwise

    def publish() -> str:
        publishing.publish(get(Review, review), by=get(User, owner))
        return "published"

    def edit() -> str:
        by = get(User, owner)
        draft = open_draft(get(Course, course), by)
        if draft.id == version:
            get(Lesson, lesson).body = "<p>ไม่มีใครเห็น</p>"
        return "edited"

    found = at_once(app, [edit, publish, edit])
    assert found["published"] == 1
    db.session.expire_all()
    assert get(Lesson, lesson).body != "<p>ไม่มีใครเห็น</p>"


def test_taking_back_and_publishing_do_not_both_happen(app):
    t = team()
    review, owner = approved(t).id, t.owner.id

    def publish() -> str:
        publishing.publish(get(Review, review), by=get(User, owner))
        return "done"

    def withdraw() -> str:
        reviews.withdraw(get(Review, review), by=get(User, owner))
        return "done"

    found = at_once(app, [publish, withdraw])
    assert found["done"] == 1
