"""Changing questions, so that the drafts which ask them follow; a draft in review does not."""

from collections.abc import Mapping, Sequence
from typing import Any

from courses.authoring.operations import gate
from courses.content.models import CourseVersion
from courses.quizzes import bank, operations
from courses.quizzes.models import Question, QuestionVersion
from lms.accounts.public import User
from lms.errors import found


def revise(
    question: Question,
    description: Mapping[str, Any],
    *,
    by: User | None,
    points: Any,
    about: Mapping[str, Any] | None = None,
    source: str = "",
) -> tuple[QuestionVersion, Sequence[CourseVersion]]:
    """The question in new words; also the drafts that still ask the older ones."""
    version = operations.revise_question(question, description, by=by, points=points, source=source)
    if about is not None:
        operations.describe_question(question, by=by, **about)
    return version, _lead(question, version, by)


def restore(
    question: Question, number: int, *, by: User | None
) -> tuple[QuestionVersion, Sequence[CourseVersion]]:
    """An older version as the newest."""
    found(next((v for v in bank.versions(question) if v.number == number), None))
    version = operations.restore_version(question, number, by=by)
    return version, _lead(question, version, by)


def _lead(question: Question, version: QuestionVersion, by: User | None) -> Sequence[CourseVersion]:
    """Let drafts ask the newest words; returns those that may not change now."""
    behind = []
    for draft in bank.drafts_with(question):
        try:
            operations.follow(question, version, [gate.enter(draft, by)])
        except gate.DraftLocked:
            behind.append(draft)
    return behind
