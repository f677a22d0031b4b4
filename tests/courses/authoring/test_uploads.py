"""Uploads in pieces: what is acknowledged is kept, and the last piece makes it a file."""

import base64
import hashlib
import os
import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from courses.content import pieces, uploads
from courses.content.jobs import sweep_uploads
from courses.content.models import Course, CourseRole, Media, MediaKind, Upload
from lms import audit, clock, storage
from lms.accounts.models import User
from lms.db import db, one_transaction
from lms.errors import NotFound
from tests import files, make
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.courses.authoring.tus import Client

JPEG = files.picture()


@pytest.fixture
def course(database: None) -> Course:
    return make.course()


@pytest.fixture
def author(course: Course) -> User:
    return studio.grant(make.user(), course, CourseRole.AUTHOR)


@pytest.fixture
def tus(client: Browser, course: Course, author: User) -> Client:
    return Client(client.as_(author).speaking("en"), course)


def test_a_file_in_one_piece_becomes_a_file_of_the_course(tus: Client, course: Course) -> None:
    state = tus.upload(JPEG, "ภาพ ช้าง.png")
    media = db.session.scalars(sa.select(Media).filter_by(course_id=course.id)).one()
    assert (media.name, media.kind, media.content_type) == (
        "ภาพ ช้าง.jpg",
        MediaKind.IMAGE,
        "image/jpeg",
    )
    assert (media.width, media.height) == (1200, 800)
    assert storage.get(media.digest) == JPEG
    assert state["state"] == "done"
    assert state["media"]["id"] == media.public_id
    assert audit.first_broken() is None


def test_pieces_add_up(tus: Client) -> None:
    path = tus.begin(len(JPEG))
    for start in range(0, len(JPEG), 5000):
        assert tus.offset(path) == start
        answer = tus.send(path, JPEG[start : start + 5000], start)
        assert answer.headers["Upload-Offset"] == str(min(len(JPEG), start + 5000))
        assert "Upload-Expires" in answer.headers
    assert tus.ask("GET", path).json["state"] == "done"  # type: ignore[index]


def test_the_same_content_twice_is_one_file(tus: Client, course: Course) -> None:
    first, second = tus.upload(JPEG, "a.jpg"), tus.upload(JPEG, "b.jpg")
    assert first["media"]["id"] == second["media"]["id"]
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 1


def test_what_the_server_speaks_is_said(tus: Client) -> None:
    answer = tus.ask("OPTIONS", tus.root)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "termination", "expiration", "checksum"}  # fmt: skip
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) == 4 << 30


@pytest.mark.parametrize("method", ["POST", "PATCH", "HEAD"])
def test_another_version_is_refused(tus: Client, method: str) -> None:
    path = tus.begin(10)
    answer = tus.ask(method, tus.root if method == "POST" else path, {"Tus-Resumable": "0.2.2"})
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize("offset", ["1", "4999", "99999"])
def test_a_piece_in_the_wrong_place_is_a_conflict(tus: Client, offset: str) -> None:
    path = tus.begin(len(JPEG))
    tus.send(path, JPEG[:5000], 0)
    assert tus.send(path, b"x", int(offset)).status_code == 409
    assert tus.offset(path) == 5000


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "٣", "9" * 30])
def test_an_odd_offset_is_refused(tus: Client, offset: str) -> None:
    path = tus.begin(10)
    answer = tus.send(path, b"x", 0, Upload_Offset=offset)
    assert answer.status_code == 400
    assert tus.offset(path) == 0


@pytest.mark.parametrize("length", ["", "-5", "x", "1.5", "9" * 30])
def test_an_odd_length_is_refused(tus: Client, length: str) -> None:
    assert tus.create(0, **{"Upload-Length": length}).status_code == 400


def test_lying_lengths_are_refused_before_a_byte_comes(tus: Client) -> None:
    answer = tus.create(10 << 30)
    assert answer.status_code == 413
    assert "4 GB" in answer.json["error"]  # type: ignore[index]
    assert tus.create(0).status_code == 413
    assert db.session.scalar(sa.select(sa.func.count(Upload.id))) == 0


def test_more_than_was_announced_is_refused(tus: Client) -> None:
    path = tus.begin(10)
    assert tus.send(path, b"x" * 11, 0).status_code == 413
    assert tus.offset(path) == 0


