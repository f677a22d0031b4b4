"""Reports by mail: once a slot, to those who may see them now, and what failed is told."""

import io
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from python_calamine import CalamineWorkbook

from lms import mail
from lms.accounts.models import User
from lms.accounts.operations import erase
from lms.clock import now, travel
from lms.db import db, one_transaction
from lms.i18n.dates import to_bangkok
from lms.institutions import queries as institutions
from lms.institutions.models import Membership, Role
from lms.jobs.models import Job
from lms.jobs.queue import drain, plan_recurring
from lms.workforce.reports import jobs, operations
from lms.workforce.reports.definition import Definition
from lms.workforce.reports.models import (
    DeliveryState,
    Frequency,
    Report,
    ReportDelivery,
    ReportSchedule,
    Sharing,
)
from tests import make
from tests.conftest import Browser
from tests.smtp import Server, smtp
from tests.workforce.reports.crowds import class_of, count

__all__ = ["smtp"]
pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1, minutes=1)


def report(owner: User, sharing: Sharing = Sharing.EVERYONE, **given: Any) -> Report:
    db.session.commit()  # roles are read beside the session
    with one_transaction():
        return operations.keep_report(
            owner,
            Definition(**{"measures": ("M01",), "period": "all"} | given),
            claims=institutions.claims(owner.id),
            title="ผู้สมัครทั้งหมด",
            sharing=sharing,
        )


def daily(
    kept: Report,
    *people: User,
    endings: tuple[str, ...] = ("xlsx",),
    also: tuple[str, ...] = (),
) -> ReportSchedule:
    """Its slot has just gone by: the next one is a day away, whatever the time is."""
    owner = db.session.get_one(User, kept.owner_id)
    slot = to_bangkok(now() - timedelta(minutes=1))
    with one_transaction():
        return operations.add_schedule(
            kept,
            frequency=Frequency.DAILY,
            hour=slot.hour,
            minute=slot.minute,
            endings=endings,
            recipients=[*(str(who.email) for who in people), *also],
            by=owner,
        )


def again(thing: Any) -> Any:
    """The row as it is now: a worker forgets what a test had loaded."""
    return db.session.get_one(type(thing), sa.inspect(thing).identity[0])


def a_minute(later: timedelta = timedelta()) -> None:
    """What a worker does in the minutes that are so much later."""
    for minutes in range(2):
        with travel(later + timedelta(minutes=minutes)):
            for recurring in (jobs.plan, jobs.settle):
                finish = recurring()
                if finish is not None:
                    with one_transaction():
                        finish()
            drain()


def test_the_worker_looks_every_minute() -> None:
    with travel(DAY):
        plan_recurring()
    asked = set(db.session.scalars(sa.select(Job.name)))
    assert {f"{jobs.__name__}.plan", f"{jobs.__name__}.settle"} <= asked


def deliveries() -> list[ReportDelivery]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(ReportDelivery).order_by(ReportDelivery.id)))


def number_in(letter: EmailMessage) -> Any:
    [file] = letter.iter_attachments()
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.get_content()))
    return book.get_sheet_by_index(0).to_python()[-1][-1]


def test_it_leaves_at_its_slot_with_the_numbers_of_then(smtp: Server) -> None:
    class_of(17)
    analyst = make.member(Role.ANALYST, locale="th")
    count()
    daily(report(analyst), analyst)
    a_minute()
    assert smtp.letters == []
    a_minute(DAY)
    [letter] = smtp.letters
    assert letter["To"] == again(analyst).email
    assert "ผู้สมัครทั้งหมด" in str(letter["Subject"])
    assert number_in(letter) == 17
    [row] = deliveries()
    assert (row.state, row.recipients, row.tries) == (DeliveryState.SENT, 1, 1)
    assert row.as_of is not None
    assert row.planned_for <= now() + DAY


def test_each_slot_once_and_missed_ones_once_and_late(smtp: Server) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    daily(report(analyst), analyst)
    a_minute(5 * DAY)
    a_minute(5 * DAY)
    assert len(smtp.letters) == 1
    [row] = deliveries()
    assert row.planned_for <= now() + 5 * DAY
    assert row.planned_for > now() + 4 * DAY - timedelta(days=1)
    a_minute(6 * DAY)
    assert len(smtp.letters) == 2


def test_each_gets_the_numbers_that_they_may_see(smtp: Server) -> None:
    mine, other = make.institution(), make.institution()
    class_of(14, mine)
    class_of(26, other)
    analyst, registrar = make.member(Role.ANALYST), make.member(Role.REGISTRAR, mine)
    count()
    daily(report(analyst), analyst, registrar)
    a_minute(DAY)
    got = {str(letter["To"]): number_in(letter) for letter in smtp.letters}
    assert got == {again(analyst).email: 40, again(registrar).email: 14}


