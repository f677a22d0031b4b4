"""What is taught: courses, their published versions, modules, lessons and media."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courses.content.kinds import (
    CourseRole,
    CourseState,
    LessonKind,
    Level,
    MediaKind,
    MediaState,
    Mode,
    Pace,
    UploadState,
)
from lms.accounts.public import User
from lms.clock import now
from lms.db import Base, BigId, Entity, new_public_id
from lms.i18n import Localised
from lms.institutions.public import Institution

__all__ = [
    "Accreditation",
    "Caption",
    "Course",
    "CourseFacet",
    "CourseGrant",
    "CoursePartner",
    "CourseRole",
    "CourseSkill",
    "CourseState",
    "CourseVersion",
    "Lesson",
    "LessonKey",
    "LessonKind",
    "LessonRevision",
    "Level",
    "Media",
    "MediaFile",
    "MediaKind",
    "MediaState",
    "Mode",
    "Module",
    "Pace",
    "Upload",
    "UploadState",
]


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
    licence: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    source: Mapped[dict[str, Any] | None]

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
    """What learners see from its publishing on; never changed afterwards.

    Until then it is the draft that the studio edits, at most one a course: `details` are those of
    the course that change with it, `edit` counts changes of its outline.
    """

    __tablename__ = "course_version"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "number"),
        sa.Index(
            "uq_course_version_draft",
            "course_id",
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        ),
    )

    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    number: Mapped[int]
    published_at: Mapped[datetime | None]
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    details: Mapped[dict[str, Any] | None]
    edit: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    notice: Mapped[dict[str, Any] | None]

    course: Mapped[Course] = relationship(foreign_keys=[course_id])

    @property
    def institution_id(self) -> int:
        return self.course.institution_id

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class CourseGrant(Entity):
    """A role that a person holds at one course, until it ends."""

    __tablename__ = "course_grant"
    __table_args__ = (
        sa.Index("ix_course_grant_user_id", "user_id"),
        sa.Index(
            "uq_course_grant_held",
            "course_id",
            "user_id",
            "role",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    role: Mapped[CourseRole]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    course: Mapped[Course] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    granted_by: Mapped[User | None] = relationship(foreign_keys=[granted_by_id])

    @property
    def institution_id(self) -> int:
        return self.course.institution_id

    def is_current(self, on: date) -> bool:
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= on)


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
    revision: Mapped[int] = mapped_column(default=0, server_default="0")


class LessonRevision(Entity):
    """A lesson of a draft as somebody saved it; the numbers of one lesson have no gap."""

    __tablename__ = "lesson_revision"
    __table_args__ = (sa.UniqueConstraint("version_id", "lesson_key", "number"),)

    version_id: Mapped[int] = mapped_column(sa.ForeignKey("course_version.id"))
    lesson_key: Mapped[int] = mapped_column(sa.ForeignKey("lesson_key.key"), index=True)
    number: Mapped[int]
    title: Mapped[Localised]
    minutes: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(sa.Text, default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    author: Mapped[User | None] = relationship()


class Media(Entity):
    """A file of a course: figure, video, captions, poster, handout.

    `digest` is the file as it came; what learners are sent may be derived from it (`MediaFile`).
    """

    __tablename__ = "media"
    __table_args__ = (
        sa.CheckConstraint("progress >= 0 AND progress <= 100", "progress_is_a_percentage"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    digest: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[MediaKind] = mapped_column(default=MediaKind.OTHER, server_default="other")
    state: Mapped[MediaState] = mapped_column(default=MediaState.READY, server_default="ready")
    progress: Mapped[int] = mapped_column(sa.SmallInteger, default=100, server_default="100")
    problem: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    alt: Mapped[Localised] = mapped_column(default=Localised, server_default="{}")
    credit: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    licence: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 3))
    about: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    uploader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    course: Mapped[Course] = relationship()

    @property
    def institution_id(self) -> int:
        return self.course.institution_id


class MediaFile(Base):
    """A file derived from a media, under a path of its own: `w960.webp`, `hls/480p/002.m4s`."""

    __tablename__ = "media_file"

    media_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("media.id"), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]

    media: Mapped[Media] = relationship()


class Caption(Base):
    """What is said in a video, in one language: `cues` are [start, end, text] in seconds."""

    __tablename__ = "caption"

    media_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("media.id"), primary_key=True)
    language: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    cues: Mapped[list[Any]] = mapped_column(default=list)
    edit: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    media: Mapped[Media] = relationship()


class Upload(Entity):
    """A file on its way, in pieces; `received` bytes are on the disk."""

    __tablename__ = "upload"
    __table_args__ = (
        sa.CheckConstraint("received >= 0 AND received <= size", "no_more_comes_than_was_said"),
    )

    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=new_public_id)
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100), default="")
    size: Mapped[int] = mapped_column(sa.BigInteger)
    received: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    state: Mapped[UploadState] = mapped_column(default=UploadState.OPEN)
    problem: Mapped[str] = mapped_column(sa.String(300), default="")
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)

    course: Mapped[Course] = relationship()
    media: Mapped[Media | None] = relationship()

    @property
    def institution_id(self) -> int:
        return self.course.institution_id
