"""A learner's work as its pages show it: what was asked, every round, and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courses.assignments import annotations, due, queries, scoring
from courses.assignments.annotations import Paragraph
from courses.assignments.brief import Brief
from courses.assignments.lifecycle import RELEASED, WAITING, State
from courses.assignments.models import (
    MarkChange,
    Marking,
    MarkingComment,
    Submission,
    SubmissionFile,
)
from courses.assignments.scoring import Scored
from courses.enrolment.models import Enrolment
from lms.clock import now
from lms.i18n import gettext as _


def _result(state: State | None) -> str:
    """The last step by what became of it."""
    said = {
        State.PASSED: _("Passed"),
        State.FAILED: _("Not passed"),
        State.RETURNED: _("Returned for revision"),
    }
    return said[state] if state in said else _("Result")


@dataclass(frozen=True)
class Said:
    """What one marker said, beside the text it is about."""

    feedback: str
    comments: Sequence[MarkingComment]
    paragraphs: Sequence[Paragraph]
    rows: Sequence[Scored]
    text: str

    def quote(self, comment: MarkingComment) -> str:
        """The words that a comment is about."""
        return self.text[comment.start : comment.stop]


@dataclass(frozen=True)
class Round:
    """One round as its learner sees it; what markers said only once it is released."""

    submission: Submission
    brief: Brief
    files: Sequence[SubmissionFile]
    said: Sequence[Said] = ()
    rows: Sequence[Sequence[Scored]] = ()
    changes: Sequence[MarkChange] = ()

    @property
    def points(self) -> str | None:
        percent = self.submission.percent
        return None if percent is None else f"{percent * self.brief.points / 100:.2f}"


@dataclass(frozen=True)
class Work:
    """Everything about one learner's assignment."""

    brief: Brief
    rounds: Sequence[Round]
    due_at: datetime | None
    at: datetime

    @property
    def newest(self) -> Round | None:
        return self.rounds[0] if self.rounds else None

    @property
    def state(self) -> State | None:
        return self.newest.submission.state if self.newest else None

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Where the round is on its way: (label, done | now | todo)."""
        ways = [_("Draft"), _("Handed in"), _("Being marked"), _result(self.state)]
        order = [State.DRAFT, State.SUBMITTED, State.MARKING]
        at = order.index(self.state) if self.state in order else 3 if self.state else 0
        known = ["done"] * at + ["now"] + ["todo"] * (3 - at)
        return list(zip(ways, known, strict=True))

    @property
    def draft(self) -> Round | None:
        return self.newest if self.state is State.DRAFT else None

    @property
    def released(self) -> Sequence[Round]:
        return [r for r in self.rounds if r.submission.state in RELEASED]

    @property
    def number(self) -> int:
        """The round that is written, or would be."""
        if self.newest is None:
            return 1
        return self.newest.submission.number + (self.state is State.RETURNED)

    @property
    def rounds_left(self) -> int:
        """Rounds after the one that is shown."""
        return max(0, self.brief.resubmissions + 1 - self.number)

    @property
    def may_write(self) -> bool:
        """Whether a draft is there or may begin (the door of the room aside)."""
        return self.state in (None, State.DRAFT)

    @property
    def may_revise(self) -> bool:
        return self.state is State.RETURNED and self.number <= self.brief.resubmissions + 1

    @property
    def may_take_back(self) -> bool:
        work = self.newest.submission if self.newest else None
        return (
            work is not None
            and work.state in WAITING
            and not work.marks
            and not work.is_held(self.at)
        )

    @property
    def is_late(self) -> bool:
        return due.is_late(self.due_at, self.at)

    @property
    def is_closed(self) -> bool:
        """Too late to hand anything in."""
        return self.is_late and not self.brief.late


def work_of(
    brief: Brief,
    lesson_key: int,
    *,
    enrolment_id: int,
    run_id: int,
    starts_on: date | None,
    enrolled_at: datetime,
) -> Work:
    """The whole story of one learner's assignment."""
    past = queries.rounds(enrolment_id, lesson_key) if enrolment_id else ()
    newest = past[0] if past else None
    returned = next((r.released_at for r in past if r.state is State.RETURNED), None)
    due_at = newest.due_at if newest and newest.state in WAITING else None
    return Work(
        brief=brief,
        rounds=rounds(past, brief),
        due_at=due_at
        or queries.due_for(
            brief,
            lesson_key,
            run_id=run_id,
            starts_on=starts_on,
            enrolled_at=enrolled_at,
            returned_at=returned,
        ),
        at=now(),
    )


def rounds(past: Sequence[Submission], brief: Brief) -> list[Round]:
    """Rounds with their files and, where released, everything that was said."""
    ids = [work.id for work in past]
    released = [work.id for work in past if work.state in RELEASED]
    files, marks = queries.files_of(ids), queries.finished(released)
    changes = queries.changes_of(released)
    comments = queries.comments_of(m.id for group in marks.values() for m in group)
    return [
        _round(
            work,
            brief if work.state is State.DRAFT else queries.brief_of(work),
            files[work.id],
            marks.get(work.id, []),
            changes.get(work.id, []),
            comments,
        )
        for work in past
    ]


def _round(
    work: Submission,
    brief: Brief,
    files: Sequence[SubmissionFile],
    marks: Sequence[Marking],
    changes: Sequence[MarkChange],
    comments: dict[int, list[MarkingComment]],
) -> Round:
    said = [said_by(work, brief, marking, comments[marking.id]) for marking in marks]
    return Round(work, brief, files, said, _deciding(brief, marks, changes), changes)


def said_by(
    work: Submission, brief: Brief, marking: Marking, comments: Sequence[MarkingComment]
) -> Said:
    return Said(
        marking.feedback,
        comments,
        annotations.paragraphs(work.text, comments),
        scoring.rows(brief, marking.scores),
        work.text,
    )


def _deciding(
    brief: Brief, marks: Sequence[Marking], changes: Sequence[MarkChange]
) -> list[list[Scored]]:
    """The rubric as it counts: changed scores, else the third mark, else all marks."""
    if changes and changes[-1].scores:
        return [scoring.rows(brief, changes[-1].scores)] if brief.rubric else []
    counting = [m for m in marks if m.percent is not None]
    counting = counting[-1:] if len(counting) > 2 else counting
    return [scoring.rows(brief, m.scores) for m in counting] if brief.rubric else []


def of_enrolment(enrolment: Enrolment, brief: Brief, lesson_key: int) -> Work:
    return work_of(
        brief,
        lesson_key,
        enrolment_id=enrolment.id,
        run_id=enrolment.run_id,
        starts_on=enrolment.run.starts_on,
        enrolled_at=enrolment.begun_at,
    )
