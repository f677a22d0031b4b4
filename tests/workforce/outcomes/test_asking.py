"""Who is asked, how often, and in which words."""

from datetime import datetime, timedelta, timezone

import pytest

from lms.accounts.models import Consent, ConsentText, User, UserState
from lms.accounts.operations import erase, give, withdraw
from lms.clock import now
from lms.db import db
from lms.workforce.outcomes import operations, queries
from tests import make
from tests.workforce.outcomes.asked import (
    answer_all,
    ask,
    complete,
    graduate,
    invitations,
    letters,
)

pytestmark = pytest.mark.usefixtures("database")


def test_each_wave_asks_those_whose_time_has_come() -> None:
    for days in (10, 95, 185, 370, 800):
        graduate(days=days)
    ask()
    assert sorted(one.wave for one in invitations()) == [3, 6, 12]


def test_a_day_that_runs_twice_asks_once() -> None:
    graduate()
    ask()
    ask()
    assert (len(invitations()), len(letters())) == (1, 1)


def test_the_same_batch_in_two_processes_asks_once() -> None:
    graduate()
    people = queries.due(3, now(), 10)
    operations.invite(people, 3)
    operations.invite(people, 3)
    db.session.commit()
    assert (len(invitations()), len(letters())) == (1, 1)


def test_only_the_latest_completion_is_asked_about() -> None:
    who = graduate(days=100)
    complete(who, days=20)
    ask()
    assert invitations() == []


@pytest.mark.parametrize(
    "given",
    [
        {"agrees": False},
        {"state": UserState.SUSPENDED},
        {"email_confirmed_at": None},
        {"email": None},
    ],
)
def test_who_did_not_agree_or_cannot_be_reached_is_not_asked(given: dict[str, object]) -> None:
    graduate(**given)  # type: ignore[arg-type]
    ask()
    assert invitations() == []


def test_older_words_and_a_withdrawal_are_no_consent() -> None:
    old = db.session.query(ConsentText).filter_by(purpose="statistics", version=1).one()
    first, second = graduate(agrees=False), graduate()
    db.session.add(
        Consent(user_id=first.id, purpose="statistics", text_id=old.id, given=True, how="test")
    )
    withdraw(second, "statistics")
    first_id = first.id
    ask()
    assert invitations() == []
    give(db.session.get_one(User, first_id), "statistics")
    ask()
    assert [one.learner_id for one in invitations()] == [first_id]


def test_two_reminders_at_most_and_none_after_an_answer() -> None:
    graduate()
    counts = []
    ask()
    for days in (6, 2, 10, 5, 9):
        with_days(days)
        ask()
        counts.append(len(letters()))
    assert counts == [1, 2, 2, 3, 3]


def with_days(days: int) -> None:
    """The days go by for what was sent."""
    for one in invitations():
        one.sent_on -= timedelta(days=days)
    db.session.commit()


def test_who_answered_is_not_reminded() -> None:
    graduate()
    ask()
    answer_all()
    with_days(30)
    ask()
    assert len(letters()) == 1


def test_the_letter_speaks_the_readers_language_and_holds_no_id() -> None:
    graduate(locale="th", email="canary@example.org", public_id="CANARY234567")
    ask()
    letter = letters()[0]
    assert {"/outcomes/" in letter.body, "/stop" in letter.body} == {True}
    assert "canary" not in letter.body.lower()


def test_a_class_is_asked_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.workforce.outcomes.jobs.BATCH", 2)
    course = make.course()
    for _n in range(5):
        graduate(course)
    ask()
    assert len(letters()) == 5


def test_an_erased_person_still_counts_and_is_nobody() -> None:
    graduate()
    ask()
    erase(db.session.get_one(User, invitations()[0].learner_id), by=None)
    db.session.commit()
    (one,) = invitations()
    assert (one.learner_id, one.enrolment_id, one.wave) == (None, None, 3)


def test_months_end_where_the_month_ends() -> None:
    moment = datetime(2026, 5, 31, 5, 0, tzinfo=timezone(timedelta(hours=7)))
    assert queries.months_before(moment, 3).date().isoformat() == "2026-02-28"
