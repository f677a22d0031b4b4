"""What the pages of questions need beside the bank itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from courses.content.models import Course, CourseState, Media, MediaKind, MediaState
from courses.content.policy import BY_GRANT, Ability, held
from courses.quizzes.models import Question
from lms.accounts.public import User
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n import Localised
from lms.institutions.public import Institution
from lms.reference.models import FrameworkSkill
from lms.reference.queries import skills, skills_in_use


def pictures(course: Course | None) -> Sequence[Media]:
    """Pictures of the course's library that are ready to be shown."""
    if course is None:
        return ()
    return db.session.scalars(
        select(Media)
        .where(
            Media.course_id == course.id,
            Media.kind == MediaKind.IMAGE,
            Media.state == MediaState.READY,
            Media.width.is_not(None),
            Media.height.is_not(None),
        )
        .order_by(Media.name, Media.id)
        .limit(500)
    ).all()


def picture_of(question: dict[str, Any]) -> Media | None:
    """The file of ours that a question shows."""
    image = question.get("image")
    if not image:
        return None
    return db.session.scalar(select(Media).filter_by(public_id=image["media"]))


def chosen(public_ids: Sequence[str], condition: Any) -> Sequence[Question]:
    """The questions named, all of them within a bank; otherwise there is nothing to change."""
    wanted = list(dict.fromkeys(public_ids))
    if not wanted or len(wanted) > 200:
        raise NotFound
    questions = db.session.scalars(
        select(Question).where(Question.public_id.in_(wanted), condition).order_by(Question.id)
    ).all()
    if len(questions) != len(wanted):
        raise NotFound
    return questions


def skill_choices() -> list[tuple[str, str]]:
    """Every skill under its framework's code."""
    return _named(skills())


def choosable_skills(held: int | None) -> list[tuple[str, str]]:
    """Those in use, and the one that a question has already."""
    also = {id_: skill for id_, skill in skills().items() if id_ == held}
    return _named(skills_in_use() | also)


def _named(some: Mapping[int, FrameworkSkill]) -> list[tuple[str, str]]:
    named = [(str(id_), f"{s.framework_code} · {s.code} {s.title}") for id_, s in some.items()]
    return sorted(named, key=lambda choice: choice[1])


def skill_title(skill_id: int | None) -> Localised:
    known = skills().get(skill_id) if skill_id is not None else None
    return known.title if known else Localised()


def institution_of(question: Question) -> Institution | None:
    """Whose bank it stands in, or whose course asks it."""
    if question.institution_id is None:
        return None
    return found(db.session.get(Institution, question.institution_id))


def courses_edited_by(person: User) -> Sequence[Course]:
    """Courses into whose banks a person may copy a question."""
    mine = [g.course_id for g in held(person.id) if Ability.EDIT in BY_GRANT[g.role]]
    return db.session.scalars(
        select(Course)
        .where(Course.id.in_(mine), Course.state != CourseState.ARCHIVED)
        .order_by(Course.code)
        .limit(200)
    ).all()
