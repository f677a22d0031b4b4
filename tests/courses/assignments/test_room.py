"""What a learner sees and does on the page of an assignment."""

import io

import pytest
import sqlalchemy as sa

from courses.assignments import operations, queries
from courses.assignments.lifecycle import State
from courses.assignments.models import Submission, SubmissionFile
from lms.db import db, one_transaction
from tests.conftest import Browser
from tests.courses.assignments import works
from tests.courses.assignments.works import Place

PDF = b"%PDF-1.7\n" + b"x" * 2000


@pytest.fixture
def place(database: None) -> Place:
    with one_transaction():
        return works.assignment(
            files={"most": 2, "megabytes": 1, "types": ["pdf"], "required": False}
        )


def upload(name: str = "แผนของฉัน.pdf", content: bytes = PDF, **more: str) -> dict[str, object]:
    return {"text": "ข้อความ", "do": "add", "file": (io.BytesIO(content), name)} | more


def test_the_page_says_what_is_asked_and_shows_the_rubric(client: Browser, place: Place) -> None:
    page = client.as_(place.learner).get(place.address)
    assert page.status_code == 200
    assert "เขียนแผนความปลอดภัยของท่าน" in page.text
    assert "How it will be marked" in page.text
    assert "ครบทุกประเด็น" in page.text


def test_looking_at_it_writes_nothing(client: Browser, place: Place) -> None:
    client.as_(place.learner).get(place.address)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 0


def test_a_draft_is_kept_while_it_is_typed(client: Browser, place: Place) -> None:
    browser = client.as_(place.learner)
    sent = {
        "question": "text",
        "answer": "ร่างแรก",
        "seq": "1763800000001",
        "at": "2026-11-22T10:00:00Z",
    }
    assert browser.post(f"{place.address}/work", sent).status_code == 200
    late = sent | {"answer": "เก่ากว่า", "seq": "1763800000000"}
    assert browser.post(f"{place.address}/work", late).status_code == 200
    work = queries.under_way(place.enrolment.id, place.key)
    assert work is not None
    assert work.text == "ร่างแรก"


def test_an_older_text_of_another_device_does_not_replace_a_newer_one(
    client: Browser, place: Place
) -> None:
    phone, desktop = client.as_(place.learner), client.as_(place.learner)
    old = {"question": "text", "answer": "จากมือถือ", "seq": "5", "at": "2020-01-01T00:00:00Z"}
    desktop.post(f"{place.address}/work", {"question": "text", "answer": "จากคอม", "seq": "9"})
    answer = phone.post(f"{place.address}/work", old)
    assert answer.status_code == 409
    assert "another device" in answer.json["error"]  # type: ignore[index]
    work = queries.under_way(place.enrolment.id, place.key)
    assert work is not None
    assert work.text == "จากคอม"


def test_a_number_that_is_none_is_refused(client: Browser, place: Place) -> None:
    sent = {"question": "text", "answer": "x", "seq": "-1"}
    assert client.as_(place.learner).post(f"{place.address}/work", sent).status_code == 422


def test_the_whole_way_without_scripts(client: Browser, place: Place) -> None:
    browser = client.as_(place.learner)
    added = browser.post(f"{place.address}/work", upload(), content_type="multipart/form-data")
    assert added.status_code == 302
    page = browser.get(place.address)
    assert "แผนของฉัน.pdf" in page.text
    assert "ข้อความ" in page.text
    check = browser.post(f"{place.address}/work", {"text": "ข้อความ ฉบับเต็ม", "do": "check"})
    assert check.location.endswith("/work/check")
    assert "ข้อความ ฉบับเต็ม" in browser.get(check.location).text
    assert browser.post(f"{place.address}/work/hand-in").status_code == 302
    page = browser.get(place.address)
    assert "Handed in on" in page.text
    assert "Take it back" in page.text
    browser.post(f"{place.address}/work/take-back")
    assert queries.rounds(place.enrolment.id, place.key)[0].state is State.DRAFT


