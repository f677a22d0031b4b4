"""Writing questions, and what is said about them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import delete, select, update

from courses.content.models import Course, CourseVersion
from courses.quizzes import bank
from courses.quizzes.kinds import BadQuestion, QuestionKind
from courses.quizzes.models import (
    Difficulty,
    Question,
    QuestionTag,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from courses.quizzes.questions import join, split
from lms import audit
from lms.accounts.public import User
from lms.clock import now
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise
from lms.reference.operations import NotInForce
from lms.reference.queries import skills_in_use

MOST_TAGS, LONGEST_TAG, MOST_POINTS = 20, 60, 100


class TooManyTags(DomainError):
    message = _l("A question has at most twenty tags.")
    field = "tags"


class TagTooLong(DomainError):
    message = _l("A tag has at most sixty characters.")
    field = "tags"


class Retired(DomainError):
    message = _l("This question is retired. Bring it back before you change it.")


def check_question(description: Mapping[str, Any], points: Any) -> None:
    """Raise `BadQuestion` with what is wrong; nothing is written."""
    split(description)
    points_of(points)


def write_question(
    description: Mapping[str, Any],
    *,
    by: User | None,
    course: Course | None = None,
    institution_id: int | None = None,
    title: str = "",
    tags: Iterable[str] = (),
    skill_id: int | None = None,
    difficulty: str = "medium",
    points: Any = None,
    source: str = "",
) -> Question:
    """A new question in the bank of a course, of an institution, or (with neither) of all."""
    body, key = split(description)
    _check_skill(skill_id, None)
    question = Question(
        course_id=course.id if course else None,
        bank_institution_id=institution_id,
        title=normalise(title)[:200],
        skill_id=skill_id,
        difficulty=Difficulty(difficulty),
    )
    db.session.add(question)
    db.session.flush()  # its version and its tags refer to it
    _add_version(question, 1, description, body, key, points, by, source)
    set_tags(question, tags)
    audit.record(
        "question.written",
        question,
        by=by,
        institution_id=course.institution_id if course else institution_id,
    )
    return question


def _check_skill(skill_id: int | None, held: int | None) -> None:
    if skill_id not in (None, held) and skill_id not in skills_in_use():
        raise NotInForce(field="skill")


def _add_version(
    question: Question,
    number: int,
    description: Mapping[str, Any],
    body: dict[str, Any],
    key: dict[str, Any],
    points: Any,
    by: User | None,
    source: str,
) -> QuestionVersion:
    written = QuestionVersion(
        question_id=question.id,
        number=number,
        kind=QuestionKind(description["kind"]),
        text=str(description["text"]),
        body=body,
        key=key,
        points=points_of(description.get("points", 1) if points is None else points),
        author_id=by.id if by else None,
        source=source[:200],
    )
    db.session.add(written)
    db.session.flush()  # quizzes refer to it
    return written


def points_of(value: Any) -> Decimal:
    """Points as they are stored: above zero, two decimals; raises `BadQuestion`."""
    try:
        points = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation as wrong:
        raise BadQuestion(_l("Write a number."), field="points") from wrong
    if not 0 < points <= MOST_POINTS:
        raise BadQuestion(_l("A question is worth between 0.01 and 100 points."), field="points")
    return points


def revise_question(
    question: Question,
    description: Mapping[str, Any],
    *,
    by: User | None,
    points: Any = None,
    drafts: Iterable[CourseVersion] = (),
    source: str = "",
) -> QuestionVersion:
    """The question in these words from now on; the same words make no new version.

    The quizzes of `drafts` ask the newest version afterwards. Published versions of a course and
    the attempts at them keep what they ask.
    """
    body, key = split(description)
    lock_row(question)  # of two at once, each gets a number of its own
    if question.retired_at is not None:
        raise Retired
    last = bank.newest(question)
    worth = points_of(description.get("points", last.points) if points is None else points)
    unchanged = (last.kind, last.body, last.key, last.points) == (
        QuestionKind(description["kind"]), body, key, worth,
    )  # fmt: skip
    if not unchanged:
        last = _add_version(
            question, last.number + 1, description, body, key, worth, by, source or last.source
        )
        audit.record("question.revised", question, by=by, version=last.number)
    follow(question, last, drafts)
    return last


def follow(question: Question, version: QuestionVersion, drafts: Iterable[CourseVersion]) -> None:
    """Let the quizzes of drafts ask this version instead of another one."""
    ids = [draft.id for draft in drafts if draft.published_at is None]
    older = select(QuestionVersion.id).where(
        QuestionVersion.question_id == question.id, QuestionVersion.id != version.id
    )
    quizzes = select(Quiz.id).where(Quiz.version_id.in_(ids))
    if ids:
        db.session.execute(
            update(QuizQuestion)
            .where(QuizQuestion.quiz_id.in_(quizzes), QuizQuestion.question_version_id.in_(older))
            .values(question_version_id=version.id)
            .execution_options(synchronize_session=False)
        )


def restore_version(
    question: Question, number: int, *, by: User | None, drafts: Iterable[CourseVersion] = ()
) -> QuestionVersion:
    """An older version once more, as the newest; between them nothing is lost."""
    older = next(v for v in bank.versions(question) if v.number == number)
    return revise_question(question, older.description, by=by, points=older.points, drafts=drafts)


def describe_question(
    question: Question,
    *,
    by: User | None,
    title: str = "",
    tags: Iterable[str] = (),
    skill_id: int | None = None,
    difficulty: str = "medium",
) -> None:
    """How the question is found; this is not what learners read, so it makes no version."""
    _check_skill(skill_id, question.skill_id)
    told = (question.title, question.skill_id, question.difficulty, bank.tags_of(question))
    question.title, question.skill_id = normalise(title)[:200], skill_id
    question.difficulty = Difficulty(difficulty)
    set_tags(question, tags)
    tells = (question.title, question.skill_id, question.difficulty, bank.tags_of(question))
    if told != tells:
        audit.record("question.described", question, by=by)


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Lower case, one spelling, each once; raises what is wrong with them."""
    clean = list(dict.fromkeys(filter(None, (normalise(tag).casefold() for tag in tags))))
    if len(clean) > MOST_TAGS:
        raise TooManyTags
    if any(len(tag) > LONGEST_TAG for tag in clean):
        raise TagTooLong
    return clean


