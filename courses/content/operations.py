"""Making courses: drafts, versions, publishing, media."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from courses import signals
from courses.content.html import clean
from courses.content.models import (
    Course,
    CourseFacet,
    CoursePartner,
    CourseSkill,
    CourseState,
    CourseVersion,
    Lesson,
    LessonKey,
    LessonKind,
    Level,
    Media,
    MediaKind,
    Mode,
    Module,
    Pace,
)
from lms import audit, storage
from lms.accounts.public import User
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised, thai
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution
from lms.reference.queries import find_skill


class CodeTaken(DomainError):
    message = _l("Another course has this code.")
    field = "code"


class NothingToPublish(DomainError):
    message = _l("A version without lessons cannot be published.")


class AlreadyPublished(DomainError):
    message = _l("A published version does not change; make a new one.")


@dataclass(frozen=True)
class LessonDraft:
    """A lesson on its way into a version; `slug` is its identity through all versions."""

    slug: str
    kind: LessonKind
    title: Localised
    minutes: int = 0
    body: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    required: bool = True


@dataclass(frozen=True)
class ModuleDraft:
    title: Localised
    lessons: Sequence[LessonDraft]


def create_course(
    institution: Institution,
    *,
    code: str,
    title: Localised,
    summary: Localised,
    level: Level,
    hours: Decimal,
    mode: Mode,
    pace: Pace,
    by: User | None,
    document: str = "wuthibat",
    cover: str = "document",
    language: str = "th",
    outcomes: Sequence[Localised] = (),
    partners: Sequence[Institution] = (),
    dimensions: Iterable[str] = (),
    target_groups: Iterable[str] = (),
    smart_city_domains: Iterable[str] = (),
    skills: Iterable[str] = (),
) -> Course:
    """A draft that nobody outside the institution sees. `skills` are `framework:code:level`."""
    course = Course(
        institution=institution,
        code=code.upper(),
        title=title,
        title_words=thai.pieces(title.th),
        summary=summary,
        outcomes=[o.to_json() for o in outcomes],
        level=level,
        hours=hours,
        language=language,
        mode=mode,
        pace=pace,
        document=document,
        cover=cover,
    )
    try:
        with db.session.begin_nested():
            db.session.add(course)
    except IntegrityError as clash:
        raise CodeTaken from clash
    for position, partner in enumerate(partners):
        db.session.add(
            CoursePartner(course_id=course.id, institution_id=partner.id, position=position)
        )
    facets = {
        "dimension": dimensions,
        "target_group": target_groups,
        "smart_city": smart_city_domains,
    }
    for facet, values in facets.items():
        for value in dict.fromkeys(values):
            db.session.add(CourseFacet(course_id=course.id, facet=facet, value=value))
    for reference in dict.fromkeys(skills):
        skill, skill_level = find_skill(reference)
        db.session.add(CourseSkill(course_id=course.id, skill_id=skill.id, level=skill_level))
    audit.record("course.created", course, by=by)
    return course


def draft_version(
    course: Course, modules: Sequence[ModuleDraft], *, by: User | None
) -> CourseVersion:
    """A new version with these lessons; a lesson that was there before keeps its key."""
    last = db.session.scalar(
        select(func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)
    )
    version = CourseVersion(course=course, number=(last or 0) + 1, author_id=by.id if by else None)
    db.session.add(version)
    db.session.flush()  # modules refer to the version's id
    keys = dict(
        db.session.execute(
            select(LessonKey.slug, LessonKey.key).where(LessonKey.course_id == course.id)
        ).all()
    )
    for number, draft in enumerate(modules, start=1):
        module = Module(version_id=version.id, position=number, title=draft.title)
        db.session.add(module)
        db.session.flush()  # lessons refer to the module's id
        for position, lesson in enumerate(draft.lessons, start=1):
            key = keys.get(lesson.slug) or _new_key(course, lesson.slug)
            db.session.add(_lesson(version, module, key, position, lesson))
    db.session.flush()  # whoever asked wants the lessons' ids
    audit.record("course.version_drafted", course, by=by, version=version.number)
    return version


def _new_key(course: Course, slug: str) -> int:
    key = LessonKey(course_id=course.id, slug=slug)
    db.session.add(key)
    db.session.flush()  # the key is the database's
    return key.key


def _lesson(
    version: CourseVersion, module: Module, key: int, position: int, draft: LessonDraft
) -> Lesson:
    return Lesson(
        version_id=version.id,
        module_id=module.id,
        key=key,
        slug=draft.slug,
        position=position,
        kind=draft.kind,
        title=draft.title,
        minutes=draft.minutes,
        required=draft.required,
        body=clean(draft.body),
        settings=draft.settings,
    )


def publish(version: CourseVersion, *, by: User | None) -> Course:
    """Make `version` what learners see from now on; those in progress keep what they did."""
    if version.published_at is not None:
        raise AlreadyPublished
    lessons = db.session.scalar(
        select(func.count()).select_from(Lesson).where(Lesson.version_id == version.id)
    )
    if not lessons:
        raise NothingToPublish
    course = version.course
    version.published_at = now()
    version.approved_by_id = by.id if by else None
    course.version_id, course.state = version.id, CourseState.PUBLISHED
    course.published_at = course.published_at or now()
    db.session.flush()  # receivers read what is published
    audit.record("course.published", course, by=by, version=version.number)
    signals.course_published.send(course)
    return course


def add_media(
    course: Course, *, name: str, content: bytes, content_type: str, by: User | None
) -> Media:
    """Keep a file of the course; the same content under the same name is one file."""
    digest = storage.put(content)
    known = db.session.scalar(
        select(Media).filter_by(course_id=course.id, digest=digest, name=name)
    )
    if known is not None:
        return known
    media = Media(
        course=course,
        name=name,
        content_type=content_type,
        digest=digest,
        size=len(content),
        kind=_kind_of(content_type),
    )
    db.session.add(media)
    db.session.flush()  # its address is wanted now
    audit.record("media.added", media, by=by, institution_id=course.institution_id)
    return media


def _kind_of(content_type: str) -> MediaKind:
    if content_type == "text/vtt":
        return MediaKind.CAPTIONS
    if content_type == "application/pdf":
        return MediaKind.DOCUMENT
    family = content_type.partition("/")[0]
    return MediaKind(family) if family in ("image", "video", "audio") else MediaKind.OTHER
