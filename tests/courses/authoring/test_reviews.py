from datetime import timedelta

import pytest

from courses.authoring.models import Review, ReviewState, ReviewStep, Verdict
from courses.authoring.operations import gate, publishing, reviews
from courses.authoring.operations.drafts import open_draft
from courses.authoring.queries.endorsing import endorsers
from courses.authoring.queries.reviews import underway
from courses.content.models import Course, CourseRole, CourseState, CourseVersion
from lms.audit.models import AuditEntry
from lms.clock import now, travel
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.institutions.models import InstitutionKind, Role
from lms.jobs.queue import drain
from lms.mail.models import Message
from tests import make
from tests.courses.authoring.reviewing import Team, grant, lessons, team

pytestmark = pytest.mark.usefixtures("database")
COLLEAGUE, INSTITUTION = ReviewStep.COLLEAGUE, ReviewStep.INSTITUTION


def approve(t: Team, review: Review) -> Review:
    return reviews.decide(review, COLLEAGUE, by=t.colleague, verdict=Verdict.APPROVED)


def test_a_review_locks_the_draft():
    t = team()
    reviews.ask(t.draft, by=t.owner)
    with pytest.raises(gate.DraftLocked):
        open_draft(t.course, t.owner)


def test_taking_the_request_back_unlocks_it():
    t = team()
    reviews.withdraw(reviews.ask(t.draft, by=t.owner), by=t.owner)
    assert open_draft(t.course, t.owner).id == t.draft.id


def test_only_one_request_is_underway():
    t = team()
    reviews.ask(t.draft, by=t.owner)
    with pytest.raises(reviews.AlreadyAsked):
        reviews.ask(t.draft, by=t.owner)


def test_a_draft_with_findings_is_not_reviewed():
    t = team()
    lessons(t.draft)[1].body = ""
    with pytest.raises(reviews.NotReady):
        reviews.ask(t.draft, by=t.owner)


def test_a_draft_that_changes_nothing_is_not_reviewed():
    t = team(change=False)
    with pytest.raises(reviews.NothingChanged):
        reviews.ask(t.draft, by=t.owner)


def test_who_wrote_never_approves():
    t = team()
    gate.note_editor(t.draft, t.colleague)
    review = reviews.ask(t.draft, by=t.owner)
    with pytest.raises(reviews.FourEyes):
        approve(t, review)


def test_who_asked_never_approves_even_as_a_reviewer():
    t = team()
    grant(t.course, t.colleague, CourseRole.AUTHOR)
    review = reviews.ask(t.draft, by=t.colleague)
    with pytest.raises(reviews.FourEyes):
        approve(t, review)


def test_an_author_cannot_be_asked_to_review():
    t = team()
    with pytest.raises(reviews.NotThisReviewer):
        reviews.ask(t.draft, by=t.owner, reviewer=t.owner)


def test_a_reviewer_of_the_institution_decides_both_steps():
    t = team()
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    assert (review.state, review.step) == (ReviewState.APPROVED, INSTITUTION)


def test_two_people_decide_where_it_is_set_so():
    t = team()
    reviews.set_one_step(t.course.institution, False, by=t.owner)
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    assert (review.state, review.step) == (ReviewState.OPEN, INSTITUTION)
    with pytest.raises(reviews.FourEyes):
        reviews.decide(review, INSTITUTION, by=t.colleague, verdict=Verdict.APPROVED)
    reviews.decide(review, INSTITUTION, by=t.second, verdict=Verdict.APPROVED)
    assert review.state is ReviewState.APPROVED


def test_a_granted_reviewer_does_not_answer_for_the_institution():
    t = team()
    guest = make.user()
    grant(t.course, guest, CourseRole.REVIEWER)
    review = reviews.ask(t.draft, by=t.owner, reviewer=guest)
    reviews.decide(review, COLLEAGUE, by=guest, verdict=Verdict.APPROVED)
    assert (review.state, review.step) == (ReviewState.OPEN, INSTITUTION)
    with pytest.raises(reviews.FourEyes):
        reviews.decide(review, INSTITUTION, by=guest, verdict=Verdict.APPROVED)


def test_returning_needs_a_reason_and_unlocks():
    t = team()
    review = reviews.ask(t.draft, by=t.owner)
    with pytest.raises(reviews.ReasonMissing):
        reviews.decide(review, COLLEAGUE, by=t.colleague, verdict=Verdict.RETURNED)
    reviews.decide(review, COLLEAGUE, by=t.colleague, verdict=Verdict.RETURNED, reason="ยังสั้นไป")
    assert open_draft(t.course, t.owner)


def test_the_second_decision_of_a_step_is_refused():
    t = team()
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    with pytest.raises(reviews.ReviewOver):
        reviews.decide(review, COLLEAGUE, by=t.second, verdict=Verdict.APPROVED)


def test_an_approval_holds_for_what_was_shown_only():
    t = team()
    review = reviews.ask(t.draft, by=t.owner)
    lessons(t.draft)[1].body = "<p>แอบเปลี่ยน</p>"
    db.session.flush()
    with pytest.raises(reviews.ContentChanged):
        approve(t, review)


def test_what_changed_after_the_approval_is_not_published():
    t = team()
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    lessons(t.draft)[1].title = Localised("แอบเปลี่ยน", "Changed")
    db.session.flush()
    with pytest.raises(reviews.ContentChanged):
        publishing.publish(review, by=t.owner)


def test_nothing_is_published_without_an_approval():
    t = team()
    review = reviews.ask(t.draft, by=t.owner)
    with pytest.raises(publishing.NotApproved):
        publishing.publish(review, by=t.owner)


