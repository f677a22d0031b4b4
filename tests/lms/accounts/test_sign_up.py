"""Creating an account."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.accounts import queries
from lms.accounts.models import Consent, OneTimeToken, User, UserState
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.lms.accounts.conftest import code_in, link_in

Mail = Callable[[str], str]


def form(**given: str) -> dict[str, str]:
    return {
        "date_of_birth": "31/1/2533",
        "title_th": "นางสาว",
        "first_th": "น้ำผึ้ง",
        "last_th": "ทดสอบ",
        "email": "new@example.org",
        "terms": "y",
        "privacy": "y",
    } | given


def user(email: str = "new@example.org") -> User | None:
    return queries.user_by_email(email)


def test_the_code_from_the_mail_makes_the_account_in_the_same_browser(
    client: Browser, mail: Mail
) -> None:
    assert client.post("/sign-up", form()).location == "/check-mail"
    assert user() is None
    client.refresh_token()
    page = client.post("/check-mail", {"code": code_in(mail("new@example.org"))})
    assert page.location == "/my"
    made = user()
    assert made is not None
    assert made.state is UserState.ACTIVE
    assert made.password_hash is None
    assert client.get("/account/profile").status_code == 200


def test_the_link_works_on_another_device_and_a_look_at_it_does_nothing(
    client: Browser, mail: Mail, app: Any
) -> None:
    client.post("/sign-up", form(password=make.PASSWORD))
    link = link_in(mail("new@example.org"))
    phone = Browser(app.test_client()).speaking("en")
    assert "Yes, this is me" in phone.get(link).text
    assert user() is None
    assert phone.post(link).location == "/my"
    assert user() is not None
    assert phone.get(link).status_code == 410


def test_an_address_that_has_an_account_gets_the_same_answer_and_another_mail(
    client: Browser, mail: Mail
) -> None:
    make.user(email="known@example.org")
    new = client.post("/sign-up", form())
    known = client.post("/sign-up", form(email="known@example.org"))
    assert (new.status_code, new.location) == (known.status_code, known.location)
    assert "has one already" in mail("known@example.org")
    client.refresh_token()
    client.post("/check-mail", {"code": code_in(mail("known@example.org"))})
    assert "known@example.org" in client.get("/account/email").text


@pytest.mark.parametrize("known", [True, False])
def test_wrong_codes_are_answered_alike_and_five_are_the_end(
    client: Browser, mail: Mail, known: bool
) -> None:
    if known:
        make.user(email="new@example.org")
    client.post("/sign-up", form())
    right = code_in(mail("new@example.org"))
    client.refresh_token()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answers = [client.post("/check-mail", {"code": wrong}).text for _ in range(5)]
    assert all("not the code" in page for page in answers[:4])
    assert "tried too often" in answers[4]
    assert "tried too often" in client.post("/check-mail", {"code": right}).text


def test_the_consents_are_written_down_with_the_words(client: Browser, mail: Mail) -> None:
    client.post("/sign-up", form())
    client.refresh_token()
    client.post("/check-mail", {"code": code_in(mail("new@example.org"))})
    lines = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(line.purpose, line.given, line.text.version) for line in lines] == [
        ("terms", True, 1),
        ("privacy", True, 1),
    ]
    assert all(len(line.text.digest) == 64 for line in lines)


def test_nothing_is_ticked_for_you(client: Browser) -> None:
    page = client.get("/sign-up").text
    assert 'name="terms"' in page
    assert "checked" not in page


@pytest.mark.parametrize("box", ["terms", "privacy"])
def test_without_a_tick_there_is_no_account(client: Browser, box: str) -> None:
    page = client.post("/sign-up", {k: v for k, v in form().items() if k != box})
    assert "This is needed" in page.text
    assert "น้ำผึ้ง" in page.text
    assert 'value="31/1/2533"' in page.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("first_th", "ส" * 10_000, "at most 100 characters"),
        ("first_th", "น้ำ\x07ผึ้ง", "invisible character"),
        ("first_th", "น้ำ\u202eผึ้ง", "invisible character"),
        ("first_th", "🐘", "no symbols"),
        ("first_th", "123", "needs letters"),
        ("first_th", "", "Write your name"),
        ("email", "not-an-address", "not complete"),
        ("email", "ก" * 10_000, "not complete"),
        ("date_of_birth", "31/2/2533", "like 22/11/2569"),
        ("date_of_birth", "1/1/2600", "cannot be right"),
        ("date_of_birth", "1/1/69", "like 22/11/2569"),
        ("date_of_birth", "1/1/2420", "cannot be right"),
        ("password", "short", "At least 12 characters"),
        ("password", "password1234", "Others use this password"),
        ("password", "ก" * 129, "At most 128"),
        ("password", "ก" * 10_000, "At most 1000"),
    ],
)
def test_bad_input_is_explained_and_the_rest_is_kept(
    client: Browser, field: str, typed: str, said: str
) -> None:
    page = client.post("/sign-up", form(**{field: typed}))
    assert page.status_code == 200
    assert said in page.text
    assert 'value="ทดสอบ"' in page.text
    assert db.session.scalar(select(func.count()).select_from(OneTimeToken)) == 0


def test_a_name_in_english_alone_is_enough(client: Browser) -> None:
    page = client.post("/sign-up", form(first_th="", last_th="", title_th="", first_en="Ann"))
    assert page.location == "/check-mail"


def test_extra_fields_change_nothing(client: Browser, mail: Mail) -> None:
    """A form field never becomes a column."""
    extra = {column.key: "operator" for column in User.__table__.columns} | form()
    client.post("/sign-up", extra | {"state": "suspended", "public_id": "AAAAAAAAAAAA"})
    client.refresh_token()
    client.post("/check-mail", {"code": code_in(mail("new@example.org"))})
    made = user()
    assert made is not None
    assert made.state is UserState.ACTIVE
    assert made.public_id != "AAAAAAAAAAAA"
    assert made.registered_by_id is None


def test_seven_mails_in_an_hour_are_too_many(client: Browser) -> None:
    answers = [client.post("/sign-up", form()) for _ in range(7)]
    assert [a.status_code for a in answers] == [302] * 6 + [200]
    assert "several mails already" in answers[-1].text


def test_two_browsers_that_confirm_at_once_make_one_account(
    client: Browser, mail: Mail, app: Any
) -> None:
    client.post("/sign-up", form())
    first = link_in(mail("new@example.org"))
    other = Browser(app.test_client()).speaking("en")
    other.post("/sign-up", form())
    second = link_in(mail("new@example.org"))
    assert first != second
    client.refresh_token()
    assert client.post(first).status_code == 302
    assert other.post(second).status_code == 410
