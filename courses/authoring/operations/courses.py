"""Beginning a course: empty, from a plan, or from another course; archiving it."""

import re
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from courses.authoring.operations import copying, people
from courses.authoring.operations.drafts import open_draft
from courses.authoring.operations.outline import put_lesson, put_module
from courses.authoring.plans import Plan
from courses.authoring.queries.courses import code_is_taken
from courses.authoring.queries.details import live_details
from courses.authoring.queries.drafts import draft_of, live_of
from courses.content.models import (
    Course,
    CourseRole,
    CourseState,
    CourseVersion,
    Level,
    Mode,
    Pace,
)
from courses.content.operations import CodeTaken, create_course
from courses.enrolment.models import CourseRun, RunState
from lms import audit
from lms.accounts.public import User
from lms.db import db, lock_row
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,28}[A-Z0-9]")
RESERVED = frozenset({"NEW", "BANK", "SHARED", "FORMULA", "MEDIA", "INVITATIONS", "COURSES"})
KEPT = ("outcomes", "dimensions", "target_groups", "smart_city_domains", "skills")


class BadCode(DomainError):
    message = _l(
        "A code has 3 to 30 characters: capital letters A to Z, digits and hyphens, such as "
        "NRRU-CYB-01."
    )
    field = "code"


class CodeIsFixed(DomainError):
    message = _l("The code of a published course does not change: certificates and links name it.")
    field = "code"


class NothingToCopy(DomainError):
    message = _l("This course has no content to copy yet.")
    field = "source"


class StillOpen(DomainError):
    message = _l(
        "A run of this course is still open. Close its enrolment first; learners in it go on."
    )


class AnotherState(DomainError):
    message = _l("The course is not in this state any more. Reload the page.")


def check_code(code: str) -> str:
    """The code as it is written; BadCode or CodeTaken where it cannot be one."""
    written = code.strip().upper()
    if not CODE.fullmatch(written) or "--" in written or written in RESERVED:
        raise BadCode
    if code_is_taken(written):
        raise CodeTaken
    return written


def begin_course(
    institution: Institution,
    *,
    code: str,
    title: Localised,
    by: User,
    plan: Plan | None = None,
    source: Course | None = None,
) -> Course:
    """A draft that belongs to `by`, with the outline of a plan or of another course in it."""
    written = check_code(code)
    if source is not None:
        return _copy(institution, source, written, title, by)
    course = create_course(
        institution,
        code=written,
        title=title,
        summary=Localised(),
        level=plan.level if plan else Level.BASIC,
        hours=plan.hours if plan else Decimal(3),
        mode=plan.mode if plan else Mode.ONLINE,
        pace=plan.pace if plan else Pace.SELF_PACED,
        document=plan.document if plan else "wuthibat",
        by=by,
    )
    people.give(course, by, CourseRole.OWNER, by=by)
    version = open_draft(course, by)
    for module in plan.modules if plan else ():
        made = put_module(version, module.title)
        for lesson in module.lessons:
            put_lesson(
                version,
                made,
                lesson.kind,
                lesson.title,
                minutes=lesson.minutes,
                required=lesson.required,
            )
    return course


def _copy(
    institution: Institution, source: Course, code: str, title: Localised, by: User
) -> Course:
    """Everything of `source` as it is live; its licence and where it came from go along."""
    version = live_of(source) or draft_of(source)
    if version is None:
        raise NothingToCopy
    details = live_details(source) | (version.details or {} if version.is_draft else {})
    course = create_course(institution, code=code, title=title, by=by, **_typed(details))
    course.licence = str(details["licence"])
    course.source = _named(source, version)
    people.give(course, by, CourseRole.OWNER, by=by)
    copying.copy_into(version, open_draft(course, by))
    audit.record("course.copied", course, by=by, source=source.id, version=version.number)
    return course


def _typed(details: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": Localised.of(details["summary"]),
        "outcomes": [Localised.of(outcome) for outcome in details["outcomes"]],
        "level": Level(details["level"]),
        "hours": Decimal(str(details["hours"])),
        "mode": Mode(details["mode"]),
        "pace": Pace(details["pace"]),
        **{name: details[name] for name in ("document", "cover", "language")},
        **{name: details[name] for name in KEPT if name != "outcomes"},
    }


def _named(source: Course, version: CourseVersion) -> dict[str, Any]:
    """What the course page says about where the content came from."""
    return {
        "code": source.code,
        "title": source.title.to_json(),
        "institution": source.institution.name.to_json(),
        "version": version.number,
        "licence": source.licence,
        "before": source.source,
    }


def change_code(course: Course, code: str, *, by: User) -> None:
    """Another code while nobody outside has seen the course."""
    if code.strip().upper() == course.code:
        return
    lock_row(course)
    if course.published_at is not None:
        raise CodeIsFixed
    written = check_code(code)
    audit.record("course.code_changed", course, by=by, before=course.code, after=written)
    course.code = written
    db.session.flush()  # two at once: the database decides, the second is told


def archive(course: Course, *, by: User) -> None:
    """Out of the catalogue and the studio's lists; learners and certificates keep what they have."""
    lock_row(course)
    if course.state is CourseState.ARCHIVED:
        raise AnotherState
    open_run = select(CourseRun.id).where(
        CourseRun.course_id == course.id, CourseRun.state == RunState.OPEN
    )
    if db.session.scalar(open_run.limit(1)) is not None:
        raise StillOpen
    course.state = CourseState.ARCHIVED
    audit.record("course.archived", course, by=by)


def take_back(course: Course, *, by: User) -> None:
    """An archived course as it was before."""
    lock_row(course)
    if course.state is not CourseState.ARCHIVED:
        raise AnotherState
    course.state = CourseState.PUBLISHED if course.version_id else CourseState.DRAFT
    audit.record("course.unarchived", course, by=by)
