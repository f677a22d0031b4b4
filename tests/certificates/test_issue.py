"""Issued once, numbered without gaps, frozen, and drawn by a job."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from certificates import composition, operations, queries
from certificates.models import Certificate, CertificateState, RegisterCounter
from certificates.statement import DocumentType, read
from courses.signals import course_completed
from lms import clock, storage
from lms.accounts.names import PersonName
from lms.audit.models import AuditEntry
from lms.db import db, one_transaction
from lms.i18n import Localised
from lms.jobs.models import Job
from lms.jobs.queue import drain
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def numbers() -> list[int]:
    found = db.session.scalars(sa.select(Certificate.sequence).order_by(Certificate.sequence))
    return [number for number in found if number is not None]


def test_issuing_twice_is_once() -> None:
    enrolment = make.completed()
    first = operations.issue_for(enrolment)
    assert operations.issue_for(enrolment) is first
    assert numbers() == [1]


def test_completing_a_course_issues_its_certificate() -> None:
    enrolment = make.completed()
    course_completed.send(enrolment)
    assert queries.issued(enrolment.learner_id, enrolment.run_id, "wuthibat") is not None


def test_an_uncompleted_enrolment_gets_none() -> None:
    with pytest.raises(operations.NotCompleted):
        operations.issue_for(make.enrolment())


def test_a_rolled_back_completion_leaves_no_gap() -> None:
    run = make.run()
    operations.issue_for(make.completed(run))
    db.session.commit()
    operations.issue_for(make.completed(run))
    db.session.rollback()
    operations.issue_for(make.completed(run))
    db.session.commit()
    assert numbers() == [1, 2]


def test_a_refused_duplicate_gives_its_number_back(monkeypatch: pytest.MonkeyPatch) -> None:
    enrolment = make.completed()
    first = operations.issue_for(enrolment)
    db.session.commit()
    seen = iter([None, first])
    monkeypatch.setattr(queries, "issued", lambda *key: next(seen))
    assert operations.issue_for(enrolment) is first
    assert db.session.scalar(sa.select(RegisterCounter.last)) == 1


def test_a_new_buddhist_year_begins_at_one_again_by_bangkok_time() -> None:
    run = make.run()
    new_year = clock.now().replace(month=12, day=31, hour=16, minute=59, second=50)
    with clock.travel(new_year - clock.now()):
        old = operations.issue_for(make.completed(run))
    with clock.travel(new_year + timedelta(seconds=20) - clock.now()):
        new = operations.issue_for(make.completed(run))
    assert (old.sequence, new.sequence) == (1, 1)
    assert (new.be_year or 0) - (old.be_year or 0) == 1


def test_every_institution_has_its_own_register() -> None:
    both = [operations.issue_for(make.completed()) for _ in range(2)]
    assert [each.sequence for each in both] == [1, 1]
    assert both[0].register_number != both[1].register_number


def test_what_was_printed_stays_when_names_change() -> None:
    enrolment = make.completed()
    certificate = operations.issue_for(enrolment)
    before = certificate.statement
    enrolment.learner.first_th = "เปลี่ยน"
    enrolment.run.course.title = Localised("ชื่อใหม่", "New title")
    enrolment.run.course.institution.name = Localised("สถาบันใหม่", "New")
    db.session.commit()
    assert operations.issue_for(enrolment).statement == before
    assert read(before).holder.th.startswith("นางสาวน้ำผึ้ง")


def test_the_paper_is_drawn_from_the_database_in_both_designs() -> None:
    for document in DocumentType:
        course = make.course(document=document.value)
        code = operations.issue_for(make.completed(make.run(course))).code
        db.session.commit()
        drain()
        certificate = queries.get_certificate(code)
        assert certificate.paper is not None
        assert storage.get(certificate.paper).startswith(b"%PDF-")
        assert read(certificate.statement).document is document


def test_the_first_paper_stays() -> None:
    certificate = operations.issue_for(make.completed())
    db.session.commit()
    with one_transaction():
        operations.keep_paper(certificate.id, "a" * 64)
    with one_transaction():
        operations.keep_paper(certificate.id, "b" * 64)
    assert queries.paper_digest(certificate.code) == "a" * 64


def test_a_lost_paper_is_ordered_again_and_a_waiting_one_is_not() -> None:
    lost, waiting = (operations.issue_for(make.completed()) for _ in range(2))
    db.session.execute(sa.delete(Job).where(Job.key == f"certificate.draw/{lost.code}"))
    db.session.commit()
    with one_transaction():
        assert operations.order_missing_papers() == 1
        assert operations.order_missing_papers() == 0
    assert waiting.paper is None


def test_issuing_leaves_one_line_in_the_trail() -> None:
    operations.issue_for(make.completed())
    db.session.commit()
    verbs = db.session.scalars(sa.select(AuditEntry.verb)).all()
    assert list(verbs).count("certificate.issued") == 1


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (PersonName(first_th="ก" * 100, last_th="ข" * 100), ("ก" * 100 + " " + "ข" * 18 + "…", "")),
        (PersonName(first_th="李小龍", first_en="Bruce", last_en="Lee"), ("", "Bruce Lee")),
        (PersonName(first_en="María", last_en="Núñez"), ("María Núñez", "")),
        (PersonName(first_th="李小龍"), ("李小龍", "")),
        (PersonName(), ("—", "")),
    ],
    ids=["too long", "letters that the font lacks", "no thai name", "nothing to draw", "no name"],
)
def test_no_name_ever_stops_a_completion(name: PersonName, printed: tuple[str, str]) -> None:
    words = composition.holder(name)
    assert (words.th, words.en) == printed


def test_a_strange_course_does_not_stop_a_completion() -> None:
    course = make.course(
        title=Localised("รายวิชา\u200b  " + "ยาว" * 200, "  "), title_words=["อื่น"], document="?"
    )
    run = make.run(course, place="ศาลากลาง\n" + "ย" * 150, district_code="3001")
    statement = read(operations.issue_for(make.completed(run)).statement)
    assert "".join(statement.course.pieces) == statement.course.title.th
    assert statement.document is DocumentType.WUTHIBAT


def test_the_database_keeps_what_must_always_be_true() -> None:
    certificate = operations.issue_for(make.completed())
    db.session.commit()
    for wrong in (
        {"is_sample": True},
        {"paper": "a" * 64},
        {"sequence": None},
    ):
        with pytest.raises(IntegrityError), one_transaction():
            db.session.execute(
                sa.update(Certificate).where(Certificate.id == certificate.id).values(**wrong)
            )


def test_a_statement_never_holds_what_the_register_does_not() -> None:
    certificate = operations.issue_for(make.completed())
    said = read(certificate.statement)
    assert (said.code, said.register_number) == (certificate.code, certificate.register_number)
    assert replace(said, revision=1) == said
    assert certificate.state is CertificateState.VALID


def test_the_picture_of_a_course_is_drawn_once_for_the_same_looks() -> None:
    course = make.course()
    operations.order_preview(course)
    course_id = course.id
    db.session.commit()
    drain()
    picture = queries.preview(course_id)
    assert picture is not None
    assert storage.get(picture)[8:12] == b"WEBP"
    with one_transaction():
        operations.order_previews()
    drain()
    assert queries.preview(course_id) == picture
