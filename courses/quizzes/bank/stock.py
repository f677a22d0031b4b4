"""What a bank holds, as files carry it: for exports, and to know a question again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from courses.quizzes.bank.lists import conditions, is_newest, tags_by_question
from courses.quizzes.bank.scope import Scope
from courses.quizzes.bank.wish import Wish
from courses.quizzes.exchange import Draft
from courses.quizzes.models import Question, QuestionStatistic, QuestionVersion
from courses.quizzes.questions import join, split
from lms.db import db
from lms.i18n.thai import normalise
from lms.reference.queries import skills


def fingerprint(question: Mapping[str, Any]) -> str:
    """The same for questions that ask the same and know the same answer."""
    body, key = split(question)
    return _digest(str(question["kind"]), body, key)


def _digest(kind: str, body: Mapping[str, Any], key: Mapping[str, Any]) -> str:
    said = {**body, "text": normalise(str(body["text"]))}
    right = {name: value for name, value in key.items() if name not in ("feedback", "options")}
    told = json.dumps([kind, said, right], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def known(scope: Scope) -> set[str]:
    """The fingerprints of all questions of the bank."""
    return {
        _digest(version.kind.value, version.body, version.key)
        for _, version in _newest(scope, Wish())
    }


def known_in(scope: Scope, drafts: Sequence[Draft]) -> frozenset[int]:
    """The lines of those drafts that the bank has already."""
    there = known(scope)
    return frozenset(draft.line for draft in drafts if fingerprint(draft.question) in there)


def stock(scope: Scope, wish: Wish) -> list[Draft]:
    """The questions that match, the oldest first, each as a file carries it."""
    rows = _newest(scope, wish)
    tags = tags_by_question([question.id for question, _ in rows])
    names = {id_: f"{skill.framework_code}:{skill.code}" for id_, skill in skills().items()}
    return [
        Draft(
            line=0,
            question={**join(version.kind, version.body, version.key), "points": version.points},
            title=question.title,
            tags=tuple(tags.get(question.id, ())),
            difficulty=question.difficulty.value,
            skill=names.get(question.skill_id or 0, ""),
        )
        for question, version in rows
    ]


def _newest(scope: Scope, wish: Wish) -> list[tuple[Question, QuestionVersion]]:
    chosen = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .outerjoin(QuestionStatistic, QuestionStatistic.question_version_id == QuestionVersion.id)
        .where(is_newest, *conditions(scope, wish))
        .order_by(Question.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(chosen)]
