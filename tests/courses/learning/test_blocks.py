"""What a reader is shown of the text of a lesson: formulas drawn, pictures in widths, films and questions in place."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from courses.content.html import clean
from courses.content.models import Course, Lesson, Media, MediaKind
from courses.enrolment.operations import enrol
from courses.learning import blocks
from courses.learning.blocks import Where, shown_body
from lms.db import db
from tests import make
from tests.conftest import Browser


@pytest.fixture
def course(database: None) -> Course:
    return make.course()


@pytest.fixture
def providers() -> Iterator[None]:
    before = dict(blocks._providers)
    yield
    blocks._providers.clear()
    blocks._providers.update(before)


def where(course: Course) -> Where:
    return Where(course.id, 1)


def picture(course: Course) -> Media:
    media = Media(
        course_id=course.id, name="one.png", content_type="image/png", digest="a" * 64, size=9,
        kind=MediaKind.IMAGE, width=1200, height=600,
        about={"pictures": [["w480.webp", 480], ["w960.webp", 960], ["w960.avif", 960]]},
    )  # fmt: skip
    db.session.add(media)
    db.session.flush()
    return media


def test_formulas_are_drawn(course: Course) -> None:
    html = clean(
        r'<p>a <span class="formula" data-latex="x^2"></span></p><div class="formula" data-latex="\foo"></div>'
    )
    shown = shown_body(html, where(course))
    assert '<span class="formula"><math' in shown
    assert r'<div class="formula"><code>\foo</code></div>' in shown


def test_pictures_come_in_widths(app: object, course: Course) -> None:
    media = picture(course)
    html = clean(f'<img src="/media/{media.public_id}/one.png" alt="ภาพ">' * 2)
    with app.test_request_context():  # type: ignore[attr-defined]
        shown = shown_body(html, where(course))
    assert shown.count("<picture>") == 2
    assert 'width="1200" height="600"' in shown
    assert "w480.webp" in shown
    assert "480w" in shown
    assert 'type="image/avif"' in shown
    assert shown.count('loading="lazy"') == 1, "the first one does not wait"
    assert shown.count('alt="ภาพ"') == 2


def test_a_block_comes_from_its_provider(course: Course, providers: None) -> None:
    asked = []

    def provider(public_id: str, there: Where) -> str:
        asked.append((public_id, there.course_id))
        return "<p>ถาม</p>"

    blocks.register("question", provider)
    html = clean('<p>ก</p><div class="question" data-question="ABCDEFGHJKLM"></div><p>ข</p>')
    assert shown_body(html, where(course)).replace("\n", "") == "<p>ก</p><p>ถาม</p><p>ข</p>"
    assert asked == [("ABCDEFGHJKLM", course.id)]


def test_without_a_provider_a_block_is_left_out(course: Course, providers: None) -> None:
    blocks._providers.clear()
    html = clean('<p>ก</p><div class="question" data-question="ABCDEFGHJKLM"></div>')
    assert "question" not in shown_body(html, where(course))


def test_a_film_of_another_course_is_not_played(client: Browser, course: Course) -> None:
    other = make.course()
    media = picture(other)
    lesson = db.session.scalars(sa.select(Lesson).filter_by(version_id=course.version_id)).first()
    assert lesson is not None
    lesson.body = clean(f'<p>ก</p><div class="video" data-media="{media.public_id}"></div>')
    learner, run = make.user(), make.run(course)
    enrol(learner, run)
    page = client.as_(learner).get(f"/learn/{run.public_id}/{lesson.slug}").text
    assert "This video cannot be played yet." in page
    assert media.public_id not in page


def test_a_published_body_is_made_once(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = db.session.scalars(sa.select(Lesson).filter_by(version_id=course.version_id)).first()
    assert lesson is not None
    first = blocks.of_lesson(lesson.id, where(course))
    monkeypatch.setattr(blocks, "_pieces", lambda html: pytest.fail("made again"))
    assert blocks.of_lesson(lesson.id, where(course)) == first