def test_who_lost_the_role_or_the_report_gets_nothing(smtp: Server) -> None:
    count()
    analyst, late, stays = (make.member(Role.ANALYST) for _ in range(3))
    daily(report(analyst), late, stays)
    role = db.session.scalars(sa.select(Membership).filter_by(user_id=late.id)).one()
    role.ended_at = now()
    db.session.commit()
    a_minute(DAY)
    assert [letter["To"] for letter in smtp.letters] == [again(stays).email]
    kept = db.session.scalars(sa.select(Report)).one()
    kept.sharing = Sharing.PRIVATE
    db.session.commit()
    a_minute(2 * DAY)
    assert len(smtp.letters) == 1
    assert deliveries()[-1].state is DeliveryState.NOBODY


def test_a_schedule_ends_with_the_account_of_its_owner(smtp: Server) -> None:
    count()
    owner, reader = make.member(Role.ANALYST), make.member(Role.ANALYST)
    plan = daily(report(owner), reader)
    with one_transaction():
        erase(again(owner), by=None)
    a_minute(DAY)
    assert smtp.letters == []
    assert deliveries() == []
    assert again(plan).ended_at is not None


def test_nothing_leaves_while_its_owner_may_see_no_numbers(smtp: Server) -> None:
    count()
    owner, reader = make.member(Role.ANALYST), make.member(Role.ANALYST)
    daily(report(owner), reader)
    role = db.session.scalars(sa.select(Membership).filter_by(user_id=owner.id)).one()
    role.role = Role.INSTRUCTOR
    db.session.commit()
    a_minute(DAY)
    assert deliveries() == []
    again(role).role = Role.ANALYST
    db.session.commit()
    with travel(DAY), one_transaction():
        assert operations.plan_due(now()) == 1
        again(role).ends_on = to_bangkok(now() - DAY).date()
    a_minute(DAY)  # lost between the plan and the letters
    assert smtp.letters == []
    assert [row.state for row in deliveries()] == [DeliveryState.NOBODY]


def test_parquet_leaves_by_mail_too(client: Browser, smtp: Server) -> None:
    class_of(17)
    count()
    analyst = make.member(Role.ANALYST)
    path = f"/numbers/reports/{report(analyst).public_id}"
    browser = client.as_(analyst)
    typed = {"frequency": "daily", "weekday": "0", "day": "1", "at": "08:00",
             "endings": "parquet", "recipients": str(analyst.email)}  # fmt: skip
    assert browser.post(f"{path}/schedules", typed).status_code == 302
    assert "Parquet" in browser.get(path).text
    a_minute(2 * DAY)
    [letter] = smtp.letters
    [file] = letter.iter_attachments()
    assert str(file.get_filename()).endswith(".parquet")
    assert file.get_content().startswith(b"PAR1")


def test_nobody_who_may_not_see_it_can_be_named() -> None:
    count()
    analyst, learner = make.member(Role.ANALYST), make.user()
    kept = report(analyst)
    private = report(analyst, Sharing.PRIVATE)
    other = make.member(Role.ANALYST)
    staff = make.member(Role.REGISTRAR)
    divided = report(analyst, by=("institution",))
    for which, who in ((kept, learner), (private, other), (divided, staff)):
        with pytest.raises(operations.MayNotSee):
            daily(which, who)
    with pytest.raises(operations.NobodyNamed):
        daily(kept)
    with pytest.raises(operations.NoAddress, match="nonsense"):
        daily(kept, other, also=("nonsense",))
    with pytest.raises(operations.NoFormat):
        daily(kept, other, endings=())


def test_a_mail_server_that_refuses_is_told_and_asked_again(client: Browser, smtp: Server) -> None:
    count()
    smtp.refuses = True
    analyst = make.member(Role.ANALYST)
    kept = report(analyst)
    daily(kept, analyst)
    for minutes in range(0, 80, 11):
        a_minute(DAY + timedelta(minutes=minutes))
    [row] = deliveries()
    assert (row.state, row.error) == (DeliveryState.FAILED, "mail")
    assert row.tries > 1
    page = client.as_(again(analyst)).get(f"/numbers/reports/{again(kept).public_id}").text
    assert "The mail server did not take it." in page
    assert "Send again" in page
    smtp.refuses = False
    path = f"/numbers/reports/deliveries/{row.public_id}/again"
    assert client.as_(make.member(Role.ANALYST)).post(path).status_code == 404
    assert client.as_(again(analyst)).post(path).status_code == 302
    a_minute(DAY + timedelta(hours=2))
    assert deliveries()[0].state is DeliveryState.SENT
    assert len(smtp.letters) == 1


