"""Counting again, taking one's data along, and being forgotten."""

import io
import json
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from courses.assignments import operations, parts
from courses.assignments.models import Submission, SubmissionFile
from courses.learning import recount
from courses.learning.models import AssignmentResult
from lms.accounts import archive
from lms.accounts.models import User
from lms.accounts.operations import erase
from lms.db import db, one_transaction
from lms.jobs.queue import drain
from tests.conftest import Browser
from tests.courses.assignments import works
from tests.courses.assignments.works import BEST, WORST, Place

CANARY = "ขมิ้นเหลืองงาน"
LATIN = "zxcanarywork"


@pytest.fixture
def place(client: Browser) -> Place:
    with one_transaction():
        made = works.assignment(files={"most": 2, "required": False})
    browser = client.as_(made.learner)
    file = (io.BytesIO(b"%PDF-1.7\n" + LATIN.encode()), f"{LATIN}.pdf")
    sent = {"text": f"{CANARY}\n{LATIN}", "do": "add", "file": file}
    browser.post(f"{made.address}/work", sent, content_type="multipart/form-data")
    return made


def marked(place: Place, scores: dict[str, str]) -> Submission:
    person = works.marker(place.course)
    work = operations.submit(place.enrolment, place.key, changes=CANARY)
    operations.claim(work, by=person)
    operations.add_comment(work, by=person, start=0, stop=5, text=f"{CANARY} ตรงนี้")
    said = operations.Written(scores, feedback=f"คุณ {CANARY}", private_note=LATIN)
    return operations.finish(work, said, by=person)


def test_what_is_counted_again_is_the_same(place: Place) -> None:
    with one_transaction():
        marked(place, BEST)
    assert recount.differences() == []


def test_a_result_without_marks_is_found_and_put_right(place: Place) -> None:
    with one_transaction():
        marked(place, WORST)
    with one_transaction():
        result = db.session.scalars(sa.select(AssignmentResult)).one()
        result.passed = True
    found = recount.differences()
    assert recount.Mismarked in [type(one) for one in found]
    with one_transaction():
        for one in found:
            one.put_right()
    assert recount.differences() == []
    assert db.session.scalars(sa.select(AssignmentResult)).one().passed is False


def test_one_takes_everything_along(place: Place) -> None:
    with one_transaction():
        marked(place, BEST)
    packed = zipfile.ZipFile(io.BytesIO(archive.pack(parts.export(place.learner.id), "")))
    row = json.loads(packed.read("data.json"))["assignments"][0]
    assert CANARY in row["text"]
    assert row["feedback"] == [f"คุณ {CANARY}"]
    assert row["comments"][0]["comment"] == f"{CANARY} ตรงนี้"
    files = [name for name in packed.namelist() if name.startswith("files/")]
    assert len(files) == 1
    assert LATIN.encode() in packed.read(files[0])


def everything(settings: Any) -> list[str]:
    """Where the canary still sings: cells of tables, files."""
    found = []
    with db.engines["read"].connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')):
                cells = json.dumps(list(map(str, row)), ensure_ascii=False)
                if CANARY in cells or LATIN in cells:
                    found.append(name)
    for file in (settings[0].data_dir / "files").rglob("*"):
        if file.is_file() and LATIN.encode() in file.read_bytes():
            found.append(file.name)
    return found


@pytest.mark.parametrize("state", ["draft", "submitted", "passed"])
def test_nothing_is_left_of_who_is_forgotten(place: Place, settings: Any, state: str) -> None:
    learner_id = place.learner.id
    with one_transaction():
        if state == "submitted":
            operations.submit(place.enrolment, place.key)
        elif state == "passed":
            marked(place, BEST)
    drain()
    assert {"submission", "submission_file"} <= set(everything(settings))
    with one_transaction():
        erase(db.session.get_one(User, learner_id), by=None)
    drain()
    db.session.remove()
    assert everything(settings) == []
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(Submission))
    assert kept == (1 if state == "passed" else 0)


def test_a_file_that_another_handed_in_too_stays(client: Browser, place: Place) -> None:
    with one_transaction():
        other = works.another(place)
    browser = client.as_(other.learner)
    same = (io.BytesIO(b"%PDF-1.7\n" + LATIN.encode()), "same.pdf")
    sent = {"text": "x", "do": "add", "file": same}
    browser.post(f"{place.address}/work", sent, content_type="multipart/form-data")
    with one_transaction():
        erase(place.learner, by=None)
    drain()
    file = db.session.scalars(sa.select(SubmissionFile)).one()
    assert LATIN.encode() in browser.get(f"/handed-in/{file.public_id}").data
