"""Mails about marked works, and the wiping of files that nobody holds any more."""

from functools import partial

from courses.assignments import queries
from courses.assignments.models import Submission
from courses.content import handed_in
from courses.enrolment.queries import get_enrolment
from lms.db import db
from lms.errors import NotFound
from lms.i18n import gettext as _
from lms.jobs.queue import Finish, job
from lms.mail import send_once
from lms.web.security import absolute


@job("assignments.released")
def released(submission_id: int, moment: str) -> Finish:
    """Safe to run twice: a mail is keyed by the work and the moment."""
    return partial(_write, "released", submission_id, moment)


@job("assignments.returned")
def returned(submission_id: int, moment: str) -> Finish:
    return partial(_write, "returned", submission_id, moment)


def _write(name: str, submission_id: int, moment: str) -> None:
    work = db.session.get(Submission, submission_id)
    if work is None:
        return
    enrolment = get_enrolment(work.enrolment_id)
    learner, run = enrolment.learner, enrolment.run
    try:
        lesson = queries.lesson_of(work.version_id, work.lesson_key)
    except NotFound:
        return
    if learner.email is None:
        return
    send_once(
        f"work/{name}/{work.id}/{moment}",
        address=learner.email,
        locale=learner.locale,
        user_id=learner.id,
        template=f"assignments/mail/{name}",
        subject=lambda: (
            _("Please revise: %(title)s", title=str(lesson.title))
            if name == "returned"
            else _("Marked: %(title)s", title=str(lesson.title))
        ),
        learner=learner,
        course=run.course,
        lesson=lesson,
        work_url=absolute(f"/learn/{run.public_id}/{lesson.slug}"),
    )


@job("assignments.wipe")
def wipe(digests: list[str]) -> None:
    """Take files off the disk, unless somebody handed in the same ones meanwhile."""
    for digest in digests:
        handed_in.discard(digest)
