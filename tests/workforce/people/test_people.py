"""People leave the numbers by one door: consent, second proof, reason, record."""

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from lms import storage
from lms.accounts import totp
from lms.accounts.digests import decrypt, encrypt
from lms.accounts.models import Profile, SecondFactor, SensitiveProfile, User, UserState
from lms.accounts.operations import begin_factor, confirm_factor, erase, give, withdraw
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.institutions.models import InstitutionKind, Role
from lms.jobs.queue import drain
from lms.workforce.people import jobs, operations
from lms.workforce.people.models import ExportedPerson, ExportState, PersonExport
from lms.workforce.people.parts import parts
from tests import make
from tests.conftest import Browser

REASON = "ติดตามผลโครงการพัฒนาทักษะดิจิทัลปี 2570"


def learner(name: str, *, agrees: bool = True, **given: Any) -> User:
    person = make.user(first_th=name, last_th="คานารี", first_en=f"Canary{name}", **given)
    db.session.add(Profile(user_id=person.id, district_code="3001", province_code="30"))
    db.session.flush()
    make.completed(make.run(), person)
    if agrees:
        give(person, "partners")
    db.session.commit()
    return person


def analyst(role: Role = Role.ANALYST, *, armed: bool = True) -> User:
    person = make.member(role, at=make.institution(kind=InstitutionKind.AGENCY))
    if armed:
        begin_factor(person)
        db.session.flush()
        confirm_factor(person, code_of(person))
        db.session.get_one(SecondFactor, person.id).last_step = 0
    db.session.commit()
    return person


def id_of(person: User) -> int:
    """Also after the worker has let go of everything that was loaded."""
    return int(sa.inspect(person).identity[0])


def code_of(person: User) -> str:
    secret = decrypt(db.session.get_one(SecondFactor, id_of(person)).secret) or ""
    return totp.code(secret, totp.step_of(now()))


def order(browser: Browser, person: User, **given: str) -> Any:
    form = {"reason": REASON, "ending": "csv", "factor": code_of(person)}
    answer = browser.post("/numbers/people", form | given)
    drain()
    return answer


def last() -> PersonExport:
    db.session.expire_all()
    return db.session.scalars(sa.select(PersonExport).order_by(PersonExport.id.desc())).first()  # type: ignore[return-value]


def content(browser: Browser) -> bytes:
    return bytes(browser.post(f"/numbers/people/{last().public_id}/file").data)


def test_only_those_who_agreed_are_in_the_file(client: Browser) -> None:
    learner("เห็นด้วย")
    learner("ไม่เห็นด้วย", agrees=False)
    learner("เด็ก", date_of_birth=date(now().year - 15, 1, 1))
    learner("ไม่รู้อายุ", date_of_birth=None)
    learner("ระงับ", state=UserState.SUSPENDED)
    gone = learner("ถอน")
    withdraw(gone, "partners")
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    lines = content(browser).decode().splitlines()
    assert lines[0].startswith("\ufeff")
    assert [line.split(",")[0] for line in lines[1:]] == ["เห็นด้วย คานารี"]
    assert last().people == 1


def test_sensitive_data_is_never_in_the_file(client: Browser) -> None:
    who = learner("ก", date_of_birth=date(1987, 3, 4))
    db.session.add(SensitiveProfile(user_id=who.id, disability=encrypt("3")))
    profile = db.session.get_one(Profile, who.id)
    profile.phone, profile.workplace = "0812345678", "ที่ทำงานลับ"
    db.session.commit()
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    text = content(browser).decode()
    assert text.splitlines()[0].split(",", 3)[:3] == [
        "\ufeffName in Thai",
        "Name in English",
        "E-mail",
    ]
    for secret in ("1987", "0812345678", "ที่ทำงานลับ", "female"):
        assert secret not in text


def test_excel_calculates_nothing(client: Browser) -> None:
    learner("=1+1")
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    assert "'=1+1" in content(browser).decode()
    order(browser, person, ending="xlsx")
    with zipfile.ZipFile(io.BytesIO(content(browser))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "=1+1" in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMIN, Role.REGISTRAR, Role.INSTRUCTOR])
def test_nobody_but_an_analyst_comes_in(client: Browser, role: Role) -> None:
    browser = client.as_(make.member(role))
    assert browser.get("/numbers/people").status_code == 403
    assert browser.post("/numbers/people", {"reason": REASON}).status_code == 403
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PersonExport)) == 0


