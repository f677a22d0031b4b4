"""A work on the marker's desk: what they may see of it, and what they must not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for

from courses.assignments import annotations, queries, scoring
from courses.assignments.annotations import Paragraph
from courses.assignments.brief import Brief
from courses.assignments.lifecycle import RELEASED, State
from courses.assignments.models import Marking, MarkingComment, Submission, SubmissionFile
from courses.assignments.naming import anonymous_name, pseudonym
from courses.assignments.queries.desk import TO_DECIDE
from courses.assignments.scoring import Scored
from courses.assignments.works import Round, Said, rounds, said_by
from courses.authoring import redline
from courses.authoring.waiting import Waiting
from courses.content.models import Course
from courses.content.policy import Ability, abilities_of
from courses.content.queries import OutlineLesson
from courses.quizzes.queries import count_waiting
from lms.accounts.public import Principal
from lms.clock import now
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n.thai import words


@dataclass(frozen=True)
class NamedFile:
    """A file under the name that this reader may know."""

    file: SubmissionFile
    name: str

    @property
    def is_picture(self) -> bool:
        return self.file.content_type in ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class Sheet:
    """One work as one marker sees it."""

    work: Submission
    lesson: OutlineLesson
    brief: Brief
    who: Localised | str
    hidden: bool
    files: Sequence[NamedFile]
    paragraphs: Sequence[Paragraph]
    counted: int
    own: Marking | None
    comments: Sequence[MarkingComment]
    rows: Sequence[Scored]
    holds: bool
    held_by: Localised | None
    others: Sequence[Said]
    earlier: Sequence[Round]
    difference: Sequence[redline.Line]
    is_newest: bool
    round: Round | None
    at: datetime = field(default_factory=now)

    @property
    def may_return(self) -> bool:
        return self.work.number <= self.brief.resubmissions

    @property
    def to_decide(self) -> bool:
        """Two marks are there and do not agree."""
        return self.work.state is State.MARKING and self.work.marks >= TO_DECIDE

    @property
    def earned(self) -> str:
        return str(scoring.earned(self.brief, self.own.scores)) if self.own else "0"

    @property
    def title(self) -> str:
        return str(self.lesson.title)


def is_hidden(brief: Brief, work: Submission) -> bool:
    """Whether the learner must not be known yet."""
    return brief.anonymous and work.state not in RELEASED


def who(brief: Brief, work: Submission) -> Localised | str:
    """The learner's name, or the code that stands for it."""
    if is_hidden(brief, work):
        return _("Learner %(code)s", code=pseudonym(work.public_id))
    return work.enrolment.learner.display_name


def sheet(work: Submission, reader_id: int, *, decides: bool) -> Sheet:
    """Everything about one work that `reader_id` may see now."""
    brief = queries.brief_of(work)
    lesson = queries.lesson_of(work.version_id, work.lesson_key)
    hidden, moment = is_hidden(brief, work), now()
    past = queries.rounds(work.enrolment_id, work.lesson_key)
    before = [r for r in past if r.number < work.number]
    own = queries.own_marking(work.id, reader_id)
    writing = own if own is not None and own.finished_at is None else None
    comments = queries.comments_of([writing.id])[writing.id] if writing else []
    released = work.state in RELEASED
    return Sheet(
        work=work,
        lesson=lesson,
        brief=brief,
        who=who(brief, work),
        hidden=hidden,
        files=named_files(work, hidden=hidden),
        paragraphs=annotations.paragraphs(work.text, comments),
        counted=len(words(work.text)),
        own=writing,
        comments=comments,
        rows=scoring.rows(brief, writing.scores if writing else {}),
        holds=writing is not None and (work.claimed_by_id == reader_id or not work.is_held(moment)),
        held_by=_holder(work, reader_id, moment),
        others=_others(work, brief, own, decides=decides),
        earlier=rounds(before, brief),
        difference=redline.lines(before[0].text, work.text) if before else (),
        is_newest=bool(past) and past[0].id == work.id,
        round=rounds([work], brief)[0] if released else None,
        at=moment,
    )


def named_files(work: Submission, *, hidden: bool) -> list[NamedFile]:
    files = queries.files_of([work.id])[work.id]
    return [
        NamedFile(f, anonymous_name(work.public_id, place, f.name) if hidden else f.name)
        for place, f in enumerate(files, 1)
    ]


def _holder(work: Submission, reader_id: int, at: datetime) -> Localised | None:
    if work.claimed_by is None or work.claimed_by_id == reader_id or not work.is_held(at):
        return None
    return work.claimed_by.display_name


def _others(work: Submission, brief: Brief, own: Marking | None, *, decides: bool) -> list[Said]:
    """Other marks: for who decides between two, and for who has finished their own."""
    finished_own = own is not None and own.finished_at is not None
    if work.state is not State.MARKING:
        return []
    if not (finished_own or (decides and work.marks >= TO_DECIDE)):
        return []
    marks = queries.finished([work.id])[work.id]
    comments = queries.comments_of(m.id for m in marks)
    return [said_by(work, brief, m, comments[m.id]) for m in marks]


def waiting(principal: Principal, courses: Sequence[Course]) -> list[Waiting]:
    """For the studio's home: how much each course's desk holds for this person."""
    mine = {c.id: c for c in courses if _marks(principal, c)}
    if not mine:
        return []
    works = queries.waiting_for(mine, principal.id)
    answers = count_waiting(list(mine))
    return [
        Waiting(
            label=_("Works and answers to mark"),
            href=url_for("studio.marking", code=course.code),
            count=works.get(key, 0) + answers.get(key, 0),
            course=course.title,
            icon="edit",
        )
        for key, course in mine.items()
        if works.get(key, 0) + answers.get(key, 0)
    ]


def _marks(principal: Principal, course: Course) -> bool:
    return any(ability is Ability.MARK for ability, _why in abilities_of(principal, course))
