"""What is taught: courses, their published versions, modules, lessons and media."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, Entity, new_public_id
from lms.i18n import Localised
from lms.institutions.public import Institution


class CourseState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Level(enum.StrEnum):
    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Mode(enum.StrEnum):
    ONLINE = "online"
    ONSITE = "onsite"
    BLENDED = "blended"


class Pace(enum.StrEnum):
    SELF_PACED = "self_paced"
    SCHEDULED = "scheduled"


class LessonKind(enum.StrEnum):
    ARTICLE = "article"
    VIDEO = "video"
    FILE = "file"
    QUIZ = "quiz"
    SURVEY = "survey"


class Course(Entity):
    """รายวิชา: one owner, maybe partners; what lists and search show of it."""

    __tablename__ = "course"
    __table_args__ = (
        sa.Index("ix_course_state_institution_id", "state", "institution_id"),
        sa.CheckConstraint("hours > 0", "a_course_takes_time"),
        sa.CheckConstraint(
            "state <> 'published' OR version_id IS NOT NULL", "published_means_a_version"
        ),
    )

    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    state: Mapped[CourseState] = mapped_column(default=CourseState.DRAFT)
    version_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("course_version.id", use_alter=True)
    )
    title: Mapped[Localised]
    title_words: Mapped[list[str]] = mapped_column(default=list)
    summary: Mapped[Localised]
    outcomes: Mapped[list[Any]] = mapped_column(default=list)
    level: Mapped[Level]
    hours: Mapped[Decimal] = mapped_column(sa.Numeric(6, 2))
    language: Mapped[str] = mapped_column(sa.String(2), default="th")
    mode: Mapped[Mode]
    pace: Mapped[Pace]
    document: Mapped[str] = mapped_column(sa.String(20), default="wuthibat")
    cover: Mapped[str] = mapped_column(sa.String(20), default="document")
    published_at: Mapped[datetime | None]

    institution: Mapped[Institution] = relationship()


class CoursePartner(Base):
    """An institution that gives the course together with its owner."""

    __tablename__ = "course_partner"

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), primary_key=True)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    institution: Mapped[Institution] = relationship()


class CourseFacet(Base):
    """What a course can be filtered by: dimension, target_group, smart_city, skill."""

    __tablename__ = "course_facet"
    __table_args__ = (sa.Index("ix_course_facet_facet_value", "facet", "value"),)

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(80), primary_key=True)


class CourseSkill(Base):
    """A skill that the course teaches, at a level, in a versioned framework."""

    __tablename__ = "course_skill"

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("framework_skill.id"), primary_key=True)
    level: Mapped[str] = mapped_column(sa.String(20), default="basic")


class Accreditation(Entity):
    """A body that recognises the course, from when to when."""

    __tablename__ = "accreditation"

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    body: Mapped[Localised]
    number: Mapped[str] = mapped_column(sa.String(80))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class CourseVersion(Entity):
    """What learners see from its publishing on; never changed afterwards."""

    __tablename__ = "course_version"
    __table_args__ = (sa.UniqueConstraint("course_id", "number"),)

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    number: Mapped[int]
    published_at: Mapped[datetime | None]
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    course: Mapped[Course] = relationship(foreign_keys=[course_id])


class Module(Entity):
    """หน่วยการเรียนรู้."""

    __tablename__ = "module"
    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)

    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    position: Mapped[int]
    title: Mapped[Localised]


class LessonKey(Base):
    """The identity of a lesson through all versions of its course; progress hangs on it."""

    __tablename__ = "lesson_key"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "slug"),
        {"sqlite_autoincrement": True},
    )

    key: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=True)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    slug: Mapped[str] = mapped_column(sa.String(60))


class Lesson(Entity):
    """One lesson as it stands in one version."""

    __tablename__ = "lesson"
    __table_args__ = (
        sa.UniqueConstraint("version_id", "key"),
        sa.UniqueConstraint("module_id", "position"),
        sa.CheckConstraint("minutes >= 0", "minutes_are_counted"),
    )

    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    module_id: Mapped[int] = mapped_column(sa.ForeignKey("module.id"))
    key: Mapped[int] = mapped_column(sa.ForeignKey("lesson_key.key"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(60))
    position: Mapped[int]
    kind: Mapped[LessonKind]
    title: Mapped[Localised]
    minutes: Mapped[int] = mapped_column(default=0)
    required: Mapped[bool] = mapped_column(default=True)
    body: Mapped[str] = mapped_column(sa.Text, default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Media(Entity):
    """A file of a course: figure, video, captions, poster, handout."""

    __tablename__ = "media"

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    digest: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(sa.BigInteger)

    course: Mapped[Course] = relationship()

    @property
    def institution_id(self) -> int:
        return self.course.institution_id
