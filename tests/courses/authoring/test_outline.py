"""Shaping a draft's outline: order, copies, deleting and taking it back, two authors at once."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from courses.authoring.kinds import KINDS
from courses.authoring.operations import discards, drafts, gate
from courses.authoring.operations import outline as shaping
from courses.authoring.plans import plans
from courses.authoring.queries.drafts import draft_of, lesson_of, modules_of
from courses.content.models import Course, CourseVersion, Lesson, LessonKind, Module
from courses.content.queries import outline
from courses.quizzes.models import Quiz, QuizQuestion
from lms.accounts.models import User
from lms.db import db
from lms.i18n import Localised
from tests import make
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.courses.enrolment.test_races import at_once
from tests.measure import Recorder

JSON = {"Accept": "application/json", "X-Requested-With": "fetch"}


@pytest.fixture
def course(database: None) -> Course:
    """Two modules: three articles and a quiz, and one with an article."""
    course = make.course(lessons=3)
    make.quiz(course)
    me = studio.owner(course)
    draft = drafts.open_draft(course, me)
    module = shaping.add_module(draft, Localised("หน่วยสอง", "Unit two"), by=me)
    shaping.add_lesson(draft, module, KINDS["article"], Localised("ห้า"), by=me)
    db.session.commit()
    return course


def draft(course: Course) -> CourseVersion:
    found = draft_of(course)
    assert found is not None
    return found


def me(course: Course) -> User:
    from courses.content.models import CourseGrant

    grant = db.session.scalars(sa.select(CourseGrant).filter_by(course_id=course.id)).first()
    assert grant is not None
    return grant.user


def titles(version: CourseVersion) -> list[list[str]]:
    return [[lesson.title.th for lesson in module.lessons] for module in outline(version.id)]


def test_a_draft_begins_as_a_copy_of_what_is_live_under_the_same_keys(course: Course) -> None:
    live = db.session.get_one(CourseVersion, course.version_id)
    keys = [lesson.key for lesson in outline(live.id).lessons]
    assert [lesson.key for lesson in outline(draft(course).id).lessons][:-1] == keys


def test_the_quiz_of_a_draft_asks_the_same_questions(course: Course) -> None:
    def asked(version_id: int | None) -> list[int]:
        return list(
            db.session.scalars(
                sa.select(QuizQuestion.question_version_id)
                .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
                .where(Quiz.version_id == version_id)
                .order_by(QuizQuestion.position)
            )
        )

    assert len(asked(course.version_id)) == len(make.QUESTIONS)
    assert asked(draft(course).id) == asked(course.version_id)


def test_a_draft_is_opened_once(course: Course) -> None:
    first = draft(course)
    assert drafts.open_draft(course, make.user()).id == first.id


def test_a_change_of_the_draft_does_not_touch_what_is_live(course: Course) -> None:
    before = titles(db.session.get_one(CourseVersion, course.version_id))
    version = draft(course)
    first = outline(version.id).lessons[0]
    lesson = lesson_of(version, first.slug)
    shaping.change_lesson(version, lesson, title=Localised("ใหม่"), by=me(course))
    discards.discard_module(version, modules_of(version)[0], by=me(course))
    assert titles(db.session.get_one(CourseVersion, course.version_id)) == before


def test_the_whole_tree_takes_a_new_order(course: Course) -> None:
    version = draft(course)
    modules = list(outline(version.id))
    (first, second), slugs = modules, [lesson.slug for lesson in outline(version.id).lessons]
    tree = [(second.id, [slugs[3], slugs[0]]), (first.id, [slugs[4], slugs[2], slugs[1]])]
    shaping.arrange(version, tree, edit=version.edit, by=me(course))
    assert studio.slugs(version) == [slugs_ for _, slugs_ in tree]
    places = db.session.execute(
        sa.select(Lesson.module_id, Lesson.position).where(Lesson.version_id == version.id)
    ).all()
    assert sorted(place.position for place in places) == [1, 1, 2, 2, 3]


@pytest.mark.parametrize("wrong", ["missing", "twice", "foreign", "module"])
def test_an_order_of_other_things_is_refused(course: Course, wrong: str) -> None:
    version = draft(course)
    tree = [(m.id, [lesson.slug for lesson in m.lessons]) for m in outline(version.id)]
    if wrong == "missing":
        tree[0][1].pop()
    elif wrong == "twice":
        tree[0][1].append(tree[0][1][0])
    elif wrong == "foreign":
        tree[0][1][0] = "lesson-of-another"
    else:
        tree[0] = (tree[0][0] + 1000, tree[0][1])
    before = studio.slugs(version)
    with pytest.raises(drafts.OutlineMoved):
        shaping.arrange(version, tree, edit=version.edit, by=me(course))
    assert studio.slugs(version) == before


def test_of_two_orders_at_once_one_is_kept_and_the_other_is_told(
    app: Flask, course: Course
) -> None:
    version, by = draft(course), me(course)
    edit, course_id, user_id = version.edit, course.id, by.id
    modules = [(m.id, [lesson.slug for lesson in m.lessons]) for m in outline(version.id)]
    db.session.commit()

    def task(tree: list[tuple[int, list[str]]]) -> Any:
        def run() -> str:
            owner = db.session.get_one(Course, course_id)
            found = draft_of(owner)
            assert found is not None
            try:
                shaping.arrange(found, tree, edit=edit, by=db.session.get_one(User, user_id))
            except drafts.OutlineMoved:
                return "refused"
            return "kept"

        return run

    orders = [modules[::-1], [(modules[0][0], modules[0][1][::-1]), modules[1]]] * 3
    assert at_once(app, 6, [task(order) for order in orders]) == {"kept": 1, "refused": 5}
    db.session.expire_all()
    assert studio.slugs(draft(course)) in [[s for _, s in order] for order in orders]


def test_deleting_and_undoing_leaves_everything_as_it_was(course: Course) -> None:
    version, by = draft(course), me(course)

    def picture() -> list[Any]:
        rows = db.session.execute(
            sa.text("SELECT * FROM lesson WHERE version_id = :v"), {"v": version.id}
        ).mappings()
        return sorted(
            tuple(sorted((k, str(v)) for k, v in row.items() if k not in ("id", "created_at")))
            for row in rows
        )

    shaping.lay_out(version, shaping.order_of(version))  # the builder leaves gaps
    before, order = picture(), studio.slugs(version)
    for lesson in list(outline(version.id).lessons):
        gone = discards.discard_lesson(version, lesson_of(version, lesson.slug), by=by)
        db.session.flush()
        assert lesson.slug not in [s for module in studio.slugs(version) for s in module]
        discards.restore(version, gone, by=by)
        assert studio.slugs(version) == order
    assert picture() == before


def test_a_deleted_module_comes_back_in_its_place_with_its_lessons(course: Course) -> None:
    version, by = draft(course), me(course)
    before = titles(version)
    gone = discards.discard_module(version, modules_of(version)[0], by=by)
    assert len(titles(version)) == 1
    discards.restore(version, gone, by=by)
    assert titles(version) == before


def test_what_is_restored_twice_is_there_once(course: Course) -> None:
    version, by = draft(course), me(course)
    slug = outline(version.id).lessons[0].slug
    gone = discards.discard_lesson(version, lesson_of(version, slug), by=by)
    discards.restore(version, gone, by=by)
    with pytest.raises(discards.RestoredAlready):
        discards.restore(version, gone, by=by)


def test_a_quiz_deleted_in_one_draft_comes_back_whole_in_the_next(course: Course) -> None:
    from courses.content.operations import publish

    version, by = draft(course), me(course)
    quiz = next(each for each in outline(version.id).lessons if each.kind is LessonKind.QUIZ)
    gone = discards.discard_lesson(version, lesson_of(version, quiz.slug), by=by)
    publish(version, by=by)
    newer = drafts.open_draft(course, by)
    discards.restore(newer, gone, by=by)
    copied = db.session.scalar(sa.select(Quiz).filter_by(version_id=newer.id, lesson_key=quiz.key))
    assert copied is not None
    questions = sa.select(sa.func.count()).select_from(QuizQuestion).filter_by(quiz_id=copied.id)
    assert db.session.scalar(questions) == len(make.QUESTIONS)


def test_a_copied_quiz_is_a_quiz_of_its_own(course: Course) -> None:
    version, by = draft(course), me(course)
    quiz = next(each for each in outline(version.id).lessons if each.kind is LessonKind.QUIZ)
    copy = shaping.duplicate_lesson(version, lesson_of(version, quiz.slug), by=by)
    order = [slug for module in studio.slugs(version) for slug in module]
    assert order.index(copy.slug) == order.index(quiz.slug) + 1
    assert copy.key != quiz.key
    both = sa.select(Quiz).where(
        Quiz.version_id == version.id, Quiz.lesson_key.in_([quiz.key, copy.key])
    )
    assert len(db.session.scalars(both).all()) == 2


def test_a_copied_module_has_all_its_lessons(course: Course) -> None:
    version = draft(course)
    shaping.duplicate_module(version, modules_of(version)[0], by=me(course))
    assert [len(module) for module in studio.slugs(version)] == [4, 4, 1]


def test_a_step_over_the_edge_leads_into_the_next_module(course: Course) -> None:
    version, by = draft(course), me(course)
    last = next(iter(outline(version.id))).lessons[-1]
    lesson = lesson_of(version, last.slug)
    shaping.step_lesson(version, lesson, 1, edit=version.edit, by=by)
    assert studio.slugs(version)[1][0] == last.slug
    shaping.step_lesson(version, lesson, -1, edit=version.edit, by=by)
    assert studio.slugs(version)[0][-1] == last.slug


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_can_be_added(course: Course, code: str) -> None:
    version = draft(course)
    module = db.session.scalars(sa.select(Module).filter_by(version_id=version.id)).first()
    assert module is not None
    made = shaping.add_lesson(version, module, KINDS[code], Localised("ใหม่"), by=me(course))
    has_quiz = sa.select(Quiz.id).filter_by(version_id=version.id, lesson_key=made.key)
    assert (db.session.scalar(has_quiz) is not None) == (made.kind is LessonKind.QUIZ)


def test_a_published_version_does_not_change(course: Course) -> None:
    live = db.session.get_one(CourseVersion, course.version_id)
    with pytest.raises(gate.DraftPublished):
        shaping.add_module(live, Localised("ใหม่"), by=me(course))


@pytest.mark.parametrize("plan", plans().values(), ids=lambda plan: plan.code)
def test_the_lessons_of_a_plan_add_up_to_its_hours(plan: Any) -> None:
    assert plan.minutes == plan.hours * 60
    assert all(m.title.th and m.title.en for m in plan.modules)
    assert all(lesson.title.th and lesson.title.en for m in plan.modules for lesson in m.lessons)


def test_the_page_of_sixty_lessons_takes_as_many_statements_as_that_of_six(client: Browser) -> None:
    def statements(lessons: int) -> int:
        course = make.course(lessons=lessons)
        browser = client.as_(studio.owner(course))
        studio.draft(course)
        address = f"/studio/{course.code}"
        browser.get(address)
        with Recorder() as recorder:
            assert browser.get(address).status_code == 200
        return len(recorder.statements)

    few, many = statements(6), statements(60)
    assert few == many
    assert many <= 12


def test_a_reorder_takes_as_many_statements_however_many_move(client: Browser) -> None:
    def statements(lessons: int) -> int:
        course = make.course(lessons=lessons)
        browser = client.as_(studio.owner(course))
        version = studio.draft(course)
        module = next(iter(outline(version.id)))
        tree = [[module.id, [lesson.slug for lesson in module.lessons][::-1]]]
        order = {"edit": version.edit, "tree": tree}
        browser.refresh_token()
        with Recorder() as recorder:
            answer = browser.post(f"/studio/{course.code}/outline/order", json=order, headers=JSON)
        assert answer.status_code == 200, answer.text
        return len(recorder.statements)

    assert statements(60) - statements(6) <= 2


def test_a_rename_in_place_answers_with_what_the_page_shows(
    client: Browser, course: Course
) -> None:
    slug = outline(draft(course).id).lessons[0].slug
    answer = client.as_(me(course)).post(
        f"/studio/{course.code}/outline/lessons/{slug}",
        data={"title_th": "  ชื่อ   ใหม่ "},
        headers=JSON,
    )
    assert answer.json is not None
    assert answer.json["edit"] == draft(course).edit
    lesson = outline(draft(course).id).lessons[0]
    assert (lesson.title.th, lesson.title.en, lesson.minutes) == ("ชื่อ ใหม่", "Lesson 1", 10)


@pytest.mark.parametrize(
    "data", [{"title_th": "", "title_en": ""}, {"minutes": "-3"}, {"minutes": "x"}]
)
def test_what_is_wrong_in_place_is_said(
    client: Browser, course: Course, data: dict[str, str]
) -> None:
    slug = outline(draft(course).id).lessons[0].slug
    answer = client.as_(me(course)).post(
        f"/studio/{course.code}/outline/lessons/{slug}", data=data, headers=JSON
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]


def test_what_was_typed_stays_where_it_is_refused(client: Browser, course: Course) -> None:
    slug = outline(draft(course).id).lessons[0].slug
    page = client.as_(me(course)).post(
        f"/studio/{course.code}/outline/lessons/{slug}",
        data={"title_th": "ชื่อที่พิมพ์ไว้", "minutes": "99999"},
    )
    assert page.status_code == 200
    assert "ชื่อที่พิมพ์ไว้" in page.text
    assert "Write whole minutes" in page.text


def test_the_second_of_two_windows_is_told_who_came_first(client: Browser, course: Course) -> None:
    other = studio.grant(make.user(first_en="Somsri", last_en="Kian"), course)
    version = draft(course)
    edit, module = version.edit, modules_of(version)[1]
    shaping.rename_module(version, module, Localised("อื่น", "Other"), by=other)
    answer = client.as_(me(course)).post(
        f"/studio/{course.code}/outline", data={"down": f"module-{module.id}", "edit": edit},
        headers=JSON,
    )  # fmt: skip
    assert answer.status_code == 409
    assert "Somsri Kian changed the outline" in answer.text
