"""Taking one's data along, and being forgotten."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from lms.accounts import archive, hashing, operations, parts
from lms.accounts.models import Consent, Guardian, User, UserState
from lms.accounts.parts import Part
from lms.db import db, is_sqlite, one_transaction
from lms.jobs.models import Job
from lms.jobs.queue import drain
from tests import make
from tests.conftest import Browser
from tests.lms.accounts.conftest import code_in

Mail = Callable[[str], str]
CANARY = "ขมิ้นเหลืองอ่อน"
LATIN = "zxcanaryqv"


@pytest.fixture
def another_slice() -> Iterator[list[int]]:
    """A slice above accounts that has something about a person too."""
    erased: list[int] = []

    def export(user_id: int) -> list[Part]:
        return [Part("courses", [{"course": "=1+1"}], files=[("paper.pdf", b"%PDF-1.7")])]

    parts.export_parts(export)
    parts.erase_parts(erased.append)
    parts.keeps("the register of certificates")
    yield erased
    parts._exports.remove(export)
    parts._erasers.remove(erased.append)
    parts._kept.remove("the register of certificates")


def canary() -> User:
    """Somebody whose every word can be found again."""
    with one_transaction():
        person = make.user(
            email=f"{LATIN}@example.org", first_th=CANARY, last_th=CANARY, first_en=LATIN,
            middle_en=LATIN, last_en=LATIN, title_th=CANARY, sort_key=LATIN,
            password_hash=hashing.hash_password(make.PASSWORD),
        )  # fmt: skip
        operations.update_profile(person, workplace=f"{CANARY} {LATIN}", phone="+66812345678")
        db.session.add(
            Guardian(user_id=person.id, name=CANARY, relation="mother", email=f"g{LATIN}@x.org")
        )
        for purpose in ("terms", "privacy", "statistics"):
            operations.give(person, purpose)
        operations.tell_disability(person, "1", agree=True)
        operations.open_session(person, device=LATIN)
        operations.ask_code(str(person.email), locale="th", network="", known_device=False)
        operations.ask_guardian(person)
        operations.ask_new_email(person, f"other{LATIN}@example.org")
    drain()
    return person


def everything() -> Iterator[tuple[str, str]]:
    """Every cell of every table."""
    with db.engines["read"].connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')):
                for cell in row:
                    yield name, json.dumps(cell, default=str, ensure_ascii=False)


def found() -> set[str]:
    return {table for table, cell in everything() if CANARY in cell or LATIN in cell}


def test_the_canary_sings_before_and_nobody_hears_it_after(
    client: Browser, settings: Any, caplog: pytest.LogCaptureFixture, another_slice: list[int]
) -> None:
    person = canary()
    assert {"user", "profile", "guardian", "message", "one_time_token"} <= found()
    browser = client.as_(person).speaking("en")
    answer = browser.post("/account/data/erase", {"proof": make.PASSWORD, "sure": "y"})
    assert answer.location == "/account/erased"
    drain()
    db.session.remove()
    assert found() == set()
    assert another_slice == [person.id]
    folder = settings[0].data_dir
    kept = [f for f in folder.rglob("*") if f.is_file() and "template" not in f.name]
    for file in kept:
        content = file.read_bytes()
        assert LATIN.encode() not in content, file
        assert CANARY.encode() not in content, file
    assert LATIN not in caplog.text
    assert not is_sqlite() or any(file.name == "thaksa.sqlite3" for file in kept)


def test_what_stays_names_nobody(client: Browser) -> None:
    person = canary()
    client.as_(person).post("/account/data/erase", {"proof": make.PASSWORD, "sure": "y"})
    left = db.session.get(User, person.id)
    assert left is not None
    assert left.state is UserState.ERASED
    assert left.email is None
    lines = db.session.scalars(sa.select(Consent)).all()
    assert lines
    assert all(line.user_id is None and line.guardian_id is None for line in lines)
    assert client.get("/account/erased").status_code == 200


def test_the_erased_person_is_gone_everywhere_at_once(client: Browser) -> None:
    person = canary()
    here, there = client.as_(person), client.as_(person)
    here.post("/account/data/erase", {"proof": make.PASSWORD, "sure": "y"})
    assert here.get("/account/profile").status_code == 302
    assert there.get("/account/profile").status_code == 302


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"sure": "y"}, "Type your password"),
        ({"proof": "wrong password here", "sure": "y"}, "neither your password"),
        ({"proof": make.PASSWORD}, "This is needed"),
    ],
)
def test_nothing_is_erased_by_accident(client: Browser, data: dict[str, str], said: str) -> None:
    person = make.user(password_hash=hashing.hash_password(make.PASSWORD))
    browser = client.as_(person).speaking("en")
    assert said in browser.post("/account/data/erase", data).text
    db.session.refresh(person)
    assert person.state is UserState.ACTIVE


def test_a_code_by_mail_is_enough_to_erase(client: Browser, mail: Mail) -> None:
    person_id, email = (p := make.user()).id, str(p.email)
    browser = client.as_(p)
    browser.post("/account/proof", {"next": "/account/data/erase"})
    browser.post("/account/data/erase", {"proof": code_in(mail(email)), "sure": "y"})
    erased = db.session.get(User, person_id)
    assert erased is not None
    assert erased.state is UserState.ERASED


def test_the_page_says_what_goes_and_what_stays(client: Browser, another_slice: list[int]) -> None:
    page = client.as_(make.user()).speaking("en").get("/account/data/erase").text
    assert "your name, date of birth" in page
    assert "the register of certificates" in page


def test_an_error_of_the_mail_server_does_not_keep_the_address(client: Browser) -> None:
    person = canary()
    with one_transaction():
        job = db.session.scalar(sa.select(Job).where(Job.name == "mail.deliver"))
        assert job is not None
        job.error = f"SMTPRecipientsRefused: {LATIN}@example.org"
    client.as_(person).post("/account/data/erase", {"proof": make.PASSWORD, "sure": "y"})
    assert found() == set()


def test_the_download_holds_everything(client: Browser, another_slice: list[int]) -> None:
    answer = client.as_(canary()).post("/account/data/download")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archived:
        names = set(archived.namelist())
        whole = json.loads(archived.read("data.json"))
        table = archived.read("profile.csv")
        assert archived.read("files/paper.pdf") == b"%PDF-1.7"
    assert {"account.csv", "profile.csv", "consents.csv", "sessions.csv", "README.txt"} <= names
    assert whole["account"][0]["first_th"] == CANARY
    assert whole["profile"][0]["disability"] == "1"
    assert "password_hash" not in json.dumps(whole)
    assert table.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_calculated_is_text(start: str) -> None:
    rows = list(csv.reader(io.StringIO(archive.to_csv([{"a": f"{start}1+1"}]).lstrip("\ufeff"))))
    assert rows[1][0].startswith("'")


def test_the_download_is_for_its_owner_only(client: Browser) -> None:
    assert client.post("/account/data/download").location.startswith("/log-in")


def test_the_download_is_remembered(client: Browser) -> None:
    from lms.audit.models import AuditEntry

    client.as_(make.user()).post("/account/data/download")
    verbs = db.session.scalars(sa.select(AuditEntry.verb)).all()
    assert "data.exported" in verbs
