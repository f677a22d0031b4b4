"""The pages of the marking desk: who comes in, what is shown, and what must not be."""

import io
import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from courses.assignments import operations, queries
from courses.assignments.lifecycle import State
from courses.assignments.models import Marking, Submission, SubmissionFile
from courses.content.models import CourseRole
from lms.accounts.models import User
from lms.db import db, one_transaction
from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.courses.assignments import works
from tests.courses.assignments.works import BEST, Place
from tests.measure import Recorder

NAMES = {"first_th": "ขมิ้นชัน", "last_th": "คานารี", "first_en": "Zxcanary", "last_en": "Qvlast"}
SCORES = {"score-c1": "b", "score-c2": "a"}


@pytest.fixture
def place(database: None) -> Place:
    with one_transaction():
        learner = make.user(email="zxcanary@example.org", **NAMES)
        return works.assignment(
            learner=learner, anonymous=True, files={"most": 3, "required": False, "types": []}
        )


@pytest.fixture
def marker(place: Place) -> User:
    with one_transaction():
        return works.marker(place.course, first_en="Mara", last_en="Kerson")


def handed_in(client: Browser, place: Place) -> Submission:
    browser = client.as_(place.learner)
    file = (io.BytesIO(b"%PDF-1.7\n" + b"x" * 100), "Zxcanary-ขมิ้นชัน.pdf")
    sent = {"text": "งานของฉัน\nบรรทัดสอง", "do": "add", "file": file}
    browser.post(f"{place.address}/work", sent, content_type="multipart/form-data")
    browser.post(f"{place.address}/work/hand-in")
    return queries.rounds(place.enrolment.id, place.key)[0]


def everything_a_marker_gets(browser: Browser, place: Place, work: Submission) -> Iterator[str]:
    """Pages, headers and files, before, during and after taking the work."""
    desk, page = place.desk, f"{place.desk}/{work.public_id}"
    file = db.session.scalars(sa.select(SubmissionFile)).one()
    for ask in (desk, f"{desk}?show=mine", page, f"/handed-in/{file.public_id}"):
        answer = browser.get(ask)
        assert answer.status_code == 200, ask
        yield answer.data.decode("utf-8", "replace") + repr(list(answer.headers))
    browser.post(f"{page}/claim")
    yield browser.get(page).text
    yield browser.post(f"{page}/mark", SCORES | {"do": "finish"}).text  # a criterion is given badly


def test_nothing_that_a_marker_gets_names_the_learner(
    client: Browser, place: Place, marker: User
) -> None:
    work = handed_in(client, place)
    browser = client.as_(marker)
    for answer in everything_a_marker_gets(browser, place, work):
        for name in (*NAMES.values(), "zxcanary@example.org", place.learner.public_id):
            assert name not in answer
        assert "%E0%B8%82%E0%B8%A1" not in answer  # ขม in a header
    shown = browser.get(f"{place.desk}/{work.public_id}").text
    assert "Learner " in shown or "Zxcanary" in shown  # released: now the name may be known


def test_a_work_that_is_not_anonymous_shows_the_name(client: Browser, marker: User) -> None:
    with one_transaction():
        open_ = works.assignment()
        person = works.marker(open_.course)
        work = works.handed_in(open_)
    page = client.as_(person).get(f"{open_.desk}/{work.public_id}").text
    assert "Namphueng" in page


@pytest.mark.parametrize(
    "role", [CourseRole.AUTHOR, CourseRole.REVIEWER, CourseRole.OBSERVER, None]
)
def test_only_markers_and_owners_come_in(
    client: Browser, place: Place, role: CourseRole | None
) -> None:
    work = handed_in(client, place)
    with one_transaction():
        person = (
            works.marker(place.course, role)
            if role
            else make.member(Role.INSTRUCTOR, at=place.course.institution)
        )
    browser = client.as_(person)
    file = db.session.scalars(sa.select(SubmissionFile)).one()
    for path in (place.desk, f"{place.desk}/{work.public_id}", f"/handed-in/{file.public_id}"):
        assert browser.get(path).status_code == 404
    for path in ("claim", "mark", "change"):
        assert browser.post(f"{place.desk}/{work.public_id}/{path}").status_code == 404
    assert browser.post(f"{place.desk}/next").status_code == 404


