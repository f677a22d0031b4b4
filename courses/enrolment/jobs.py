"""Mails about places, and the nightly closing of runs that are over."""

from collections.abc import Callable
from functools import partial

from courses.enrolment import operations, queries
from lms.clock import now
from lms.i18n import gettext as _
from lms.jobs.queue import Finish, daily, job
from lms.mail import send_once
from lms.web.security import absolute


@job("enrolment.welcome")
def welcome(enrolment_id: int, moment: str) -> Finish:
    """Safe to run twice: a mail is keyed by the enrolment and the moment."""
    return _letter("welcome", enrolment_id, moment, lambda c: _("Welcome to %(course)s", course=c))


@job("enrolment.promoted")
def promoted(enrolment_id: int, moment: str) -> Finish:
    return _letter(
        "promoted", enrolment_id, moment, lambda c: _("You have a seat in %(course)s", course=c)
    )


@job("enrolment.refused")
def refused(enrolment_id: int, moment: str) -> Finish:
    return _letter(
        "refused", enrolment_id, moment, lambda c: _("Your request for %(course)s", course=c)
    )


@job("enrolment.cancelled")
def cancelled(enrolment_id: int, moment: str) -> Finish:
    return _letter(
        "cancelled", enrolment_id, moment, lambda c: _("%(course)s does not take place", course=c)
    )


@daily("02:30")
def close_finished_runs() -> Finish:
    return _close_finished_runs


def _close_finished_runs() -> None:
    for run in queries.past_closing(now()):
        operations.close(run, by=None)


def _letter(name: str, enrolment_id: int, moment: str, subject: Callable[[str], str]) -> Finish:
    return partial(_write, name, enrolment_id, moment, subject)


def _write(name: str, enrolment_id: int, moment: str, subject: Callable[[str], str]) -> None:
    enrolment = queries.get_enrolment(enrolment_id)
    learner, run = enrolment.learner, enrolment.run
    if learner.email is None:
        return
    send_once(
        f"enrolment/{name}/{enrolment_id}/{moment}",
        address=learner.email,
        locale=learner.locale,
        user_id=learner.id,
        template=f"enrolment/mail/{name}",
        subject=lambda: subject(str(run.course.title)),
        learner=learner,
        run=run,
        room_url=absolute(f"/learn/{run.public_id}"),
        run_url=absolute(f"/runs/{run.public_id}"),
    )
