"""Which banks a list is about: a course's, an institution's, the shared one, or several."""

import enum
from dataclasses import dataclass, replace

import sqlalchemy as sa

from courses.content.models import Course
from courses.quizzes.models import Question


class Level(enum.StrEnum):
    COURSE = "course"
    INSTITUTION = "institution"
    SHARED = "shared"


def level_of(question: Question) -> Level:
    if question.course_id is not None:
        return Level.COURSE
    return Level.SHARED if question.bank_institution_id is None else Level.INSTITUTION


@dataclass(frozen=True)
class Scope:
    """Nothing is in it that is not named here: an empty scope holds no question."""

    course_id: int | None = None
    institution_id: int | None = None
    shared: bool = False

    @classmethod
    def around(cls, course: Course) -> "Scope":
        """What the authors of a course may ask: its own bank, its institution's, the shared one."""
        return cls(course.id, course.institution_id, shared=True)

    def only(self, level: Level) -> "Scope":
        return replace(
            self,
            course_id=self.course_id if level is Level.COURSE else None,
            institution_id=self.institution_id if level is Level.INSTITUTION else None,
            shared=self.shared and level is Level.SHARED,
        )

    @property
    def condition(self) -> sa.ColumnElement[bool]:
        parts: list[sa.ColumnElement[bool]] = []
        if self.course_id is not None:
            parts.append(Question.course_id == self.course_id)
        if self.institution_id is not None:
            parts.append(Question.bank_institution_id == self.institution_id)
        if self.shared:
            parts.append(
                sa.and_(Question.course_id.is_(None), Question.bank_institution_id.is_(None))
            )
        return sa.or_(sa.false(), *parts)

    def holds(self, question: Question) -> bool:
        """The same of a question that is loaded."""
        level = level_of(question)
        if level is Level.COURSE:
            return question.course_id == self.course_id
        if level is Level.INSTITUTION:
            return question.bank_institution_id == self.institution_id
        return self.shared
