"""Facts change, and the run is completed in the same breath, once."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from courses import signals
from courses.content.models import Course, LessonKind
from courses.content.queries import Outline, outline
from courses.enrolment.models import Enrolment, EnrolmentState, RunState
from courses.learning import operations, queries
from courses.learning.completion import RemainingKind, Rules
from courses.learning.models import DONE, DONE_BY_BUTTON, Progress, SurveyResponse
from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from tests import make

pytestmark = pytest.mark.usefixtures("database")
EVERYTHING = Rules(pretest_required=True, posttest_pass_percent=60, survey_required=True)


@pytest.fixture
def completed() -> Iterator[list[Enrolment]]:
    """Everybody of whom it was said that they completed a run."""
    heard: list[Enrolment] = []

    def hear(sender: Enrolment, **more: Any) -> None:
        heard.append(sender)

    signals.course_completed.connect(hear)
    yield heard
    signals.course_completed.disconnect(hear)


def plan_of(course: Course) -> Outline:
    assert course.version_id is not None
    return outline(course.version_id)


def whole_course() -> Course:
    """Pre-test, two articles, post-test, survey."""
    kinds = ("quiz", "article", "article", "quiz", "survey")
    return make.course(kinds=[LessonKind(kind) for kind in kinds])


def test_the_last_lesson_completes_the_run_once(completed: list[Enrolment]) -> None:
    enrolment = make.enrolment(make.run(make.course(lessons=2)))
    lessons = plan_of(enrolment.run.course).lessons
    for lesson in (*lessons, *lessons):
        operations.complete_lesson(enrolment, lesson, by_button=True)
    assert enrolment.state is EnrolmentState.COMPLETED
    assert enrolment.completed_version_id == enrolment.run.course.version_id
    assert completed == [enrolment]


def test_the_fact_says_which_way_it_came() -> None:
    enrolment = make.enrolment(make.run(make.course(lessons=3)))
    first, second, _ = plan_of(enrolment.run.course).lessons
    operations.complete_lesson(enrolment, first, by_button=True)
    operations.complete_lesson(enrolment, second, by_button=False)
    operations.complete_lesson(enrolment, first, by_button=False)
    rows = db.session.scalars(sa.select(Progress).order_by(Progress.lesson_key)).all()
    assert [row.status for row in rows] == [DONE_BY_BUTTON, DONE]


def test_all_rules_together(completed: list[Enrolment]) -> None:
    enrolment = make.enrolment(make.run(whole_course(), rules=EVERYTHING.to_json()))
    before, one, two, after, survey = plan_of(enrolment.run.course).lessons
    operations.record_result(enrolment, before.key, "pre_test", Decimal(40), False)
    operations.complete_lesson(enrolment, one, by_button=False)
    operations.complete_lesson(enrolment, two, by_button=False)
    operations.record_result(enrolment, after.key, "post_test", Decimal(55), False)
    left = operations.answer_survey(enrolment, survey, {"overall": "5"}).remaining
    assert [(r.kind, r.done, r.needed) for r in left] == [(RemainingKind.POSTTEST, 55, 60)]
    operations.record_result(enrolment, after.key, "post_test", Decimal("70.50"), True)
    assert completed == [enrolment]
    standing = queries.standing(enrolment, plan_of(enrolment.run.course))
    assert (standing.before, standing.after, standing.gain) == (
        40,
        Decimal("70.5"),
        Decimal("30.5"),
    )


def test_a_worse_attempt_takes_nothing_away() -> None:
    enrolment = make.enrolment(make.run(whole_course()))
    key = plan_of(enrolment.run.course).lessons[3].key
    for percent, passed in ((80, True), (20, False)):
        operations.record_result(enrolment, key, "post_test", Decimal(percent), passed)
    result = queries.standing(enrolment, plan_of(enrolment.run.course)).results[key]
    assert (result.attempts, result.first_percent, result.best_percent, result.passed) == (
        2, 80, 80, True,
    )  # fmt: skip


def test_what_is_left_leads_to_where_it_is_done() -> None:
    enrolment = make.enrolment(make.run(whole_course(), rules=EVERYTHING.to_json()))
    plan = plan_of(enrolment.run.course)
    missing = queries.standing(enrolment, plan).missing
    assert [m.lesson for m in missing] == [plan.lessons[i] for i in (1, 0, 3, 4)]


def test_survey_answers_lead_to_nobody() -> None:
    enrolment = make.enrolment(make.run(whole_course()))
    survey = plan_of(enrolment.run.course).lessons[4]
    operations.answer_survey(enrolment, survey, {"overall": "5", "improve": "ไม่มี"})
    response = db.session.scalars(sa.select(SurveyResponse)).one()
    fact = db.session.scalars(sa.select(Progress)).one()
    assert {c.name for c in SurveyResponse.__table__.columns} == {
        "id", "run_id", "lesson_key", "answered_on", "answers",
    }  # fmt: skip
    assert response.id > 1_000_000
    assert fact.updated_at == enrolment.enrolled_at


def test_a_survey_is_answered_once() -> None:
    enrolment = make.enrolment(make.run(whole_course()))
    survey = plan_of(enrolment.run.course).lessons[4]
    operations.answer_survey(enrolment, survey, {"overall": "5"})
    with pytest.raises(operations.AlreadyAnswered):
        operations.answer_survey(enrolment, survey, {"overall": "1"})


def test_a_quiz_is_not_completed_by_a_button() -> None:
    enrolment = make.enrolment(make.run(whole_course()))
    with pytest.raises(operations.NotByButton):
        operations.complete_lesson(
            enrolment, plan_of(enrolment.run.course).lessons[0], by_button=True
        )


TODAY = to_bangkok(now()).date()


@pytest.mark.parametrize(
    "terms",
    [
        {"starts_on": TODAY + timedelta(days=2)},
        {"ends_on": TODAY - timedelta(days=2)},
        {"state": RunState.CANCELLED},
    ],
)
def test_a_closed_room_takes_no_progress(terms: dict[str, object]) -> None:
    enrolment = make.enrolment(make.run(make.course(), **terms))
    with pytest.raises(operations.RoomClosed):
        operations.complete_lesson(
            enrolment, plan_of(enrolment.run.course).lessons[0], by_button=True
        )


@pytest.mark.parametrize("state", [EnrolmentState.WITHDRAWN, EnrolmentState.PENDING])
def test_who_has_no_seat_makes_no_progress(state: EnrolmentState) -> None:
    enrolment = make.enrolment(make.run(make.course()), state=state)
    with pytest.raises(operations.RoomClosed):
        operations.complete_lesson(
            enrolment, plan_of(enrolment.run.course).lessons[0], by_button=True
        )


def test_the_facts_alone_give_the_same_again(runner: Any) -> None:
    enrolment = make.enrolment(make.run(make.course(lessons=1), seats=3))
    operations.complete_lesson(enrolment, plan_of(enrolment.run.course).lessons[0], by_button=False)
    db.session.commit()
    assert runner.invoke(args=["courses", "recompute", "--check"]).exit_code == 0
    enrolment.state, enrolment.completed_at = EnrolmentState.ACTIVE, None
    enrolment.run.seats_taken = 2
    db.session.commit()
    assert runner.invoke(args=["courses", "recompute", "--check"]).exit_code == 1
    assert runner.invoke(args=["courses", "recompute"]).exit_code == 0
    assert runner.invoke(args=["courses", "recompute", "--check"]).exit_code == 0
