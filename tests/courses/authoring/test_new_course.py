"""Beginning a course: from a plan, empty, or from another one whose licence allows it."""

from typing import Any

import pytest
import sqlalchemy as sa

from courses.authoring.operations import courses, particulars
from courses.authoring.operations.drafts import open_draft
from courses.authoring.plans import plans
from courses.authoring.queries.drafts import draft_of
from courses.content.models import (
    Course,
    CourseGrant,
    CourseRole,
    CourseState,
    Lesson,
    LessonKind,
    Media,
)
from courses.content.operations import CodeTaken
from courses.content.queries import outline
from courses.quizzes.models import Question, Quiz, QuizQuestion
from lms.accounts.models import User
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.courses.authoring import studio


def typed(**given: Any) -> dict[str, Any]:
    return {"start": "empty", "code": "NEW-01", "title_th": "รายวิชาใหม่"} | given


@pytest.fixture
def teacher(database: None) -> User:
    return make.member(Role.INSTRUCTOR)


def _home(teacher: User) -> str:
    from lms.institutions.models import Institution, Membership

    code = db.session.scalar(
        sa.select(Institution.code)
        .join(Membership, Membership.institution_id == Institution.id)
        .where(Membership.user_id == teacher.id)
    )
    return str(code)


@pytest.mark.parametrize("plan", plans())
def test_a_plan_brings_its_outline_and_makes_one_the_owner(
    client: Browser, teacher: User, plan: str
) -> None:
    answer = client.as_(teacher).post(
        "/studio/new", data=typed(start=plan, institution=_home(teacher))
    )
    assert answer.location == "/studio/NEW-01"
    course = db.session.scalars(sa.select(Course).filter_by(code="NEW-01")).one()
    version = draft_of(course)
    assert version is not None
    made = outline(version.id)
    assert [len(m.lessons) for m in made] == [len(m.lessons) for m in plans()[plan].modules]
    assert sum(m.minutes for m in made) == course.hours * 60
    grant = db.session.scalars(sa.select(CourseGrant)).one()
    assert (grant.user_id, grant.role) == (teacher.id, CourseRole.OWNER)


def test_only_instructors_begin_courses_and_only_at_home(client: Browser, teacher: User) -> None:
    registrar = make.member(Role.REGISTRAR)
    assert client.as_(registrar).get("/studio/new").status_code == 403
    elsewhere = make.institution()
    page = client.as_(teacher).post("/studio/new", data=typed(institution=elsewhere.code))
    assert page.status_code == 200
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Course)) == 0


@pytest.mark.parametrize("code", ["ab", "ก-01", "A" * 31, "NEW", "A--B", "-AB", "A B C", "a/../b"])
def test_a_bad_code_is_refused_and_what_was_typed_stays(
    client: Browser, teacher: User, code: str
) -> None:
    page = client.as_(teacher).post(
        "/studio/new", data=typed(code=code, institution=_home(teacher))
    )
    assert page.status_code == 200
    assert "รายวิชาใหม่" in page.text


def test_a_taken_code_is_said_as_it_is_typed_and_when_it_is_sent(
    client: Browser, teacher: User
) -> None:
    taken = make.course().code
    browser = client.as_(teacher)
    answer = browser.post("/studio/new/code", data={"code": taken.lower()})
    assert answer.json == {"error": "Another course has this code."}
    page = browser.post("/studio/new", data=typed(code=taken, institution=_home(teacher)))
    assert "Another course has this code." in page.text


def test_a_copy_keeps_licence_and_source_and_shares_nothing(database: None) -> None:
    source = make.course(licence="cc-by-sa-4.0")
    quiz = make.quiz(source)
    media = Media(course=source, name="a.png", content_type="image/png", digest="d" * 64, size=1)
    db.session.add(media)
    db.session.flush()
    lesson = db.session.scalars(sa.select(Lesson).filter_by(kind=LessonKind.ARTICLE)).first()
    assert lesson is not None
    lesson.body = f'<p><img src="/media/{media.public_id}/a.png" alt="x"></p>'
    lesson.settings = {"media": media.public_id}
    home, by = make.institution(), make.user()
    copy = courses.begin_course(
        home, code="COPY-01", title=Localised("สำเนา"), by=by, source=source
    )
    assert copy.licence == "cc-by-sa-4.0"
    assert copy.source is not None
    assert copy.source["code"] == source.code
    assert copy.source["licence"] == "cc-by-sa-4.0"
    assert copy.source["institution"] == source.institution.name.to_json()
    version = draft_of(copy)
    assert version is not None
    lessons = db.session.scalars(sa.select(Lesson).filter_by(version_id=version.id)).all()
    assert not {each.key for each in lessons} & {quiz.lesson_key, lesson.key}
    own = db.session.scalars(sa.select(Media).filter_by(course_id=copy.id)).one()
    assert (own.digest, own.public_id != media.public_id) == (media.digest, True)
    article = next(each for each in lessons if each.slug == lesson.slug)
    assert own.public_id in article.body
    assert article.settings == {"media": own.public_id}
    copied = db.session.scalars(sa.select(Quiz).filter_by(version_id=version.id)).one()
    owners = db.session.scalars(
        sa.select(Question.course_id)
        .join_from(QuizQuestion, QuizQuestion.question.property.mapper.class_)
        .join(Question, Question.id == QuizQuestion.question.property.mapper.class_.question_id)
        .where(QuizQuestion.quiz_id == copied.id)
    ).all()
    assert set(owners) == {copy.id}
    assert len(owners) == len(make.QUESTIONS)


