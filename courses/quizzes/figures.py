"""From attempts to statistics: whose papers count, read in a few statements.

Everybody counts once, with the first attempt: later ones know the answers. Attempts that wait for
a marker do not count yet. Of a quiz with very many papers the newest count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import func, or_, select

from courses.content.models import CourseVersion, Lesson
from courses.learning.models import QuizResult
from courses.quizzes import statistics
from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import (
    Answer,
    Attempt,
    AttemptState,
    Question,
    QuestionStatistic,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    QuizRole,
)
from courses.quizzes.statistics import Gain, Item, Paper, Test
from lms.db import db
from lms.i18n import Localised

MOST_PAPERS = 2000
PICKED = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
_counts = (
    Attempt.number == 1,
    Attempt.state == AttemptState.SUBMITTED,
    Attempt.pending == 0,
    Attempt.marks.is_not(None),
)


@dataclass(frozen=True)
class Lineup:
    """Quizzes of one lesson that ask the same questions, through versions of the course."""

    lesson_key: int
    slug: str
    title: Localised
    role: QuizRole
    versions: tuple[int, ...]
    quiz_ids: tuple[int, ...]
    papers: int

    @property
    def name(self) -> str:
        """As an address names it: the lesson and the newest version that asks this."""
        return f"{self.slug}.{self.versions[-1]}"


def lineups(course_id: int) -> list[Lineup]:
    """Every quiz that was published, with how many papers count; the newest first."""
    rows = db.session.execute(
        select(Quiz.id, Quiz.lesson_key, Lesson.slug, Lesson.title, Quiz.role, CourseVersion.number)
        .join(CourseVersion, CourseVersion.id == Quiz.version_id)
        .join(Lesson, (Lesson.version_id == Quiz.version_id) & (Lesson.key == Quiz.lesson_key))
        .where(CourseVersion.course_id == course_id, CourseVersion.published_at.is_not(None))
        .order_by(CourseVersion.number, Lesson.module_id, Lesson.position)
    ).all()
    quiz_ids = [row.id for row in rows]
    asked = _asked(quiz_ids)
    papers: dict[int, int] = dict(
        db.session.execute(
            select(Attempt.quiz_id, func.count())
            .where(Attempt.quiz_id.in_(quiz_ids), *_counts)
            .group_by(Attempt.quiz_id)
        ).all()
    )
    groups: dict[tuple[int, frozenset[int]], list[Any]] = {}
    for row in rows:
        groups.setdefault((row.lesson_key, frozenset(asked.get(row.id, ()))), []).append(row)
    found = [
        Lineup(
            lesson_key=key,
            slug=group[-1].slug,
            title=group[-1].title,
            role=group[-1].role,
            versions=tuple(row.number for row in group),
            quiz_ids=tuple(row.id for row in group),
            papers=sum(papers.get(row.id, 0) for row in group),
        )
        for (key, _), group in groups.items()
    ]
    newest = max((one.versions[-1] for one in found), default=0)
    return sorted(found, key=lambda one: one.versions[-1] != newest)


def papers_of(quiz_ids: Iterable[int], *, answers: bool = False) -> dict[int, Test]:
    """The papers of each quiz; with `answers` also what was picked and how long it took."""
    wanted = sorted(set(quiz_ids))
    points = _points(wanted)
    papers: dict[int, list[Paper]] = {quiz_id: [] for quiz_id in wanted}
    for quiz_id in wanted:
        rows = db.session.execute(
            select(Attempt.id, Attempt.started_at, Attempt.marks)
            .where(Attempt.quiz_id == quiz_id, *_counts)
            .order_by(Attempt.id.desc())
            .limit(MOST_PAPERS)
        ).all()
        given = _answers([row.id for row in rows]) if answers else {}
        papers[quiz_id] = [_paper(row, given.get(row.id, [])) for row in rows]
    return {
        quiz_id: Test(points[quiz_id], papers[quiz_id]) for quiz_id in wanted if points[quiz_id]
    }


def together(quiz_ids: Iterable[int]) -> Test | None:
    """Quizzes that ask the same questions as one test."""
    tests = list(papers_of(quiz_ids).values())
    if not tests:
        return None
    return Test(tests[0].points, [paper for test in tests for paper in test.papers])


def items(test: Test) -> dict[int, Item]:
    """Every question of one test, without its options."""
    return {question: statistics.item(question, [test]) for question in test.points}


def asked(quiz_id: int) -> list[tuple[QuestionVersion, str]]:
    """The questions of a quiz in order, with the public name of each."""
    rows = db.session.execute(
        select(QuestionVersion, Question.public_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
        .where(QuizQuestion.quiz_id == quiz_id)
        .order_by(QuizQuestion.position, QuestionVersion.id)
    )
    return [(row[0], row[1]) for row in rows]


def gain_of(course_id: int) -> Gain:
    """The first pre-test against the best post-test of the same people."""
    before, after = _results(course_id, "first_percent"), _results(course_id, "best_percent")
    pre, post = before[QuizRole.PRE_TEST], after[QuizRole.POST_TEST]
    return statistics.gain([(pre[one], post[one]) for one in sorted(pre) if one in post])


def _results(course_id: int, figure: str) -> dict[str, dict[int, float]]:
    keys = select(Quiz.lesson_key).join(CourseVersion, CourseVersion.id == Quiz.version_id)
    column = getattr(QuizResult, figure)
    rows = db.session.execute(
        select(QuizResult.enrolment_id, QuizResult.role, func.max(column))
        .where(QuizResult.lesson_key.in_(keys.where(CourseVersion.course_id == course_id)))
        .group_by(QuizResult.enrolment_id, QuizResult.role)
    ).all()
    found: dict[str, dict[int, float]] = {role.value: {} for role in QuizRole}
    for enrolment_id, role, percent in rows:
        found[role][enrolment_id] = float(percent)
    return found


def stale() -> list[int]:
    """Quizzes with papers that came after their questions were last counted."""
    counted = (
        select(QuizQuestion.quiz_id, func.min(QuestionStatistic.counted_at).label("at"))
        .join(
            QuestionStatistic,
            QuestionStatistic.question_version_id == QuizQuestion.question_version_id,
        )
        .group_by(QuizQuestion.quiz_id)
        .subquery()
    )
    return list(
        db.session.scalars(
            select(Attempt.quiz_id)
            .outerjoin(counted, counted.c.quiz_id == Attempt.quiz_id)
            .where(*_counts, or_(counted.c.at.is_(None), Attempt.submitted_at >= counted.c.at))
            .distinct()
            .order_by(Attempt.quiz_id)
        )
    )


def computed(quiz_id: int, at: datetime) -> list[dict[str, Any]]:
    """The rows of `QuestionStatistic` for everything that a quiz asks, over all its quizzes."""
    asked = db.session.execute(
        select(QuestionVersion.id, QuestionVersion.kind, QuestionVersion.body, QuestionVersion.key)
        .join(QuizQuestion, QuizQuestion.question_version_id == QuestionVersion.id)
        .where(QuizQuestion.quiz_id == quiz_id)
    ).all()
    beside = db.session.scalars(
        select(QuizQuestion.quiz_id)
        .where(QuizQuestion.question_version_id.in_([row.id for row in asked]))
        .distinct()
    ).all()
    tests = list(papers_of(beside, answers=True).values())
    return [_row(row, tests, at) for row in asked]


def _row(row: Any, tests: Sequence[Test], at: datetime) -> dict[str, Any]:
    picked = row.kind in PICKED
    options = [option["key"] for option in row.body["options"]] if picked else []
    figures = statistics.item(
        row.id, tests, options=options, correct=row.key["correct"] if picked else ()
    )
    return {
        "question_version_id": row.id,
        "papers": figures.n,
        "p": figures.p,
        "discrimination": figures.discrimination,
        "figures": {
            "upper_lower": figures.upper_lower,
            "seconds": figures.seconds,
            "flags": [flag.value for flag in figures.flags],
            "options": [[o.key, o.correct, o.share, o.upper, o.lower] for o in figures.options],
        },
        "is_troubled": bool(figures.flags),
        "counted_at": at,
    }


def _asked(quiz_ids: Sequence[int]) -> dict[int, list[int]]:
    asked: dict[int, list[int]] = {}
    for quiz_id, version_id in db.session.execute(
        select(QuizQuestion.quiz_id, QuizQuestion.question_version_id).where(
            QuizQuestion.quiz_id.in_(quiz_ids)
        )
    ):
        asked.setdefault(quiz_id, []).append(version_id)
    return asked


def _points(quiz_ids: Sequence[int]) -> dict[int, dict[int, float]]:
    points: dict[int, dict[int, float]] = {quiz_id: {} for quiz_id in quiz_ids}
    for quiz_id, version_id, worth in db.session.execute(
        select(QuizQuestion.quiz_id, QuestionVersion.id, QuestionVersion.points)
        .join(QuestionVersion, QuestionVersion.id == QuizQuestion.question_version_id)
        .where(QuizQuestion.quiz_id.in_(quiz_ids))
        .order_by(QuizQuestion.position)
    ):
        points[quiz_id][version_id] = float(worth)
    return points


def _answers(attempt_ids: Sequence[int]) -> dict[int, list[Any]]:
    given: dict[int, list[Any]] = {}
    for row in db.session.execute(
        select(
            Answer.attempt_id, Answer.question_version_id, Answer.response, Answer.saved_at
        ).where(Answer.attempt_id.in_(attempt_ids), Answer.response.is_not(None))
    ):
        given.setdefault(row.attempt_id, []).append(row)
    return given


def _paper(row: Any, given: Sequence[Any]) -> Paper:
    picks = {one.question_version_id: _picks(one.response) for one in given}
    last: Mapping[int, float] = {}
    if given:
        moments: dict[int, float] = {}
        for one in given:
            at = one.saved_at.timestamp()
            moments[one.question_version_id] = max(at, moments.get(one.question_version_id, at))
        last = statistics.pauses(row.started_at.timestamp(), moments.items())
    earned = {int(question): _share(mark) for question, mark in row.marks.items()}
    return Paper(earned, picks, last)


def _picks(response: Any) -> tuple[str, ...]:
    if isinstance(response, str):
        return (response,) if len(response) <= 40 else ()
    return (
        tuple(one for one in response if isinstance(one, str)) if isinstance(response, list) else ()
    )


@lru_cache(maxsize=4096)
def _share(mark: str) -> float:
    return float(Fraction(mark))
