"""A lesson's quiz goes with it: into the next version, beside it, or into another course."""

from collections.abc import Mapping

from sqlalchemy import and_, or_, select

from courses.content.models import CourseVersion
from courses.quizzes.models import Question, QuestionTag, QuestionVersion, Quiz, QuizQuestion
from lms.db import db

KEPT_OF_A_QUIZ = (
    "title", "role", "pass_percent", "attempts", "minutes", "shuffle", "review", "blueprint",
)  # fmt: skip
KEPT_OF_A_QUESTION = ("title", "skill_id", "difficulty")
KEPT_OF_A_VERSION = ("kind", "text", "body", "key", "points", "author_id", "source")


def copy_quizzes(source: CourseVersion, target: CourseVersion, keys: Mapping[int, int]) -> None:
    """Inside one course the questions are shared; another course gets questions of its own."""
    found = db.session.scalars(
        select(Quiz)
        .where(Quiz.version_id == source.id, Quiz.lesson_key.in_(list(keys)))
        .order_by(Quiz.id)
    ).all()
    quizzes = {quiz.id: quiz for quiz in found}
    made = {quiz.id: _copy(quiz, target, keys[quiz.lesson_key]) for quiz in found}
    db.session.flush()  # places in a quiz refer to it
    places = db.session.scalars(
        select(QuizQuestion)
        .where(QuizQuestion.quiz_id.in_(list(quizzes)))
        .order_by(QuizQuestion.quiz_id, QuizQuestion.position)
    ).all()
    versions = {place.question_version_id for place in places}
    own = {} if source.course_id == target.course_id else _own_questions(versions, target)
    for place in places:
        version_id = place.question_version_id
        db.session.add(
            QuizQuestion(
                quiz_id=made[place.quiz_id].id,
                question_version_id=own.get(version_id, version_id),
                position=place.position,
            )
        )
    db.session.flush()  # whoever asked reads them


def _copy(quiz: Quiz, target: CourseVersion, key: int) -> Quiz:
    copy = Quiz(
        version_id=target.id,
        lesson_key=key,
        **{name: getattr(quiz, name) for name in KEPT_OF_A_QUIZ},
    )
    db.session.add(copy)
    return copy


def _own_questions(version_ids: set[int], target: CourseVersion) -> dict[int, int]:
    """Every question in the course's own bank, in the words that were asked."""
    rows = db.session.execute(
        select(QuestionVersion, Question)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.id.in_(version_ids))
        .order_by(QuestionVersion.id)
    ).all()
    made = [(version, question, _own(version, question, target)) for version, question in rows]
    db.session.flush()  # versions and tags refer to the questions
    copies: dict[int, QuestionVersion] = {}
    for version, _question, own in made:
        copies[version.id] = QuestionVersion(
            question_id=own.id,
            number=1,
            **{name: getattr(version, name) for name in KEPT_OF_A_VERSION},
        )
    db.session.add_all(copies.values())
    _copy_tags({question.id: own.id for _version, question, own in made})
    db.session.flush()  # quizzes refer to the versions
    return {old: copy.id for old, copy in copies.items()}


def _own(version: QuestionVersion, question: Question, target: CourseVersion) -> Question:
    own = Question(
        course_id=target.course_id,
        **{name: getattr(question, name) for name in KEPT_OF_A_QUESTION},
    )
    db.session.add(own)
    return own


def _copy_tags(questions: Mapping[int, int]) -> None:
    tags = select(QuestionTag.question_id, QuestionTag.tag).where(
        QuestionTag.question_id.in_(list(questions))
    )
    for question_id, tag in db.session.execute(tags):
        db.session.add(QuestionTag(question_id=questions[question_id], tag=tag))


def copy_embedded(
    public_ids: set[str], source: CourseVersion, target: CourseVersion
) -> dict[str, str]:
    """Practice questions that articles show, in the target's bank; old names with new ones.

    Only those that the source may ask: of its own bank, its institution's, or the shared one.
    """
    within_reach = or_(
        Question.course_id == source.course_id,
        and_(
            Question.course_id.is_(None),
            or_(
                Question.bank_institution_id.is_(None),
                Question.bank_institution_id == source.institution_id,
            ),
        ),
    )
    questions = db.session.scalars(
        select(Question)
        .where(Question.public_id.in_(public_ids), within_reach)
        .order_by(Question.id)
    ).all()
    newest: dict[int, int] = {}
    rows = select(QuestionVersion.question_id, QuestionVersion.id).where(
        QuestionVersion.question_id.in_([question.id for question in questions])
    )
    for question_id, version_id in db.session.execute(rows.order_by(QuestionVersion.number)):
        newest[question_id] = version_id
    own = _own_questions(set(newest.values()), target)
    new_names = dict(
        db.session.execute(
            select(QuestionVersion.id, Question.public_id)
            .join(Question, Question.id == QuestionVersion.question_id)
            .where(QuestionVersion.id.in_(list(own.values())))
        ).all()
    )
    return {
        question.public_id: new_names[own[newest[question.id]]]
        for question in questions
        if question.id in newest
    }
