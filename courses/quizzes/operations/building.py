"""Building the quiz of a draft: its terms, what it asks and in which order."""

import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select, update

from courses.content.models import CourseVersion
from courses.quizzes import bank, blueprints, drafting
from courses.quizzes.bank import Scope
from courses.quizzes.models import (
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    QuizRole,
    Review,
)
from lms import audit
from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l

MOST_QUESTIONS = 200


class TooManyQuestions(DomainError):
    message = _l("A quiz asks at most 200 questions.")


class TooFewQuestions(DomainError):
    """`shortages` says which rows of the blueprint cannot be filled, and how many are there."""

    message = _l("The bank does not have enough questions for this blueprint.")

    def __init__(self, shortages: Sequence[blueprints.Shortage]) -> None:
        super().__init__()
        self.shortages = shortages


def set_terms(
    version: CourseVersion,
    lesson_key: int,
    *,
    title: Localised,
    role: str,
    pass_percent: int | None = None,
    attempts: int | None = None,
    minutes: int | None = None,
    shuffle: bool = True,
    review: str = "submitted",
    by: User | None = None,
) -> Quiz:
    """The terms of a lesson's quiz; the quiz is made when it is not there yet."""
    quiz = drafting.quiz_in(version.id, lesson_key)
    if quiz is None:
        quiz = Quiz(version_id=version.id, lesson_key=lesson_key)
        db.session.add(quiz)
    quiz.title, quiz.role, quiz.review = title, QuizRole(role), Review(review)
    quiz.pass_percent, quiz.attempts, quiz.minutes = pass_percent, attempts, minutes
    quiz.shuffle = shuffle
    db.session.flush()  # questions refer to it
    audit.record("quiz.changed", quiz, by=by, institution_id=version.institution_id)
    return quiz


def ask(quiz: Quiz, questions: Iterable[Question]) -> int:
    """Put questions at the end, in their newest words; what is asked already is left alone."""
    asked = {one.question_id for one in drafting.asked_in(quiz)}
    new = [q for q in dict.fromkeys(questions) if q.id not in asked]
    if len(asked) + len(new) > MOST_QUESTIONS:
        raise TooManyQuestions
    last = db.session.scalar(select(func.max(QuizQuestion.position)).filter_by(quiz_id=quiz.id))
    versions = _newest_of([question.id for question in new])
    for place, question in enumerate(new, start=(last or 0) + 1):
        db.session.add(
            QuizQuestion(quiz_id=quiz.id, question_version_id=versions[question.id], position=place)
        )
    db.session.flush()  # the page reads them
    return len(new)