def test_another_analyst_finds_nothing(client: Browser) -> None:
    person = analyst()
    order(client.as_(person), person)
    other = client.as_(analyst())
    assert other.get(f"/numbers/people/{last().public_id}").status_code == 404
    assert other.post(f"/numbers/people/{last().public_id}/file").status_code == 404


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reason": "สั้น"}, "20 characters at least"),
        ({"reason": " " * 30}, "20 characters at least"),
        ({"factor": "000000"}, "not the code that the app shows"),
        ({"factor": ""}, "not the code that the app shows"),
        ({"ending": "exe"}, "Choose one"),
        ({"institution": "NOWHERE"}, "Choose one of the list."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    client: Browser, given: dict[str, str], message: str
) -> None:
    person = analyst()
    page = order(client.as_(person), person, **given)
    assert message in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PersonExport)) == 0


def test_without_the_app_there_is_no_export(client: Browser) -> None:
    person = analyst(armed=False)
    browser = client.as_(person)
    assert "First set up the second step" in browser.get("/numbers/people").text
    page = browser.post("/numbers/people", {"reason": REASON, "ending": "csv", "factor": "123456"})
    assert page.status_code == 200
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PersonExport)) == 0


def test_the_second_proof_is_good_for_ten_minutes_in_one_session(client: Browser) -> None:
    learner("ก")
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    assert "Canary" in content(browser).decode()
    with browser.client.session_transaction() as cookie:
        token, at = cookie["factor"]
        cookie["factor"] = [token, at - 601]
    assert "Canary" not in content(browser).decode()
    assert "Canary" not in content(client.as_(db.session.get_one(User, id_of(person)))).decode()


def test_a_refused_order_gives_the_code_not_back(client: Browser) -> None:
    person = analyst()
    code = code_of(person)
    assert "20 characters" in order(client.as_(person), person, reason="สั้น", factor=code).text
    again = client.as_(db.session.get_one(User, id_of(person)))
    assert "not the code that the app shows" in order(again, person, factor=code).text


def test_everything_is_on_record(client: Browser) -> None:
    learner("ก")
    person = analyst()
    order(client.as_(person), person, district="3001")
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(verb="people.exported")).one()
    export = last()
    assert (entry.by_id, entry.subject_id) == (id_of(person), export.id)
    assert entry.details == {
        "reason": REASON,
        "filters": {"district": "3001"},
        "people": 1,
        "sha256": export.digest,
    }


def test_a_person_sees_who_exported_them_when_and_why(client: Browser) -> None:
    who = learner("ก")
    number = who.id
    person = analyst()
    order(client.as_(person), person)
    page = client.as_(db.session.get_one(User, number)).get("/account/data")
    assert REASON in page.text
    (part,) = parts(number)
    assert part.rows[0]["why"] == REASON


def test_a_withdrawal_closes_files_that_were_made_before(client: Browser) -> None:
    number = learner("ก").id
    learner("ข")
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    withdraw(db.session.get_one(User, number), "partners")
    db.session.commit()
    export = last()
    assert "has withdrawn the consent since" in content(browser).decode()
    assert (last().id, last().state) == (export.id, ExportState.OVER)
    assert not storage.local_path(export.digest or "", area=operations.AREA).exists()
    give(db.session.get_one(User, number), "partners")
    db.session.commit()
    assert "not there any more" in content(browser).decode()
    withdraw(db.session.get_one(User, number), "partners")
    order(browser, person)
    assert content(browser).decode().count("Canary") == 1


def test_a_file_that_nobody_fetches_is_deleted_after_a_withdrawal(client: Browser) -> None:
    number = learner("ก").id
    person = analyst()
    order(client.as_(person), person)
    digest = last().digest or ""
    assert jobs.tidy() is None
    withdraw(db.session.get_one(User, number), "partners")
    db.session.commit()
    tidy()
    assert last().state is ExportState.OVER
    assert not storage.local_path(digest, area=operations.AREA).exists()


