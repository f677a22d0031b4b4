"""Crowds of people at an institution, counted."""

from collections.abc import Mapping

import sqlalchemy as sa

from certificates.models import Certificate, CertificateState
from courses.content.models import Course
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.operations import offering_of
from courses.learning.models import Activity
from courses.public import CourseRun
from lms.accounts.models import Profile
from lms.clock import now
from lms.db import db
from lms.institutions.models import Institution
from lms.workforce.rollups import operations
from tests import make


def crowd(at: Institution, people: Mapping[str, int], *, completed: bool = True) -> Course:
    """A course of `at` with so many people of each district, who learned (and completed) now."""
    course = make.course(institution=at)
    run = make.run(course)
    for district, count in people.items():
        for n in range(count):
            who = make.user()
            sex = "female" if n % 2 else "male"
            db.session.add(
                Profile(user_id=who.id, province_code=district[:2], district_code=district, sex=sex)
            )
            db.session.flush()
            done = {"state": EnrolmentState.COMPLETED, "completed_at": now()} if completed else {}
            place = make.enrolment(run, who, **done)
            month = now().year * 100 + now().month
            db.session.add(Activity(enrolment_id=place.id, month=month, last_on=now().date()))
    db.session.commit()
    return course


def certify(course: Course) -> None:
    """Everybody who completed it holds a certificate, of what the course offers now."""
    for place in db.session.scalars(
        sa.select(Enrolment).join(CourseRun).where(CourseRun.course_id == course.id)
    ):
        place.offering_id = offering_of(place.run)
        db.session.add(
            Certificate(
                learner_id=place.learner_id, enrolment_id=place.id, run_id=place.run_id,
                course_id=course.id, institution_id=place.institution_id, design="wuthibat",
                be_year=2569, sequence=place.id, register_number=str(place.id), issued_at=now(),
                state=CertificateState.VALID, statement=b"{}", statement_digest="0" * 64,
            )
        )  # fmt: skip
    db.session.commit()


def count() -> None:
    operations.rebuild()
    db.session.commit()
