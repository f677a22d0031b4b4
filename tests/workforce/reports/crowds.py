"""Classes of people whose numbers the reports are about."""

from courses.content.models import Course
from lms.accounts.models import Profile
from lms.db import db
from lms.institutions.models import Institution
from lms.workforce.rollups import operations
from tests import make


def class_of(people: int, at: Institution | None = None, district: str = "3001") -> Course:
    """That many people, all of one district, enrolled in a new course."""
    place = at or make.institution()
    course = make.course(institution=place)
    run = make.run(course)
    for n in range(people):
        who = make.user()
        who.profile = Profile(
            province_code=district[:2], district_code=district, sex="male" if n % 2 else "female"
        )
        db.session.flush()
        make.enrolment(run, who)
    return course


def count() -> None:
    db.session.commit()
    operations.rebuild()
    db.session.commit()
