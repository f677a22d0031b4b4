"""What changes a learner's progress; whoever changes a fact holds the enrolment's row."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from courses import signals
from courses.content.models import LessonKind
from courses.content.queries import OutlineLesson, outline
from courses.enrolment.models import Enrolment, EnrolmentState, RunState
from courses.enrolment.queries import get_enrolment
from courses.learning import activity, heartbeats, intervals, queries, reading
from courses.learning.completion import Completion
from courses.learning.heartbeats import Beat, gatherer
from courses.learning.models import (
    DONE,
    DONE_BY_BUTTON,
    STARTED,
    AssignmentResult,
    NewsSeen,
    Progress,
    SurveyResponse,
)
from courses.learning.quiz_results import replace_result, store_result
from courses.learning.reports import Report
from courses.learning.standing import PRE_TEST, Door, Result, Room
from lms import audit
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, found
from lms.i18n import lazy_gettext as _l
from lms.i18n.dates import to_bangkok

COVERAGE = 80
BY_BUTTON = (LessonKind.ARTICLE, LessonKind.VIDEO, LessonKind.FILE)


class RoomClosed(DomainError):
    message = _l("This run does not take progress today.")


class NotByButton(DomainError):
    message = _l("This lesson is completed by answering it.")


class AlreadyAnswered(DomainError):
    message = _l("You have answered this survey already. Thank you.")


def hold_place(enrolment: Enrolment) -> None:
    """Lock the place before its progress, and that before its months, everywhere.

    Gathered positions lock progress without the place: what they refer to does not wait for us.
    """
    lock_row(enrolment, rows_may_refer=True)


def record_progress(
    enrolment_id: int,
    lesson_key: int,
    position: int,
    seconds: int,
    *,
    at: datetime | None = None,
    watched: tuple[intervals.Span, ...] = (),
) -> None:
    """Gathered in the process and written within a quarter of a second."""
    beat = Beat(position, seconds, at or now(), watched)
    gatherer.add(db.engines[None], (enrolment_id, lesson_key), beat)


def take_report(room: Room, lesson: OutlineLesson, report: Report) -> bool:
    """Keep what a page reports; whether the lesson is done, and durably so if it just became it."""
    if room.door(to_bangkok(now()).date()) is not Door.OPEN:
        raise RoomClosed
    known = room.standing.lesson(lesson.key)
    key = (room.enrolment_id, lesson.key)
    watched: tuple[intervals.Span, ...] = ()
    enough = lesson.kind is LessonKind.FILE and report.opened
    if lesson.kind is LessonKind.ARTICLE:
        waiting = gatherer.waiting(key)
        spent = known.seconds + report.seconds + (waiting.seconds if waiting else 0)
        enough = reading.is_read(report.position, spent, lesson.minutes)
    elif lesson.kind is LessonKind.VIDEO:
        watched, share = _watch(key, lesson, report)
        enough = share >= int(lesson.settings.get("coverage", COVERAGE))
    beat = Beat(report.position, report.seconds, report.at, watched)
    if known.done or not enough:
        gatherer.add(db.engines[None], key, beat)
        return known.done
    enrolment = get_enrolment(room.enrolment_id)
    hold_place(enrolment)
    heartbeats.write(db.session.connection(), {key: gatherer.with_waiting(key, beat)})
    complete_lesson(enrolment, lesson, by_button=False)
    return True


def _watch(
    key: heartbeats.Key, lesson: OutlineLesson, report: Report
) -> tuple[tuple[intervals.Span, ...], int]:
    """The seconds watched so far with those of the report, and their share of the video."""
    duration = int(lesson.settings.get("seconds") or report.duration)
    waiting = gatherer.waiting(key)  # before the stored ones: the writer may be between
    stored = queries.watched(*key)
    before = intervals.from_text(stored["intervals"]) if stored else ()
    if waiting:
        before = intervals.merge((*before, *waiting.watched))
    last = waiting.at if waiting else stored["reported_at"] if stored else None
    since = abs((report.at - last).total_seconds()) if last else duration
    watched = intervals.add(before, report.watched, duration=duration, since_last=since)
    return watched, intervals.coverage(watched, duration)


def complete_lesson(enrolment: Enrolment, lesson: OutlineLesson, *, by_button: bool) -> Completion:
    """The lesson is done, by its page or by the button that works without scripts."""
    _refuse_unless_open(enrolment)
    if lesson.kind not in BY_BUTTON:
        raise NotByButton
    hold_place(enrolment)
    _mark(enrolment, lesson.key, DONE_BY_BUTTON if by_button else DONE)
    return evaluate(enrolment)


def record_result(
    enrolment: Enrolment, lesson_key: int, role: str, percent: Decimal, passed: bool
) -> Completion:
    """One more attempt of a quiz came to `percent`; the best and the first are kept."""
    hold_place(enrolment)
    store_result(enrolment.id, lesson_key, role=role, percent=percent, passed=passed)
    _mark(enrolment, lesson_key, DONE if passed or role == PRE_TEST else STARTED)
    signals.learned.send(db.session.connection(), enrolment_ids=[enrolment.id])
    return evaluate(enrolment)


def correct_result(enrolment: Enrolment, lesson_key: int, result: Result) -> Completion:
    """Attempts were marked by hand, or marked anew: the result is what they come to now."""
    hold_place(enrolment)
    replace_result(enrolment.id, lesson_key, result)
    done = result.passed or result.role == PRE_TEST
    if not done:
        _unmark(enrolment, lesson_key)
    _mark(enrolment, lesson_key, DONE if done else STARTED)
    signals.learned.send(db.session.connection(), enrolment_ids=[enrolment.id])
    return evaluate(enrolment)


def begin_lesson(enrolment: Enrolment, lesson_key: int) -> None:
    """Work on a lesson has begun; a room resumes there."""
    _mark(enrolment, lesson_key, STARTED)


def record_assignment(
    enrolment: Enrolment, lesson_key: int, percent: Decimal, passed: bool
) -> Completion:
    """The assignment came to `percent`, or came to it after all: the newest word counts."""
    hold_place(enrolment)
    known = db.session.get(AssignmentResult, (enrolment.id, lesson_key), populate_existing=True)
    result = known or AssignmentResult(enrolment_id=enrolment.id, lesson_key=lesson_key)
    result.percent, result.passed, result.updated_at = percent, passed, now()
    db.session.add(result)
    db.session.flush()  # the result counts from here
    if not passed:
        _unmark(enrolment, lesson_key)
    _mark(enrolment, lesson_key, DONE if passed else STARTED)
    return evaluate(enrolment)


def forget_assignment(enrolment: Enrolment, lesson_key: int) -> None:
    """There is no result any more: the work goes back to be revised."""
    hold_place(enrolment)
    gone = sa.delete(AssignmentResult).filter_by(enrolment_id=enrolment.id, lesson_key=lesson_key)
    db.session.execute(gone)
    _unmark(enrolment, lesson_key)


def _unmark(enrolment: Enrolment, lesson_key: int) -> None:
    """A lesson that was done is begun again."""
    db.session.execute(
        sa.update(Progress)
        .filter_by(enrolment_id=enrolment.id, lesson_key=lesson_key)
        .where(Progress.status >= DONE)
        .values(status=STARTED, updated_at=now())
    )


def answer_survey(
    enrolment: Enrolment, lesson: OutlineLesson, answers: Mapping[str, Any]
) -> Completion:
    """Keep the answers without the person, and with the person only that they answered.

    Both in one transaction, with nothing that joins them: the response has a random id and a day;
    the fact has the moment of enrolment for its time; and no line of the trail tells when.
    """
    _refuse_unless_open(enrolment)
    hold_place(enrolment)
    if not _mark(enrolment, lesson.key, DONE, at=enrolment.enrolled_at):
        raise AlreadyAnswered
    db.session.add(
        SurveyResponse(
            id=secrets.randbits(62),
            run_id=enrolment.run_id,
            lesson_key=lesson.key,
            answered_on=to_bangkok(now()).date(),
            answers=dict(answers),
        )
    )
    return evaluate(enrolment)


def put_news_away(enrolment_id: int, number: int) -> None:
    """The learner has read what the versions up to `number` changed."""
    seen = db.session.get(NewsSeen, enrolment_id)
    if seen is None:
        db.session.add(NewsSeen(enrolment_id=enrolment_id, number=number))
    else:
        seen.number = max(seen.number, number)


def evaluate(enrolment: Enrolment) -> Completion:
    """Complete the run the moment its rules are met, once; the caller holds the enrolment's row."""
    version_id = found(enrolment.run.course.version_id)
    completion = queries.standing(enrolment, outline(version_id)).completion
    _pass_by(enrolment, completion)
    if completion.met and enrolment.state is EnrolmentState.ACTIVE:
        enrolment.state, enrolment.completed_at = EnrolmentState.COMPLETED, now()
        enrolment.completed_version_id = version_id
        activity.note(db.session.connection(), enrolment.id, now())
        db.session.flush()  # whoever listens reads the completed row
        audit.record("enrolment.completed", enrolment, by=None)
        signals.course_completed.send(enrolment)
    return completion


