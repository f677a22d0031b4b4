"""From a draft to the markers, and back while nobody has begun."""

from datetime import datetime

from courses.assignments import queries
from courses.assignments.brief import MOST_CHARACTERS, Brief, TextRule
from courses.assignments.due import is_late
from courses.assignments.lifecycle import WAITING, Impossible, Move, State, after
from courses.assignments.models import Submission
from courses.assignments.operations.drafts import (
    AlreadyHandedIn,
    TooLong,
    open_draft,
    refuse_unless_open,
)
from courses.enrolment.models import Enrolment
from courses.learning.operations import hold_place
from lms import audit
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import words


class NothingHandedIn(DomainError):
    message = _l("There is nothing to hand in yet.")


class TooManyWords(DomainError):
    field = "text"


class TooLate(DomainError):
    message = _l("The last minute for this assignment has passed, and late work is not taken.")


def submit(
    enrolment: Enrolment, lesson_key: int, *, text: str | None = None, changes: str = ""
) -> Submission:
    """Hand in the draft as it stands; handed in again, nothing happens.

    `text` is what stood in the form; None leaves the text that was saved.
    """
    hold_place(enrolment)
    waiting = queries.under_way(enrolment.id, lesson_key)
    if waiting is not None and waiting.state in WAITING:
        return waiting
    if waiting is None and text is None:
        raise NothingHandedIn
    draft = open_draft(enrolment, lesson_key)
    moment, version_id = now(), enrolment.run.course.version_id
    if version_id is not None:
        draft.version_id = _version_for(version_id, draft)
    brief = queries.brief_of(draft)
    if text is not None and brief.takes_text:
        draft.text = text
    draft.due_at = _due(enrolment, lesson_key, draft, brief)
    draft.late = is_late(draft.due_at, moment)
    _refuse_unless_whole(draft, brief)
    draft.state = after(draft.state, Move.SUBMIT)
    draft.changes = changes[:4000]
    draft.saved_at = draft.submitted_at = moment
    db.session.flush()  # whoever listens reads what was handed in
    audit.record("work.handed_in", draft, by=enrolment.learner, round=draft.number, late=draft.late)
    return draft


def _version_for(version_id: int, draft: Submission) -> int:
    """What learners see now, unless the assignment is no longer in it."""
    try:
        queries.lesson_of(version_id, draft.lesson_key)
    except NotFound:
        return draft.version_id
    return version_id


def _due(enrolment: Enrolment, lesson_key: int, draft: Submission, brief: Brief) -> datetime | None:
    past = queries.rounds(enrolment.id, lesson_key)
    before = next((p for p in past if p.number == draft.number - 1), None)
    return queries.due_for(
        brief,
        lesson_key,
        run_id=enrolment.run_id,
        starts_on=enrolment.run.starts_on,
        enrolled_at=enrolment.begun_at,
        returned_at=before.released_at if before else None,
    )


def _refuse_unless_whole(draft: Submission, brief: Brief) -> None:
    files = queries.files_of([draft.id])[draft.id]
    if len(draft.text) > MOST_CHARACTERS:
        raise TooLong(_("At most %(most)d characters.", most=MOST_CHARACTERS))
    if draft.late and not brief.late:
        raise TooLate
    if not draft.text.strip() and not files:
        raise NothingHandedIn
    if brief.text is TextRule.REQUIRED and not draft.text.strip():
        raise NothingHandedIn(_("Write your text first."), field="text")
    if brief.files is not None and brief.files.required and not files:
        raise NothingHandedIn(_("Add at least one file first."), field="file")
    if brief.max_words is not None and (count := len(words(draft.text))) > brief.max_words:
        raise TooManyWords(
            _(
                "Your text has %(count)s words; at most %(most)s are taken.",
                count=f"{count:,}",
                most=f"{brief.max_words:,}",
            )
        )


def take_back(enrolment: Enrolment, lesson_key: int) -> Submission:
    """Make it a draft again, as long as nobody has begun to mark it."""
    hold_place(enrolment)
    refuse_unless_open(enrolment)
    work = queries.under_way(enrolment.id, lesson_key)
    if work is None:
        raise Impossible
    lock_row(work)
    if work.state is State.DRAFT:
        return work
    if work.is_held(now()) or work.marks:
        raise AlreadyHandedIn(_("Marking has begun, so the work can no longer be taken back."))
    if work.state is State.MARKING:  # somebody looked and left without a mark
        work.state = after(work.state, Move.PUT_BACK)
    work.state = after(work.state, Move.TAKE_BACK)
    work.submitted_at = work.marking_at = work.claimed_by_id = work.claimed_until = None
    work.late = False
    audit.record("work.taken_back", work, by=enrolment.learner, round=work.number)
    return work
