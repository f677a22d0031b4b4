"""The app with codes: RFC 6238, each code once, recovery on paper."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from lms.accounts import operations, queries, totp
from lms.accounts.digests import decrypt
from lms.accounts.hashing import hash_password
from lms.accounts.models import RecoveryCode, SecondFactor, User
from lms.accounts.operations import erase
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.institutions.models import Role
from lms.mail.models import Message
from tests import make
from tests.conftest import Browser

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_the_rfc(at: int, code: str) -> None:
    assert totp.code(SECRET, at // 30) == code


def test_a_clock_may_be_half_a_minute_off() -> None:
    at = datetime.fromtimestamp(1111111109, UTC)
    for seconds, fits in ((-60, False), (-30, True), (30, True), (90, False)):
        step = totp.step_of_code(SECRET, "081804", at + timedelta(seconds=seconds))
        assert (step is not None) is fits


def armed(person: User) -> list[str]:
    operations.begin_factor(person)
    db.session.flush()
    codes = operations.confirm_factor(person, code_of(person))
    db.session.get_one(SecondFactor, person.id).last_step = 0
    db.session.commit()
    return codes


def code_of(person: User) -> str:
    secret = decrypt(db.session.get_one(SecondFactor, person.id).secret) or ""
    return totp.code(secret, totp.step_of(now()))


@pytest.mark.usefixtures("database")
def test_a_code_works_once() -> None:
    person = make.user()
    armed(person)
    code = code_of(person)
    operations.check_factor(person.id, code, path="p")
    db.session.commit()
    with pytest.raises(operations.WrongFactor):
        operations.check_factor(person.id, code, path="p")


@pytest.mark.usefixtures("database")
def test_a_recovery_code_works_once_and_for_its_owner_only() -> None:
    person, other = make.user(), make.user()
    codes = armed(person)
    armed(other)
    with pytest.raises(operations.WrongFactor):
        operations.check_factor(other.id, codes[0], path="p")
    operations.check_factor(person.id, codes[0].lower(), path="p")
    db.session.commit()
    with pytest.raises(operations.WrongFactor):
        operations.check_factor(person.id, codes[0], path="p")


@pytest.mark.usefixtures("database")
def test_ten_wrong_codes_stop_the_right_one() -> None:
    person = make.user()
    armed(person)
    for _n in range(10):
        with pytest.raises(operations.WrongFactor):
            operations.check_factor(person.id, "000000", path="p")
    with pytest.raises(operations.TooManyCodes):
        operations.check_factor(person.id, code_of(person), path="p")


@pytest.mark.usefixtures("database")
def test_secret_and_codes_are_not_kept_in_clear() -> None:
    person = make.user()
    codes = armed(person)
    row = db.session.get_one(SecondFactor, person.id)
    assert (decrypt(row.secret) or "-") not in row.secret
    kept = db.session.scalars(sa.select(RecoveryCode.digest)).all()
    assert not {code.replace("-", "") for code in codes} & set(kept)


@pytest.mark.usefixtures("database")
def test_an_erased_person_leaves_no_secret() -> None:
    person = make.user()
    number = person.id
    armed(person)
    erase(person, by=None)
    db.session.commit()
    assert db.session.get(SecondFactor, number) is None
    assert queries.recovery_codes_left(number) == 0


def test_setting_it_up_in_the_browser(client: Browser) -> None:
    person = make.user(password_hash=hash_password(make.PASSWORD))
    browser = client.as_(person)
    assert (
        "neither your password"
        in browser.post("/account/second-factor/begin", {"proof": "wrong"}).text
    )
    browser.post("/account/second-factor/begin", {"proof": make.PASSWORD})
    page = browser.get("/account/second-factor")
    assert "data:image/svg+xml" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    wrong = browser.post("/account/second-factor/confirm", {"factor": "000000"})
    assert "not the code that the app shows" in wrong.text
    done = browser.post("/account/second-factor/confirm", {"factor": code_of(person)})
    assert len(re.findall(r"<code>[2-9A-Z]{5}-[2-9A-Z]{5}</code>", done.text)) == 10
    assert "On since" in browser.get("/account/second-factor").text


def test_the_password_alone_does_not_remove_it(client: Browser) -> None:
    person = make.user(password_hash=hash_password(make.PASSWORD))
    codes, browser = armed(person), client.as_(person)
    for given in ({"proof": make.PASSWORD}, {"factor": "000000"}, {"factor": make.PASSWORD}):
        browser.post("/account/second-factor/remove", given)
        assert queries.factor(person.id) is not None
    browser.post("/account/second-factor/remove", {"factor": codes[0]})
    assert queries.factor(person.id) is None


def test_who_exported_a_minute_ago_types_a_code_to_remove_it(client: Browser) -> None:
    person = make.user()
    armed(person)
    browser = client.as_(person)
    with browser.client.session_transaction() as cookie:
        cookie["factor"] = [cookie["_user_id"], now().timestamp()]
    browser.post("/account/second-factor/remove", {})
    assert queries.factor(person.id) is not None
    browser.post("/account/second-factor/remove", {"factor": code_of(person)})
    assert queries.factor(person.id) is None


@pytest.mark.usefixtures("database")
def test_the_owner_is_told_when_it_goes_on_and_off() -> None:
    person = make.user()
    armed(person)
    operations.remove_factor(person, code_of(person), path="p")
    db.session.commit()
    told = sa.select(Message.subject).where(Message.user_id == person.id).order_by(Message.id)
    assert db.session.scalars(told).all() == ["The second step is on", "The second step is off"]


@pytest.mark.usefixtures("database")
def test_a_code_is_spent_even_when_what_it_was_for_is_refused() -> None:
    person = make.user()
    codes = armed(person)
    for typed in (code_of(person), codes[0]):
        operations.check_factor(person.id, typed, path="p")
        db.session.rollback()
        with pytest.raises(operations.WrongFactor):
            operations.check_factor(person.id, typed, path="p")


def test_another_person_resets_it_and_it_is_on_record(client: Browser) -> None:
    person, operator = make.user(), make.member(Role.OPERATOR)
    armed(person)
    given = {"email": person.email, "is_known": "y"}
    page = client.as_(make.user()).post("/admin/second-factor", given)
    assert page.status_code == 404
    browser = client.as_(operator)
    browser.post("/admin/second-factor", {"email": person.email})
    assert queries.factor(person.id) is not None
    browser.post("/admin/second-factor", given)
    assert queries.factor(person.id) is None
    row = db.session.scalars(sa.select(AuditEntry).filter_by(verb="second_factor.reset")).one()
    assert (row.subject_id, row.by_id) == (person.id, operator.id)
    assert "Nobody with this address" in browser.post("/admin/second-factor", given).text


def test_nobody_resets_their_own(client: Browser) -> None:
    operator = make.member(Role.OPERATOR)
    armed(operator)
    given = {"email": operator.email, "is_known": "y"}
    page = client.as_(operator).post("/admin/second-factor", given)
    assert "Another platform operator" in page.text
    assert queries.factor(operator.id) is not None


def test_who_has_it_on_does_not_set_up_another_over_it(client: Browser) -> None:
    person = make.user(password_hash=hash_password(make.PASSWORD))
    armed(person)
    before = queries.factor(person.id)
    page = client.as_(person).post("/account/second-factor/begin", {"proof": make.PASSWORD})
    assert "on already" in page.text
    assert queries.factor(person.id) == before
