"""Answering by the link in the letter: nobody logs in, and nothing leads back."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer

from courses.enrolment.models import Enrolment
from lms.accounts.queries import has_consented
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.workforce.outcomes import operations
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.outcomes.parts import parts
from tests import make
from tests.conftest import Browser
from tests.workforce.outcomes.asked import (
    ANSWERS,
    answer_all,
    ask,
    graduate,
    invitations,
    letters,
)


def link() -> str:
    found = re.search(r"(/outcomes/[^/\s]+)\n", letters()[-1].body)
    assert found
    return found.group(1)


def answers() -> list[OutcomeAnswer]:
    return list(db.session.scalars(sa.select(OutcomeAnswer)).all())


def test_two_minutes_without_log_in(client: Browser) -> None:
    graduate()
    ask()
    page = client.get(link())
    assert page.status_code == 200
    assert "How are you getting on?" in page.text
    assert client.post(link(), ANSWERS).status_code == 302
    (given,) = answers()
    assert given.answers == ANSWERS
    assert invitations()[0].answered


def test_the_form_is_thai_for_who_reads_thai(client: Browser) -> None:
    graduate(locale="th")
    ask()
    page = client.speaking("th").get(link())
    assert "ตอนนี้งานของคุณเป็นอย่างไร" in page.text


def test_opening_the_link_writes_nothing(client: Browser) -> None:
    graduate()
    ask()
    client.get(link())
    assert not invitations()[0].answered


def test_nothing_kept_with_the_answer_leads_to_the_person(client: Browser) -> None:
    graduate()
    ask()
    client.post(link(), ANSWERS)
    columns = set(OutcomeAnswer.__table__.columns.keys())
    assert not columns & {"learner_id", "enrolment_id", "user_id", "created_at", "invitation_id"}
    (given,) = answers()  # of somebody who is alone in the class
    assert (given.sex, given.age_band, given.offering_id) == (None, None, None)
    assert given.month % 100 == 10
    stored = {c: getattr(answers()[0], c) for c in columns}
    assert invitations()[0].public_id not in str(stored)


def test_sex_and_age_stay_where_enough_share_them(database: None) -> None:
    course = make.course()
    run = make.run(course)
    for _n in range(5):
        who = graduate(agrees=True)
        place = make.completed(run, who)
        place.completed_at -= timedelta(days=95)  # type: ignore[operator]
    ask()
    answer_all()
    kept = {given.sex for given in answers()}
    assert kept == {"female"}


def test_the_same_browser_changes_its_answers_for_a_week(client: Browser) -> None:
    graduate()
    ask()
    client.post(link(), ANSWERS)
    assert "These are your answers" in client.get(link()).text
    client.post(link(), ANSWERS | {"income": "same"})
    (given,) = answers()
    assert given.answers["income"] == "same"
    given.answered_on -= timedelta(days=8)
    db.session.commit()
    assert "Your answers have arrived" in client.get(link()).text
    ask()
    assert answers()[0].change_key is None


def test_another_browser_sees_no_answers_and_changes_none(client: Browser) -> None:
    graduate()
    ask()
    client.post(link(), ANSWERS)
    other = Browser(client.client.application.test_client()).speaking("en")
    page = other.get(link())
    assert "Your answers have arrived" in page.text
    other.post(link(), ANSWERS | {"income": "down"})
    assert [given.answers["income"] for given in answers()] == ["up"]


def test_two_at_once_are_one_answer(database: None) -> None:
    graduate()
    ask()
    answer_all()
    with pytest.raises(operations.AlreadyAnswered):
        operations.answer(invitations()[0], ANSWERS, least=5)


@pytest.mark.parametrize("kind", ["forged", "cut", "other purpose", "foreign key", "old", "erased"])
def test_a_bad_link_says_what_to_do(client: Browser, kind: str) -> None:
    graduate()
    ask()
    (one,) = invitations()
    secret = client.client.application.extensions["thaksa_config"].secret_key
    address = {
        "forged": f"/outcomes/{one.public_id}",
        "cut": link()[:-3],
        "other purpose": f"/outcomes/{URLSafeTimedSerializer(secret, salt='x').dumps(one.public_id)}",
        "foreign key": f"/outcomes/{URLSafeTimedSerializer('k' * 40, salt='outcome').dumps(one.public_id)}",
    }.get(kind, link())
    if kind == "old":
        one.sent_on -= timedelta(days=61)
    if kind == "erased":
        operations.forget(one.learner_id or 0)
    db.session.commit()
    for path in (address, f"{address}/stop", f"{address}/thanks"):
        page = client.get(path)
        assert page.status_code == 410
        assert "Open the newest mail" in page.text
    assert client.post(address, ANSWERS).status_code == 410
    assert answers() == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"work": ""}, "Choose one answer."),
        ({"work": "president"}, "Choose one"),
        ({"income_band": "15-25k"}, "Tick this too"),
        ({"income_band": "a lot"}, "Choose one of the list."),
        ({"comment": "ก" * 1001}, "At most 1000 characters."),
    ],
)
def test_a_wrong_answer_is_refused_and_kept(
    client: Browser, given: dict[str, str], message: str
) -> None:
    graduate()
    ask()
    page = client.post(link(), ANSWERS | {"comment": "ได้งานใหม่"} | given)
    assert message in page.text
    assert answers() == []
    assert not invitations()[0].answered


def test_an_income_band_needs_its_own_consent(client: Browser) -> None:
    graduate()
    ask()
    client.post(link(), ANSWERS | {"income_band": "15-25k", "income_consent": "y"})
    assert answers()[0].answers["income_band"] == "15-25k"


def test_no_column_can_be_set_from_outside(client: Browser) -> None:
    graduate()
    ask()
    more: dict[str, Any] = dict.fromkeys(OutcomeAnswer.__table__.columns.keys(), "12")
    more |= dict.fromkeys(OutcomeInvitation.__table__.columns.keys(), "12")
    client.post(link(), more | ANSWERS)
    (given,) = answers()
    assert (given.wave, given.answers) == (3, ANSWERS)


def test_one_button_stops_the_asking(client: Browser) -> None:
    who = graduate()
    number = who.id
    ask()
    page = client.get(f"{link()}/stop")
    assert page.status_code == 200
    assert has_consented(number, "statistics")
    client.post(f"{link()}/stop")
    assert not has_consented(number, "statistics")


def test_when_the_link_is_over_nothing_tells_who_was_asked_and_nobody_is_asked_again(
    client: Browser,
) -> None:
    who = graduate()
    number = who.id
    ask()
    client.post(link(), ANSWERS)
    (one,) = invitations()
    named = one.public_id
    one.sent_on -= timedelta(days=61)
    completed = sa.update(Enrolment).where(Enrolment.learner_id == number)
    db.session.execute(completed.values(completed_at=now() - timedelta(days=92 + 61)))
    ask()
    (one,) = invitations()
    assert (one.learner_id, one.enrolment_id, one.answered) == (None, None, True)
    assert named in letters()[0].key
    assert one.public_id != named
    assert list(parts(number)) == []


def test_answers_leave_no_line_in_the_trail(client: Browser) -> None:
    graduate()
    ask()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    client.post(link(), ANSWERS)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == before


def test_a_person_finds_the_asking_among_their_data(database: None) -> None:
    who = graduate()
    number = who.id
    ask()
    (part,) = parts(number)
    assert part.rows[0]["months_after"] == 3