def test_numbers_that_fail_are_tried_again_after_longer_and_longer_pauses(
    smtp: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    daily(report(analyst), analyst)
    broken = [True]
    real = jobs.answer

    def fails(*args: Any, **named: Any) -> Any:
        if broken[0]:
            raise RuntimeError("out of order")
        return real(*args, **named)

    monkeypatch.setattr(jobs, "answer", fails)
    tried = []
    for minutes in (0, 0.7, 3.5, 4.5, 9.5, 20, 26, 80, 90):
        with travel(DAY + timedelta(minutes=minutes)):
            finish = jobs.plan()
            if finish is not None:
                with one_transaction():
                    finish()
            drain()
        tried.append(deliveries()[0].tries)
    assert tried == [1, 1, 2, 2, 3, 3, 4, 4, 5]
    [row] = deliveries()
    assert (row.state, row.error, row.tries) == (DeliveryState.FAILED, "numbers", 5)
    broken[0] = False
    with one_transaction():
        operations.send_again(deliveries()[0], by=again(analyst))
    a_minute(DAY + timedelta(hours=3))
    assert len(smtp.letters) == 1
    assert deliveries()[0].state is DeliveryState.SENT


def test_a_paused_schedule_sends_nothing_and_makes_up_for_nothing(
    client: Browser, smtp: Server
) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    plan = daily(report(analyst), analyst)
    browser = client.as_(analyst)
    path = f"/numbers/reports/schedules/{plan.public_id}"
    assert browser.post(f"{path}/pause").status_code == 302
    a_minute(3 * DAY)
    assert smtp.letters == []
    with travel(3 * DAY), one_transaction():
        operations.go_on(again(plan), by=again(analyst))
    a_minute(3 * DAY)
    assert smtp.letters == []
    a_minute(4 * DAY)
    assert len(smtp.letters) == 1
    assert browser.post(f"{path}/pause").status_code == 302
    assert browser.post(f"{path}/go-on").status_code == 302
    assert again(plan).paused_at is None
    assert browser.post(f"{path}/end").status_code == 302
    a_minute(6 * DAY)
    assert len(smtp.letters) == 1
    assert browser.post(f"{path}/pause").status_code == 404


def test_a_recipient_stops_it_without_logging_in(client: Browser, smtp: Server) -> None:
    count()
    analyst, other = make.member(Role.ANALYST), make.member(Role.ANALYST)
    kept = report(analyst)
    daily(kept, analyst, other)
    a_minute(DAY)
    letter = next(each for each in smtp.letters if each["To"] == again(other).email)
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://\S+(/numbers/reports/leave/\S+)", body.get_content())
    assert found is not None
    assert "Stop it for me" in client.get(found[1]).text
    assert "any more" in client.post(found[1]).text
    a_minute(2 * DAY)
    assert [each["To"] for each in smtp.letters[2:]] == [again(analyst).email]
    page = client.as_(again(analyst)).get(f"/numbers/reports/{again(kept).public_id}").text
    assert "does not want it" in page
    name, signature = found[1].rsplit(".", 1)
    assert client.get(f"{name}.{signature.swapcase()}").status_code == 404
    assert client.get("/numbers/reports/leave/x").status_code == 404


def test_files_too_large_for_a_letter_become_an_address(
    smtp: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    kept = report(analyst)
    daily(kept, analyst)
    monkeypatch.setattr(jobs, "MOST_ATTACHED", 10)
    a_minute(DAY)
    [letter] = smtp.letters
    assert not list(letter.iter_attachments())
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"/numbers/reports/{again(kept).public_id}" in body.get_content()
    assert "too large" in body.get_content()


def test_a_deleted_report_is_not_sent(smtp: Server) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    kept = report(analyst)
    daily(kept, analyst)
    with one_transaction():
        operations.delete_report(kept, by=analyst)
    a_minute(2 * DAY)
    assert smtp.letters == []
    with travel(2 * DAY), one_transaction():
        operations.restore_report(again(kept), by=again(analyst))
    a_minute(2 * DAY)
    assert smtp.letters == []
    a_minute(3 * DAY)
    assert len(smtp.letters) == 1


def test_a_form_with_mistakes_says_so_and_keeps_what_was_typed(client: Browser) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    path = f"/numbers/reports/{report(analyst).public_id}/schedules"
    browser = client.as_(analyst).speaking("en")
    typed = {
        "frequency": "weekly", "weekday": "2", "day": "1", "at": "25:00",
        "endings": "pdf", "recipients": "nobody@example.org",
    }  # fmt: skip
    page = browser.post(path, typed).text
    assert "Write the time like 08:00." in page
    assert "nobody@example.org" in page
    page = browser.post(path, typed | {"at": "8.30"}).text
    assert "has this address: nobody@example.org" in page
    fine = typed | {"at": "8.30", "recipients": str(analyst.email)}
    assert browser.post(path, fine).status_code == 302
    made = db.session.scalars(sa.select(ReportSchedule)).one()
    assert (made.frequency, made.weekday, made.day, made.hour, made.minute) == (
        Frequency.WEEKLY, 2, None, 8, 30,
    )  # fmt: skip
    assert made.endings == ["pdf"]


def test_two_workers_plan_one_delivery(app: Flask) -> None:
    count()
    analyst = make.member(Role.ANALYST)
    daily(report(analyst), analyst)
    with travel(DAY):
        moment = now()
        plan = db.session.scalars(sa.select(ReportSchedule)).one()
        slot = plan.next_at
        with one_transaction():
            assert operations.plan_due(moment) == 1
        with one_transaction():
            again(plan).next_at = slot
            db.session.flush()
            assert operations.plan_due(moment) == 0
    assert len(deliveries()) == 1
    assert mail.standing("report/").letters == 0
