"""Coming in, going out, and who is kept outside."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from lms.accounts import digests, hashing, identity, operations, queries
from lms.accounts.models import LogInFailure, UserSession, UserState
from lms.clock import now, travel
from lms.db import db, one_transaction
from tests import make
from tests.conftest import Browser
from tests.lms.accounts.conftest import code_in

Mail = Callable[[str], str]
HASH = hashing.hash_password(make.PASSWORD)


def log_in(client: Browser, email: str, password: str = make.PASSWORD, **more: str) -> Any:
    return client.post("/log-in", {"email": email, "password": password, "way": "password"} | more)


def test_a_password_opens_a_session_of_its_own(client: Browser) -> None:
    person = make.user(password_hash=HASH)
    client.get("/log-in")
    before = client.client.get_cookie("thaksa_8000")
    assert log_in(client, str(person.email).upper()).location == "/my"
    after = client.client.get_cookie("thaksa_8000")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert len(queries.open_sessions(person.id)) == 1


def test_logging_in_again_gives_another_token(client: Browser) -> None:
    person = make.user(password_hash=HASH)
    log_in(client, person.email)
    client.refresh_token()
    client.post("/log-out")
    client.refresh_token()
    log_in(client, person.email)
    tokens = db.session.scalars(sa.select(UserSession.token)).all()
    assert len(set(tokens)) == 2


def test_unknown_wrong_and_without_password_are_answered_alike(client: Browser) -> None:
    known = make.user(password_hash=HASH, email="known@example.org")
    bare = make.user(email="bare@example.org")
    pages = [
        re.sub(r"(?<=csrf)[^>]+>", "", log_in(client, email, "wrong password here").text).replace(
            email, "X"
        )
        for email in (known.email, bare.email, "nobody@example.org")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "is not right" in pages[0]


def test_unknown_addresses_take_as_long_as_known_ones(client: Browser) -> None:
    make.user(password_hash=HASH, email="known@example.org")

    def took(email: str) -> float:
        start = time.perf_counter()
        log_in(client, email, "wrong password here")
        return time.perf_counter() - start

    took("warm@example.org")
    pairs = [(took("known@example.org"), took("nobody@example.org")) for _ in range(6)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.35 * max(known, unknown)


def test_the_code_by_mail_is_the_easy_way_in(client: Browser, mail: Mail) -> None:
    person = make.user()
    data = {"email": person.email, "way": "code"}
    assert client.post("/log-in?next=/courses", data).location == "/check-mail"
    client.refresh_token()
    assert client.post("/check-mail", {"code": code_in(mail(person.email))}).location == "/courses"


def test_a_code_is_good_once_for_ten_minutes_in_the_browser_that_asked(
    client: Browser, mail: Mail, app: Any
) -> None:
    person = make.user()
    client.post("/log-in", {"email": person.email, "way": "code"})
    code = code_in(mail(person.email))
    other = Browser(app.test_client()).speaking("en")
    other.post("/log-in", {"email": "x@example.org", "way": "code"})
    other.refresh_token()
    assert "not the code" in other.post("/check-mail", {"code": code}).text
    client.refresh_token()
    assert client.post("/check-mail", {"code": code}).status_code == 302


def test_after_ten_minutes_the_code_is_over(database: None, mail: Mail) -> None:
    person = make.user()
    with one_transaction():
        handle = operations.ask_code(person.email, locale="en", network="", known_device=False)
    code = code_in(mail(person.email))
    with travel(timedelta(minutes=11)), pytest.raises(operations.CodeIsOver):
        operations.come_in_by_code(handle, code)


def test_thai_figures_and_spaces_are_a_code_too(database: None, mail: Mail) -> None:
    person = make.user()
    with one_transaction():
        handle = operations.ask_code(person.email, locale="en", network="", known_device=False)
    code = code_in(mail(person.email)).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert operations.come_in_by_code(handle, f"{code[:3]} {code[3:]}").id == person.id


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Browser, mail: Mail) -> None:
    answer = client.post("/log-in", {"email": "nobody@example.org", "way": "code"})
    assert answer.location == "/check-mail"
    assert mail("nobody@example.org") == ""


def test_a_hundred_failures_stop_the_path_and_the_owner_still_gets_in(
    client: Browser, mail: Mail, app: Any
) -> None:
    person = make.user(password_hash=HASH, email="owner@example.org")
    path = operations.path_of(person.email, digests.network("127.0.0.1"))
    with one_transaction():
        db.session.add(
            LogInFailure(path=path, failures=99, window_ends_at=now() + timedelta(days=1))
        )
    known_device = Browser(app.test_client()).speaking("en")
    assert log_in(known_device, person.email).status_code == 302
    with one_transaction():
        db.session.add(
            LogInFailure(path=path, failures=99, window_ends_at=now() + timedelta(days=1))
        )
    assert "is not right" in log_in(client, person.email, "a wrong password").text
    assert "Too many tries" in log_in(client, person.email).text

    client.post("/log-in", {"email": person.email, "way": "code"})
    client.refresh_token()
    assert client.post("/check-mail", {"code": code_in(mail(person.email))}).status_code == 302

    known_device.refresh_token()
    known_device.post("/log-out")
    known_device.refresh_token()
    assert log_in(known_device, person.email).status_code == 302


def test_failures_are_counted_though_the_request_is_refused(client: Browser) -> None:
    for _ in range(3):
        log_in(client, "nobody@example.org", "wrong password here")
    assert sorted(db.session.scalars(sa.select(LogInFailure.failures))) == [3, 3]


def test_the_path_holds_no_address(client: Browser) -> None:
    log_in(client, "nobody@example.org", "wrong password here")
    for path in db.session.scalars(sa.select(LogInFailure.path)):
        assert len(path) == 64
        assert int(path, 16)


def test_an_old_hash_is_made_anew(client: Browser) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    person = make.user(password_hash=weak.hash(make.PASSWORD))
    log_in(client, person.email)
    db.session.refresh(person)
    assert not hashing.is_outdated(str(person.password_hash))


def test_a_suspended_person_is_told_after_the_right_password_only(client: Browser) -> None:
    person = make.user(password_hash=HASH, state=UserState.SUSPENDED)
    assert "is not right" in log_in(client, person.email, "a wrong password").text
    assert "suspended" in log_in(client, person.email).text


def test_revocation_is_seen_within_half_a_second_by_who_knew_the_session(database: None) -> None:
    person = make.user()
    with one_transaction():
        opened = operations.open_session(person)
    assert identity.load(opened.token) is not None
    with db.engines[None].begin() as another_process:
        another_process.execute(sa.update(UserSession).values(revoked_at=now()))
    time.sleep(0.45)
    assert identity.load(opened.token) is None


def test_log_out_ends_this_session_only(client: Browser) -> None:
    person = make.user()
    here, there = client.as_(person), client.as_(person)
    here.post("/log-out")
    assert here.get("/account/profile").status_code == 302
    assert there.get("/account/profile").status_code == 200


def test_a_stolen_cookie_is_worth_nothing_after_log_out(client: Browser, app: Any) -> None:
    browser = client.as_(make.user())
    cookie = browser.client.get_cookie("thaksa_8000")
    assert cookie is not None
    browser.post("/log-out")
    thief = Browser(app.test_client())
    thief.client.set_cookie("thaksa_8000", cookie.value)
    assert thief.get("/account/profile").status_code == 302


def test_log_out_everywhere(client: Browser) -> None:
    person = make.user()
    here, there = client.as_(person), client.as_(person)
    here.post("/account/sessions/close-all")
    assert here.get("/account/profile").status_code == 302
    assert there.get("/account/profile").status_code == 302


def test_nobody_closes_the_session_of_another(client: Browser) -> None:
    person, stranger = make.user(), make.user()
    client.as_(person)
    theirs = queries.open_sessions(person.id)[0].id
    foreign = client.as_(stranger).post(f"/account/sessions/{theirs}/close")
    absent = client.as_(stranger).post("/account/sessions/999999/close")
    assert foreign.status_code == absent.status_code == 404
    assert len(queries.open_sessions(person.id)) == 1
