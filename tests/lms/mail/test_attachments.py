"""Letters with files, to a mail server that is one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms import storage
from lms.clock import travel
from lms.db import db, one_transaction
from lms.errors import NotFound
from lms.jobs.models import Job, JobState
from lms.jobs.queue import drain
from lms.mail import MOST_ATTACHED, File, keep_file, send_again, send_once, standing
from lms.mail.operations import AREA, forget_files
from tests.conftest import Browser
from tests.smtp import Server, smtp

__all__ = ["smtp"]

pytestmark = pytest.mark.usefixtures("database")


def write(*files: File, key: str = "test/1") -> None:
    with one_transaction():
        send_once(
            key,
            address="a@example.org",
            locale="th",
            template="accounts/mail/reset",
            subject=lambda: "รายงาน",
            files=files,
            link="http://127.0.0.1:8000/x",
        )


def test_files_arrive_whole_with_their_thai_names(smtp: Server) -> None:
    content = bytes(range(256)) * 50
    first = keep_file("ผู้ได้รับวุฒิบัตร 2569.xlsx", "application/vnd.ms-excel", content)
    second = keep_file("รายงาน.csv", "text/csv; charset=utf-8", "ก,ข".encode())
    write(first, second)
    drain()
    [letter] = smtp.letters
    files = list(letter.iter_attachments())
    assert [f.get_filename() for f in files] == ["ผู้ได้รับวุฒิบัตร 2569.xlsx", "รายงาน.csv"]
    assert files[0].get_content() == content
    assert files[0].get_content_type() == "application/vnd.ms-excel"
    assert "รายงาน" in str(letter["Subject"])


def test_a_letter_without_files_is_as_before(smtp: Server) -> None:
    write()
    drain()
    assert not smtp.letters[0].is_multipart()


def test_what_is_too_large_for_a_letter_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="too much"):
        write(File("0" * 64, "x", "text/csv", MOST_ATTACHED + 1))


def test_what_became_of_letters_is_known_and_the_stuck_ones_go_again(smtp: Server) -> None:
    smtp.refuses = True
    write(key="report/AB/1")
    write(key="report/AB/2")
    write(key="other/1")
    for minutes in range(0, 60, 10):
        with travel(timedelta(minutes=minutes)):
            drain()
    known = standing("report/AB/")
    assert (known.letters, known.sent, known.stuck, known.waiting) == (2, 0, 2, 0)
    assert known.tries == 6
    smtp.refuses = False
    with one_transaction():
        send_again("report/AB/")
    drain()
    known = standing("report/AB/")
    assert (known.sent, known.stuck) == (2, 0)
    assert known.last_sent_at is not None
    dead = db.session.scalars(sa.select(Job.key).where(Job.state == JobState.DEAD)).all()
    assert dead == ["mail/other/1"]  # the other letter was not asked for
    assert len(smtp.letters) == 2


def stored(file: File) -> bool:
    try:
        return storage.size(file.digest, area=AREA) > 0
    except NotFound:
        return False


def tidy(later: timedelta) -> None:
    with travel(later), one_transaction():
        forget_files()


def test_files_go_when_no_letter_needs_them(smtp: Server) -> None:
    sent, shared, unsent = (
        keep_file("x.csv", "text/csv", name.encode()) for name in ("sent", "shared", "unsent")
    )
    loose = keep_file("x.csv", "text/csv", b"loose")
    write(sent, shared)
    drain()
    smtp.refuses = True
    write(shared, unsent, key="test/2")
    tidy(timedelta(hours=23))
    assert stored(loose)
    tidy(timedelta(days=29))
    assert [stored(file) for file in (sent, shared, unsent, loose)] == [True, True, True, False]
    tidy(timedelta(days=31))
    assert [stored(file) for file in (sent, shared, unsent)] == [False, True, True]
    smtp.refuses = False
    with travel(timedelta(days=31)):
        drain()
    assert len(list(smtp.letters[-1].iter_attachments())) == 2


def test_a_file_that_is_needed_again_is_kept_again() -> None:
    keep_file("x.csv", "text/csv", b"twice")
    with travel(timedelta(days=2)):
        again = keep_file("x.csv", "text/csv", b"twice")
    tidy(timedelta(days=2))
    assert stored(again)


def test_the_mailbox_of_development_shows_files(client: Browser) -> None:
    write(keep_file("ตัวเลข.csv", "text/csv; charset=utf-8", b"1,2"))
    page = client.get("/mailbox/1").text
    assert "ตัวเลข.csv" in page
    got = client.get("/mailbox/1/0")
    assert got.data == b"1,2"
    assert "attachment" in got.headers["Content-Disposition"]
    assert client.get("/mailbox/1/1").status_code == 404