def test_a_work_of_another_course_is_not_there(client: Browser, place: Place) -> None:
    work = handed_in(client, place)
    with one_transaction():
        other = works.assignment()
        stranger = works.marker(other.course, CourseRole.OWNER)
    browser = client.as_(stranger)
    theirs = browser.get(f"{other.desk}/{work.public_id}")
    unknown = browser.get(f"{other.desk}/ZZZZZZZZZZZZ")
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    plain = [re.sub(r'content="[^"]+"|value="[^"]+"', "", page.text) for page in (theirs, unknown)]
    assert plain[0] == plain[1]
    for path in ("claim", "mark", "change"):
        assert browser.post(f"{other.desk}/{work.public_id}/{path}", SCORES).status_code == 404
    assert db.session.get_one(Submission, work.id).state is State.SUBMITTED


def test_another_learner_does_not_get_the_file(client: Browser, place: Place) -> None:
    handed_in(client, place)
    file = db.session.scalars(sa.select(SubmissionFile)).one()
    with one_transaction():
        other = works.another(place)
    assert client.as_(other.learner).get(f"/handed-in/{file.public_id}").status_code == 404
    assert client.get(f"/handed-in/{file.public_id}").status_code == 302


def test_a_draft_is_nobodys_but_the_learners(client: Browser, place: Place, marker: User) -> None:
    with one_transaction():
        draft = operations.save_text(place.enrolment, place.key, "ยังไม่ส่ง")
    browser = client.as_(marker)
    assert browser.get(f"{place.desk}/{draft.public_id}").status_code == 404
    assert "ยังไม่ส่ง" not in browser.get(place.desk).text


def test_the_whole_way_without_scripts(client: Browser, place: Place, marker: User) -> None:
    work = handed_in(client, place)
    browser, page = client.as_(marker), f"{place.desk}/{work.public_id}"
    assert browser.post(f"{place.desk}/next").location == page
    comment = {"do": "comment", "paragraph": "2", "comment": "ขยายความ", "remember": "1"}
    assert browser.post(f"{page}/mark", {**SCORES, **comment, "feedback": "ดี"}).status_code == 302
    shown = browser.get(page).text
    assert "<mark>บรรทัดสอง</mark>" in shown
    assert re.search(r'name="score-c1" value="b"[^>]* checked', shown)
    kept = queries.saved_comments(marker.id)[0]
    browser.post(f"{page}/mark", {**SCORES, "do": f"use:{kept.public_id}", "feedback": "ดี"})
    assert "ดี\nขยายความ" in browser.get(page).text
    browser.post(f"{page}/mark", {**SCORES, "do": "finish", "feedback": "ดีมาก"})
    assert db.session.get_one(Submission, work.id).state is State.PASSED
    learner = client.as_(place.learner).get(place.address).text
    assert "ดีมาก" in learner
    assert "ขยายความ" in learner
    assert "Kerson" not in learner


def test_the_second_marker_does_not_see_the_first_mark(client: Browser, database: None) -> None:
    with one_transaction():
        place = works.assignment(second="average")
        one, two = works.marker(place.course), works.marker(place.course)
        work = works.handed_in(place)
        works.mark(work, one, BEST, feedback="ความเห็นลับของคนแรก")
    page = f"{place.desk}/{work.public_id}"
    second = client.as_(two)
    second.post(f"{page}/claim")
    shown = second.get(page).text
    assert "ความเห็นลับของคนแรก" not in shown
    assert not re.search(r"checked", shown.split('id="mark"')[1].split("</form>")[0])
    assert "ความเห็นลับของคนแรก" not in client.as_(place.learner).get(place.address).text
    assert "ความเห็นลับของคนแรก" in client.as_(one).get(page).text