def test_another_content_type_is_refused(tus: Client) -> None:
    path = tus.begin(10)
    assert tus.send(path, b"x", 0, Content_Type="text/plain").status_code == 415


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_checksum_is_checked(tus: Client, name: str) -> None:
    path = tus.begin(len(JPEG))
    good = base64.b64encode(hashlib.new(name, JPEG[:100]).digest()).decode()
    bad = base64.b64encode(hashlib.new(name, b"x").digest()).decode()
    assert tus.send(path, JPEG[:100], 0, Upload_Checksum=f"{name} {bad}").status_code == 460
    assert tus.offset(path) == 0
    assert tus.send(path, JPEG[:100], 0, Upload_Checksum=f"{name} {good}").status_code == 204
    assert tus.offset(path) == 100


@pytest.mark.parametrize("header", ["md5 x", "sha1 !!!", "sha1"])
def test_an_odd_checksum_is_refused(tus: Client, header: str) -> None:
    path = tus.begin(10)
    assert tus.send(path, b"x", 0, Upload_Checksum=header).status_code in (400, 460)
    assert tus.offset(path) == 0


def test_only_one_piece_arrives_at_a_time(tus: Client) -> None:
    path = tus.begin(len(JPEG))
    with pieces.hold(path.rpartition("/")[2]):
        assert tus.send(path, JPEG, 0).status_code == 423
    assert tus.send(path, JPEG, 0).status_code == 204