def test_a_file_of_another_kind_is_refused_and_what_was_typed_stays(
    client: Browser,
    place: Place,
    settings: tuple,  # type: ignore[type-arg]
) -> None:
    browser = client.as_(place.learner)
    folder = settings[0].data_dir / "files" / "handed-in"
    before = set(folder.rglob("*/*"))
    picture = upload("รูป.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 100, text="พิมพ์ไว้แล้ว")
    page = browser.post(f"{place.address}/work", picture, content_type="multipart/form-data")
    assert page.status_code == 200
    assert "Files of this kind are not asked for here." in page.text
    assert "พิมพ์ไว้แล้ว" in page.text
    assert set(folder.rglob("*/*")) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty."),
        (b"MZ\x90\x00\x03" + b"\x00" * 500, "cannot be handed in"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 500, "cannot be handed in"),
        (b"%PDF-1.7" + b"x" * 1_100_000, "larger than it may be"),
    ],
)
def test_a_bad_file_gets_a_message(
    client: Browser, place: Place, content: bytes, message: str
) -> None:
    browser = client.as_(place.learner)
    sent = upload("งาน.pdf", content)
    page = browser.post(f"{place.address}/work", sent, content_type="multipart/form-data")
    assert message in page.text
    page.request.environ["wsgi.input"].close()  # the test client leaves it open


def test_only_so_many_files(client: Browser, place: Place) -> None:
    browser = client.as_(place.learner)
    for n in range(2):
        sent = upload(f"{n}.pdf", PDF + bytes([n]))
        browser.post(f"{place.address}/work", sent, content_type="multipart/form-data")
    sent = upload("3.pdf", PDF + b"3")
    page = browser.post(f"{place.address}/work", sent, content_type="multipart/form-data")
    assert "At most 2 files" in page.text


def test_a_removed_file_is_gone(client: Browser, place: Place) -> None:
    browser = client.as_(place.learner)
    browser.post(f"{place.address}/work", upload(), content_type="multipart/form-data")
    file = db.session.scalars(sa.select(SubmissionFile)).one()
    address = f"/handed-in/{file.public_id}"
    sent = browser.get(address)
    assert sent.data == PDF
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    browser.post(f"{place.address}/work", {"text": "", "do": f"remove:{file.public_id}"})
    assert browser.get(address).status_code == 404


def test_what_is_handed_in_does_not_change_any_more(client: Browser, place: Place) -> None:
    browser = client.as_(place.learner)
    with one_transaction():
        works.handed_in(place, "ส่งแล้ว")
    sent = {"question": "text", "answer": "แก้ทีหลัง", "seq": "1763800000001"}
    refused = browser.post(f"{place.address}/work", sent)
    assert refused.status_code == 409
    assert "does not change any more" in refused.json["error"]  # type: ignore[index]
    assert queries.rounds(place.enrolment.id, place.key)[0].text == "ส่งแล้ว"


def test_a_revision_begins_with_what_was_handed_in_and_shows_what_was_said(
    client: Browser, place: Place
) -> None:
    with one_transaction():
        person = works.marker(place.course)
        work = works.handed_in(place, "ย่อหน้าหนึ่ง\nย่อหน้าสอง")
        operations.claim(work, by=person)
        operations.add_comment(work, by=person, start=0, stop=5, text="<b>ขยายความ</b>")
        said = operations.Written({}, feedback="แก้ย่อหน้าแรก")
        operations.finish(work, said, by=person, send_for_revision=True)
    browser = client.as_(place.learner)
    page = browser.get(place.address).text
    assert "แก้ย่อหน้าแรก" in page
    assert "&lt;b&gt;ขยายความ" in page
    assert "<mark>ย่อหน</mark>" in page
    browser.post(f"{place.address}/work/revise")
    work = queries.rounds(place.enrolment.id, place.key)[0]
    assert (work.number, work.state, work.text) == (2, State.DRAFT, "ย่อหน้าหนึ่ง\nย่อหน้าสอง")
    sent = {"changes": "ขยายย่อหน้าแรกแล้ว"}
    browser.post(f"{place.address}/work/hand-in", sent)
    db.session.expire_all()
    assert queries.rounds(place.enrolment.id, place.key)[0].changes == "ขยายย่อหน้าแรกแล้ว"


def test_the_result_is_shown_with_its_rubric(client: Browser, place: Place) -> None:
    with one_transaction():
        works.mark(works.handed_in(place), works.marker(place.course), works.FAIR)
    page = client.as_(place.learner).get(place.address).text
    assert "4 of 6 points" in page
    assert "Passed" in page
    assert "rubric__level--given" in page


def test_markup_of_a_work_is_text(client: Browser, place: Place) -> None:
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}"
    with one_transaction():
        works.handed_in(place, evil)
    page = client.as_(place.learner).get(place.address).text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "49" not in page.split('id="work"')[1].split("</section>")[0]
