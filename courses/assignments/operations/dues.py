"""The last day of an assignment in a run."""

from datetime import datetime

from courses.assignments.models import RunDue
from courses.enrolment.models import CourseRun
from lms import audit
from lms.accounts.public import User
from lms.db import db


def set_due(run: CourseRun, lesson_key: int, due_at: datetime | None, *, by: User | None) -> None:
    """Set the last minute for the learners of one run; None takes it away."""
    known = db.session.get(RunDue, (run.id, lesson_key))
    if (known.due_at if known else None) == due_at:
        return
    if due_at is None:
        db.session.delete(known)
    elif known is None:
        db.session.add(RunDue(run_id=run.id, lesson_key=lesson_key, due_at=due_at))
    else:
        known.due_at = due_at
    audit.record(
        "assignment.due_set",
        run,
        by=by,
        lesson=lesson_key,
        due=due_at.isoformat() if due_at else None,
    )
