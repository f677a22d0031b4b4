"""From the queue to a result: what markers may do, and what follows from it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from courses.assignments import operations, queries
from courses.assignments.lifecycle import Impossible, State
from courses.assignments.models import MarkChange, SkillEvidence, Submission
from courses.content.models import CourseRole
from courses.enrolment.models import EnrolmentState
from courses.enrolment.operations import withdraw
from courses.learning.models import AssignmentResult
from lms import clock
from lms.audit.models import AuditEntry
from lms.db import db
from lms.errors import DomainError
from lms.jobs.queue import drain
from lms.mail.models import Message
from tests import make
from tests.courses.assignments import works
from tests.courses.assignments.works import BEST, FAIR, WORST, Place, mark

pytestmark = pytest.mark.usefixtures("database")


def result(place: Place) -> AssignmentResult | None:
    return db.session.get(AssignmentResult, (place.enrolment.id, place.key))


def test_a_passed_work_completes_the_run_in_the_same_transaction() -> None:
    place = works.assignment()
    mark(works.handed_in(place), works.marker(place.course), BEST)
    assert place.enrolment.state is EnrolmentState.COMPLETED
    assert result(place).percent == Decimal(100)  # type: ignore[union-attr]


def test_a_failed_work_completes_nothing() -> None:
    place = works.assignment()
    work = mark(works.handed_in(place), works.marker(place.course), WORST)
    assert work.state is State.FAILED
    assert place.enrolment.state is EnrolmentState.ACTIVE
    assert result(place).passed is False  # type: ignore[union-attr]


def test_the_learner_is_told_once() -> None:
    place = works.assignment()
    learner_id = place.learner.id
    mark(works.handed_in(place), works.marker(place.course), BEST)
    db.session.commit()
    drain()
    told = sa.select(Message.subject).where(Message.user_id == learner_id)
    assert len([s for s in db.session.scalars(told) if s.startswith("Marked:")]) == 1


def test_a_mark_needs_every_criterion() -> None:
    place = works.assignment()
    with pytest.raises(DomainError, match="Mark every criterion"):
        mark(works.handed_in(place), works.marker(place.course), {"c1": "a"})


def test_a_level_of_another_rubric_is_refused() -> None:
    place = works.assignment()
    with pytest.raises(DomainError, match="not in the rubric"):
        mark(works.handed_in(place), works.marker(place.course), {"c1": "zzz", "c2": "a"})


@pytest.mark.parametrize(("typed", "percent"), [("7.5", 75), ("10", 100), ("0", 0), ("6,5", 65)])
def test_points_without_a_rubric(typed: str, percent: int) -> None:
    place = works.assignment(rubric=[])
    work = mark(works.handed_in(place), works.marker(place.course), {"points": typed})
    assert work.percent == percent


@pytest.mark.parametrize("typed", ["11", "-1", "NaN", "Infinity", "ten", ""])
def test_points_that_are_none(typed: str) -> None:
    place = works.assignment(rubric=[])
    with pytest.raises(DomainError):
        mark(works.handed_in(place), works.marker(place.course), {"points": typed})


def test_nobody_marks_their_own_work() -> None:
    place = works.assignment()
    work = works.handed_in(place)
    with pytest.raises(operations.NotYours):
        operations.claim(work, by=place.learner)


def test_who_did_not_take_it_does_not_mark_it() -> None:
    place = works.assignment()
    work = works.handed_in(place)
    operations.claim(work, by=works.marker(place.course))
    other = works.marker(place.course)
    with pytest.raises(operations.NotYours):
        operations.finish(work, operations.Written(BEST), by=other)
    with pytest.raises(operations.Held):
        operations.claim(work, by=other)


def test_a_lease_that_ran_out_lets_the_next_one_in(monkeypatch: pytest.MonkeyPatch) -> None:
    place = works.assignment()
    work = works.handed_in(place)
    first, second = works.marker(place.course), works.marker(place.course)
    operations.claim(work, by=first)
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr("courses.assignments.operations.marking.now", lambda: later)
    operations.claim(work, by=second)
    with pytest.raises(operations.NotYours):
        operations.save_mark(work, operations.Written(BEST), by=first)
    assert operations.finish(work, operations.Written(BEST), by=second).state is State.PASSED


def test_put_back_leaves_no_trace_and_the_learner_may_take_it_back() -> None:
    place = works.assignment()
    work = works.handed_in(place)
    marker = works.marker(place.course)
    operations.claim(work, by=marker)
    operations.add_comment(work, by=marker, start=0, stop=4, text="ดี")
    with pytest.raises(operations.AlreadyHandedIn):
        operations.take_back(place.enrolment, place.key)
    operations.put_back(work, by=marker)
    assert work.state is State.SUBMITTED
    assert queries.own_marking(work.id, marker.id) is None
    assert operations.take_back(place.enrolment, place.key).state is State.DRAFT


def test_returned_needs_words_and_a_further_round() -> None:
    place = works.assignment(resubmissions=0)
    work = works.handed_in(place)
    person = works.marker(place.course)
    operations.claim(work, by=person)
    with pytest.raises(DomainError, match="no further round"):
        operations.finish(work, operations.Written({}, "แก้"), by=person, send_for_revision=True)
    other = works.assignment(resubmissions=1)
    work = works.handed_in(other)
    operations.claim(work, by=person)
    with pytest.raises(DomainError, match="Say what"):
        operations.finish(work, operations.Written({}), by=person, send_for_revision=True)


def test_the_rounds_end() -> None:
    place = works.assignment(resubmissions=1)
    person = works.marker(place.course)
    for _round in range(2):
        work = works.handed_in(place)
        if work.number == 1:
            mark(work, person, {}, send_for_revision=True)
    assert work.number == 2
    operations.claim(work, by=person)
    with pytest.raises(DomainError, match="no further round"):
        operations.finish(work, operations.Written({}, "อีก"), by=person, send_for_revision=True)
    assert mark(work, person, WORST).state is State.FAILED
    with pytest.raises(operations.AlreadyHandedIn):
        operations.save_text(place.enrolment, place.key, "อีกรอบ")


@pytest.mark.parametrize(
    ("second", "one", "two", "percent"),
    [
        ("average", BEST, FAIR, "83.33"),
        ("higher", FAIR, BEST, "100.00"),
        ("agree", BEST, BEST, "100.00"),
    ],
)
def test_two_marks_make_one_result(
    second: str, one: dict[str, str], two: dict[str, str], percent: str
) -> None:
    place = works.assignment(second=second)
    work = works.handed_in(place)
    first = works.marker(place.course)
    mark(work, first, one)
    assert (work.state, work.percent) == (State.MARKING, None)
    with pytest.raises(operations.AlreadyMarked):
        operations.claim(work, by=first)
    mark(work, works.marker(place.course), two)
    assert str(work.percent) == percent
    assert work.state is State.PASSED


def test_where_two_do_not_agree_an_owner_decides() -> None:
    place = works.assignment(second="agree", tolerance=10)
    work = works.handed_in(place)
    for scores in (BEST, WORST):
        mark(work, works.marker(place.course), scores)
    assert (work.state, work.marks) == (State.MARKING, 2)
    stranger, owner = works.marker(place.course), works.marker(place.course, CourseRole.OWNER)
    with pytest.raises(operations.NotYours):
        operations.claim(work, by=stranger)
    waiting = queries.queue(place.course.id, stranger.id, decides=False, chosen=queries.Filter())
    assert [line.free for line in waiting] == [False]
    mark(work, owner, FAIR, decides=True)
    assert str(work.percent) == "66.66"


def test_an_owner_who_marked_before_may_decide() -> None:
    place = works.assignment(second="agree", tolerance=0)
    work = works.handed_in(place)
    owner = works.marker(place.course, CourseRole.OWNER)
    mark(work, owner, BEST)
    mark(work, works.marker(place.course), WORST)
    assert mark(work, owner, BEST, decides=True).state is State.PASSED


def test_skills_are_shown_by_a_passed_work_only() -> None:
    place = works.assignment()
    mark(works.handed_in(place), works.marker(place.course), BEST)
    shown = db.session.scalars(sa.select(SkillEvidence)).all()
    assert [(e.criterion, e.level) for e in shown] == [("c1", "basic")]
    low = works.assignment(pass_percent=50)
    mark(works.handed_in(low), works.marker(low.course), {"c1": "c", "c2": "a"})
    assert db.session.scalars(sa.select(SkillEvidence)).all() == shown


def test_a_result_changes_only_with_a_reason() -> None:
    place = works.assignment()
    person = works.marker(place.course)
    work = mark(works.handed_in(place), person, BEST)
    with pytest.raises(operations.NeedsReason):
        operations.change_result(work, by=person, reason="เพราะ", scores=WORST)
    operations.change_result(work, by=person, reason="นับคะแนนผิดข้อที่สอง ขออภัย", scores=WORST)
    assert work.state is State.FAILED
    assert result(place).passed is False  # type: ignore[union-attr]
    assert db.session.scalars(sa.select(SkillEvidence)).all() == []
    kept = db.session.scalars(sa.select(MarkChange)).one()
    assert (kept.was_state, kept.was_percent) == (State.PASSED, Decimal(100))
    db.session.commit()
    trail = sa.select(AuditEntry.verb).order_by(AuditEntry.id)
    assert "work.result_changed" in db.session.scalars(trail).all()


def test_a_failed_work_may_be_returned_after_all() -> None:
    place = works.assignment()
    person = works.marker(place.course)
    work = mark(works.handed_in(place), person, WORST)
    operations.change_result(work, by=person, reason="ขอให้แก้ไขอีกครั้งหนึ่ง")
    assert work.state is State.RETURNED
    assert result(place) is None
    assert operations.begin_revision(place.enrolment, place.key).number == 2


def test_a_passed_work_is_not_returned() -> None:
    place = works.assignment()
    person = works.marker(place.course)
    work = mark(works.handed_in(place), person, BEST)
    with pytest.raises(Impossible):
        operations.change_result(work, by=person, reason="ขอให้แก้ไขอีกครั้งหนึ่ง")


def test_who_left_the_run_is_not_marked() -> None:
    place = works.assignment()
    work = works.handed_in(place)
    person = works.marker(place.course)
    operations.claim(work, by=person)
    withdraw(place.enrolment, by=place.learner)
    with pytest.raises(operations.LearnerGone):
        operations.finish(work, operations.Written(BEST), by=person)
    chosen = queries.Filter()
    assert queries.queue(place.course.id, person.id, decides=True, chosen=chosen) == []


def test_the_next_in_the_queue_is_the_longest_waiting_that_is_free() -> None:
    place = works.assignment()
    first, second = works.handed_in(place), works.handed_in(works.another(place))
    one, two = works.marker(place.course), works.marker(place.course)
    assert operations.claim_next(place.course, by=one) is first
    assert operations.claim_next(place.course, by=two) is second
    assert operations.claim_next(place.course, by=works.marker(place.course)) is None
    assert operations.claim_next(place.course, by=one) is first


def test_a_rubric_counts_as_it_was_when_the_work_came() -> None:
    place = works.assignment()
    work = works.handed_in(place)
    new = make.course(lessons=1)
    assert work.version_id == place.course.version_id != new.version_id
    assert queries.brief_of(work).points == 6


def test_a_sentence_is_kept_once() -> None:
    person = make.user()
    for _twice in range(2):
        operations.remember_comment("ยกตัวอย่างเพิ่ม", by=person)
    assert [c.text for c in queries.saved_comments(person.id)] == ["ยกตัวอย่างเพิ่ม"]


def test_numbers_of_the_desk() -> None:
    place = works.assignment()
    works.handed_in(place)
    mark(works.handed_in(works.another(place)), works.marker(place.course), BEST)
    assert queries.numbers(place.course.id) == {State.SUBMITTED: 1, State.PASSED: 1}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 2