def set_tags(question: Question, tags: Iterable[str]) -> None:
    clean = clean_tags(tags)
    db.session.execute(delete(QuestionTag).where(QuestionTag.question_id == question.id))
    db.session.add_all(QuestionTag(question_id=question.id, tag=tag) for tag in clean)
    db.session.flush()  # lists read them


def tag_questions(
    questions: Sequence[Question], *, add: Iterable[str] = (), remove: Iterable[str] = (),
    by: User | None,
) -> None:  # fmt: skip
    """Give or take tags of many questions at once."""
    new, old = clean_tags(add), set(clean_tags(remove))
    for question in questions:
        kept = [tag for tag in bank.tags_of(question) if tag not in old]
        set_tags(question, [*kept, *new])
        audit.record("question.described", question, by=by)


def set_difficulty(questions: Iterable[Question], difficulty: str, *, by: User | None) -> None:
    for question in questions:
        question.difficulty = Difficulty(difficulty)
        audit.record("question.described", question, by=by)


def retire_questions(questions: Iterable[Question], *, by: User | None) -> None:
    """Nobody picks them any more; quizzes that ask them go on doing so."""
    for question in questions:
        if question.retired_at is None:
            question.retired_at = now()
            audit.record("question.retired", question, by=by)


def bring_back(questions: Iterable[Question], *, by: User | None) -> None:
    for question in questions:
        if question.retired_at is not None:
            question.retired_at = None
            audit.record("question.brought_back", question, by=by)


def duplicate_question(question: Question, course: Course, *, by: User | None) -> Question:
    """A question of its own in the bank of a course, in the newest words of another."""
    last = bank.newest(question)
    copy = write_question(
        join(last.kind, last.body, last.key),
        by=by,
        course=course,
        title=question.title,
        tags=bank.tags_of(question),
        difficulty=question.difficulty,
        points=last.points,
        source=last.source,
    )
    copy.skill_id = question.skill_id  # also where nobody could choose it any more
    return copy
