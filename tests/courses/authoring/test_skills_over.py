"""Skills of a framework that is over: nobody chooses them, who has one keeps it."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from courses.assignments.brief import Brief
from courses.authoring.operations import drafts, particulars
from courses.authoring.operations.assignments import write_assignment
from courses.authoring.operations.bundles import build_course, skills_left_out
from courses.authoring.queries.bundles import bundle_of
from courses.authoring.queries.drafts import draft_of
from courses.content.models import Course, CourseRole, CourseSkill, Lesson
from courses.quizzes import bank, exchange, operations
from courses.quizzes.models import Question
from lms import caching
from lms.db import db
from lms.errors import DomainError
from lms.institutions.public import today
from lms.reference import queries as reference
from lms.reference.models import Framework
from lms.reference.operations import NotInForce
from tests import make
from tests.conftest import Browser
from tests.courses.assignments import works
from tests.courses.authoring import studio
from tests.courses.authoring.banks import author, question
from tests.courses.authoring.test_question_pages import CHOICE, SAVE

pytestmark = pytest.mark.usefixtures("database")
JSON = {"Accept": "application/json"}
HUGE = ["9" * 18, "9" * 25, "9" * 5000, "999999", "0", "x", "-1"]


def number(code: str) -> int:
    framework, _colon, code = code.partition(":")
    every = reference.skills().values()
    return next(s.id for s in every if (s.framework_code, s.code) == (framework, code))


def end(code: str = "digcomp22") -> None:
    framework = db.session.scalars(sa.select(Framework).filter_by(code=code)).one()
    framework.valid_to = today() - timedelta(days=1)
    db.session.commit()
    caching.clear_all()


def skill_of(public_id: str) -> int | None:
    db.session.expire_all()
    return db.session.scalars(sa.select(Question).filter_by(public_id=public_id)).one().skill_id


@pytest.fixture
def course() -> Course:
    made = make.course()
    held = number("digcomp22:2")
    db.session.add(CourseSkill(course_id=made.id, skill_id=held, level="basic"))
    db.session.commit()
    return made


@pytest.mark.parametrize("posted", [*HUGE, "over"])
def test_a_new_question_takes_no_skill_that_is_not_in_force(
    client: Browser, course: Course, posted: str
) -> None:
    if posted == "over":
        posted = str(number("digcomp22:2"))
        end()
    browser = client.as_(author(course)).speaking("en")
    sent = CHOICE | SAVE | {"skill": posted}
    answer = browser.post(f"/studio/{course.code}/questions/new/single", sent)
    assert answer.status_code == 200
    assert "of a framework that is in force" in answer.text
    assert "วลีรหัสผ่านยาว" in answer.text
    assert db.session.scalars(sa.select(Question)).all() == []


def test_a_question_keeps_the_skill_it_has_and_takes_no_other(
    client: Browser, course: Course
) -> None:
    held, other = number("digcomp22:2"), number("digcomp22:3")
    made = question(course, skill_id=held)
    db.session.commit()
    end()
    browser = client.as_(author(course)).speaking("en")
    edit = f"/studio/questions/{made.public_id}/edit"
    sent = CHOICE | SAVE
    page = browser.post(edit, sent | {"skill": str(other)})
    assert "of a framework that is in force" in page.text
    assert skill_of(made.public_id) == held
    assert browser.post(edit, sent | {"skill": str(held)}).status_code == 302
    assert skill_of(made.public_id) == held
    copy = operations.duplicate_question(made, make.course(), by=None)
    assert copy.skill_id == held


def test_details_take_no_skill_that_is_over(client: Browser, course: Course) -> None:
    end()
    by = studio.owner(course)
    version = drafts.open_draft(course, by)
    for skills in (["digcomp22:3:basic"], ["nobody:knows:basic"]):
        with pytest.raises(NotInForce):
            particulars.set_details(version, {"skills": skills}, by=by)
    particulars.set_details(version, {"skills": ["digcomp22:2:advanced"]}, by=by)
    db.session.commit()
    sent = {"skills": ["digcomp22:2", "digcomp22:3"], "skills_2": ["basic", "basic"]}
    browser = client.as_(by).speaking("en")
    answer = browser.post(
        f"/studio/{course.code}/details", data=sent | {"only": "skills"}, headers=JSON
    )
    assert answer.status_code == 400
    assert "of a framework that is in force" in answer.text
    every = {
        "title_th": "ใหม่", "level": "basic", "hours": "3", "language": "th", "mode": "online",
        "pace": "self_paced", "document": "wuthibat", "cover": "shield", "licence": "",
    }  # fmt: skip
    page = browser.post(f"/studio/{course.code}/details", data=sent | every)
    assert page.status_code == 200
    assert "of a framework that is in force" in page.text
    assert 'value="ใหม่"' in page.text
    plain = browser.post(f"/studio/{course.code}/details", data={"only": "hours", "hours": "x"})
    assert plain.status_code == 400
    draft = draft_of(course)
    assert draft is not None
    assert draft.details == {"skills": ["digcomp22:2:advanced"]}


def test_an_assignment_keeps_the_skills_it_has_and_takes_no_other() -> None:
    place = works.assignment()
    person = works.marker(place.course, CourseRole.AUTHOR)
    drafts.open_draft(place.course, person)
    end()
    asked = {"rubric": works.RUBRIC, "pass_percent": 70}
    lesson = write_assignment(place.course, place.slug, asked, outcomes=(), by=person)
    assert Brief.of(lesson.settings).rubric[0].skill == "digcomp22:1:basic"
    other = [works.RUBRIC[0], works.RUBRIC[1] | {"skill": "digcomp22:3:basic"}]
    with pytest.raises(DomainError, match="in force") as refusal:
        write_assignment(place.course, place.slug, {"rubric": other}, outcomes=(), by=person)
    assert refusal.value.field == "rubric-1"


def test_a_course_from_a_file_goes_without_what_is_over_and_says_so(course: Course) -> None:
    place = works.assignment()
    db.session.add(
        CourseSkill(course_id=place.course.id, skill_id=number("digcomp22:2"), level="basic")
    )
    question(place.course, skill_id=number("digcomp22:3"))
    db.session.commit()
    bundle = bundle_of(place.course)
    assert skills_left_out(bundle) == []
    end()
    made = build_course(make.institution(), bundle, {}, code="AGAIN-01", by=None)
    assert skills_left_out(bundle)[:2] == ["digcomp22:1", "digcomp22:2"]
    assert db.session.scalars(sa.select(CourseSkill).filter_by(course_id=made.id)).all() == []
    settings = db.session.scalars(
        sa.select(Lesson.settings).where(Lesson.version_id == db.session.scalar(
            sa.select(sa.func.max(Lesson.version_id))))).all()  # fmt: skip
    rubrics = [Brief.of(each).rubric for each in settings if "assignment" in each]
    assert [criterion.skill for rubric in rubrics for criterion in rubric] == ["", ""]


def test_questions_from_a_file_go_without_what_is_over_and_say_so(
    client: Browser, course: Course
) -> None:
    question(course, skill_id=number("digcomp22:2"))
    drafts_ = bank.stock(bank.Scope(course_id=course.id), bank.Wish())
    content = exchange.named("excel").write(drafts_).content
    end()
    other = make.course()
    browser = client.as_(author(other, CourseRole.OWNER)).speaking("en")
    sent = {"file": (BytesIO(content), "bank.xlsx")}
    looked = browser.post(f"/studio/{other.code}/questions/import", sent).location
    page = browser.get(looked).text
    assert "has the skill “digcomp22:2”: the question comes in without it" in page
    assert browser.post(looked, {}).status_code == 302
    brought = db.session.scalars(sa.select(Question).filter_by(course_id=other.id)).one()
    assert brought.skill_id is None


@pytest.mark.parametrize("odd", ["9" * 25, "9" * 5000, "²"])
def test_an_odd_number_in_a_form_of_the_studio_is_no_fault(
    client: Browser, course: Course, odd: str
) -> None:
    browser = client.as_(studio.owner(course))
    here = f"/studio/{course.code}"
    for path, sent in (
        (f"{here}/details", {"only": "outcomes", "outcomes": "ก", "act": f"outcomes:up-{odd}"}),
        (f"{here}/outline", {"up": f"module-{odd}", "edit": odd}),
        (f"{here}/outline", {"minutes-a": odd}),
        (f"{here}/outline/lessons/a/send", {"module": odd}),
        (f"{here}/questions/new/single", CHOICE | {"do": f"remove-options-{odd}"}),
    ):
        assert browser.post(path, sent).status_code < 500, path
