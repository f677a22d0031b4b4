"""The room: whose it is, where it leads, what it says."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from courses.content.models import CourseVersion, LessonKind, Module
from courses.content.queries import outline
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.learning import operations
from courses.learning.heartbeats import gatherer
from courses.learning.models import Progress, SurveyResponse
from courses.learning.survey import QuestionKind, load
from lms.clock import now
from lms.db import db
from lms.i18n.dates import to_bangkok
from tests import make

TODAY = to_bangkok(now()).date()
ANSWERS = {q.key: q.options[0][0] for q in load().questions if q.kind is not QuestionKind.TEXT} | {
    "improve": "อยากได้ตัวอย่างเพิ่ม"
}


def place(lessons: int = 3, **given: Any) -> tuple[Enrolment, str, list[str]]:
    """A seat, the address of its room and the slugs of its lessons."""
    course = given.pop("course", None) or make.course(lessons=lessons, **given.pop("of", {}))
    enrolment = make.enrolment(make.run(course, **given), state=given.pop("state", "active"))
    slugs = [lesson.slug for lesson in outline(course.version_id).lessons]
    return enrolment, f"/learn/{enrolment.run.public_id}", slugs


def count_statements(run: Any) -> int:
    statements: list[str] = []

    def heard(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            statements.append(statement)

    engines = [db.engines[None], db.engines["read"]]
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", heard)
    try:
        run()
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", heard)
    return len(statements)


def test_the_room_resumes_where_the_learner_was(client: Any) -> None:
    enrolment, room, slugs = place()
    browser = client.as_(enrolment.learner)
    assert browser.get(room).location.endswith(slugs[0])
    lesson = outline(enrolment.run.course.version_id).lessons[1]
    operations.record_progress(enrolment.id, lesson.key, 400, 30)
    db.session.commit()
    gatherer.flush()
    assert browser.get(room).location.endswith(slugs[1])
    assert 'data-position="0.4"' in browser.get(f"{room}/{slugs[1]}").text
    operations.complete_lesson(enrolment, lesson, by_button=True)
    assert browser.get(room).location.endswith(slugs[2])


def test_a_lesson_is_completed_by_a_button_and_leads_on(client: Any) -> None:
    enrolment, room, slugs = place(lessons=2)
    browser = client.as_(enrolment.learner)
    assert browser.post(f"{room}/{slugs[0]}/complete").location.endswith(slugs[1])
    assert browser.post(f"{room}/{slugs[1]}/complete").location.endswith("/my")
    assert enrolment.state is EnrolmentState.COMPLETED


def test_what_is_left_is_said_on_every_lesson(client: Any) -> None:
    enrolment, room, slugs = place(
        rules={"content_percent": 100, "survey_required": True},
        course=make.course(kinds=[LessonKind.ARTICLE, LessonKind.ARTICLE, LessonKind.SURVEY]),
    )
    page = client.as_(enrolment.learner).get(f"{room}/{slugs[0]}").text
    assert "2 things left before your certificate" in page
    assert "2 lessons" in page
    assert re.search(rf'href="{room}/{slugs[2]}">\s*Satisfaction survey', page)


def test_next_and_previous_are_links_with_keys(client: Any) -> None:
    enrolment, room, slugs = place()
    page = client.as_(enrolment.learner).get(f"{room}/{slugs[1]}").text
    assert re.search(rf'href="{room}/{slugs[0]}" rel="prev"', page)
    assert re.search(rf'rel="next" href="{room}/{slugs[2]}"', page)


def test_a_room_of_somebody_else_leads_to_the_course(client: Any) -> None:
    enrolment, room, slugs = place()
    stranger = client.as_(make.user())
    for address in (room, f"{room}/{slugs[0]}"):
        answer = stranger.get(address)
        assert answer.status_code == 302
        assert enrolment.run.course.code in answer.location or "missing" in answer.location


@pytest.mark.parametrize("verb", ["progress", "complete", "survey"])
def test_nothing_is_written_into_a_room_of_somebody_else(client: Any, verb: str) -> None:
    _, room, slugs = place()
    answer = client.as_(make.user()).post(f"{room}/{slugs[0]}/{verb}", data={})
    unknown = client.as_(make.user()).post(f"/learn/{'2' * 12}/{slugs[0]}/{verb}", data={})
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Progress)) == 0


@pytest.mark.parametrize("verb", ["", "/progress", "/complete", "/survey"])
def test_a_lesson_of_another_course_is_not_in_this_room(client: Any, verb: str) -> None:
    enrolment, room, _ = place()
    _, _, foreign = place()
    browser = client.as_(enrolment.learner)
    call = browser.post if verb else browser.get
    assert call(f"{room}/{foreign[0]}{verb}").status_code == 404


def test_a_lesson_of_an_older_version_is_not_in_the_room(client: Any) -> None:
    enrolment, room, slugs = place(lessons=1)
    course = enrolment.run.course
    version = make._add(CourseVersion(course_id=course.id, number=2, published_at=now()))
    module = make._add(Module(version_id=version.id, position=1, title=course.title))
    make.lesson(course, version, module, position=1, slug="new")
    course.version_id = version.id
    browser = client.as_(enrolment.learner)
    assert browser.get(f"{room}/{slugs[0]}").status_code == 404
    assert browser.get(f"{room}/new").status_code == 200


def test_a_page_of_the_room_is_kept_by_no_cache(client: Any) -> None:
    enrolment, room, slugs = place()
    answer = client.as_(enrolment.learner).get(f"{room}/{slugs[0]}")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts_on": TODAY + timedelta(days=9)}, "has not begun yet"),
        ({"state": "cancelled"}, "does not take place"),
    ],
)
def test_a_closed_room_says_why(client: Any, given: dict[str, Any], words: str) -> None:
    course = make.course()
    enrolment = make.enrolment(make.run(course, **given))
    page = client.as_(enrolment.learner).get(f"/learn/{enrolment.run.public_id}")
    assert words in page.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"state": "waiting", "queued_at": now()}, "waiting list"),
        ({"state": "pending"}, "being looked at"),
        ({"state": "withdrawn"}, "gave up your place"),
        ({"state": "refused"}, "not approved"),
    ],
)
def test_who_has_no_seat_reads_why(client: Any, given: dict[str, Any], words: str) -> None:
    enrolment = make.enrolment(**given)
    page = client.as_(enrolment.learner).get(f"/learn/{enrolment.run.public_id}")
    assert words in page.text


def test_an_ended_run_can_be_read_but_not_worked_in(client: Any) -> None:
    enrolment, room, slugs = place(ends_on=TODAY - timedelta(days=3))
    browser = client.as_(enrolment.learner)
    page = browser.get(f"{room}/{slugs[0]}").text
    assert "This run ended on" in page
    assert "/complete" not in page
    assert browser.post(f"{room}/{slugs[0]}/complete").status_code == 302
    assert browser.post(f"{room}/{slugs[0]}/progress", json={"position": 1}).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Progress)) == 0


def test_the_survey_is_answered_in_the_room(client: Any) -> None:
    course = make.course(kinds=[LessonKind.ARTICLE, LessonKind.SURVEY])
    enrolment, room, slugs = place(course=course)
    browser = client.as_(enrolment.learner)
    assert "Very much" in browser.get(f"{room}/{slugs[1]}").text
    assert browser.post(f"{room}/{slugs[1]}/survey", data=ANSWERS).status_code == 302
    response = db.session.scalars(sa.select(SurveyResponse)).one()
    assert response.answers["improve"] == "อยากได้ตัวอย่างเพิ่ม"
    assert "You have answered this survey" in browser.get(f"{room}/{slugs[1]}").text


def test_a_survey_that_is_not_complete_keeps_what_was_typed(client: Any) -> None:
    course = make.course(kinds=[LessonKind.SURVEY, LessonKind.ARTICLE])
    enrolment, room, slugs = place(course=course)
    browser = client.as_(enrolment.learner)
    answers = {k: v for k, v in ANSWERS.items() if k != "overall"}
    page = browser.post(f"{room}/{slugs[0]}/survey", data=answers).text
    assert "This is needed." in page
    assert "อยากได้ตัวอย่างเพิ่ม" in page
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SurveyResponse)) == 0


def test_a_form_field_is_no_column(client: Any) -> None:
    course = make.course(kinds=[LessonKind.SURVEY, LessonKind.ARTICLE])
    enrolment, room, slugs = place(course=course)
    extra = {"run_id": "99", "answered_on": "2020-01-01", "state": "completed", "id": "1"}
    client.as_(enrolment.learner).post(f"{room}/{slugs[0]}/survey", data=ANSWERS | extra)
    response = db.session.scalars(sa.select(SurveyResponse)).one()
    assert set(response.answers) <= {q.key for q in load().questions}
    assert (response.run_id, enrolment.state) == (enrolment.run_id, EnrolmentState.ACTIVE)


def test_a_lesson_page_asks_as_often_however_many_lessons_and_learners(client: Any) -> None:
    small, room, slugs = place(lessons=2)
    large, big_room, big_slugs = place(lessons=30)
    for lesson in outline(large.run.course.version_id).lessons[:20]:
        operations.complete_lesson(large, lesson, by_button=True)
    for _ in range(30):
        make.enrolment(large.run)
    mine, other = client.as_(small.learner), client.as_(large.learner)
    for browser, address in ((mine, room), (other, big_room)):
        browser.get(f"{address}/{slugs[0]}")
    few = count_statements(lambda: mine.get(f"{room}/{slugs[0]}"))
    many = count_statements(lambda: other.get(f"{big_room}/{big_slugs[0]}"))
    assert few == many <= 12  # outlines and the session are read anew: the client empties caches


def test_my_learning_asks_as_often_however_many_courses(client: Any) -> None:
    one, several = make.user(), make.user()
    course = make.course()
    make.enrolment(make.run(course), one)
    for _ in range(6):
        make.enrolment(make.run(course), several)
    browsers = [client.as_(learner) for learner in (one, several)]
    few, many = (count_statements(lambda b=b: b.get("/my")) for b in browsers)
    assert few == many


def test_my_learning_shows_what_goes_on_what_waits_and_what_is_done(client: Any) -> None:
    learner = make.user()
    active = make.enrolment(learner=learner)
    full = make.run(seats=1)
    make.enrolment(full)
    make.enrolment(full, learner, state="waiting", queued_at=now())
    done = make.enrolment(learner=learner, state="completed", completed_at=now())
    page = client.as_(learner).get("/my").text
    assert f"/learn/{active.run.public_id}" in page
    assert "Your place in it: 1" in page
    assert str(done.run.course.title.en) in page


def test_my_learning_begins_with_a_first_step(client: Any) -> None:
    assert "Find a course" in client.as_(make.user()).get("/my").text


@pytest.mark.parametrize("path", ["/my", f"/learn/{'2' * 12}", f"/learn/{'2' * 12}/x"])
def test_nobody_learns_without_logging_in(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302


def test_an_unknown_run_has_no_room(client: Any) -> None:
    assert client.as_(make.user()).get(f"/learn/{'2' * 12}").status_code == 404