@pytest.mark.parametrize(
    ("licence", "state", "may"),
    [
        ("cc-by-4.0", CourseState.PUBLISHED, True),
        ("cc-by-nd-4.0", CourseState.PUBLISHED, False),
        ("", CourseState.PUBLISHED, False),
        ("own", CourseState.PUBLISHED, False),
        ("cc-by-4.0", CourseState.DRAFT, False),
    ],
)
def test_another_institutions_course_is_copied_where_its_licence_allows_it(
    client: Browser, teacher: User, licence: str, state: CourseState, may: bool
) -> None:
    source = make.course(licence=licence, published=state is CourseState.PUBLISHED)
    data = typed(start="copy", source=source.code, institution=_home(teacher))
    answer = client.as_(teacher).post("/studio/new", data=data)
    assert (answer.status_code == 302) == may
    page = client.as_(teacher).get("/studio/new").text
    assert (f'value="{source.code}"' in page) == may


def test_a_course_of_ones_own_institution_is_copied_whatever_its_licence(
    client: Browser, teacher: User
) -> None:
    from lms.institutions.queries import get_institution

    source = make.course(institution=get_institution(_home(teacher)), published=False)
    data = typed(start="copy", source=source.code, institution=_home(teacher))
    assert client.as_(teacher).post("/studio/new", data=data).status_code == 302


