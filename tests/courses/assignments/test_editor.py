"""The page where an author says what an assignment asks."""

import pytest
import sqlalchemy as sa

from courses.assignments.brief import Brief
from courses.authoring.operations import drafts
from courses.content.models import CourseRole, Lesson
from lms.accounts.models import User
from lms.db import db, one_transaction
from tests.conftest import Browser
from tests.courses.assignments import works
from tests.courses.assignments.works import Place


@pytest.fixture
def place(database: None) -> Place:
    with one_transaction():
        made = works.assignment()
        made.course.outcomes = [{"th": "ทำได้", "en": "Can do"}]
    return made


@pytest.fixture
def author(place: Place) -> User:
    with one_transaction():
        person = works.marker(place.course, CourseRole.AUTHOR)
        drafts.open_draft(place.course, person)
    return person


def form(**more: object) -> dict[str, object]:
    """What the page sends when nothing is changed in it."""
    sent: dict[str, object] = {
        "text": "required", "files": "none", "files_most": "1", "files_megabytes": "20",
        "due": "none", "days": "14", "late": "y", "resubmissions": "1", "revision_days": "7",
        "pass_percent": "60", "full_marks": "10", "second": "none", "tolerance": "10", "do": "save",
        "rubric-0-key": "c1", "rubric-0-title": "เนื้อหา",
        "rubric-0-levels-0-key": "a", "rubric-0-levels-0-title": "ดี", "rubric-0-levels-0-points": "4",
        "rubric-0-levels-1-key": "b", "rubric-0-levels-1-title": "พอใช้", "rubric-0-levels-1-points": "0",
    }  # fmt: skip
    return sent | more


def brief(place: Place) -> Brief:
    """What the draft says."""
    newest = sa.select(Lesson).filter_by(key=place.key).order_by(Lesson.id.desc())
    db.session.expire_all()
    lesson = db.session.scalars(newest).first()
    assert lesson is not None
    return Brief.of(lesson.settings)


def address(place: Place) -> str:
    return f"/studio/{place.course.code}/lessons/{place.slug}"


def test_the_page_shows_what_is_asked(client: Browser, place: Place, author: User) -> None:
    page = client.as_(author).get(address(place))
    assert page.status_code == 200
    assert 'value="ดีมาก"' in page.text
    assert "Can do" in page.text


def test_saving_changes_the_draft_and_not_what_learners_see(
    client: Browser, place: Place, author: User
) -> None:
    sent = form(
        anonymous="y",
        second="agree",
        outcomes="0",
        files="required",
        types=["pdf"],
        due="days",
        days="5",
    )
    answer = client.as_(author).post(f"{address(place)}/assignment", sent)
    assert answer.status_code == 302
    said = brief(place)
    assert (said.anonymous, said.second, said.days, said.points) == (True, "agree", 5, 4)
    assert said.files is not None
    assert said.files.types == ("pdf",)
    live = db.session.scalars(
        sa.select(Lesson).filter_by(key=place.key).order_by(Lesson.id)
    ).first()
    assert live is not None
    assert Brief.of(live.settings).points == 6


def test_rows_come_and_go_without_scripts_and_nothing_is_stored(
    client: Browser, place: Place, author: User
) -> None:
    browser = client.as_(author)
    more = browser.post(f"{address(place)}/assignment", form(do="add-rubric")).text
    assert "rubric-1-title" in more
    level = browser.post(f"{address(place)}/assignment", form(do="add-rubric-0-levels")).text
    assert "rubric-0-levels-2-title" in level
    assert 'value="เนื้อหา"' in level
    less = browser.post(f"{address(place)}/assignment", form(do="remove-rubric-0")).text
    assert "rubric-0-title" not in less
    assert brief(place).points == 6


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"text": "none"}, "Something must be handed in"),
        ({"pass_percent": "101"}, "from 0 to 100"),
        ({"rubric-0-title": ""}, "A criterion needs a name."),
        ({"rubric-0-levels-1-title": ""}, "A level needs a name."),
        ({"rubric-0-levels-1-points": "4"}, "gives other points"),
        ({"rubric-0-skill": "digcomp22:99:basic"}, "Choose a skill of the list: of a framework"),
        ({"days": "many"}, "Write a whole number."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Browser, place: Place, author: User, more: dict[str, str], message: str
) -> None:
    page = client.as_(author).post(f"{address(place)}/assignment", form(**more))
    assert page.status_code == 200
    assert message in page.text
    assert 'value="พอใช้"' in page.text or "rubric-0-levels-1-title" in more
    assert brief(place).points == 6


def test_only_authors_change_it(client: Browser, place: Place, author: User) -> None:
    with one_transaction():
        person = works.marker(place.course, CourseRole.MARKER)
        stranger = works.marker(works.assignment().course, CourseRole.OWNER)
    for who, status in ((person, 404), (stranger, 404)):
        browser = client.as_(who)
        assert browser.post(f"{address(place)}/assignment", form()).status_code == status
        assert browser.post(f"{address(place)}/due", {}).status_code == status
    assert brief(place).points == 6