def test_what_was_typed_stays_when_it_is_refused(
    client: Browser, place: Place, marker: User
) -> None:
    work = handed_in(client, place)
    browser, page = client.as_(marker), f"{place.desk}/{work.public_id}"
    browser.post(f"{page}/claim")
    answer = browser.post(f"{page}/mark", {"score-c1": "a", "do": "finish", "feedback": "พิมพ์แล้ว"})
    assert answer.status_code == 200
    assert "Mark every criterion first." in answer.text
    assert "พิมพ์แล้ว" in answer.text
    assert re.search(r'name="score-c1" value="a"[^>]* checked', answer.text)


def test_a_script_saves_and_an_older_copy_changes_nothing(
    client: Browser, place: Place, marker: User
) -> None:
    work = handed_in(client, place)
    browser, page = client.as_(marker), f"{place.desk}/{work.public_id}"
    browser.post(f"{page}/claim")
    fetch = {"X-Requested-With": "fetch"}
    newer = {**SCORES, "do": "save", "feedback": "ใหม่", "seq": "20"}
    assert browser.post(f"{page}/mark", newer, headers=fetch).json["saved_at"]  # type: ignore[index]
    browser.post(f"{page}/mark", newer | {"feedback": "เก่า", "seq": "10"}, headers=fetch)
    assert db.session.scalars(sa.select(Marking)).one().feedback == "ใหม่"
    refused = browser.post(f"{page}/mark", newer | {"score-c1": "zzz", "seq": "30"}, headers=fetch)
    assert refused.status_code == 409


def test_a_changed_result_needs_a_reason_and_is_told(
    client: Browser, place: Place, marker: User
) -> None:
    work = handed_in(client, place)
    with one_transaction():
        works.mark(queries.get_submission(work.public_id), marker, BEST)
    browser, page = client.as_(marker), f"{place.desk}/{work.public_id}"
    refused = browser.post(f"{page}/change", SCORES | {"reason": "", "do": "change"})
    assert "Say why the result changes" in refused.text
    browser.post(f"{page}/change", SCORES | {"reason": "ตรวจซ้ำแล้วพบว่าขาดประเด็น", "do": "change"})
    assert "ตรวจซ้ำแล้วพบว่าขาดประเด็น" in client.as_(place.learner).get(place.address).text


def test_markup_of_works_and_markers_is_text(client: Browser, place: Place, marker: User) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    with one_transaction():
        work = works.handed_in(place, evil)
        operations.claim(work, by=marker)
        operations.add_comment(work, by=marker, start=0, stop=8, text=evil)
        operations.save_mark(work, operations.Written({}, evil, evil), by=marker)
        operations.remember_comment(evil, by=marker)
    for browser, path in (
        (client.as_(marker), f"{place.desk}/{work.public_id}"),
        (client.as_(marker), place.desk),
        (client.as_(place.learner), place.address),
    ):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_more_lines_are_not_more_statements(
    app: Flask, client: Browser, place: Place, marker: User
) -> None:
    browser = client.as_(marker)
    counts = []
    for more in (1, 8):
        with one_transaction():
            for _n in range(more):
                works.handed_in(works.another(place))
        browser.get(place.desk)
        with Recorder() as seen:
            browser.get(place.desk)
        counts.append(len(seen.statements))
    assert counts[0] == counts[1] <= 18


def test_filters_show_what_they_say(client: Browser, place: Place, marker: User) -> None:
    handed_in(client, place)
    browser = client.as_(marker)
    mine = f"{place.desk}/{queries.rounds(place.enrolment.id, place.key)[0].public_id}"
    assert mine in browser.get(f"{place.desk}?run={place.run.public_id}&lesson={place.key}").text
    assert mine not in browser.get(f"{place.desk}?since=3").text
    assert mine not in browser.get(f"{place.desk}?lesson=999999").text
    assert mine not in browser.get(f"{place.desk}?show=marked").text
    for odd in ("?after=x_y", "?after=2026-01-01T00:00:00_1", "?lesson=-1", "?run=%00", "?since=9"):
        assert browser.get(f"{place.desk}{odd}").status_code in (200, 400), odd
