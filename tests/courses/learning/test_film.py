"""What a learner gets of a film made in the studio."""

import re

import sqlalchemy as sa

from courses.content.models import Caption, Lesson, LessonKind
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.content import filmed


def room(client: Browser, *, captions: int = 2) -> tuple[str, Browser, str]:
    course = make.course(kinds=[LessonKind.VIDEO])
    media = filmed.ready(course)
    lesson = db.session.scalars(sa.select(Lesson).filter_by(version_id=course.version_id)).one()
    lesson.settings = {"media": media.public_id, "seconds": 95, "coverage": 80}
    if captions:
        cues = [[n * 2, n * 2 + 2, f"ประโยคที่ {n} <b>"] for n in range(captions)]
        db.session.add(Caption(media_id=media.id, language="th", cues=cues))
        db.session.add(Caption(media_id=media.id, language="en", cues=[[0, 2, "A sentence"]]))
    run = make.run(course)
    learner = make.enrolment(run).learner
    db.session.commit()
    browser = client.as_(learner).speaking("en")
    return f"/learn/{run.public_id}/{lesson.slug}", browser, media.public_id


def test_it_streams_and_plays_without_a_script(client: Browser) -> None:
    path, browser, media = room(client)
    page = browser.get(path).text
    assert f'data-hls="/media/{media}/f/hls-abcd1234/master.m3u8"' in page
    assert f'<source src="/media/{media}/f/video-abcd1234.mp4" type="video/mp4">' in page
    assert 'preload="none"' in page
    assert 'width="1280" height="720"' in page


def test_captions_are_on_in_the_readers_language(client: Browser) -> None:
    path, browser, _ = room(client)
    tracks = re.findall(r"<track[^>]+>", browser.get(path).text)
    assert [("default" in track, 'srclang="en"' in track) for track in tracks] == [
        (True, True),
        (False, False),
    ]


def test_what_is_said_stands_below_as_text(client: Browser) -> None:
    path, browser, _ = room(client)
    browser.speaking("th")
    page = browser.client.get(path).text
    assert "ประโยคที่ 1 &lt;b&gt;" in page
    assert "<b>" not in page


def test_a_long_film_does_not_make_a_heavy_page(client: Browser) -> None:
    path, browser, _ = room(client, captions=1500)
    browser.speaking("th")
    page = browser.client.get(path)
    assert "ประโยคที่ 7" not in page.text
    assert 'data-track="th"' in page.text
    assert "th.txt" in page.text


def test_a_lesson_whose_video_is_not_ready_says_so(client: Browser) -> None:
    path, browser, _ = room(client, captions=0)
    lesson = db.session.scalars(sa.select(Lesson)).first()
    assert lesson is not None
    lesson.settings = {"media": "ZZZZZZZZZZZZ", "seconds": 0}
    assert "cannot be played yet" in browser.get(path).text


def test_watching_it_completes_the_lesson(client: Browser) -> None:
    path, browser, _ = room(client)
    report = {
        "id": "a", "lesson": "x", "position": 95, "duration": 95, "watched": [[0, 95]],
        "seconds": 95, "at": "2026-11-22T10:00:00Z",
    }  # fmt: skip
    answer = browser.post(f"{path}/progress", json=report, headers={"X-Requested-With": "fetch"})
    assert answer.json["done"] is True
