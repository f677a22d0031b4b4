"""Saving a lesson: nobody writes over somebody else, and every save can be gone back to."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from courses.authoring.operations import gate, lessons
from courses.authoring.queries import revisions
from courses.content.models import Course, CourseRole, CourseVersion, Lesson, LessonRevision
from lms.accounts.models import User
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.institutions.models import Role
from tests import make, measure
from tests.courses.authoring import studio

TITLE = Localised("บทเรียน 1", "Lesson 1")
TEXT = "<p>หนึ่ง สอง สาม</p>\n<p>สี่ ห้า หก</p>"


@pytest.fixture
def course(database: None) -> Course:
    made = make.course(published=False)
    one = sa.select(Lesson).order_by(Lesson.id)
    db.session.scalars(one).first().body = TEXT  # type: ignore[union-attr]
    db.session.flush()
    return made


@pytest.fixture
def author(course: Course) -> User:
    return studio.owner(course)


@pytest.fixture
def other(course: Course) -> User:
    return studio.grant(make.user(), course, CourseRole.AUTHOR)


def the_lesson(course: Course) -> Lesson:
    version = sa.select(CourseVersion.id).filter_by(course_id=course.id)
    return db.session.scalars(
        sa.select(Lesson).where(Lesson.version_id.in_(version)).order_by(Lesson.id)
    ).first()  # type: ignore[return-value]


def save(course: Course, by: User, base: int, body: str, **given: Any) -> lessons.Saved:
    writing = lessons.Writing(base, given.pop("title", TITLE), body, **given)
    return lessons.save_lesson(course, the_lesson(course).slug, writing, by=by)


def kept() -> list[LessonRevision]:
    return list(db.session.scalars(sa.select(LessonRevision).order_by(LessonRevision.number)))


def test_the_first_save_keeps_what_was_there(course: Course, author: User) -> None:
    saved = save(course, author, 0, "<p>ใหม่</p>")
    assert (saved.lesson.revision, saved.merged) == (1, False)
    assert [(r.number, r.body, r.author_id) for r in kept()] == [
        (0, TEXT, None), (1, "<p>ใหม่</p>", author.id),
    ]  # fmt: skip


def test_the_same_again_is_no_revision(course: Course, author: User) -> None:
    save(course, author, 0, "<p>ใหม่</p>")
    assert save(course, author, 1, " <p><b></b>ใหม่</p> ").lesson.revision == 1
    assert save(course, author, 0, "<p>ใหม่</p>").lesson.revision == 1
    assert len(kept()) == 2


def test_what_is_stored_is_sanitised(course: Course, author: User) -> None:
    save(
        course,
        author,
        0,
        '<p onclick="x">a<script>alert(1)</script></p>',
        ancestor="<script>x</script>",
    )
    assert "script" not in the_lesson(course).body


def test_changes_of_two_authors_both_stay(course: Course, author: User, other: User) -> None:
    save(course, author, 0, TEXT.replace("หนึ่ง", "เอ็ด"))
    saved = save(course, other, 0, TEXT.replace("หก", "เจ็ด"))
    assert saved.merged
    assert saved.lesson.body == TEXT.replace("หนึ่ง", "เอ็ด").replace("หก", "เจ็ด")
    assert saved.lesson.revision == 2


def test_the_same_place_is_asked_and_nothing_is_stored(
    course: Course, author: User, other: User
) -> None:
    save(course, author, 0, TEXT.replace("สอง", "คู่"))
    with pytest.raises(lessons.Overlap) as overlap:
        save(course, other, 0, TEXT.replace("สอง", "โท"))
    clash = overlap.value.clash
    assert clash.number == 1
    assert "โท" in clash.merged.choices[0].mine
    assert "คู่" in clash.merged.choices[0].theirs
    assert the_lesson(course).body == TEXT.replace("สอง", "คู่")
    chosen = save(course, other, clash.number, TEXT.replace("สอง", "คู่ โท"))
    assert chosen.lesson.body == TEXT.replace("สอง", "คู่ โท")


def test_titles_are_merged_too(course: Course, author: User, other: User) -> None:
    save(course, author, 0, TEXT, title=Localised("ใหม่", "Lesson 1"))
    saved = save(course, other, 0, TEXT, title=Localised("บทเรียน 1", "New"))
    assert saved.lesson.title == Localised("ใหม่", "New")
    with pytest.raises(lessons.Overlap) as overlap:
        save(course, other, 0, TEXT, title=Localised("อื่น", "New"))
    assert overlap.value.clash.titles["th"].theirs == "ใหม่"


def test_what_was_typed_while_a_merge_came_back_is_merged_from_what_was_sent(
    course: Course, author: User, other: User
) -> None:
    save(course, author, 0, TEXT.replace("หนึ่ง", "เอ็ด"))
    sent = TEXT.replace("หก", "เจ็ด")
    save(course, other, 0, sent)
    saved = save(course, other, 2, sent.replace("เจ็ด", "เจ็ด แปด"), ancestor=sent)
    assert saved.lesson.body == TEXT.replace("หนึ่ง", "เอ็ด").replace("หก", "เจ็ด แปด")


def test_a_name_changed_in_the_outline_stays(course: Course, author: User) -> None:
    save(course, author, 0, TEXT + "\n<p>x</p>")
    the_lesson(course).title = Localised("จากโครงร่าง", "From the outline")
    assert save(course, author, 1, TEXT + "\n<p>y</p>").lesson.title.th == "จากโครงร่าง"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"title": Localised(" ", "")}, lessons.TitleMissing),
        ({"title": Localised("ก" * 201, "")}, lessons.TitleTooLong),
        ({"minutes": -1}, lessons.MinutesOutOfRange),
        ({"minutes": 6001}, lessons.MinutesOutOfRange),
        ({"body": "ก" * 1_000_001}, lessons.LessonTooLong),
        ({"base": 77}, lessons.RevisionUnknown),
        ({"version": 999}, gate.DraftPublished),
    ],
)
def test_what_is_refused(
    course: Course, author: User, given: dict[str, Any], refusal: type[Exception]
) -> None:
    values: dict[str, Any] = {"base": 0, "body": "<p>x</p>"} | given
    with pytest.raises(refusal):
        save(course, author, **values)


def test_going_back_is_a_new_revision(course: Course, author: User) -> None:
    save(course, author, 0, "<p>ใหม่</p>")
    lessons.restore_revision(course, the_lesson(course).slug, 0, by=author)
    assert the_lesson(course).body == TEXT
    assert [r.number for r in kept()] == [0, 1, 2]


def test_sittings_and_what_each_changed(course: Course, author: User, other: User) -> None:
    save(course, author, 0, TEXT.replace("หก", "หก เจ็ด"))
    save(course, author, 1, TEXT.replace("หก", "หก เจ็ด แปด"))
    save(course, other, 2, TEXT.replace("หก", "หก เจ็ด แปด").replace("หนึ่ง ", ""))
    version, lesson = studio.draft(course), the_lesson(course)
    shown, more = revisions.sittings(version, lesson)
    assert [(s.first, s.last, s.before) for s in shown] == [(3, 3, 2), (1, 2, 0), (0, 0, None)]
    assert not more
    first, second, begun = revisions.changes(version, lesson, shown)
    assert (first.added, first.removed) == (0, 1)
    assert (second.added, second.removed) == (2, 0)
    assert (begun.added, begun.removed) == (0, 0)


def body_of(base: int, body: str, **more: Any) -> dict[str, Any]:
    return {"base": base, "title": TITLE.to_json(), "body": body} | more


def test_saving_by_the_page(client: Any, course: Course, author: User, other: User) -> None:
    slug = the_lesson(course).slug
    path = f"/studio/{course.code}/lessons/{slug}/save"
    mine, theirs = client.as_(author), client.as_(other)
    headers = {"X-Requested-With": "fetch"}
    first = mine.post(path, json=body_of(0, TEXT.replace("สอง", "คู่"), minutes=25), headers=headers)
    assert first.status_code == 200
    assert first.json["number"] == 1
    assert first.json["minutes"] == 25
    second = theirs.post(path, json=body_of(0, TEXT.replace("สอง", "โท")), headers=headers)
    assert second.status_code == 409
    assert second.json["clash"]["number"] == 1
    assert any(isinstance(part, dict) for part in second.json["clash"]["parts"])
    assert "redline" in second.json["clash"]["screen"]
    state = theirs.get(f"/studio/{course.code}/lessons/{slug}/state?since=0")
    assert state.json["body"] == TEXT.replace("สอง", "คู่")
    assert len(state.json["others"]) == 1
    assert "body" not in theirs.get(f"/studio/{course.code}/lessons/{slug}/state?since=1").json


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"base": "0"},
        {"base": 0, "body": 1, "title": {}},
        {"base": True, "body": "", "title": {}},
        {"base": 0, "body": "x", "title": []},
    ],
)
def test_nonsense_is_refused(client: Any, course: Course, author: User, sent: Any) -> None:
    path = f"/studio/{course.code}/lessons/{the_lesson(course).slug}/save"
    answer = client.as_(author).post(path, json=sent, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 400
    assert not kept()


def test_only_what_is_asked_is_written(client: Any, course: Course, author: User) -> None:
    lesson = the_lesson(course)
    before = {
        name: getattr(lesson, name)
        for name in ("kind", "slug", "key", "module_id", "position", "settings")
    }
    more = {
        "kind": "quiz",
        "slug": "x",
        "key": 9,
        "module_id": 9,
        "position": 9,
        "settings": {"a": 1},
        "revision": 99,
        "author_id": 1,
    }
    path = f"/studio/{course.code}/lessons/{lesson.slug}/save"
    client.as_(author).post(path, json=body_of(0, "<p>x</p>", **more))
    lesson = the_lesson(course)
    assert {name: getattr(lesson, name) for name in before} == before
    assert lesson.revision == 1


def test_who_may_not_write_finds_nothing(client: Any, course: Course, author: User) -> None:
    slug = the_lesson(course).slug
    save(course, author, 0, "<p>x</p>")
    strangers = [
        make.member(Role.INSTRUCTOR, at=make.institution()),
        make.user(),
        studio.grant(make.user(), course, CourseRole.REVIEWER),
        make.member(Role.INSTRUCTOR, at=course.institution),
    ]
    base = f"/studio/{course.code}/lessons/{slug}"
    for person in strangers:
        browser = client.as_(person)
        assert browser.post(f"{base}/save", json=body_of(1, "<p>y</p>")).status_code == 404
        assert browser.post(f"{base}/settings", data={}).status_code == 404
        assert browser.post(f"{base}/revisions/0/restore").status_code == 404
        assert browser.post(f"{base}/revisions/1/name").status_code == 404
        assert browser.get(f"{base}/state").status_code == 404
    for person, status in zip(strangers, (404, 404, 200, 200), strict=True):
        assert client.as_(person).get(f"{base}/revisions").status_code == status
        assert client.as_(person).get(f"{base}/revisions/1").status_code == status
    assert the_lesson(course).body == "<p>x</p>"


def test_a_lesson_of_another_course_is_not_there(client: Any, course: Course, author: User) -> None:
    foreign = the_lesson(make.course(published=False))
    path = f"/studio/{course.code}/lessons/{foreign.slug}"
    assert client.as_(author).post(f"{path}/save", json=body_of(0, "<p>x</p>")).status_code == 404
    assert client.as_(author).get(f"{path}/revisions").status_code == 404


def test_the_pages_of_revisions(client: Any, course: Course, author: User) -> None:
    slug = the_lesson(course).slug
    save(course, author, 0, TEXT.replace("สาม", "สาม ครึ่ง"))
    browser = client.as_(author)
    page = browser.get(f"/studio/{course.code}/lessons/{slug}/revisions").text
    assert "+1 −0" in page
    page = browser.get(f"/studio/{course.code}/lessons/{slug}/revisions/1").text
    assert '<ins class="redline__new">' in page
    assert browser.get(f"/studio/{course.code}/lessons/{slug}/revisions/7").status_code == 404
    browser.post(
        f"/studio/{course.code}/lessons/{slug}/revisions/1/name", data={"label": "ก่อนส่งตรวจ"}
    )
    assert "ก่อนส่งตรวจ" in browser.get(f"/studio/{course.code}/lessons/{slug}/revisions").text
    browser.post(f"/studio/{course.code}/lessons/{slug}/revisions/0/restore")
    assert the_lesson(course).body == TEXT


def test_the_list_of_revisions_costs_the_same(client: Any, course: Course, author: User) -> None:
    slug = the_lesson(course).slug
    browser = client.as_(author)
    path = f"/studio/{course.code}/lessons/{slug}/revisions"
    save(course, author, 0, "<p>x</p>")
    browser.get(path)
    with measure.Recorder() as few:
        browser.get(path)
    for number in range(1, 25):
        save(course, author, number, f"<p>x{number}</p>")
    with measure.Recorder() as many:
        browser.get(path)
    assert len(many.statements) == len(few.statements)


def test_settings_without_a_script(client: Any, course: Course, author: User) -> None:
    slug = the_lesson(course).slug
    browser = client.as_(author)
    path = f"/studio/{course.code}/lessons/{slug}/settings"
    browser.post(path, data={"title_th": "ชื่อใหม่", "title_en": "", "minutes": "35"})
    lesson = the_lesson(course)
    assert (lesson.title.th, lesson.minutes, lesson.required) == ("ชื่อใหม่", 35, False)
    browser.post(path, data={"title_th": "", "title_en": "", "minutes": "x"})
    assert the_lesson(course).title.th == "ชื่อใหม่"


def test_formulas_are_drawn_for_authors_only(client: Any, course: Course, author: User) -> None:
    items = [{"latex": r"\frac{1}{2}"}, {"latex": r"\foo"}, {"latex": 7}, "x"]
    answer = client.as_(author).post("/studio/formula", json={"items": items})
    drawn, *wrong = answer.json["items"]
    assert "<mfrac>" in drawn["html"]
    assert all("error" in one for one in wrong)
    assert client.as_(author).post("/studio/formula", json={"items": [{}] * 61}).status_code == 422
    assert client.as_(make.user()).post("/studio/formula", json={"items": []}).status_code == 403


def test_many_saves_at_once_lose_nothing(app: Flask, course: Course, author: User) -> None:
    """Ten tabs add a paragraph each to one base: all ten are there, the numbers have no gap."""
    code_slug = the_lesson(course).slug
    course_id, author_id = course.id, author.id
    db.session.commit()

    def one(number: int) -> None:
        with app.app_context(), one_transaction():
            writing = lessons.Writing(0, TITLE, f"{TEXT}\n<p>แท็บ{number}</p>")
            here = db.session.get_one(Course, course_id)
            lessons.save_lesson(here, code_slug, writing, by=db.session.get_one(User, author_id))

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(one, range(10)))
    db.session.expire_all()
    body = the_lesson(course).body
    assert all(f"<p>แท็บ{number}</p>" in body for number in range(10))
    assert [r.number for r in kept()] == list(range(11))
