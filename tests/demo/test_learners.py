"""The learners of the demonstration: invented, alive, and loaded once."""

import re
from collections import Counter

import pytest
import sqlalchemy as sa

from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from courses.learning import recount
from courses.quizzes.models import Attempt
from lms.accounts.models import Profile, User
from lms.accounts.operations import create_user
from lms.accounts.queries import user_by_email
from lms.db import Base, db, one_transaction
from lms.demo import courses, learners, people, places, video
from lms.workforce.rollups import operations as workforce
from lms.workforce.rollups import rebuilding

pytestmark = pytest.mark.usefixtures("database")
CODES = ("NRRU-CYB-01", "SUT-AGR-01")


@pytest.fixture
def two_courses(monkeypatch: pytest.MonkeyPatch) -> None:
    """One written-out course and one with too few seats; their films and papers are not drawn."""
    film = video.Video(b"film", b"poster", "WEBVTT\n", "<p>…</p>", 120)
    runs = [run for run in places.read("runs") if run["course"] in CODES]
    read = places.read
    monkeypatch.setattr(places, "read", lambda name: runs if name == "runs" else read(name))
    monkeypatch.setattr(learners, "read", lambda name: runs)
    monkeypatch.setattr(learners, "LIKED", {CODES[0]: 1})
    monkeypatch.setattr(learners, "HOW_MANY", 16)
    with one_transaction():
        places.open_institutions()
        author = create_user(name=people.person(1).name, email="author@example.org")
        for code in CODES:
            lessons = [x["key"] for m in courses.describe(code)["modules"] for x in m["lessons"]]
            drawn = courses.Drawn(dict.fromkeys(lessons, film), dict.fromkeys(lessons, b"%PDF"), {})
            courses.write(code, drawn, places.institutions(), author)
    with one_transaction():
        places.open_runs()


def states(code: str) -> Counter[EnrolmentState]:
    course = courses.describe(code)["code"]
    rows = db.session.scalars(
        sa.select(Enrolment.state)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(CourseRun.course.has(code=course))
    )
    return Counter(rows)


def how_many(model: type[Base]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_they_learn_fill_the_run_and_leave_nothing_to_put_right(
    two_courses: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    learners.load(said.append)
    assert states("SUT-AGR-01") == {EnrolmentState.ACTIVE: 8, EnrolmentState.WAITING: 3}
    assert states("NRRU-CYB-01")[EnrolmentState.COMPLETED] >= 3
    assert how_many(Attempt) > 10
    assert recount.differences() == []
    with one_transaction():
        workforce.rebuild()
    assert rebuilding.differences() == []
    everything = how_many(Enrolment)

    learners.load(said.append)
    assert said == ["16 learners"]
    assert how_many(Enrolment) == everything


def test_a_load_that_was_killed_goes_on_where_it_was(
    two_courses: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = learners._live

    def killed(who: people.Person, fills: list[tuple[str, int, float, float]]) -> None:
        live(who, fills)
        if who.number == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(learners, "_live", killed)
    with pytest.raises(KeyboardInterrupt):
        learners.load(lambda line: None)
    assert user_by_email(people.email(4)) is not None
    assert user_by_email(people.email(5)) is None
    monkeypatch.setattr(learners, "_live", live)
    learners.load(lambda line: None)
    assert states("SUT-AGR-01")[EnrolmentState.WAITING] == 3
    assert how_many(Profile) == 16
    assert how_many(User) == 17


def test_everybody_is_somebody_else_and_of_age() -> None:
    everybody = [people.person(number) for number in range(1, people.HOW_MANY + 1)]
    assert len({(p.name.first_th, p.name.last_th) for p in everybody}) == people.HOW_MANY
    assert all(re.fullmatch("[ก-๛]+", p.name.first_th + p.name.last_th) for p in everybody)
    assert len({p.profile.get("district_code") for p in everybody}) > 25
    assert min(p.day for p in everybody) >= 0
    assert everybody[6] == people.person(7)
