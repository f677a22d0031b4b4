"""Changing the quiz of a lesson in a draft."""

from collections.abc import Iterable, Sequence
from typing import Any

from courses.content.models import CourseVersion, Lesson
from courses.quizzes import drafting, operations
from courses.quizzes.bank import Scope
from courses.quizzes.blueprints import Row
from courses.quizzes.models import Quiz
from lms.accounts.public import User
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l


class NoRows(DomainError):
    message = _l("Say how many questions to draw in one row at least.")


class NoPartner(DomainError):
    message = _l("Choose another quiz of this course as the parallel form.")
    field = "partner"


def set_terms(
    version: CourseVersion, lesson: Lesson, *, outcomes: Iterable[int], by: User, **terms: Any
) -> Quiz:
    """The terms, with what the outline and the checklist read of them in the lesson itself."""
    settings = dict(lesson.settings) | {"role": terms["role"]}
    chosen = sorted(set(outcomes))
    settings.pop("outcomes", None)
    lesson.settings = settings | ({"outcomes": chosen} if chosen else {})
    return operations.set_terms(version, lesson.key, title=lesson.title, by=by, **terms)


def quiz_of(version: CourseVersion, lesson: Lesson, by: User) -> Quiz:
    """The lesson's quiz, made with usual terms when it has none."""
    quiz = drafting.quiz_in(version.id, lesson.key)
    if quiz is not None:
        return quiz
    role = str(lesson.settings.get("role") or "practice")
    return set_terms(
        version, lesson, outcomes=lesson.settings.get("outcomes", ()), by=by, role=role
    )


def draw(
    version: CourseVersion,
    lesson: Lesson,
    rows: Sequence[Row],
    scope: Scope,
    *,
    partner: Lesson | None,
    levels: Sequence[str],
    by: User,
) -> int:
    """One form, or this quiz and its partner; says how many questions stand in both."""
    if not rows:
        raise NoRows
    quiz = quiz_of(version, lesson, by)
    if partner is None:
        operations.draw_form(quiz, rows, scope, levels=levels, by=by)
        return 0
    if partner.key == lesson.key:
        raise NoPartner
    other = quiz_of(version, partner, by)
    return operations.draw_forms(quiz, other, rows, scope, levels=levels, by=by)
