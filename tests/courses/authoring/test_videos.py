"""The editor of a video lesson."""

import io
from typing import Any

import pytest
import sqlalchemy as sa

from courses.content.models import (
    Course,
    CourseRole,
    CourseVersion,
    Lesson,
    LessonKind,
    Media,
    MediaKind,
    MediaState,
)
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.courses.content import filmed


@pytest.fixture
def course(database: None) -> Course:
    made = make.course(kinds=[LessonKind.VIDEO], published=False)
    db.session.flush()
    return made


def lesson_of(course: Course) -> Lesson:
    version = db.session.scalars(sa.select(CourseVersion).filter_by(course_id=course.id)).one()
    return db.session.scalars(sa.select(Lesson).filter_by(version_id=version.id)).one()


def page(course: Course) -> str:
    return f"/studio/{course.code}/lessons/{lesson_of(course).slug}"


def typed(**given: Any) -> dict[str, Any]:
    return {
        "title_th": "แนะนำ",
        "title_en": "Introduction",
        "media": "",
        "coverage": "75",
        "minutes": "4",
        "required": "y",
        "description": "บรรทัดหนึ่ง\n\nบรรทัดสอง <b>",
        "base": "0",
    } | given


def test_a_lesson_shows_a_video_of_its_course(client: Browser, course: Course) -> None:
    media = filmed.ready(course)
    browser = client.as_(studio.owner(course)).speaking("en")
    answer = browser.post(f"{page(course)}/video", typed(media=media.public_id))
    assert answer.status_code == 302
    lesson = lesson_of(course)
    assert lesson.settings == {"media": media.public_id, "seconds": 95, "coverage": 75}
    assert lesson.body == "<p>บรรทัดหนึ่ง</p>\n<p>บรรทัดสอง &lt;b&gt;</p>"
    assert (lesson.title.en, lesson.minutes, lesson.revision) == ("Introduction", 4, 1)
    shown = browser.get(page(course)).text
    assert f"/media/{media.public_id}/f/hls-abcd1234/master.m3u8" in shown
    assert "No captions yet" in shown


def test_a_video_of_another_course_is_refused_and_what_was_typed_stays(
    client: Browser, course: Course
) -> None:
    foreign = filmed.ready()
    browser = client.as_(studio.owner(course)).speaking("en")
    answer = browser.post(f"{page(course)}/video", typed(media=foreign.public_id, title_en="Kept"))
    assert "Choose a video of this course." in answer.text
    assert 'value="Kept"' in answer.text
    assert "media" not in lesson_of(course).settings


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("coverage", "0", "Write a number from 1 to 100."),
        ("coverage", "มาก", "Write a whole number."),
        ("minutes", "-1", "Write whole minutes"),
        ("title_th", "", "Give it a name"),
    ],
)
def test_wrong_input_is_said(
    client: Browser, course: Course, field: str, value: str, message: str
) -> None:
    browser = client.as_(studio.owner(course)).speaking("en")
    answer = browser.post(f"{page(course)}/video", typed(**{"title_en": "", field: value}))
    assert message in answer.text
    assert lesson_of(course).revision == 0


def test_a_video_comes_by_the_plain_form_and_is_prepared(client: Browser, course: Course) -> None:
    browser = client.as_(studio.owner(course)).speaking("en")
    data = {"file": (io.BytesIO(filmed.film(1).read_bytes()), "แนะนำ.mp4")}
    answer = browser.post(f"{page(course)}/video/upload", data, content_type="multipart/form-data")
    assert answer.status_code == 302
    media = db.session.scalars(sa.select(Media)).one()
    assert (media.kind, media.state) == (MediaKind.VIDEO, MediaState.WAITING)
    assert lesson_of(course).settings["media"] == media.public_id
    assert "Waits to be prepared" in browser.get(page(course)).text


def test_what_is_no_video_is_refused_at_the_field(client: Browser, course: Course) -> None:
    browser = client.as_(studio.owner(course)).speaking("en")
    for content, name in ((b"MZ" + bytes(600), "film.mp4"), (b"%PDF-1.7 nonsense", "film.mp4")):
        answer = browser.post(
            f"{page(course)}/video/upload",
            {"file": (io.BytesIO(content), name)},
            content_type="multipart/form-data",
        )
        assert answer.status_code == 200
        assert "field__error" in answer.text
    assert "media" not in lesson_of(course).settings


def test_its_making_is_watched_stopped_and_begun_again(client: Browser, course: Course) -> None:
    media = filmed.media(filmed.film(1), course)
    browser = client.as_(studio.owner(course)).speaking("en")
    here = f"/studio/{course.code}/media/{media.public_id}/film"
    assert "data-done" not in browser.get(here).text
    browser.post(f"{here}/stop", {})
    assert "You stopped it" in browser.get(here).text
    browser.post(f"{here}/again", {})
    assert "Waits to be prepared" in browser.get(here).text


def test_the_picture_is_a_moment_of_the_video(client: Browser, course: Course) -> None:
    media = filmed.ready(course)
    browser = client.as_(studio.owner(course)).speaking("en")
    here = f"/studio/{course.code}/media/{media.public_id}/film/poster"
    for wrong in ("x", "9:59"):
        browser.post(here, {"second": wrong})
        assert "poster_wanted" not in db.session.get_one(Media, media.id).about
    browser.post(here, {"second": "1:05"})
    assert db.session.get_one(Media, media.id).about["poster_wanted"] == 65


def test_nobody_else_comes_near(client: Browser, course: Course) -> None:
    media = filmed.ready(course)
    stranger = client.as_(studio.owner(make.course()))
    looker = client.as_(studio.grant(make.user(), course, CourseRole.OBSERVER))
    here = f"/studio/{course.code}/media/{media.public_id}/film"
    for path in (f"{here}/stop", f"{here}/again", f"{here}/poster", f"{page(course)}/video",
                 f"{page(course)}/video/upload", f"{page(course)}/video/show"):  # fmt: skip
        assert stranger.post(path, typed()).status_code == 404
        assert looker.post(path, typed()).status_code == 404
    assert stranger.get(here).status_code == 404
    assert looker.get(here).status_code == 200


def test_only_a_video_lesson_becomes_one(client: Browser, database: None) -> None:
    course = make.course(kinds=[LessonKind.ARTICLE], published=False)
    browser = client.as_(studio.owner(course))
    assert browser.post(f"{page(course)}/video", typed()).status_code == 404
