"""Profile, password, address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from lms.accounts import hashing, operations, queries
from lms.accounts.models import SensitiveProfile, User
from lms.clock import travel
from lms.db import db, one_transaction
from lms.reference import queries as reference
from tests import make
from tests.conftest import Browser
from tests.lms.accounts.conftest import code_in, link_in

Mail = Callable[[str], str]
HASH = hashing.hash_password(make.PASSWORD)
NEW = "พายเรือไปตลาดเช้าวันศุกร์"


def profile(**given: Any) -> dict[str, Any]:
    return {"first_th": "น้ำผึ้ง", "last_th": "ทดสอบ", "locale": "en"} | given


def test_the_profile_is_kept(client: Browser) -> None:
    person = make.user()
    browser = client.as_(person).speaking("en")
    answer = browser.post(
        "/account/profile",
        profile(
            province_code="30", place="300102", sex="female", occupation="25", sector="C",
            phone="081-234-5678", access_needs=["captions", "large_text"], workplace="ร้านค้า",
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    kept = queries.profile(person.id)
    assert kept is not None
    assert (kept.district_code, kept.subdistrict_code) == ("3001", "300102")
    assert (kept.phone, kept.access_needs) == ("+66812345678", ["captions", "large_text"])
    page = browser.get("/account/profile").text
    assert 'value="081 234 5678"' in page
    assert '<option selected value="300102">' in page


def test_another_province_turns_the_list_without_saving(client: Browser) -> None:
    person = make.user()
    browser = client.as_(person).speaking("en")
    typed = profile(province_code="10", show_places="1", workplace="ร้านค้า", phone="12")
    page = browser.post("/account/profile", typed)
    assert page.status_code == 200
    assert 'value="100101"' in page.text
    assert 'value="ร้านค้า"' in page.text
    assert "Not saved yet" not in page.text
    assert queries.profile(person.id) is None


def test_a_district_of_another_province_is_refused(client: Browser) -> None:
    browser = client.as_(make.user()).speaking("en")
    page = browser.post("/account/profile", profile(province_code="10", place="300102"))
    assert "in the province above" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("phone", "12", "not complete"),
        ("phone", "9" * 10_000, "not complete"),
        ("sex", "robot", "Choose one of the list"),
        ("workplace", "ก" * 10_000, "At most 200"),
        ("first_th", "🐘", "no symbols"),
        ("access_needs", "rm -rf", "Choose one of the list"),
    ],
)
def test_bad_input_is_explained(client: Browser, field: str, typed: str, said: str) -> None:
    browser = client.as_(make.user()).speaking("en")
    page = browser.post("/account/profile", profile(last_th="ที่พิมพ์ไว้") | {field: typed})
    assert said in page.text
    assert 'value="ที่พิมพ์ไว้"' in page.text


def test_extra_fields_become_no_columns(client: Browser) -> None:
    person = make.user()
    before = {c.key: getattr(person, c.key) for c in User.__table__.columns}
    extra = dict.fromkeys(before, "1") | {"user_id": "1", "role": "operator", "state": "erased"}
    names = {k: before[k] for k in ("title_th", "first_th", "last_th", "title_en", "first_en",
                                    "middle_en", "last_en")}  # fmt: skip
    data = extra | names | {"locale": "en", "date_of_birth": "1/1/2500"}
    client.as_(person).post("/account/profile", data)
    db.session.refresh(person)
    assert {c.key: getattr(person, c.key) for c in User.__table__.columns} == before


def test_the_profile_page_asks_a_fixed_number_of_questions(client: Browser) -> None:
    browser = client.as_(make.user())
    browser.get("/account/profile")
    assert statements(lambda: browser.get("/account/profile")) <= 22
    assert statements(lambda: browser.get("/account/sessions")) <= 6
    assert statements(lambda: browser.get("/account/data")) <= 6


def statements(do: Callable[[], Any]) -> int:
    seen: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    for engine in (db.engines[None], db.engines["read"]):
        sa.event.listen(engine, "before_cursor_execute", count)
    try:
        do()
    finally:
        for engine in (db.engines[None], db.engines["read"]):
            sa.event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_more_sessions_ask_no_more_questions(client: Browser) -> None:
    person = make.user()
    browser = client.as_(person)
    few = statements(lambda: browser.get("/account/sessions"))
    for _ in range(30):
        client.as_(person)
    assert statements(lambda: browser.get("/account/sessions")) == few


def test_disability_needs_its_own_consent_and_is_encrypted(client: Browser) -> None:
    person = make.user()
    browser = client.as_(person).speaking("en")
    page = browser.post("/account/profile/disability", {"disability": "1"})
    assert "only keep this with your consent" in page.text
    browser.post("/account/profile/disability", {"disability": "1", "agree": "y"})
    assert queries.disability(person.id) == "1"
    stored = db.session.scalar(sa.select(SensitiveProfile.disability))
    assert stored is not None
    assert len(stored) > 80
    browser.post("/account/data/consents/disability", {"answer": "withdraw"})
    assert queries.disability(person.id) is None
    assert [(c.purpose, c.given) for c in queries.ledger(person.id)] == [
        ("disability", False),
        ("disability", True),
    ]


def test_statistics_are_given_and_taken_back_by_one_button(client: Browser) -> None:
    person = make.user()
    browser = client.as_(person)
    browser.post("/account/data/consents/statistics", {"answer": "give"})
    assert queries.has_consented(person.id, "statistics")
    browser.post("/account/data/consents/statistics", {"answer": "withdraw"})
    assert not queries.has_consented(person.id, "statistics")
    assert browser.post("/account/data/consents/terms", {"answer": "give"}).status_code == 404


def test_a_new_password_logs_every_other_browser_out(client: Browser, mail: Mail) -> None:
    person = make.user(password_hash=HASH)
    here, there = client.as_(person), client.as_(person)
    answer = here.post("/account/password", {"proof": make.PASSWORD, "password": NEW, "way": "new"})
    assert answer.status_code == 302
    assert here.get("/account/profile").status_code == 200
    assert there.get("/account/profile").status_code == 302
    assert operations.log_in(person.email, NEW, network="").id == person.id
    db.session.rollback()
    assert "was changed just now" in mail(person.email)


@pytest.mark.parametrize(
    ("proof", "password", "said"),
    [
        ("", NEW, "Type your password"),
        ("wrong password here", NEW, "neither your password"),
        (make.PASSWORD, "short", "At least 12"),
        (make.PASSWORD, "", "This is needed"),
        ("000000", NEW, "neither your password"),
    ],
)
def test_a_password_is_not_changed_without_proof(
    client: Browser, proof: str, password: str, said: str
) -> None:
    person = make.user(password_hash=HASH)
    browser = client.as_(person).speaking("en")
    data = {"proof": proof, "password": password, "way": "new"}
    assert said in browser.post("/account/password", data).text
    db.session.refresh(person)
    assert person.password_hash == HASH


def test_a_code_is_proof_too(client: Browser, mail: Mail) -> None:
    person = make.user()
    browser = client.as_(person).speaking("en")
    browser.post("/account/proof", {"next": "/account/password"})
    code = code_in(mail(person.email))
    browser.post("/account/password", {"proof": code, "password": NEW, "way": "new"})
    known = queries.credentials(user_id=person.id)
    assert known is not None
    assert known.password_hash is not None


def test_staff_need_longer_passwords(client: Browser) -> None:
    from lms.institutions.models import Role

    person = make.member(Role.REGISTRAR, password_hash=HASH)
    browser = client.as_(person).speaking("en")
    data = {"proof": make.PASSWORD, "password": "เรือใบสีขาว12", "way": "new"}
    assert "At least 15" in browser.post("/account/password", data).text


def test_the_reset_link_works_once_and_ends_every_session(
    client: Browser, mail: Mail, app: Any
) -> None:
    person = make.user(password_hash=HASH)
    logged_in = client.as_(person)
    client.post("/forgot-password", {"email": person.email})
    link = link_in(mail(person.email))
    other = Browser(app.test_client()).speaking("en")
    assert "Choose a new password" in other.get(link).text
    assert "At least 12" in other.post(link, {"password": "short"}).text
    assert other.post(link, {"password": NEW}).status_code == 302
    other.refresh_token()
    assert other.post(link, {"password": NEW + "x"}).status_code == 410
    assert logged_in.get("/account/profile").status_code == 302


def test_the_reset_link_is_over_after_an_hour(database: None, mail: Mail) -> None:
    person = make.user(password_hash=HASH)
    with one_transaction():
        operations.ask_reset(person.email, locale="en", path="x")
    secret = link_in(mail(person.email)).removeprefix("/reset-password/")
    with travel(timedelta(minutes=61)), pytest.raises(Exception, match="nothing here"):
        operations.reset_password(secret, HASH)


def test_forgot_answers_alike_and_writes_to_nobody_unknown(client: Browser, mail: Mail) -> None:
    person = make.user(password_hash=HASH)
    known = client.post("/forgot-password", {"email": person.email})
    unknown = client.post("/forgot-password", {"email": "nobody@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert mail("nobody@example.org") == ""


def test_the_new_address_confirms_and_the_old_one_is_told(client: Browser, mail: Mail) -> None:
    person = make.user(password_hash=HASH, email="old@example.org")
    person_id = person.id
    browser = client.as_(person)
    browser.post("/account/email", {"email": "fresh@example.org", "proof": make.PASSWORD})
    link = link_in(mail("fresh@example.org"))
    assert queries.user_by_email("fresh@example.org") is None
    browser.get(link)
    assert queries.user_by_email("fresh@example.org") is None
    browser.post(link)
    changed = queries.user_by_email("fresh@example.org")
    assert changed is not None
    assert changed.id == person_id
    assert "has a new e-mail address" in mail("old@example.org")


def test_a_taken_address_is_not_told_apart(client: Browser, mail: Mail) -> None:
    make.user(email="taken@example.org")
    browser = client.as_(make.user(password_hash=HASH))
    new = browser.post("/account/email", {"email": "free@example.org", "proof": make.PASSWORD})
    taken = browser.post("/account/email", {"email": "taken@example.org", "proof": make.PASSWORD})
    assert (new.status_code, new.location) == (taken.status_code, taken.location)
    assert "belongs to yours" in mail("taken@example.org")


def test_new_words_are_asked_for_once(client: Browser) -> None:
    person = make.user(terms_version=None)
    browser = client.as_(person).speaking("en")
    answer = browser.get("/courses?q=x")
    assert answer.location == "/account/agree?next=/courses?q%3Dx"
    page = browser.get(answer.location)
    assert "Terms of use" in page.text
    assert "Privacy notice" not in page.text.split("<main")[1].split("</main>")[0]
    assert "This is needed" in browser.post("/account/agree", {}).text
    assert browser.post(answer.location, {"agree": "y"}).location == "/courses?q=x"
    assert browser.get("/courses").status_code == 200


def test_words_of_a_version_never_change(database: None) -> None:
    with one_transaction():
        queries.text("terms").digest = "0" * 64
    with pytest.raises(operations.WordsChanged):
        operations.load_texts()


def test_every_list_has_its_titles(database: None) -> None:
    for name in ("sex", "education", "employment", "sector", "target_group", "disability"):
        assert reference.choices(name)
