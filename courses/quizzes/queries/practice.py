"""A question that stands in the text of a lesson, in the version that was published with it."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Boolean, bindparam, or_, select

from courses.content.models import Course, CourseVersion
from courses.quizzes.models import Question, QuestionVersion
from courses.quizzes.questions import Json, QuestionKind
from lms.caching import Cache
from lms.db import db
from lms.errors import NotFound, found

_seen: Cache[tuple[str, int], "Practice"] = Cache(1000, seconds=60)


@dataclass(frozen=True)
class Practice:
    """What is asked there, and in which language; what is right is read when somebody answers."""

    version_id: int
    kind: QuestionKind
    body: Json
    points: Decimal
    language: str


# Of a published course the version that stood when it was published: a change of the bank
# reaches learners with the next publishing.
_before = or_(
    bindparam("is_draft", type_=Boolean()),
    CourseVersion.published_at.is_(None),
    QuestionVersion.created_at <= CourseVersion.published_at,
)
_newest = (
    select(
        QuestionVersion.id.label("version_id"),
        QuestionVersion.kind,
        QuestionVersion.body,
        QuestionVersion.points,
        Course.language,
    )
    .join(Question, Question.id == QuestionVersion.question_id)
    .join(Course, Course.id == bindparam("course_id"))
    .outerjoin(CourseVersion, CourseVersion.id == Course.version_id)
    .where(
        Question.public_id == bindparam("public_id"),
        or_(
            Question.course_id == Course.id,
            Question.bank_institution_id == Course.institution_id,
            Question.course_id.is_(None) & Question.bank_institution_id.is_(None),
        ),
    )
    .order_by(QuestionVersion.number.desc())
    .limit(1)
)
_key = select(QuestionVersion.key).where(QuestionVersion.id == bindparam("version_id"))


def practice(public_id: str, course_id: int, *, is_draft: bool = False) -> Practice:
    """A question of the course, of its institution or of all; NotFound where it is none of them."""
    if is_draft:
        return _read(public_id, course_id, is_draft=True)
    place = (public_id, course_id)
    return _seen.get(place, lambda: _read(public_id, course_id, is_draft=False))


def _read(public_id: str, course_id: int, *, is_draft: bool) -> Practice:
    values = {"public_id": public_id, "course_id": course_id, "is_draft": is_draft}
    with db.engines["read"].connect() as connection:
        published = connection.execute(_newest.where(_before), values).mappings().one_or_none()
    return Practice(**found(published))


def practice_key(version_id: int) -> Json:
    """What is right; only for an answer that was given."""
    with db.engines["read"].connect() as connection:
        key = connection.scalar(_key, {"version_id": version_id})
    if key is None:
        raise NotFound
    return dict(key)
