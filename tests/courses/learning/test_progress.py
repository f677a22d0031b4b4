"""What pages report: gathered, tolerant of repeats and lateness, durable where it completes."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from courses.content.models import LessonKind
from courses.content.queries import outline
from courses.enrolment.models import Enrolment
from courses.learning import intervals, operations
from courses.learning.heartbeats import Beat, gatherer
from courses.learning.models import DONE, STARTED, Progress, WatchedIntervals
from lms.clock import now
from lms.db import db
from tests import make

VIDEO = {"source": "/media/x/y.mp4", "seconds": 100}


def report(position: float = 0, seconds: float = 0, at: datetime | None = None, **more: Any) -> Any:
    return {"position": position, "seconds": seconds, "at": (at or now()).isoformat(), **more}


@pytest.fixture
def place(database: None) -> Enrolment:
    course = make.course(kinds=[LessonKind.ARTICLE, LessonKind.VIDEO, LessonKind.FILE])
    enrolment = make.enrolment(make.run(course))
    for lesson in outline(course.version_id).lessons:
        lesson.settings.update(VIDEO | {"file": "/media/x/y.pdf"})
    stored = sa.text("UPDATE lesson SET settings = :s")
    db.session.execute(stored, {"s": '{"source": "/media/x/y.mp4", "seconds": 100, "file": "/f"}'})
    return enrolment


def addresses(place: Enrolment) -> list[str]:
    lessons = outline(place.run.course.version_id).lessons
    return [f"/learn/{place.run.public_id}/{lesson.slug}/progress" for lesson in lessons]


def stored() -> list[tuple[int, int, int]]:
    db.session.commit()
    gatherer.flush()
    db.session.expire_all()
    rows = db.session.scalars(sa.select(Progress).order_by(Progress.lesson_key))
    return [(row.status, row.position, row.seconds) for row in rows]


def test_a_position_is_written_a_moment_later(client: Any, place: Enrolment) -> None:
    answer = client.as_(place.learner).post(addresses(place)[0], json=report(0.4, 30))
    assert answer.json["done"] is False
    assert stored() == [(STARTED, 400, 30)]


def test_the_same_report_twice_counts_once(client: Any, place: Enrolment) -> None:
    browser, same = client.as_(place.learner), report(0.4, 30)
    for _ in range(2):
        browser.post(addresses(place)[0], json=same)
        browser.post(addresses(place)[0], json=same)
        assert stored() == [(STARTED, 400, 30)]


def test_a_late_report_does_not_move_the_learner_back(client: Any, place: Enrolment) -> None:
    browser, earlier = client.as_(place.learner), now() - timedelta(hours=2)
    browser.post(addresses(place)[0], json=report(0.7, 20))
    assert stored() == [(STARTED, 700, 20)]
    browser.post(addresses(place)[0], json=report(0.2, 60, at=earlier))
    assert stored() == [(STARTED, 700, 20)]


def test_an_article_read_to_its_end_is_done(client: Any, place: Enrolment) -> None:
    browser, address = client.as_(place.learner), addresses(place)[0]
    assert browser.post(address, json=report(0.99, 60)).json["done"] is False
    assert browser.post(address, json=report(0.99, 60)).json["done"] is True
    db.session.expire_all()
    row = db.session.scalars(sa.select(Progress)).one()
    assert (row.status, row.seconds) == (DONE, 120)
    assert stored() == [(DONE, 990, 120)]


def test_four_fifths_of_a_video_are_enough(client: Any, place: Enrolment) -> None:
    browser, address = client.as_(place.learner), addresses(place)[1]
    start = now() - timedelta(minutes=5)
    first = report(50, 50, at=start, watched=[[0, 50]])
    again = report(40, 30, at=start + timedelta(seconds=60), watched=[[10, 50]])
    rest = report(82, 32, at=start + timedelta(seconds=120), watched=[[50, 82]])
    assert [browser.post(address, json=r).json["done"] for r in (first, again, rest)] == [
        False, False, True,
    ]  # fmt: skip
    kept = db.session.scalars(sa.select(WatchedIntervals)).one()
    assert intervals.from_text(kept.intervals) == ((0, 82),)
    assert stored()[0][0] == DONE


def test_seconds_of_two_processes_are_joined(place: Enrolment) -> None:
    key = outline(place.run.course.version_id).lessons[1].key
    db.session.commit()
    for spans in (((0, 20),), ((40, 60),)):
        operations.record_progress(place.id, key, 0, 20, watched=spans)
        db.session.commit()
        gatherer.flush()
    kept = db.session.scalars(sa.select(WatchedIntervals)).one()
    assert intervals.from_text(kept.intervals) == ((0, 20), (40, 60))


def test_nobody_watches_faster_than_the_clock(client: Any, place: Enrolment) -> None:
    browser, address = client.as_(place.learner), addresses(place)[1]
    start = now() - timedelta(minutes=5)
    browser.post(address, json=report(1, 1, at=start, watched=[[0, 1]]))
    sprint = report(100, 10, at=start + timedelta(seconds=10), watched=[[0, 100]])
    assert browser.post(address, json=sprint).json["done"] is False


def test_opening_a_file_is_enough(client: Any, place: Enrolment) -> None:
    browser, address = client.as_(place.learner), addresses(place)[2]
    assert browser.post(address, json={"opened": True}).json["done"] is True
    assert stored()[0][0] == DONE


def test_a_done_lesson_stays_done_and_still_remembers_the_place(
    client: Any, place: Enrolment
) -> None:
    browser, address = client.as_(place.learner), addresses(place)[2]
    browser.post(address, json={"opened": True})
    browser.post(addresses(place)[2], json=report(3, 5))
    assert stored() == [(DONE, 3, 5)]


@pytest.mark.parametrize(
    "nonsense",
    [
        None, [], "x", {"position": "far"}, {"position": -1}, {"position": 1e12},
        {"position": True}, {"seconds": -5}, {"at": "yesterday"}, {"position": float("inf")},
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_nothing_is_kept(
    client: Any, place: Enrolment, nonsense: Any
) -> None:
    answer = client.as_(place.learner).post(addresses(place)[0], json=nonsense)
    assert answer.status_code == 422
    assert stored() == []


@pytest.mark.parametrize("watched", ["x", [[5]], [[9, 3]], [[0, 900]], [["a", "b"]], 7])
def test_a_nonsensical_claim_is_refused(client: Any, place: Enrolment, watched: Any) -> None:
    sent = report(1, 1, watched=watched)
    assert client.as_(place.learner).post(addresses(place)[1], json=sent).status_code == 422


def test_the_browsers_clock_never_runs_ahead(client: Any, place: Enrolment) -> None:
    browser, ahead = client.as_(place.learner), now() + timedelta(days=400)
    browser.post(addresses(place)[0], json=report(0.1, 5, at=ahead))
    stored()
    assert db.session.scalars(sa.select(Progress)).one().updated_at <= now()


def test_one_that_is_gone_does_not_take_the_others_with_it(place: Enrolment) -> None:
    db.session.commit()
    key = outline(place.run.course.version_id).lessons[0].key
    db.session.commit()
    operations.record_progress(999_999, key, 1, 1)
    operations.record_progress(place.id, key, 7, 1)
    assert stored() == [(STARTED, 7, 1)]


def test_the_writer_thread_writes_by_itself(place: Enrolment) -> None:
    db.session.commit()
    key = outline(place.run.course.version_id).lessons[0].key
    gatherer.automatic = True
    try:
        operations.record_progress(place.id, key, 7, 1)
        db.session.commit()
        for _ in range(40):
            db.session.rollback()
            if db.session.get(Progress, (place.id, key)) is not None:
                break
            time.sleep(0.05)
    finally:
        gatherer.automatic = False
    assert db.session.get(Progress, (place.id, key)) is not None


def test_what_the_writer_has_taken_counts_until_it_is_stored(place: Enrolment) -> None:
    key = (place.id, outline(place.run.course.version_id).lessons[1].key)
    db.session.commit()
    operations.record_progress(*key, 30, 30, watched=((0, 30),))
    seen: list[Beat | None] = []

    def writing(connection: Any) -> None:
        operations.record_progress(*key, 40, 10, watched=((30, 40),))
        seen.append(gatherer.waiting(key))

    sa.event.listen(db.engines[None], "commit", writing)
    try:
        gatherer.flush()
    finally:
        sa.event.remove(db.engines[None], "commit", writing)
    assert [(beat.seconds, beat.watched) for beat in seen if beat] == [(40, ((0, 40),))]
    waiting = gatherer.waiting(key)
    assert waiting is not None
    assert waiting.watched == ((30, 40),)


def test_a_report_that_completes_nothing_writes_nothing_itself(
    client: Any, place: Enrolment
) -> None:
    statements: list[str] = []

    def heard(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        statements.append(statement)

    browser = client.as_(place.learner)
    browser.get("/my")
    sa.event.listen(db.engines[None], "before_cursor_execute", heard)
    try:
        browser.post(addresses(place)[0], json=report(0.4, 30))
    finally:
        sa.event.remove(db.engines[None], "before_cursor_execute", heard)
    assert [s for s in statements if s.startswith(("INSERT", "UPDATE"))] == []
