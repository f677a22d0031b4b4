"""Young people, and who consents for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.accounts import operations, queries
from lms.accounts.models import Consent, User, UserState
from lms.accounts.names import PersonName
from lms.clock import now, travel
from lms.db import db, one_transaction
from lms.i18n import dates
from tests.conftest import Browser
from tests.lms.accounts.conftest import code_in, link_in
from tests.lms.accounts.test_sign_up import form

Mail = Callable[[str], str]
GUARDIAN = {
    "guardian_name": "สมศรี ทดสอบ",
    "guardian_relation": "mother",
    "guardian_email": "parent@example.org",
}


def born(age: int) -> str:
    year = dates.to_bangkok(now()).year - age
    return f"1/1/{year + 543}"


def sign_up(client: Browser, mail: Mail, age: int) -> Any:
    client.post("/sign-up", form(date_of_birth=born(age)) | GUARDIAN)
    client.refresh_token()
    answer = client.post("/check-mail", {"code": code_in(mail("new@example.org"))})
    client.token = ""
    return answer


def person() -> User:
    found = queries.user_by_email("new@example.org")
    assert found is not None
    return found


@pytest.mark.parametrize(("age", "asked"), [(8, True), (10, True), (19, True), (20, False)])
def test_under_twenty_a_guardian_is_asked_for(client: Browser, age: int, asked: bool) -> None:
    page = client.post("/sign-up", form(date_of_birth=born(age)))
    assert (page.status_code == 200 and "guardian_name" in page.text) is asked
    assert ("name and e-mail address of a parent" in page.text) is asked


def test_the_account_waits_and_may_look_around(client: Browser, mail: Mail) -> None:
    assert sign_up(client, mail, 15).location == "/account/waiting"
    assert person().state is UserState.WAITING_FOR_GUARDIAN
    assert "parent@example.org" in client.get("/account/waiting").text
    assert client.get("/texts/terms").status_code == 200
    assert client.post("/runs/AAAAAAAAAAAA/enrol").location in ("/account/waiting", None)


def test_the_guardian_consents_by_the_link(client: Browser, mail: Mail, app: Any) -> None:
    sign_up(client, mail, 15)
    link = link_in(mail("parent@example.org"))
    parent = Browser(app.test_client()).speaking("en")
    assert "Terms of use" in parent.get(link).text
    assert "Tick the box" in parent.post(link, {"answer": "consent"}).text
    assert person().state is UserState.WAITING_FOR_GUARDIAN
    assert parent.post(link, {"answer": "consent", "agree": "yes"}).status_code == 302
    assert person().state is UserState.ACTIVE
    lines = db.session.scalars(select(Consent).where(Consent.guardian_id.is_not(None))).all()
    assert {line.purpose for line in lines} == {"terms", "privacy"}
    assert "has consented" in mail("new@example.org")
    assert parent.get(link).status_code == 410


def test_the_guardian_takes_it_back(client: Browser, mail: Mail, app: Any) -> None:
    sign_up(client, mail, 15)
    parent = Browser(app.test_client()).speaking("en")
    parent.post(link_in(mail("parent@example.org")), {"answer": "consent", "agree": "yes"})
    back = link_in(mail("parent@example.org"))
    with travel(timedelta(days=300)):
        assert "take that back" in parent.get(back).text
    parent.post(back, {"answer": "withdraw"})
    assert person().state is UserState.WAITING_FOR_GUARDIAN
    assert client.get("/account/profile").status_code == 302


def test_the_guardian_refuses(client: Browser, mail: Mail, app: Any) -> None:
    sign_up(client, mail, 15)
    parent = Browser(app.test_client()).speaking("en")
    parent.post(link_in(mail("parent@example.org")), {"answer": "refuse"})
    assert person().state is UserState.WAITING_FOR_GUARDIAN
    assert "does not consent" in mail("new@example.org")


def test_the_link_is_over_after_two_weeks(client: Browser, mail: Mail, database: None) -> None:
    sign_up(client, mail, 15)
    link = link_in(mail("parent@example.org")).removeprefix("/guardian/")
    with travel(timedelta(days=15)), pytest.raises(Exception, match="nothing here"):
        queries.link(link, queries.TokenPurpose.GUARDIAN)


def test_a_child_of_ten_has_no_way_in_before_that(client: Browser, mail: Mail, app: Any) -> None:
    assert sign_up(client, mail, 10).location == "/child-waits"
    assert client.get("/account/profile").status_code == 302
    client.post("/log-in", {"email": "new@example.org", "way": "code"})
    client.refresh_token()
    page = client.post("/check-mail", {"code": code_in(mail("new@example.org"))})
    assert "has not consented yet" in page.text
    parent = Browser(app.test_client()).speaking("en")
    parent.post(link_in(mail("parent@example.org")), {"answer": "consent", "agree": "yes"})
    assert person().state is UserState.ACTIVE


def test_the_guardian_is_somebody_else(client: Browser) -> None:
    own = GUARDIAN | {"guardian_email": "new@example.org"}
    page = client.post("/sign-up", form(date_of_birth=born(15)) | own)
    assert "address of their own" in page.text


def test_another_guardian_can_be_named_and_the_old_link_dies(
    client: Browser, mail: Mail, app: Any
) -> None:
    sign_up(client, mail, 15)
    old = link_in(mail("parent@example.org"))
    other = GUARDIAN | {"guardian_email": "aunt@example.org"}
    assert client.post("/account/waiting", other).location == "/account/waiting"
    assert link_in(mail("aunt@example.org"))
    assert client.get(old).status_code == 410


def test_staff_register_somebody_without_e_mail(database: None) -> None:
    from tests import make

    with one_transaction():
        registrar = make.user()
        made = operations.register_person(name=PersonName(first_th="ทองดี"), by=registrar)
    assert made.email is None
    assert made.registered_by_id == registrar.id
    assert {line.how for line in queries.ledger(made.id)} == {"paper"}


def test_at_twenty_nobody_else_is_asked(client: Browser, mail: Mail) -> None:
    sign_up(client, mail, 19)
    with travel(timedelta(days=366)), one_transaction():
        operations.tidy_up()
    assert person().state is UserState.ACTIVE


def test_nobody_answers_for_ninety_days(client: Browser, mail: Mail) -> None:
    sign_up(client, mail, 15)
    with travel(timedelta(days=91)), one_transaction():
        operations.tidy_up()
    assert queries.user_by_email("new@example.org") is None
