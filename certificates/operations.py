"""Issuing: number, frozen statement and the order to draw the paper, in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from certificates import queries
from certificates.composition import compose, design_of
from certificates.models import (
    Certificate,
    CertificateState,
    LookUps,
    PaperPreview,
    RegisterCounter,
)
from certificates.statement import canonical, digest
from courses.public import Course, CourseRun, CourseState, Enrolment, EnrolmentState
from lms import audit
from lms.accounts.public import PersonName, User
from lms.clock import now
from lms.db import db, new_public_id
from lms.errors import DomainError
from lms.i18n import dates
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.jobs.models import Job, JobState
from lms.jobs.queue import enqueue


class NotCompleted(DomainError):
    message = _l("A certificate is issued when the completion criteria are met.")


def issue_for(enrolment: Enrolment) -> Certificate:
    """The certificate of a completed enrolment; asked twice, it is the same one."""
    if enrolment.state is not EnrolmentState.COMPLETED:
        raise NotCompleted
    course = enrolment.run.course
    design = design_of(course)
    issued = queries.issued(enrolment.learner_id, enrolment.run_id, design)
    if issued is not None:
        return issued
    try:
        with db.session.begin_nested():  # a refused duplicate gives its number back
            certificate = _register(
                course, enrolment.learner.name, run=enrolment.run, enrolment=enrolment, at=now()
            )
    except IntegrityError:
        issued = queries.issued(enrolment.learner_id, enrolment.run_id, design)
        if issued is None:
            raise
        return issued
    audit.record("certificate.issued", certificate, by=None)
    _order_paper(certificate)
    return certificate


def issue_sample(course: Course, name: PersonName, *, by: User | None) -> Certificate:
    """A paper with "ตัวอย่าง" across it: no register number, a code that verifies as a sample."""
    certificate = _register(course, name, run=None, enrolment=None, at=now())
    audit.record("certificate.sample_made", certificate, by=by)
    _order_paper(certificate)
    return certificate


def _design(course: Course) -> str:
    return "kiattibat" if course.document == "kiattibat" else "wuthibat"


def _register(
    course: Course,
    name: PersonName,
    *,
    run: CourseRun | None,
    enrolment: Enrolment | None,
    at: datetime,
) -> Certificate:
    institution = course.institution
    be_year = dates.to_bangkok(at).year + 543
    sequence = _next_number(institution, be_year) if run is not None else None
    certificate = Certificate(
        code=new_public_id(),
        learner_id=enrolment.learner_id if enrolment else None,
        enrolment_id=enrolment.id if enrolment else None,
        run_id=run.id if run else None,
        course_id=course.id,
        institution_id=institution.id,
        design=design_of(course),
        be_year=be_year if sequence else None,
        sequence=sequence,
        register_number=_print_number(institution, be_year, sequence) if sequence else None,
        is_sample=run is None,
        revision=1,
        issued_at=at,
    )
    statement = compose(certificate, course, run, name)
    certificate.statement = canonical(statement)
    certificate.statement_digest = digest(statement)
    db.session.add(certificate)
    db.session.flush()  # the database decides whether it is the first
    return certificate


def _next_number(institution: Institution, be_year: int) -> int:
    """The next number of the register: the row is locked until the transaction ends, so no gap."""
    advance = (
        update(RegisterCounter)
        .where(RegisterCounter.institution_id == institution.id, RegisterCounter.be_year == be_year)
        .values(last=RegisterCounter.last + 1)
        .returning(RegisterCounter.last)
    )
    number = db.session.scalar(advance)
    if number is None:
        try:
            with db.session.begin_nested():
                db.session.add(
                    RegisterCounter(institution_id=institution.id, be_year=be_year, last=0)
                )
        except IntegrityError:
            pass  # another transaction opened the year first
        number = db.session.scalar(advance)
    if number is None:
        raise LookupError("the register's counter cannot be opened")
    return number


def _print_number(institution: Institution, be_year: int, sequence: int) -> str:
    return institution.register_pattern.format(
        prefix=institution.register_prefix or institution.code, seq=sequence, be=be_year
    )


def _order_paper(certificate: Certificate, again: str = "") -> None:
    enqueue(
        queries.PAPER_JOB,
        key=f"{queries.PAPER_JOB}/{certificate.code}{again}",
        certificate_id=certificate.id,
    )


def keep_paper(certificate_id: int, paper: str) -> None:
    """Note where the signed file lies; the first one stays."""
    first = update(Certificate).where(Certificate.id == certificate_id, Certificate.paper.is_(None))
    db.session.execute(first.values(paper=paper, paper_at=now()))


def order_missing_papers() -> int:
    """Ask again for every paper that has no job at work on it; how many there were."""
    alive = select(Job.args).where(
        Job.name == queries.PAPER_JOB, Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    )
    ordered = {args["certificate_id"] for args in db.session.scalars(alive)}
    missing = [each for each in queries.without_paper() if each.id not in ordered]
    for certificate in missing:
        _order_paper(certificate, again=f"/{int(now().timestamp())}")
    return len(missing)


def order_preview(course: Course) -> None:
    """Ask for the picture of the course's paper; the same version twice is once."""
    _order_preview(course.id, f"version {course.version_id}")


def order_previews() -> int:
    """Ask for the picture of every published course; an unchanged one is not drawn again."""
    published = select(Course.id).where(Course.state == CourseState.PUBLISHED).order_by(Course.id)
    ids = db.session.scalars(published).all()
    for course_id in ids:
        _order_preview(course_id, now().isoformat(timespec="seconds"))
    return len(ids)


def _order_preview(course_id: int, occasion: str) -> None:
    enqueue(
        "certificate.preview",
        key=f"certificate.preview/{course_id}/{occasion}",
        course_id=course_id,
    )


def keep_preview(course_id: int, looks: str, picture: str) -> None:
    """From now on this picture shows what the paper of the course looks like."""
    known = db.session.get(PaperPreview, course_id)
    if known is None:
        db.session.add(PaperPreview(course_id=course_id, looks=looks, picture=picture))
    else:
        known.looks, known.picture = looks, picture


def revoke(certificate: Certificate, *, by: User) -> None:
    """Say from now on that it is revoked; row, number and paper stay."""
    certificate.state = CertificateState.REVOKED
    audit.record("certificate.revoked", certificate, by=by)


def _count(kind: Any) -> Any:
    new = kind.insert(LookUps).values(
        certificate_id=bindparam("certificate"), day=bindparam("on"), times=bindparam("more")
    )
    return new.on_conflict_do_update(
        index_elements=["certificate_id", "day"], set_={"times": LookUps.times + new.excluded.times}
    )


_counts = {"sqlite": _count(sqlite), "postgresql": _count(postgresql)}


def count_look_ups(counts: Mapping[tuple[int, date], int]) -> None:
    """Add gathered look-ups: (certificate, day) → times."""
    rows = [
        {"certificate": certificate_id, "on": day, "more": times}
        for (certificate_id, day), times in sorted(counts.items())
    ]
    db.session.execute(_counts[db.engines[None].dialect.name], rows)


def forget_learner(user_id: int) -> None:
    """The account goes; the minimal record stays, without the way back to the person's row."""
    theirs = update(Certificate).where(Certificate.learner_id == user_id)
    db.session.execute(theirs.values(learner_id=None, enrolment_id=None))
