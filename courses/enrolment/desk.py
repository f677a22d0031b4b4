"""What a registrar finds on the desk: the institution's courses, and the rolls of their runs."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from courses.content.models import Course, CourseState
from courses.enrolment.models import CourseRun, RunState
from lms.db import db
from lms.i18n import gettext as _
from lms.institutions.public import Institution, Panel, Permission, Row, allowed

RUNS, COURSES = 12, 100


def runs_panel(institution: Institution) -> Panel | None:
    """The newest runs that are open, each leading to its roll."""
    if not allowed(Permission.ENROLMENT_MANAGE, institution):
        return None
    runs = db.session.scalars(
        select(CourseRun)
        .join(CourseRun.course)
        .where(Course.institution_id == institution.id, CourseRun.state == RunState.OPEN)
        .options(joinedload(CourseRun.course))
        .order_by(CourseRun.id.desc())
        .limit(RUNS)
    )
    rows = [
        Row(
            f"{run.course.title} · {_('Run %(number)s', number=run.number)}",
            url_for("enrolment.roll", run_id=run.public_id),
            note=_seats(run),
            act=(_("Terms of the run"), url_for("enrolment.edit_run", run_id=run.public_id)),
        )
        for run in runs
    ]
    return Panel(_("Open runs"), rows, empty=_("No run is open. Open one below."))


def _seats(run: CourseRun) -> str:
    if run.seats is None:
        return _("%(taken)s learners", taken=run.seats_taken)
    return _("%(taken)s of %(seats)s seats taken", taken=run.seats_taken, seats=run.seats)


def courses_panel(institution: Institution) -> Panel | None:
    """Courses that are published, each ready for its next run."""
    if not allowed(Permission.RUN_MANAGE, institution):
        return None
    courses = db.session.scalars(
        select(Course)
        .where(Course.institution_id == institution.id, Course.state == CourseState.PUBLISHED)
        .order_by(Course.code)
        .limit(COURSES)
    )
    rows = [
        Row(
            str(course.title),
            url_for("catalogue.course", code=course.code),
            note=course.code,
            act=(_("Open a run"), url_for("enrolment.open_run", code=course.code)),
        )
        for course in courses
    ]
    return Panel(_("Courses"), rows, empty=_("No course is published here yet."))
