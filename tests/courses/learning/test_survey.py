"""Surveys that authors build are answered in the room, and nobody is told who said what."""

import copy
from typing import Any

import pytest
import sqlalchemy as sa

from courses.content.models import LessonKind
from courses.enrolment.models import CourseRun
from courses.learning.models import SurveyResponse
from courses.learning.survey import BadSurvey, QuestionKind, load, of_lesson, parse
from courses.learning.survey_results import results
from lms.db import db
from lms.institutions.public import today
from tests import make
from tests.conftest import Browser

OWN: dict[str, Any] = {
    "introduction": {"th": "ช่วยตอบ"},
    "scale": [{"th": f"ระดับ {n}"} for n in (5, 4, 3, 2, 1)],
    "sections": [
        {
            "title": {"th": "ตอนที่ 1"},
            "questions": [
                {"key": "overall", "kind": "likert", "text": {"th": "พอใจ"}, "required": True},
                {"key": "places", "kind": "multiple", "text": {"th": "ที่ไหน"}, "options": [
                    {"value": "home", "text": {"th": "บ้าน"}},
                    {"value": "work", "text": {"th": "ที่ทำงาน"}}]},
                {"key": "why", "kind": "text", "text": {"th": "เพราะอะไร"}, "required": True},
            ],
        }
    ],
}  # fmt: skip


def changed(**values: Any) -> dict[str, Any]:
    survey = copy.deepcopy(OWN)
    question = survey["sections"][0]["questions"][values.pop("at", 0)]
    question |= values
    return survey


def test_what_was_built_is_read_back_the_same() -> None:
    survey = parse(OWN)
    assert parse(survey.to_json()) == survey
    assert [q.kind for q in survey.questions] == [
        QuestionKind.LIKERT, QuestionKind.MULTIPLE, QuestionKind.TEXT,
    ]  # fmt: skip
    assert parse(load().to_json()).questions == load().questions


@pytest.mark.parametrize(
    "raw",
    [None, [], "x", {}, OWN | {"scale": OWN["scale"][:4]}, OWN | {"sections": []},
     OWN | {"sections": [{"questions": "x"}]}, OWN | {"sections": [1]},
     OWN | {"sections": OWN["sections"] * 2}, OWN | {"scale": [{"th": ""}] * 5},
     changed(key=""), changed(key="errors"), changed(key="Ünsafe"), changed(kind="stars"),
     changed(text={"th": ""}), changed(text=7), changed(at=1, options=[]),
     changed(at=1, options=[{"value": "a", "text": {"th": "ก"}}] * 2),
     changed(at=1, options=[{"value": "<", "text": {"th": "ก"}}, {"value": "b", "text": "ข"}]),
     changed(kind="text"), changed(text={"th": "ก" * 2001})],
)  # fmt: skip
def test_what_is_no_survey_is_refused(raw: Any) -> None:
    with pytest.raises(BadSurvey):
        parse(raw)


def test_a_lesson_without_a_word_has_the_standard_form() -> None:
    assert of_lesson({}) == load() == of_lesson({"survey": "satisfaction"})
    assert of_lesson({"survey": OWN}) == parse(OWN)


def room(client: Browser) -> tuple[Browser, str, CourseRun]:
    course = make.course(kinds=[LessonKind.SURVEY, LessonKind.ARTICLE])
    lesson = db.session.scalars(sa.select(make.Lesson).order_by(make.Lesson.id)).first()
    assert lesson is not None
    lesson.settings = {"survey": OWN}
    place = make.enrolment(make.run(course))
    browser = client.as_(place.learner).speaking("en")
    return browser, f"/learn/{place.run.public_id}/{lesson.slug}", place.run


def test_the_survey_of_an_author_is_answered(client: Browser) -> None:
    browser, address, _run = room(client)
    page = browser.get(address).text
    assert page.count('class="likert__point"') == 5
    wrong = browser.post(f"{address}/survey", {"overall": "4", "places": ["home", "work"]}).text
    assert "Not saved yet" in wrong
    assert 'value="4"' in wrong
    assert "checked" in wrong
    sent = {"overall": "4", "places": ["home", "work"], "why": "ดี", "smuggled": "x"}
    assert browser.post(f"{address}/survey", sent).status_code == 302
    (kept,) = db.session.scalars(sa.select(SurveyResponse)).all()
    assert kept.answers == {"overall": "4", "places": ["home", "work"], "why": "ดี"}


@pytest.mark.parametrize(
    "answers",
    [{"overall": "6", "why": "x"}, {"overall": "5", "why": "x", "places": ["moon"]},
     {"why": "x"}, {"overall": "5", "why": "x" * 2001}],
)  # fmt: skip
def test_an_answer_outside_the_survey_is_refused(client: Browser, answers: dict[str, Any]) -> None:
    browser, address, _run = room(client)
    assert browser.post(f"{address}/survey", answers).status_code == 200
    assert not db.session.scalars(sa.select(SurveyResponse)).all()


def answered(run: CourseRun, key: int, number: int, **answers: Any) -> None:
    db.session.add(
        SurveyResponse(
            id=number, run_id=run.id, lesson_key=key, answered_on=today().replace(day=1),
            answers=answers,
        )
    )  # fmt: skip
    db.session.flush()


def test_results_come_in_steps_and_only_of_days_that_are_over(database: None) -> None:
    run = make.run()
    tomorrow = today().replace(year=today().year + 1)

    def counted(before: Any = tomorrow) -> Any:
        return results(parse(OWN), run.course_id, 7, before=before, smallest=5)

    for number in range(4):
        answered(run, 7, number, overall="5", places=["home"], why="ดีมาก")
    assert counted().n == 0
    assert counted().questions == ()
    answered(run, 7, 4, overall="1", places=["home", "work"], why="=1+1")
    answered(run, 8, 5, overall="1")
    assert counted().n == 5
    overall, places, why = counted().questions
    assert (overall.mean, overall.counts["5"], overall.share("1")) == (4.2, 4, 0.2)
    assert (places.counts["home"], places.counts["work"]) == (5, 1)
    assert set(why.texts) == {"ดีมาก", "=1+1"}
    answered(run, 7, 9, overall="2")
    assert counted() == counted()
    assert counted().n == 5
    assert counted(before=today().replace(day=1)).n == 0


def test_a_question_that_few_answered_is_not_shown(database: None) -> None:
    run = make.run()
    for number in range(5):
        answered(run, 7, number, overall="5", **({"why": "ลับ"} if number < 4 else {}))
    tomorrow = today().replace(year=today().year + 1)
    found = results(parse(OWN), run.course_id, 7, before=tomorrow, smallest=5)
    assert [one.n for one in found.questions] == [5, 0, 0]
    assert "ลับ" not in str(found.questions[2])