def _pass_by(enrolment: Enrolment, completion: Completion) -> None:
    """Date the milestones on the way; a result that is taken back takes its milestone along."""
    if completion.percent >= 50 and enrolment.halfway_at is None:
        enrolment.halfway_at = now()
    if not completion.passed:
        enrolment.passed_at = None
    elif enrolment.passed_at is None:
        enrolment.passed_at = now()


def _refuse_unless_open(enrolment: Enrolment) -> None:
    run, today = enrolment.run, to_bangkok(now()).date()
    if (
        not enrolment.has_seat
        or run.state is RunState.CANCELLED
        or not run.has_started(today)
        or run.has_ended(today)
    ):
        raise RoomClosed


def _marks(kind: Any) -> Any:
    """A status only rises, and the row comes back only where it did."""
    new = kind.insert(Progress).values(
        enrolment_id=bindparam("enrolment"),
        lesson_key=bindparam("lesson"),
        status=bindparam("new_status"),
        updated_at=bindparam("at"),
        position=0,
        seconds=0,
    )
    rises = sa.and_(Progress.status < DONE, Progress.status < new.excluded.status)
    return new.on_conflict_do_update(
        index_elements=["enrolment_id", "lesson_key"],
        set_={"status": new.excluded.status, "updated_at": new.excluded.updated_at},
        where=rises,
    ).returning(Progress.status)


_statements = {"sqlite": _marks(sqlite), "postgresql": _marks(postgresql)}


def _mark(
    enrolment: Enrolment, lesson_key: int, status: int, *, at: datetime | None = None
) -> Row[Any] | None:
    """Raise the status of a lesson; None where it was there already."""
    values = {"enrolment": enrolment.id, "lesson": lesson_key, "new_status": status}
    raised = db.session.execute(
        _statements[db.engines[None].dialect.name], values | {"at": at or now()}
    ).one_or_none()
    if at is None:
        activity.note(db.session.connection(), enrolment.id, now())
    if raised and status >= DONE:
        signals.lesson_completed.send(enrolment, lesson_key=lesson_key)
    return raised
