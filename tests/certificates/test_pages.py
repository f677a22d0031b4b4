"""The holder's certificates and the public page."""

import io
import statistics
import time
from datetime import date

import pytest
import sqlalchemy as sa
from flask import current_app
from werkzeug.test import TestResponse

from certificates import operations, queries, views
from certificates.look_ups import gatherer
from certificates.models import Certificate, CertificateState, LookUps
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.accounts.names import PersonName
from lms.accounts.operations import erase
from lms.accounts.parts import exported
from lms.db import db, one_transaction
from lms.jobs.queue import drain
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder


def issue(learner: User | None = None, *, drawn: bool = True) -> str:
    """The code of a certificate, with its paper if it is asked for."""
    code = operations.issue_for(make.completed(learner=learner)).code
    db.session.commit()
    if drawn:
        drain()
    return code


def change(code: str, **values: object) -> None:
    with one_transaction():
        db.session.execute(sa.update(Certificate).where(Certificate.code == code).values(**values))


def upload(client: Browser, content: bytes, name: str = "a.pdf") -> TestResponse:
    """Written by hand: the test client forgets to close a large file."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--x--\r\n"
    return client.post("/v/file", data=body, content_type="multipart/form-data; boundary=x")


def paper(code: str) -> bytes:
    from lms import storage

    return storage.get(queries.paper_digest(code) or "")


def test_the_holder_sees_downloads_and_shares_it(client: Browser) -> None:
    learner = make.user()
    browser = client.as_(learner).speaking("en")
    code = issue(learner)
    page = browser.get("/my/certificates").text
    assert "Valid certificate" in page
    assert f"http://127.0.0.1:8000/v/{code}" in page
    file = browser.get(f"/my/certificates/{code}.pdf")
    assert file.data.startswith(b"%PDF-")
    assert "filename*=UTF-8''%E0%B8%A7%E0%B8%B8%E0%B8%92" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"].startswith("private")


def test_a_paper_that_is_being_drawn_arrives_by_itself(client: Browser) -> None:
    learner = make.user()
    learner_id = learner.id
    code = issue(learner, drawn=False)
    browser = client.as_(learner).speaking("en")
    assert f"/my/certificates/{code}/paper" in browser.get("/my/certificates").text
    assert f"/my/certificates/{code}/paper" in browser.get("/my").text
    assert "data-done" not in browser.get(f"/my/certificates/{code}/paper").text
    assert browser.get(f"/my/certificates/{code}.pdf").status_code == 404
    drain()
    assert db.session.get(User, learner_id)
    assert "data-done" in browser.get(f"/my/certificates/{code}/paper").text


@pytest.mark.parametrize("path", ["/my/certificates/{}.pdf", "/my/certificates/{}/paper"])
def test_somebody_elses_paper_is_not_there(client: Browser, path: str) -> None:
    code = issue()
    stranger = client.as_(make.user())
    foreign, unknown = stranger.get(path.format(code)), stranger.get(path.format("2" * 12))
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    assert client.get(path.format(code)).status_code == 302


def test_a_sample_belongs_to_nobody(client: Browser) -> None:
    with one_transaction():
        code = operations.issue_sample(make.course(), PersonName(first_th="ก"), by=None).code
    drain()
    assert client.as_(make.user()).get(f"/my/certificates/{code}.pdf").status_code == 404
    assert "Sample" in client.get(f"/v/{code}").text


def test_the_list_takes_one_statement_however_long(client: Browser) -> None:
    def statements(count: int) -> int:
        learner = make.user()
        for _ in range(count):
            operations.issue_for(make.completed(learner=learner))
        browser = client.as_(learner)
        browser.get("/my/certificates")
        with Recorder() as recorder:
            assert browser.get("/my/certificates").status_code == 200
        return len(recorder.statements)

    assert statements(1) == statements(9)


@pytest.mark.parametrize("spelling", [str, str.lower])
def test_a_code_is_checked_in_any_case(client: Browser, spelling: type[str]) -> None:
    code = issue(drawn=False)
    for path in (f"/v/{spelling(code)}", f"/V/{spelling(code)}"):
        page = client.get(path)
        assert page.status_code == 200
        for words in ("ถูกต้อง", "Valid certificate", "Namphueng Thotsop", "นางสาวน้ำผึ้ง", "3 hours"):
            assert words in page.text


@pytest.mark.parametrize(
    "typed",
    [
        "{0} {1} {2}",
        "{0}-{1}-{2}",
        " {0}{1}{2} ",
        "https://x.example/V/{0}{1}{2}",
        "{0}\u200b{1}–{2}",
    ],
)
def test_what_people_type_is_understood(client: Browser, typed: str) -> None:
    code = issue(drawn=False)
    groups = typed.format(code[:4].lower(), code[4:8], code[8:])
    answer = client.get("/v", query_string={"code": groups})
    assert answer.headers["Location"] == f"/v/{code}"


def test_a_code_in_groups_leads_to_its_page(client: Browser) -> None:
    code = issue(drawn=False)
    answer = client.get(f"/v/{code[:4]}-{code[4:8]} {code[8:]}")
    assert answer.headers["Location"] == f"/v/{code}"


def test_an_unknown_code_keeps_what_was_typed(client: Browser) -> None:
    page = client.get("/v", query_string={"code": 'abc<"2345'}).text
    assert "Not found" in page
    assert "abc&lt;&#34;2345" in page
    assert "Type the code" in client.get("/v?code=").text


UNKNOWN = (
    "222222222222",
    "zzzzzzzzzzzz",
    "O0I1O0I1O0I1",
    "ก" * 12,
    "short",
    "X" * 3000,
    "' OR 1=1",
    "%00x",
)


def test_unknown_and_malformed_codes_answer_alike(client: Browser) -> None:
    answers = [client.get(f"/v/{code}", follow_redirects=True) for code in UNKNOWN[:-1]]
    assert {each.status_code for each in answers} == {404}
    assert len({each.data for each in answers}) == 1
    programs = [client.get(f"/v/{code}.json") for code in UNKNOWN[:-1]]
    assert {(each.status_code, each.data) for each in programs} == {(404, programs[0].data)}
    assert client.get(f"/v/{UNKNOWN[-1]}").status_code == 400


def test_unknown_and_malformed_codes_take_as_long(client: Browser) -> None:
    def cost(code: str) -> float:
        spent = []
        for _ in range(15):
            start = time.process_time()
            client.get(f"/v/{code}")
            spent.append(time.process_time() - start)
        return statistics.median(spent)

    unknown, malformed = cost("222222222222"), cost("short")
    assert 0.5 < unknown / malformed < 2


def test_guessing_is_slowed_down_and_finding_is_not(client: Browser) -> None:
    code = issue(drawn=False)
    for _ in range(views.misses.tries):
        views.misses.spend("127.0.0.0/24")
    for path in (f"/v/{code}", "/v/222222222222", f"/v/{code}.json", f"/v?code={code}"):
        refused = client.get(path)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert client.get(f"/v/{code}", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 200


@pytest.mark.parametrize(
    ("values", "verdict", "words"),
    [
        ({}, "valid", "ถูกต้อง"),
        ({"expires_on": date(2020, 1, 1)}, "expired", "หมดอายุ"),
        ({"state": CertificateState.SUPERSEDED}, "superseded", "ถูกแทนที่"),
        ({"state": CertificateState.REVOKED}, "revoked", "ถูกเพิกถอน"),
    ],
)
def test_it_says_how_the_certificate_stands_now(
    client: Browser, values: dict[str, object], verdict: str, words: str
) -> None:
    code = issue(drawn=False)
    if values:
        change(code, **values)
    assert f"verdict--{verdict}" in client.get(f"/v/{code}").text
    assert words in client.get(f"/v/{code}").text
    answer = client.get(f"/v/{code.lower()}.json").get_json()
    assert (answer["verdict"], answer["code"]) == (verdict, code)
    assert answer["test_signature"] is True
    assert "email" not in answer


def test_it_says_that_the_signature_is_for_testing(client: Browser) -> None:
    code = issue(drawn=False)
    assert "ลายมือชื่อสำหรับทดสอบ" in client.speaking("th").get(f"/v/{code}").text


def test_a_look_up_is_counted_after_the_answer(client: Browser) -> None:
    code = issue(drawn=False)
    for path in (f"/v/{code}", f"/v/{code}.json", "/v/222222222222"):
        client.get(path).close()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    assert db.session.scalar(sa.select(LookUps.times)) is None
    db.session.rollback()
    assert gatherer.flush(app) == 1
    client.get(f"/v/{code}").close()
    assert gatherer.flush(app) == 1
    assert db.session.scalar(sa.select(LookUps.times)) == 3


def test_an_untouched_file_is_valid_and_its_register_state_is_said(client: Browser) -> None:
    code = issue()
    page = upload(client, paper(code)).text
    assert "verdict--valid" in page
    assert "The digital signature holds." in page
    change(code, state=CertificateState.REVOKED)
    assert "verdict--revoked" in upload(client, paper(code)).text


def test_an_altered_file_is_said_to_be(client: Browser) -> None:
    code = issue()
    changed = bytearray(paper(code))
    changed[len(changed) // 3] ^= 1
    page = upload(client, bytes(changed)).text
    assert "verdict--altered" in page
    assert "Thotsop" not in page
    assert "verdict--altered" in upload(client, paper(code) + b"\n").text


def test_a_file_that_the_register_does_not_know_is_not_found(client: Browser) -> None:
    code = issue()
    file = paper(code)
    change(code, paper=None, paper_at=None)
    assert "verdict--not_found" in upload(client, file).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose the PDF of the certificate."),
        (b"%PDF-1.7\n", "Not a certificate"),
        (b"PK\x03\x04", "Not a certificate"),
        (b"\x89PNG", "Not a certificate"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["empty", "nearly nothing", "zip", "png", "too large"],
)
def test_other_files_get_a_clear_answer(client: Browser, content: bytes, words: str) -> None:
    page = upload(client, content, "" if not content else "x.pdf")
    assert page.status_code == 200
    assert words in page.text


def test_an_empty_file_is_said_to_be_empty(client: Browser) -> None:
    assert "This file is empty" in upload(client, b"").text


def test_a_file_over_the_limit_of_all_requests_is_refused(client: Browser) -> None:
    assert upload(client, b"x" * 13_000_000).status_code == 413


def test_a_checked_file_is_not_kept(client: Browser) -> None:
    code, config = issue(), current_app.extensions["thaksa_config"]
    changed = paper(code) + b"canary-of-the-upload"
    upload(client, changed)
    kept = [p for p in config.data_dir.rglob("*") if p.is_file()]
    assert not [p for p in kept if b"canary-of-the-upload" in p.read_bytes()]


def test_a_file_without_the_token_of_the_session_is_refused(client: Browser) -> None:
    answer = client.client.post("/v/file", data={"file": (io.BytesIO(b"%PDF-"), "a.pdf")})
    assert answer.status_code == 400


def test_a_reloaded_answer_leads_back_to_the_form(client: Browser) -> None:
    assert client.get("/v/file").headers["Location"] == "/v"


def test_pages_are_never_mixed_up_by_a_cache(client: Browser) -> None:
    learner = make.user()
    browser = client.as_(learner)
    code = issue(learner)
    for path in ("/my/certificates", f"/my/certificates/{code}.pdf", f"/v/{code}", "/v"):
        assert browser.get(path).headers["Cache-Control"].startswith("private")


def test_pictures_of_papers_are_public_and_papers_are_not(client: Browser) -> None:
    code = issue()
    digest = queries.paper_digest(code)
    assert client.get(f"/papers/{digest}.webp").status_code == 404
    assert client.get("/papers/wuthibat.svg").mimetype == "image/svg+xml"
    for name in ("kiattibat.webp", "../wuthibat.svg", "x.svg", "a" * 64 + ".webp", "wuthibat"):
        assert client.get(f"/papers/{name}").status_code == 404


def test_a_person_takes_their_papers_along(client: Browser) -> None:
    learner = make.user()
    learner_id = learner.id
    code = issue(learner)
    part = next(p for p in exported(learner_id) if p.name == "certificates")
    assert part.rows[0]["code"] == code
    assert part.files[0][1].startswith(b"%PDF-")


def test_the_register_outlives_the_account(client: Browser) -> None:
    learner = make.user()
    learner_id = learner.id
    code = issue(learner)
    with one_transaction():
        person = db.session.get(User, learner_id)
        assert person is not None
        erase(person, by=person)
    row = queries.get_certificate(code)
    assert (row.learner_id, row.enrolment_id) == (None, None)
    assert "นางสาวน้ำผึ้ง" in client.get(f"/v/{code}").text
    assert db.session.scalar(sa.select(sa.func.count(Enrolment.id))) is not None
