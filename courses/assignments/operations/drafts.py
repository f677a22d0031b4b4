"""Work that is not handed in yet: its text and files, kept as they come."""

from dataclasses import dataclass
from datetime import datetime

from courses.assignments import queries
from courses.assignments.brief import MOST_CHARACTERS, Brief
from courses.assignments.lifecycle import MARKED, State
from courses.assignments.models import Submission, SubmissionFile
from courses.content.handed_in import BadFile, Looked, matches
from courses.enrolment.models import Enrolment, RunState
from courses.learning.operations import begin_lesson, hold_place
from lms import audit
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import ngettext
from lms.i18n.dates import to_bangkok

MOST_SEQ = 2**53


class NoPlace(DomainError):
    message = _l("You no longer have a place in this run.")


class NotToday(DomainError):
    message = _l("This run does not take work today.")


class AlreadyHandedIn(DomainError):
    message = _l("This work has been handed in. It does not change any more.")


class AllRoundsUsed(DomainError):
    message = _l("You have used all your rounds.")


class TooLong(DomainError):
    field = "text"


class Overtaken(DomainError):
    message = _l("A newer text from another device is kept here. Reload the page to see it.")


class TooManyFiles(BadFile):
    pass


class WrongKind(BadFile):
    message = _l("Files of this kind are not asked for here.")


@dataclass(frozen=True)
class Typing:
    """Which browser typed it, its number, and when: an older copy never replaces a newer one."""

    seq: int = 0
    writer: str = ""
    given_at: datetime | None = None


def save_text(
    enrolment: Enrolment, lesson_key: int, text: str, typing: Typing | None = None
) -> Submission:
    """Keep what was typed; the same twice, or an older copy later, changes nothing."""
    if len(text) > MOST_CHARACTERS:
        raise TooLong(_("At most %(most)d characters.", most=MOST_CHARACTERS))
    draft = open_draft(enrolment, lesson_key)
    moment, typed = now(), typing or Typing()
    given_at = min(typed.given_at or moment, moment)
    if typed.seq and typed.writer == draft.writer and typed.seq < draft.seq:
        return draft  # a copy that comes late
    if typed.seq and draft.writer not in ("", typed.writer) and given_at < draft.saved_at:
        raise Overtaken
    draft.text, draft.saved_at, draft.writer = text, given_at, typed.writer
    draft.seq = min(typed.seq or draft.seq, MOST_SEQ)
    return draft


def add_file(
    enrolment: Enrolment, lesson_key: int, *, name: str, looked: Looked, digest: str, size: int
) -> SubmissionFile:
    """One more file of the draft; it is stored already."""
    draft = open_draft(enrolment, lesson_key)
    rule = queries.brief_of(draft).files
    files = queries.files_of([draft.id])[draft.id]
    same = next((f for f in files if f.digest == digest and f.name == name), None)
    if same is not None:
        return same
    if rule is None or not matches(looked, rule.types):
        raise WrongKind
    if len(files) >= rule.most:
        raise TooManyFiles(
            ngettext(
                "At most %(count)d file. Remove it first.",
                "At most %(count)d files. Remove one first.",
                rule.most,
            )
        )
    file = SubmissionFile(
        submission=draft, name=name, content_type=looked.content_type, size=size, digest=digest
    )
    db.session.add(file)
    db.session.flush()  # its address is wanted now
    return file


def remove_file(enrolment: Enrolment, lesson_key: int, public_id: str) -> str | None:
    """Take a file out of the draft; its digest where nobody holds that file any more."""
    draft = open_draft(enrolment, lesson_key)
    files = queries.files_of([draft.id])[draft.id]
    file = found(next((f for f in files if f.public_id == public_id), None))
    db.session.delete(file)
    db.session.flush()  # before it is looked for
    return None if queries.digests_in_use([file.digest]) else file.digest


def begin_revision(enrolment: Enrolment, lesson_key: int) -> Submission:
    """The next round, beginning with what was handed in last."""
    return open_draft(enrolment, lesson_key)


def open_draft(enrolment: Enrolment, lesson_key: int) -> Submission:
    """The draft of the round that is due, locked; made where there is none yet."""
    hold_place(enrolment)
    refuse_unless_open(enrolment)
    past = queries.rounds(enrolment.id, lesson_key)
    newest = past[0] if past else None
    if newest is not None and newest.state is State.DRAFT:
        lock_row(newest)
        return newest
    version_id = found(enrolment.run.course.version_id)
    brief = Brief.of(queries.lesson_of(version_id, lesson_key).settings)
    if newest is not None:
        _refuse_unless_returned(newest, brief)
    draft = Submission(
        enrolment=enrolment,
        lesson_key=lesson_key,
        version_id=version_id,
        number=newest.number + 1 if newest else 1,
        text=newest.text if newest else "",
        saved_at=now(),
    )
    db.session.add(draft)
    db.session.flush()  # files refer to it
    for file in queries.files_of([newest.id])[newest.id] if newest else ():
        copy = SubmissionFile(
            submission=draft,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            digest=file.digest,
        )
        db.session.add(copy)
    begin_lesson(enrolment, lesson_key)
    audit.record("work.begun", draft, by=enrolment.learner, round=draft.number)
    return draft


def _refuse_unless_returned(newest: Submission, brief: Brief) -> None:
    if newest.state in MARKED or newest.state is not State.RETURNED:
        raise AlreadyHandedIn
    if newest.number > brief.resubmissions:
        raise AllRoundsUsed


def refuse_unless_open(enrolment: Enrolment) -> None:
    run, today = enrolment.run, to_bangkok(now()).date()
    if not enrolment.has_seat:
        raise NoPlace
    if run.state is RunState.CANCELLED or not run.has_started(today) or run.has_ended(today):
        raise NotToday
