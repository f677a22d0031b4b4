"""After a new version is published: who has met the rules by it is completed."""

from functools import partial

from sqlalchemy import select

from courses.content.models import Course, CourseState
from courses.enrolment.models import CourseRun, Enrolment, EnrolmentState
from courses.enrolment.queries import get_enrolment
from courses.learning import operations
from lms.db import db
from lms.jobs.queue import LATER, Finish, enqueue, job

CHUNK = 200


@job("learning.evaluate_course", priority=LATER)
def evaluate_course(course_id: int, after: int = 0) -> Finish:
    """A piece of the learners in progress at a time, so that nobody waits for the write lock."""
    ids = db.session.scalars(
        select(Enrolment.id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .where(
            CourseRun.course_id == course_id,
            Course.state != CourseState.DRAFT,
            Enrolment.state == EnrolmentState.ACTIVE,
            Enrolment.id > after,
        )
        .order_by(Enrolment.id)
        .limit(CHUNK)
    ).all()
    return partial(_evaluate, course_id, list(ids))


def _evaluate(course_id: int, ids: list[int]) -> None:
    for enrolment_id in ids:
        enrolment = get_enrolment(enrolment_id)
        operations.hold_place(enrolment)
        operations.evaluate(enrolment)
    if len(ids) == CHUNK:
        enqueue("learning.evaluate_course", course_id=course_id, after=ids[-1])