def test_of_two_at_once_one_is_kept(tus: Client, course: Course) -> None:
    public_id = tus.begin(200_000).rpartition("/")[2]
    path, results = pieces.path_of(public_id), []
    gate = threading.Barrier(8)

    def add(letter: bytes) -> None:
        gate.wait()
        try:
            lock = path.with_suffix(".lock")
            import fcntl

            with lock.open("wb") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                content = iter([letter * 100_000, b""])
                results.append(
                    (letter, pieces.append(path, lambda n: next(content), offset=0, most=200_000))
                )
        except (OSError, pieces.WrongPlace):
            pass

    threads = [threading.Thread(target=add, args=(bytes([65 + n]),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [end for _, end in results] == [100_000]
    assert path.read_bytes() == results[0][0] * 100_000


def test_a_dropped_line_keeps_what_came(tus: Client) -> None:
    public_id = tus.begin(1000).rpartition("/")[2]

    def cut(_most: int) -> bytes:
        if not sent:
            raise ConnectionResetError
        return sent.pop()

    sent = [b"x" * 300]
    with pytest.raises(ConnectionResetError), pieces.hold(public_id) as path:
        pieces.append(path, cut, offset=0, most=1000)
    assert tus.offset(f"{tus.root}/{public_id}") == 300


def test_the_last_answer_may_be_lost(tus: Client, course: Course) -> None:
    """All bytes are there, nobody made a file of them: the client asks to finish, twice."""
    path = tus.begin(len(JPEG))
    pieces.path_of(path.rpartition("/")[2]).write_bytes(JPEG)
    first, second = (tus.ask("POST", f"{path}/finish") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json["media"]["id"] == second.json["media"]["id"]  # type: ignore[index]
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 1


def test_what_is_not_whole_is_not_finished(tus: Client) -> None:
    path = tus.begin(len(JPEG))
    tus.send(path, JPEG[:10], 0)
    assert tus.ask("POST", f"{path}/finish").status_code == 409


def test_a_refused_file_says_why_and_leaves_nothing(tus: Client) -> None:
    program = b"MZ" + bytes(1000)
    path = tus.begin(len(program), "holiday.jpg")
    answer = tus.send(path, program, 0)
    assert answer.status_code == 422
    assert "program" in answer.json["error"]  # type: ignore[index]
    state = tus.ask("GET", path).json
    assert state["state"] == "refused"  # type: ignore[index]
    assert "program" in state["problem"]  # type: ignore[index]
    assert not pieces.path_of(path.rpartition("/")[2]).exists()
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 0
    assert tus.send(path, b"x", 0).status_code == 409


def test_cancelling_leaves_nothing(tus: Client) -> None:
    path = tus.begin(len(JPEG))
    tus.send(path, JPEG[:100], 0)
    assert tus.ask("DELETE", path).status_code == 204
    assert tus.ask("HEAD", path).status_code == 404
    assert not pieces.path_of(path.rpartition("/")[2]).exists()


def test_what_nobody_continues_for_a_week_goes(tus: Client) -> None:
    path = tus.begin(len(JPEG))
    tus.send(path, JPEG[:200], 0)
    public_id = path.rpartition("/")[2]
    part = pieces.path_of(public_id)
    with clock.travel(timedelta(days=6)), one_transaction():
        uploads.note(public_id, 200)
    with clock.travel(timedelta(days=12)):
        _sweep()
        assert uploads.get_upload(public_id).received == 200
        assert part.exists()
    with clock.travel(timedelta(days=14)):
        with pytest.raises(NotFound):
            uploads.get_upload(public_id)
        os.utime(part, (0, 0))
        _sweep()
    assert not part.exists()
    assert db.session.scalar(sa.select(sa.func.count(Upload.id))) == 0


def _sweep() -> None:
    db.session.rollback()
    finish = sweep_uploads()
    with one_transaction():
        if finish:
            finish()


def test_a_full_quota_is_told_before_anything_comes(tus: Client, course: Course) -> None:
    course.institution.media_quota = 100_000
    db.session.commit()
    answer = tus.create(200_000)
    assert answer.status_code == 413
    assert "of 98 KB" in answer.json["error"]  # type: ignore[index]


def test_open_uploads_count_towards_the_quota(tus: Client, course: Course) -> None:
    course.institution.media_quota = 100_000
    db.session.commit()
    tus.begin(60_000)
    assert tus.create(60_000).status_code == 413


def test_the_quota_is_checked_again_at_the_end(tus: Client, course: Course) -> None:
    path = tus.begin(len(JPEG))
    course.institution.media_quota = 10
    db.session.commit()
    assert tus.send(path, JPEG, 0).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Media.id))) == 0


def test_nobody_begins_without_end(tus: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_OPEN", 3)
    for _ in range(3):
        tus.begin(10)
    assert tus.create(10).status_code == 413


@pytest.mark.parametrize("role", [CourseRole.OBSERVER, CourseRole.REVIEWER, CourseRole.MARKER])
def test_who_may_not_edit_may_not_upload(client: Browser, course: Course, role: CourseRole) -> None:
    other = Client(client.as_(studio.grant(make.user(), course, role)), course)
    assert other.create(10).status_code == 404


def test_an_upload_of_somebody_else_is_not_there(
    client: Browser, course: Course, tus: Client
) -> None:
    path = tus.begin(len(JPEG))
    colleague = Client(client.as_(studio.owner(course)), course)
    nothing = f"{tus.root}/ZZZZZZZZZZZZ"
    for method in ("HEAD", "GET", "DELETE"):
        theirs, unknown = colleague.ask(method, path), colleague.ask(method, nothing)
        assert (theirs.status_code, theirs.data) == (unknown.status_code, unknown.data)
        assert theirs.status_code == 404
    assert colleague.send(path, b"x", 0).status_code == 404
    assert tus.offset(path) == 0


def test_an_upload_is_of_its_course_only(client: Browser, author: User, tus: Client) -> None:
    elsewhere = make.course()
    studio.grant(author, elsewhere)
    path = tus.begin(len(JPEG)).replace(tus.root, f"/studio/{elsewhere.code}/uploads")
    assert tus.ask("HEAD", path).status_code == 404
    assert tus.send(path, JPEG, 0).status_code == 404


def test_a_piece_needs_the_token(tus: Client) -> None:
    path = tus.begin(10)
    answer = tus.send(path, b"x", 0, X_CSRFToken="")
    assert answer.status_code == 400
    assert tus.offset(path) == 0


def test_a_form_cannot_set_a_column(tus: Client) -> None:
    path = tus.begin(10)
    extra: dict[str, Any] = {"state": "done", "media_id": 1, "size": 1, "user_id": 1}
    tus.browser.post(f"{path}/finish", data=extra)
    upload = db.session.scalars(sa.select(Upload)).one()
    assert (upload.size, upload.state.value, upload.media_id) == (10, "open", None)
