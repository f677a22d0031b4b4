"""System administration: who may see it, and what it changes."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms import audit
from lms.accounts.models import User
from lms.clock import now
from lms.db import db
from lms.institutions.models import Institution, Role
from lms.jobs.models import Job, JobState
from lms.mail.models import Message
from lms.reference import queries as reference
from lms.reference.models import CodeEntry, Province
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder

PAGES = [
    "", "/institutions", "/institutions/new", "/provinces", "/provinces/new", "/provinces/30",
    "/lists", "/lists/education", "/frameworks", "/frameworks/digcomp22", "/jobs", "/jobs?state=dead",
    "/mail", "/mail?state=waiting", "/audit", "/audit?check=1&verb=role.",
]  # fmt: skip
BRAND = {
    "product_name_th": "ก้าวหน้า", "product_name_en": "Kaona",
    "programme_th": "ขอนแก่นดิจิทัล", "programme_en": "Digital Khon Kaen",
    "headline_th": "เรียนดิจิทัลที่ขอนแก่น", "headline_en": "Digital skills for Khon Kaen",
    "introduction_th": "เรียนฟรี", "introduction_en": "Free to learn",
    "contact_email": "contact@kk.example", "dpo_contact_th": "เจ้าหน้าที่", "dpo_contact_en": "Officer",
}  # fmt: skip


def operator() -> User:
    return make.member(Role.OPERATOR)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("locale", ["th", "en"])
def test_an_operator_opens_every_page(client: Browser, page: str, locale: str) -> None:
    answer = client.as_(operator()).speaking(locale).get(f"/admin{page}")
    assert answer.status_code == 200, answer.text[:300]


@pytest.mark.parametrize("page", [*PAGES, "/nowhere"])
def test_nobody_else_learns_which_pages_exist(client: Browser, page: str) -> None:
    for role in (Role.ADMIN, Role.REGISTRAR, Role.ANALYST):
        assert client.as_(make.member(role)).get(f"/admin{page}").status_code == 404
    assert client.as_(make.user()).get(f"/admin{page}").status_code == 404


def test_nobody_else_changes_anything(client: Browser) -> None:
    browser = client.as_(make.member(Role.ADMIN))
    entry = db.session.scalars(select(CodeEntry)).first()
    for path in (
        "/institutions/new", "/provinces/new", "/provinces/30", f"/lists/rows/{entry.id}",
        "/lists/education", "/frameworks", "/frameworks/digcomp22", "/jobs/1/retry", "/mail/1/resend",
    ):  # fmt: skip
        assert browser.post(f"/admin{path}", BRAND).status_code == 404, path


def test_a_second_province_needs_no_code(client: Browser) -> None:
    browser = client.as_(operator())
    data = BRAND | {"code": "40", "is_home": "y"}
    assert browser.post("/admin/provinces/new", data).status_code == 302
    assert [p.code for p in db.session.scalars(select(Province).filter_by(is_home=True))] == ["40"]
    page = client.get("/log-in").text
    assert "Kaona" in page
    assert "Thaksa" not in re.sub(r"<[^>]+>", "", page)
    assert len(reference.districts("40")) == 26
    data = {
        "code": "KKU", "kind": "university", "province_code": "40", "rank": "10", "is_active": "y",
        "name_th": "มหาวิทยาลัยตัวอย่าง", "name_en": "Example University",
        "short_th": "มตย.", "short_en": "EXU",
    }  # fmt: skip
    answer = browser.post("/admin/institutions/new", data)
    assert answer.location == "/desk/KKU/members/new"
    made = db.session.scalars(select(Institution).filter_by(code="KKU")).one()
    assert made.province_code == "40"
    settings = browser.get("/desk/KKU/settings").text
    assert "Mueang Khon Kaen" in settings
    assert "Nakhon Ratchasima" not in settings


def test_a_province_opens_once(client: Browser) -> None:
    browser = client.as_(operator())
    page = browser.post("/admin/provinces/new", BRAND | {"code": "30"})
    assert "Choose one of the list" in page.text
    page = browser.post("/admin/provinces/new", BRAND | {"code": "40", "headline_en": ""})
    assert "This is needed" in page.text
    assert "ขอนแก่นดิจิทัล" in page.text


def test_an_institution_needs_a_province_and_a_code_of_its_own(client: Browser) -> None:
    here = make.institution(code="SAME")
    data = {
        "code": "SAME", "kind": "university", "province_code": "30", "rank": "10", "name_th": "ก",
        "name_en": "A", "short_th": "ก", "short_en": "A",
    }  # fmt: skip
    browser = client.as_(operator())
    assert "Another institution has this code" in browser.post("/admin/institutions/new", data).text
    assert browser.post(f"/admin/institutions/{here.code}", data).status_code == 302
    assert here.is_active is False
    data["province_code"] = "99"
    assert "Choose one of the list" in browser.post("/admin/institutions/new", data).text


def test_rows_are_added_and_retired_never_deleted(client: Browser) -> None:
    browser = client.as_(operator())
    data = {"code": "x1", "title_th": "ใหม่", "title_en": "New one", "position": "77"}
    browser.post("/admin/lists/education", data)
    assert "The list has a row with this code" in browser.post("/admin/lists/education", data).text
    entry = db.session.scalars(select(CodeEntry).filter_by(code="x1")).one()
    yesterday = date.today() - timedelta(days=2)
    data |= {"code": "y1", "valid_to": yesterday.strftime("%d/%m/%Y"), "list_name": "sex"}
    browser.post(f"/admin/lists/rows/{entry.id}", data)
    assert (entry.code, entry.list_name, entry.valid_to) == ("x1", "education", yesterday)
    assert "x1" not in dict(reference.choices("education"))
    assert reference.title("education", "x1").en == "New one"


def test_a_dead_job_lives_again(client: Browser) -> None:
    dead = make._add(
        Job(name="mail.deliver", args={"message_id": 0}, state=JobState.DEAD, attempts=6)
    )
    browser = client.as_(operator())
    assert "Try again" in browser.get("/admin/jobs?state=dead").text
    browser.post(f"/admin/jobs/{dead.id}/retry")
    assert (dead.state, dead.attempts) == (JobState.QUEUED, 0)
    page = browser.post(f"/admin/jobs/{dead.id}/retry", follow_redirects=True)
    assert "given up" in page.text


def test_words_of_a_mail_are_never_shown(client: Browser) -> None:
    letter = make._add(
        Message(
            key="k", address="a@example.org", locale="en", subject="Hello", body="the-secret-link"
        )
    )
    browser = client.as_(operator())
    page = browser.get("/admin/mail").text
    assert "Hello" in page
    assert "the-secret-link" not in page
    browser.post(f"/admin/mail/{letter.id}/resend")
    browser.post(f"/admin/mail/{letter.id}/resend")
    assert len(db.session.scalars(select(Job).filter_by(name="mail.deliver")).all()) == 1


def test_the_trail_is_filtered_and_checked(client: Browser) -> None:
    boss = operator()
    here = make.institution(code="TRAIL")
    browser = client.as_(boss)
    person = make.user()
    browser.post("/desk/TRAIL/members/new", {"email": person.email, "role": "reviewer"})
    page = browser.get("/admin/audit?verb=role.&at=TRAIL&check=1").text
    assert "role.granted" in page
    assert "The chain is whole" in page
    assert "role.granted" not in browser.get("/admin/audit?verb=term.").text
    assert "role.granted" in browser.get(f"/admin/audit?by={boss.id}").text
    assert browser.get("/admin/audit?at=NOWHERE").status_code == 404
    assert audit.first_broken() is None
    assert here.id


@pytest.mark.parametrize("page", ["", "/jobs", "/mail", "/audit", "/institutions", "/provinces"])
def test_lists_cost_the_same_however_long(client: Browser, page: str) -> None:
    browser = client.as_(operator())

    def statements() -> int:
        browser.get(f"/admin{page}")
        with Recorder() as recorder:
            assert browser.get(f"/admin{page}").status_code == 200
        return len(recorder.statements)

    def grow() -> None:
        n = len(db.session.scalars(select(Job.id)).all())
        make._add(Job(name="mail.deliver", args={}, run_at=now()))
        make._add(Message(key=f"k{n}", address="a@b.c", locale="en", subject="s", body="b"))
        audit.record("test.done", make.institution(), by=make.user())

    grow()
    few = statements()
    for _ in range(4):
        grow()
    assert statements() == few