def test_who_leaves_while_the_file_is_written_is_not_written_back(client: Browser) -> None:
    who, other = learner("ก"), learner("ข")
    people = [who.id, other.id]
    person = analyst()
    client.as_(person).post(
        "/numbers/people", {"reason": REASON, "ending": "csv", "factor": code_of(person)}
    )
    db.session.expire_all()
    digest = storage.put(b"both", area=operations.AREA)
    erase(db.session.get_one(User, people[0]), by=None)
    operations.note_ready(last().id, digest, people)
    db.session.commit()
    kept = db.session.scalars(sa.select(ExportedPerson.user_id)).all()
    assert kept == people[1:]
    tidy()
    assert last().state is ExportState.OVER
    assert not storage.local_path(digest, area=operations.AREA).exists()


def test_no_try_leaves_a_file_behind(client: Browser) -> None:
    """The worker may be gone at any moment, and makes other bytes the next time."""
    learner("ก")
    person = analyst()
    client.as_(person).post(
        "/numbers/people", {"reason": REASON, "ending": "xlsx", "factor": code_of(person)}
    )
    export_id = last().id
    first = operations.keep(export_id, b"as it was at first")
    second = operations.keep(export_id, b"as it is now")
    assert not storage.local_path(first, area=operations.AREA).exists()
    kept = storage.local_path(second, area=operations.AREA)
    assert kept.exists()
    db.session.get_one(PersonExport, export_id).expires_at = now() - timedelta(seconds=1)
    db.session.commit()
    tidy()
    assert not kept.exists()
    late = operations.keep(export_id, b"too late")
    operations.note_ready(export_id, late, [])
    assert not storage.local_path(late, area=operations.AREA).exists()


def tidy() -> None:
    finish = jobs.tidy()
    assert finish
    finish()
    db.session.commit()


def test_an_erased_person_is_in_no_file_any_more(client: Browser) -> None:
    number = learner("ก").id
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    erase(db.session.get_one(User, number), by=None)
    db.session.commit()
    assert "Canary" not in content(browser).decode()
    tidy()
    assert last().state is ExportState.OVER
    assert list(parts(number)) == []


def test_files_are_deleted_after_a_day(client: Browser) -> None:
    learner("ก")
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    export = last()
    digest = export.digest or ""
    assert storage.size(digest, area=operations.AREA)
    export.expires_at = now() - timedelta(minutes=1)
    db.session.commit()
    tidy()
    assert not storage.local_path(digest, area=operations.AREA).exists()
    assert "not there any more" in content(browser).decode()


def test_five_exports_an_hour(client: Browser) -> None:
    person = analyst()
    browser = client.as_(person)
    for _n in range(5):
        order(browser, person)
    assert "At most 5 exports an hour" in order(browser, person).text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PersonExport)) == 5


def test_filters_choose_and_the_file_says_no_more_than_asked(client: Browser) -> None:
    who = learner("ก")
    other = make.run()
    make.completed(other, who)
    db.session.commit()
    person = analyst()
    browser = client.as_(person)
    code = other.course.code
    order(browser, person, course=code)
    (line,) = content(browser).decode().splitlines()[1:]
    assert re.findall(r"TEST-\d+", line) == [code]
    order(browser, person, district="3002")
    assert last().people == 0


def test_an_analyst_sees_no_person_on_any_page_of_numbers(client: Browser) -> None:
    for n in range(6):
        learner("กขคงจฉ"[n])
    person = analyst()
    browser = client.as_(person)
    order(browser, person)
    rules = browser.client.application.url_map.iter_rules()
    paths = [r.rule for r in rules if r.rule.startswith("/numbers") and "<" not in r.rule]
    paths += [f"/numbers/people/{last().public_id}"]
    for path in paths:
        if "GET" not in next(
            (r.methods for r in browser.client.application.url_map.iter_rules() if r.rule == path),
            {"GET"},
        ):
            continue
        page = browser.get(path, follow_redirects=True)
        assert "คานารี" not in page.text, path
        assert "Canary" not in page.text, path


def test_the_list_of_exports_takes_a_fixed_number_of_statements(client: Browser) -> None:
    person = analyst()
    browser = client.as_(person)
    order(browser, person)

    def statements() -> int:
        seen: list[str] = []
        hear = lambda _c, _k, statement, *_more: seen.append(statement)  # noqa: E731
        for engine in {db.engine, db.engines["read"]}:
            sa.event.listen(engine, "before_cursor_execute", hear)
        browser.get("/numbers/people")
        for engine in {db.engine, db.engines["read"]}:
            sa.event.remove(engine, "before_cursor_execute", hear)
        return len(seen)

    few = statements()
    for _n in range(3):
        order(browser, person)
    assert statements() == few
