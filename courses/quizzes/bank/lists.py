"""Lists of questions: three statements, however many questions there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func, select

from courses.quizzes.bank.scope import Level, Scope, level_of
from courses.quizzes.bank.wish import Wish
from courses.quizzes.blueprints import Candidate
from courses.quizzes.kinds import QuestionKind
from courses.quizzes.models import (
    Difficulty,
    Question,
    QuestionProposal,
    QuestionStatistic,
    QuestionTag,
    QuestionVersion,
    QuizQuestion,
)
from lms.db import db

PAGE = 50
MOST_TAGS = 500


@dataclass(frozen=True)
class Line:
    """A question as lists show it, with its newest version."""

    id: int
    public_id: str
    version_id: int
    number: int
    kind: QuestionKind
    text: str
    title: str
    points: Decimal
    difficulty: Difficulty
    skill_id: int | None
    level: Level
    tags: tuple[str, ...]
    is_used: bool
    is_retired: bool
    is_proposed: bool
    papers: int
    p: Decimal | None
    discrimination: Decimal | None
    flags: tuple[str, ...]


_later = sa.orm.aliased(QuestionVersion)
is_newest = ~(
    select(_later.id)
    .where(
        _later.question_id == QuestionVersion.question_id, _later.number > QuestionVersion.number
    )
    .exists()
)
_asked = sa.orm.aliased(QuestionVersion)
_is_used = (
    select(QuizQuestion.quiz_id)
    .join(_asked, _asked.id == QuizQuestion.question_version_id)
    .where(_asked.question_id == Question.id)
    .exists()
)
_is_proposed = (
    select(QuestionProposal.question_id).where(QuestionProposal.question_id == Question.id).exists()
)


def lines(scope: Scope, wish: Wish, *, before: int | None = None, limit: int = PAGE) -> list[Line]:
    """The newest questions first; the next page begins before an id."""
    wanted = conditions(scope, wish)
    return _read([*wanted, Question.id < before] if before is not None else wanted, limit)


def offered(institution_id: int | None) -> list[Line]:
    """What authors offer to the bank of an institution, or (None) to the shared one."""
    to = (
        QuestionProposal.institution_id.is_(None)
        if institution_id is None
        else QuestionProposal.institution_id == institution_id
    )
    proposed = select(QuestionProposal.question_id).where(to)
    return _read([Question.id.in_(proposed)], PAGE)


def _read(wanted: Sequence[sa.ColumnElement[bool]], limit: int) -> list[Line]:
    rows = db.session.execute(
        select(Question, QuestionVersion, QuestionStatistic, _is_used, _is_proposed)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .outerjoin(QuestionStatistic, QuestionStatistic.question_version_id == QuestionVersion.id)
        .where(is_newest, *wanted)
        .order_by(Question.id.desc())
        .limit(limit)
    ).all()
    tags = tags_by_question([row[0].id for row in rows])
    return [_line(tags, *row) for row in rows]


def count(scope: Scope, wish: Wish) -> int:
    counted = (
        select(func.count())
        .select_from(Question)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .outerjoin(QuestionStatistic, QuestionStatistic.question_version_id == QuestionVersion.id)
        .where(is_newest, *conditions(scope, wish))
    )
    return db.session.scalar(counted) or 0


def tags_in(scope: Scope) -> Sequence[str]:
    """Every tag of the banks, in order."""
    return db.session.scalars(
        select(QuestionTag.tag)
        .join(Question, Question.id == QuestionTag.question_id)
        .where(scope.condition)
        .distinct()
        .order_by(QuestionTag.tag)
        .limit(MOST_TAGS)
    ).all()


def candidates(scope: Scope, *, kinds: frozenset[QuestionKind] | None = None) -> list[Candidate]:
    """What a blueprint may draw: every question that was not retired."""
    chosen = (
        select(Question.id, Question.difficulty)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(is_newest, scope.condition, Question.retired_at.is_(None))
        .order_by(Question.id)
    )
    if kinds is not None:
        chosen = chosen.where(QuestionVersion.kind.in_(sorted(kinds)))
    rows = db.session.execute(chosen).all()
    tags = tags_by_question([row.id for row in rows])
    return [
        Candidate(row.id, frozenset(tags.get(row.id, ())), row.difficulty.value) for row in rows
    ]


def conditions(scope: Scope, wish: Wish) -> list[sa.ColumnElement[bool]]:
    within = scope if wish.level is None else scope.only(wish.level)
    found: list[sa.ColumnElement[bool]] = [within.condition]
    found += [_says(term) for term in wish.terms]
    if wish.kind is not None:
        found.append(QuestionVersion.kind == wish.kind)
    if wish.tag:
        found.append(_tagged(QuestionTag.tag == wish.tag))
    if wish.skill_id is not None:
        found.append(Question.skill_id == wish.skill_id)
    if wish.difficulty is not None:
        found.append(Question.difficulty == wish.difficulty)
    if wish.used is not None:
        found.append(_is_used if wish.used else ~_is_used)
    if wish.troubled:
        found.append(QuestionStatistic.is_troubled.is_(True))
    if wish.proposed:
        found.append(_is_proposed)
    retired = Question.retired_at.is_not(None) if wish.retired else Question.retired_at.is_(None)
    return [*found, retired]


def _says(term: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        QuestionVersion.text.icontains(term, autoescape=True),
        Question.title.icontains(term, autoescape=True),
        _tagged(QuestionTag.tag.icontains(term, autoescape=True)),
    )


def _tagged(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return (
        select(QuestionTag.question_id)
        .where(QuestionTag.question_id == Question.id, condition)
        .exists()
    )


def tags_by_question(question_ids: Sequence[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    for start in range(0, len(question_ids), 5000):
        chosen = (
            select(QuestionTag.question_id, QuestionTag.tag)
            .where(QuestionTag.question_id.in_(question_ids[start : start + 5000]))
            .order_by(QuestionTag.tag)
        )
        for question_id, tag in db.session.execute(chosen):
            tags.setdefault(question_id, []).append(tag)
    return tags


def _line(
    tags: dict[int, list[str]],
    question: Question,
    version: QuestionVersion,
    statistic: QuestionStatistic | None,
    is_used: Any,
    is_proposed: Any,
) -> Line:
    return Line(
        id=question.id,
        public_id=question.public_id,
        version_id=version.id,
        number=version.number,
        kind=version.kind,
        text=version.text,
        title=question.title,
        points=version.points,
        difficulty=question.difficulty,
        skill_id=question.skill_id,
        level=level_of(question),
        tags=tuple(tags.get(question.id, ())),
        is_used=bool(is_used),
        is_retired=question.retired_at is not None,
        is_proposed=bool(is_proposed),
        papers=statistic.papers if statistic else 0,
        p=statistic.p if statistic else None,
        discrimination=statistic.discrimination if statistic else None,
        flags=tuple(statistic.figures.get("flags", ())) if statistic else (),
    )