def _newest_of(question_ids: Sequence[int]) -> dict[int, int]:
    last = (
        select(QuestionVersion.question_id, func.max(QuestionVersion.number).label("number"))
        .where(QuestionVersion.question_id.in_(question_ids))
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    rows = db.session.execute(
        select(QuestionVersion.question_id, QuestionVersion.id).join(
            last,
            (last.c.question_id == QuestionVersion.question_id)
            & (last.c.number == QuestionVersion.number),
        )
    ).all()
    return {row.question_id: row.id for row in rows}


def stop_asking(quiz: Quiz, question: Question) -> None:
    """Take a question out of the quiz; it stays in its bank."""
    versions = select(QuestionVersion.id).where(QuestionVersion.question_id == question.id)
    db.session.execute(
        delete(QuizQuestion).where(
            QuizQuestion.quiz_id == quiz.id, QuizQuestion.question_version_id.in_(versions)
        )
    )
    if quiz.blueprint and question.id in quiz.blueprint.get("drawn", ()):
        drawn = [one for one in quiz.blueprint["drawn"] if one != question.id]
        quiz.blueprint = quiz.blueprint | {"drawn": drawn}
    _number(quiz)


def reorder(quiz: Quiz, public_ids: Sequence[str]) -> None:
    """The questions in this order; who is not named keeps their order behind."""
    asked = drafting.asked_in(quiz)
    wanted = {public_id: place for place, public_id in enumerate(public_ids)}
    order = sorted(asked, key=lambda one: (wanted.get(one.public_id, len(wanted)), one.position))
    _place(quiz, [one.version_id for one in order])


def move(quiz: Quiz, public_id: str, by: int) -> None:
    """One place up (-1) or down (1)."""
    order = [one.public_id for one in drafting.asked_in(quiz)]
    if public_id in order:
        at = order.index(public_id)
        order.insert(max(0, at + by), order.pop(at))
        reorder(quiz, order)


def ask_newest(quiz: Quiz) -> None:
    """Every question in its newest words."""
    old = [one for one in drafting.asked_in(quiz) if one.is_old]
    versions = _newest_of([one.question_id for one in old])
    for one in old:
        db.session.execute(
            update(QuizQuestion)
            .where(
                QuizQuestion.quiz_id == quiz.id,
                QuizQuestion.question_version_id == one.version_id,
            )
            .values(question_version_id=versions[one.question_id])
        )


def draw_form(
    quiz: Quiz,
    rows: Sequence[blueprints.Row],
    scope: Scope,
    *,
    levels: Sequence[str] = (),
    seed: int | None = None,
    by: User | None,
) -> Quiz:
    """Fill the quiz by a blueprint; what was drawn before goes, what was picked by hand stays."""
    number = secrets.randbits(31) if seed is None else seed
    picked = _picked(quiz)
    known = [one for one in bank.candidates(scope) if one.id not in picked]
    drawing = blueprints.draw(rows, known, number)
    if drawing.shortages:
        raise TooFewQuestions(drawing.shortages)
    _fill(quiz, rows, drawing.questions, number, levels)
    audit.record("quiz.drawn", quiz, by=by, seed=number, questions=len(drawing.questions))
    return quiz


def draw_forms(
    first: Quiz,
    second: Quiz,
    rows: Sequence[blueprints.Row],
    scope: Scope,
    *,
    levels: Sequence[str] = (),
    seed: int | None = None,
    by: User | None,
) -> int:
    """Two forms of one structure; says how many questions stand in both."""
    number = secrets.randbits(31) if seed is None else seed
    picked = _picked(first) | _picked(second)
    known = [one for one in bank.candidates(scope) if one.id not in picked]
    pair = blueprints.draw_pair(rows, known, number)
    if pair.first.shortages:
        raise TooFewQuestions(pair.first.shortages)
    _fill(first, rows, pair.first.questions, number, levels, second.lesson_key)
    _fill(second, rows, pair.second.questions, number, levels, first.lesson_key)
    audit.record("quiz.drawn", first, by=by, seed=number, second=second.id)
    return len(pair.shared)


def _picked(quiz: Quiz) -> set[int]:
    return {one.question_id for one in drafting.asked_in(quiz) if not one.is_drawn}


def _fill(
    quiz: Quiz,
    rows: Sequence[blueprints.Row],
    question_ids: Sequence[int],
    seed: int,
    levels: Sequence[str],
    partner: int | None = None,
) -> None:
    for one in drafting.asked_in(quiz):
        if one.is_drawn:
            db.session.execute(
                delete(QuizQuestion).where(
                    QuizQuestion.quiz_id == quiz.id,
                    QuizQuestion.question_version_id == one.version_id,
                )
            )
    quiz.blueprint = {
        "rows": [{"count": r.count, "tag": r.tag, "difficulty": r.difficulty} for r in rows],
        "seed": seed,
        "drawn": list(question_ids),
        "partner": partner,
        "levels": list(levels),
    }
    found = {
        q.id: q for q in db.session.scalars(select(Question).where(Question.id.in_(question_ids)))
    }
    ask(quiz, [found[question_id] for question_id in question_ids])
    _number(quiz)


def _number(quiz: Quiz) -> None:
    _place(quiz, [one.version_id for one in drafting.asked_in(quiz)])


def _place(quiz: Quiz, version_ids: Sequence[int]) -> None:
    """Places from one upwards, in one statement."""
    if not version_ids:
        return
    db.session.execute(
        update(QuizQuestion),
        [
            {"quiz_id": quiz.id, "question_version_id": version_id, "position": place}
            for place, version_id in enumerate(version_ids, start=1)
        ],
    )
    db.session.flush()  # the page reads them
