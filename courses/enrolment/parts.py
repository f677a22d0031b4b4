"""What this slice holds about a person, to be taken along."""

from collections.abc import Iterable

from sqlalchemy import select

from courses.content.models import Course
from courses.enrolment.models import CourseRun, Enrolment, Snapshot
from courses.enrolment.operations.frozen import PERSONAL
from lms.accounts.public import Part
from lms.db import db


def export(user_id: int) -> Iterable[Part]:
    """Every place in a run, with the profile as it was then and as numbers count it."""
    rows = db.session.execute(
        select(Enrolment, Course.code, CourseRun.number, Snapshot)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .join(Snapshot, Snapshot.id == Enrolment.snapshot_id)
        .where(Enrolment.learner_id == user_id)
        .order_by(Enrolment.id)
    )
    yield Part(
        "enrolments",
        [
            {
                "course": code,
                "run": number,
                "state": place.state.value,
                "enrolled": place.enrolled_at,
                "completed": place.completed_at,
                **{name: getattr(profile, name) for name in ("age_band", *PERSONAL)},
            }
            for place, code, number, profile in rows
        ],
    )