def test_publishing_makes_the_draft_what_learners_see():
    t = team()
    t.draft.details = {"title": {"th": "ชื่อใหม่", "en": "New name"}, "hours": "1.5"}
    db.session.flush()
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    publishing.publish(review, by=t.owner, note="แก้บทที่ 1")
    assert t.course.version_id == t.draft.id
    assert (str(t.course.title), str(t.course.hours)) == ("New name", "1.5")
    assert (t.draft.note, t.draft.approved_by_id) == ("แก้บทที่ 1", t.colleague.id)
    assert review.state is ReviewState.PUBLISHED


def test_the_first_version_is_published_the_same_way():
    t = team(published=False)
    publishing.publish(approve(t, reviews.ask(t.draft, by=t.owner)), by=t.owner)
    assert t.course.state is CourseState.PUBLISHED


def test_everything_is_in_the_trail():
    t = team()
    publishing.publish(approve(t, reviews.ask(t.draft, by=t.owner)), by=t.owner)
    db.session.commit()
    verbs = set(db.session.scalars(db.select(AuditEntry.verb)))
    assert {"review.asked", "review.approved", "course.published"} <= verbs


def test_letters_go_to_who_acts_in_their_language():
    t = team()
    t.colleague.locale = "th"
    review = reviews.ask(t.draft, by=t.owner, reviewer=t.colleague, message="ดูบทที่ 1")
    db.session.commit()
    drain()
    letter = db.session.query(Message).one()
    assert letter.address == t.colleague.email
    assert "ดูบทที่ 1" in letter.body
    with one_transaction():
        approve(t, db.session.get(Review, review.id))
    drain()
    told = db.session.query(Message).filter_by(address=t.owner.email).one()
    assert "is approved" in told.subject


def planned(t: Team) -> Review:
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    publishing.plan(review, now() + timedelta(hours=2), by=t.owner, note="ตามแผน")
    db.session.commit()
    return review


def test_a_plan_is_kept_at_its_time():
    t = team()
    planned(t)
    drain()
    assert not db.session.get(CourseVersion, t.draft.id).published_at
    with travel(timedelta(hours=3)):
        drain()
    assert db.session.get(Course, t.course.id).version_id == t.draft.id


def test_a_plan_that_cannot_be_kept_is_told_and_nothing_is_half_done():
    t = team()
    review = planned(t)
    lessons(t.draft)[1].body = ""
    db.session.commit()
    with travel(timedelta(hours=3)):
        drain()
    review = db.session.get(Review, review.id)
    assert (review.version.published_at, review.publish_at) == (None, None)
    assert review.problem
    assert (
        "could not be published"
        in db.session.query(Message)
        .filter_by(address=t.owner.email)
        .order_by(Message.id.desc())
        .first()
        .subject
    )


def test_a_plan_taken_back_does_nothing():
    t = team()
    review = planned(t)
    publishing.unplan(review, by=t.owner)
    db.session.commit()
    with travel(timedelta(hours=3)):
        drain()
    assert db.session.get(CourseVersion, t.draft.id).published_at is None


def test_a_plan_lies_in_the_future():
    t = team()
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    with pytest.raises(publishing.InThePast):
        publishing.plan(review, now(), by=t.owner)


def test_an_agency_endorses_an_approved_draft_until_the_next_version():
    t = team()
    agency = make.institution(kind=InstitutionKind.AGENCY)
    officer = make.member(Role.REVIEWER, at=agency)
    review = approve(t, reviews.ask(t.draft, by=t.owner))
    asked = reviews.ask_endorsement(t.draft, agency, by=t.owner)
    reviews.decide_endorsement(asked, by=officer, given=True)
    publishing.publish(review, by=t.owner)
    db.session.commit()
    assert endorsers(t.course.version_id) == (agency.short_name,)
    again = open_draft(t.course, t.owner)
    lessons(again)[0].body = "<p>อีกครั้ง</p>"
    db.session.flush()
    publishing.publish(approve(t, reviews.ask(again, by=t.owner)), by=t.owner)
    assert endorsers(t.course.version_id) == ()


def test_only_the_agency_answers_and_only_what_is_approved_is_asked():
    t = team()
    agency = make.institution(kind=InstitutionKind.AGENCY)
    with pytest.raises(reviews.CannotEndorse):
        reviews.ask_endorsement(t.draft, agency, by=t.owner)
    approve(t, reviews.ask(t.draft, by=t.owner))
    asked = reviews.ask_endorsement(t.draft, agency, by=t.owner)
    with pytest.raises(reviews.FourEyes):
        reviews.decide_endorsement(asked, by=t.colleague, given=True)


def test_an_older_version_comes_back_as_a_draft():
    t = team()
    first = t.course.version_id
    publishing.publish(approve(t, reviews.ask(t.draft, by=t.owner)), by=t.owner)
    old = db.session.get(type(t.draft), first)
    draft = publishing.restore(t.course, old, by=t.owner)
    assert lessons(draft)[0].body == lessons(old)[0].body != lessons(t.draft)[0].body
    assert [x.key for x in lessons(draft)] == [x.key for x in lessons(old)]
    with pytest.raises(publishing.DraftInTheWay):
        publishing.restore(t.course, old, by=t.owner)
    assert publishing.restore(t.course, old, by=t.owner, replace=True).id == draft.id


def test_nothing_is_underway_after_publishing():
    t = team()
    publishing.publish(approve(t, reviews.ask(t.draft, by=t.owner)), by=t.owner)
    assert underway(t.draft.id) is None