def test_a_question_of_a_foreign_bank_does_not_come_along(database: None) -> None:
    foreign = Question(bank_institution_id=make.institution().id)
    db.session.add(foreign)
    db.session.flush()
    source = make.course()
    lesson = db.session.scalars(sa.select(Lesson)).first()
    assert lesson is not None
    lesson.body = f'<div class="question" data-question="{foreign.public_id}"></div>'
    courses.begin_course(
        make.institution(), code="COPY-02", title=Localised("x"), by=make.user(), source=source
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 1


def test_the_code_changes_until_the_course_is_published(database: None) -> None:
    course, other = make.course(published=False), make.course()
    by = make.user()
    with pytest.raises(CodeTaken):
        courses.change_code(course, other.code, by=by)
    courses.change_code(course, "other-77", by=by)
    assert course.code == "OTHER-77"
    with pytest.raises(courses.CodeIsFixed):
        courses.change_code(other, "OTHER-78", by=by)


def test_an_archived_course_is_found_by_nobody_and_changed_by_nobody(client: Browser) -> None:
    course = make.course()
    owner = studio.owner(course)
    browser = client.as_(owner)
    browser.post(f"/studio/{course.code}/archive")
    assert course.code not in client.get("/courses").text
    answer = browser.post(f"/studio/{course.code}/outline/modules", data={"title": "ใหม่"})
    assert "archived" in browser.get(answer.location).text
    browser.post(f"/studio/{course.code}/unarchive")
    assert db.session.get_one(Course, course.id).state is CourseState.PUBLISHED


def test_a_course_with_an_open_run_is_not_archived(database: None) -> None:
    run = make.run()
    with pytest.raises(courses.StillOpen):
        courses.archive(run.course, by=make.user())


JSON = {"Accept": "application/json", "X-Requested-With": "fetch"}


def test_details_are_kept_with_the_draft_and_not_shown_to_learners(client: Browser) -> None:
    course = make.course()
    browser = client.as_(studio.owner(course))
    data = {"title_th": "ชื่อที่แก้", "title_en": "Changed", "only": "title"}
    answer = browser.post(f"/studio/{course.code}/details", data=data, headers=JSON)
    assert answer.status_code == 200
    assert "ชื่อที่แก้" not in client.get(f"/courses/{course.code}").text
    version = draft_of(course)
    assert version is not None
    assert version.details == {"title": {"th": "ชื่อที่แก้", "en": "Changed"}}
    page = browser.get(f"/studio/{course.code}/details").text
    assert "Learners see now:" in page
    assert str(course.title) in page


def test_what_is_set_back_is_no_change(database: None) -> None:
    course = make.course()
    by = studio.owner(course)
    version = open_draft(course, by)
    particulars.set_details(version, {"level": "advanced"}, by=by)
    assert version.details == {"level": "advanced"}
    particulars.set_details(version, {"level": "basic"}, by=by)
    assert not version.details


def test_what_is_no_detail_is_not_set(client: Browser) -> None:
    course = make.course(published=False)
    browser = client.as_(studio.owner(course))
    form = {
        "title_th": "ใหม่", "level": "basic", "hours": "3", "language": "th", "mode": "online",
        "pace": "self_paced", "document": "wuthibat", "cover": "shield", "licence": "",
        "state": "published", "institution_id": "1", "version_id": "1", "source": "x", "code": "HACKED",
        "approved_by_id": "1", "edit": "99",
    }  # fmt: skip
    assert browser.post(f"/studio/{course.code}/details", data=form).status_code == 302
    version = draft_of(course)
    assert version is not None
    assert set(version.details or {}) <= particulars.NAMES
    row = db.session.get_one(Course, course.id)
    assert (row.state, row.code, row.source) == (CourseState.DRAFT, course.code, None)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hours", {"hours": "many"}),
        ("hours", {"hours": "0"}),
        ("title", {"title_th": "", "title_en": ""}),
        ("level", {"level": "godlike"}),
        ("dimensions", {"dimensions": "nowhere"}),
        ("licence", {"licence": "free-for-all"}),
        ("skills", {"skills": "x:y", "skills_2": "basic"}),
        ("partners", {"partners": "NOBODY"}),
        ("outcomes", {"outcomes": "ก" * 301}),
    ],
)
def test_a_wrong_detail_is_refused_in_words(
    client: Browser, name: str, data: dict[str, str]
) -> None:
    course = make.course(published=False)
    answer = client.as_(studio.owner(course)).post(
        f"/studio/{course.code}/details", data=data | {"only": name}, headers=JSON
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]


def test_outcomes_are_ordered_by_their_buttons(client: Browser) -> None:
    course = make.course(published=False)
    browser = client.as_(studio.owner(course))
    form = {
        "title_th": "ใหม่", "level": "basic", "hours": "3", "language": "th", "mode": "online",
        "pace": "self_paced", "document": "wuthibat", "cover": "shield", "licence": "",
        "outcomes": ["หนึ่ง", "สอง", ""], "outcomes_2": ["one", "two", ""], "act": "outcomes:up-1",
    }  # fmt: skip
    browser.post(f"/studio/{course.code}/details", data=form)
    version = draft_of(course)
    assert version is not None
    assert version.details is not None
    assert [said["th"] for said in version.details["outcomes"]] == ["สอง", "หนึ่ง"]


def test_the_course_page_names_the_source_and_the_licence(client: Browser) -> None:
    source = {
        "code": "SRC-01", "title": {"th": "ต้นฉบับ", "en": "The original"}, "version": 3,
        "institution": {"th": "สถาบันอื่น", "en": "Another institute"}, "licence": "cc-by-4.0",
    }  # fmt: skip
    course = make.course(licence="cc-by-4.0", source=source)
    page = client.get(f"/courses/{course.code}").text
    assert "Made from “The original” (SRC-01, version 3) of Another institute" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page


def test_a_copy_within_one_house_tells_nobody_of_its_draft(client: Browser) -> None:
    course = make.course()
    course.source = {
        "code": "SECRET-01", "title": {"th": "ร่างลับ", "en": ""}, "version": 1,
        "institution": course.institution.name.to_json(), "licence": "",
    }  # fmt: skip
    assert "SECRET-01" not in client.get(f"/courses/{course.code}").text


def test_a_new_run_begins_with_what_the_course_holds(client: Browser) -> None:
    from courses.enrolment.queries import usual_rules

    course = make.course(kinds=[LessonKind.ARTICLE, LessonKind.SURVEY, LessonKind.ASSIGNMENT])
    make.quiz(course, role="post_test")
    rules = usual_rules(course)
    assert (rules["posttest_pass_percent"], rules["pretest_required"]) == (60, False)
    assert (rules["survey_required"], rules["assignments_required"]) == (True, 1)
