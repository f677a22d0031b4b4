"""Until when: in Bangkok, and the named minute still counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses.assignments import operations, queries
from courses.assignments.brief import Brief
from courses.assignments.due import due_at, end_of, is_late
from courses.enrolment.queries import get_enrolment
from lms import clock
from lms.db import one_transaction
from tests.conftest import Browser
from tests.courses.assignments import works

DAYS = Brief.from_json({"due": "days", "days": 3})


@pytest.mark.parametrize(
    ("enrolled", "starts", "due"),
    [
        # 23:30 UTC is the next day in Bangkok
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), None, datetime(2026, 11, 26, 16, 59, tzinfo=UTC)),
        (datetime(2026, 11, 22, 1, 0, tzinfo=UTC), None, datetime(2026, 11, 25, 16, 59, tzinfo=UTC)),
        (datetime(2026, 11, 1, 1, 0, tzinfo=UTC), date(2026, 11, 20), datetime(2026, 11, 23, 16, 59, tzinfo=UTC)),
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), date(2026, 11, 20), datetime(2026, 11, 28, 16, 59, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_days_are_days_in_bangkok(enrolled: datetime, starts: date | None, due: datetime) -> None:
    assert due_at(DAYS, enrolled_at=enrolled, starts_on=starts, of_run=None) == due


def test_the_whole_minute_counts() -> None:
    due = end_of(date(2026, 11, 22))
    assert not is_late(due, due + timedelta(seconds=59))
    assert is_late(due, due + timedelta(seconds=60))
    assert not is_late(None, due)


def test_the_date_of_a_run_is_its_own(database: None) -> None:
    place = works.assignment(due="run")
    assert not works.handed_in(place).due_at
    other = works.another(place)
    day = end_of(date(2030, 1, 31))
    operations.set_due(place.run, place.key, day, by=None)
    assert works.handed_in(other).due_at == day
    operations.set_due(place.run, place.key, None, by=None)
    assert queries.due_of_runs([place.run.id], place.key) == {}


def test_late_work_is_marked_as_late_or_not_taken(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, refused = (
        works.assignment(due="days", days=1),
        works.assignment(due="days", days=1, late=False),
    )
    for place in (taken, refused):
        operations.save_text(place.enrolment, place.key, "ช้าไปนิด")
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr("courses.assignments.operations.handing_in.now", lambda: later)
    assert operations.submit(taken.enrolment, taken.key).late is True
    with pytest.raises(operations.TooLate):
        operations.submit(refused.enrolment, refused.key)


def test_an_author_sets_the_days_of_runs(client: Browser) -> None:
    with one_transaction():
        place = works.assignment(due="run")
        from courses.content.models import CourseRole

        author = works.marker(place.course, CourseRole.AUTHOR)
    browser = client.as_(author)
    address = f"/studio/{place.course.code}/lessons/{place.slug}/due"
    page = browser.post(address, {f"due-{place.run.public_id}": "31/13/2569"})
    assert "Write the date like" in page.text
    assert 'value="31/13/2569"' in page.text
    assert browser.post(address, {f"due-{place.run.public_id}": "31/1/2573"}).status_code == 302
    assert queries.due_of_runs([place.run.id], place.key) == {
        place.run.id: end_of(date(2030, 1, 31))
    }
    learner = client.as_(place.learner).get(place.address).text
    assert "31 Jan 2030, 23:59" in learner
    assert get_enrolment(place.enrolment.id).has_seat
