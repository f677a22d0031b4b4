"""The courses of a person's studio, and those that a new course may be made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from courses.authoring.models import DraftEditor
from courses.content.licences import ADAPTABLE
from courses.content.models import Course, CourseRole, CourseState, CourseVersion
from courses.content.policy import BY_ROLE, Held, held
from lms.accounts.public import Principal
from lms.db import db
from lms.i18n.thai import normalise
from lms.institutions.public import Institution, Role, today

PAGE = 24


@dataclass(frozen=True)
class Shelved:
    """A course as the studio's home shows it; `edited_at` is the last change of its draft."""

    course: Course
    roles: tuple[CourseRole, ...]
    has_draft: bool
    edited_at: datetime | None


@dataclass(frozen=True)
class Page:
    lines: Sequence[Shelved]
    after: str | None


def mine(principal: Principal) -> list[Shelved]:
    """Courses at which the person holds a role now, those changed last first."""
    grants = held(principal.id)
    lines = _shelve(Course.id.in_({grant.course_id for grant in grants}), grants, limit=300)
    return sorted(lines, key=_last_touched)


def _last_touched(line: Shelved) -> tuple[bool, float]:
    at = line.edited_at or line.course.published_at or line.course.created_at
    return line.course.state is CourseState.ARCHIVED, -at.timestamp()


def at_my_institutions(
    principal: Principal, *, search: str = "", state: str = "", after: str = ""
) -> Page:
    """Every course of the institutions whose drafts the person may see, by code."""
    wanted: list[ColumnElement[bool]] = [Course.institution_id.in_(institutions_of(principal))]
    if text := normalise(search)[:80].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"):
        like = f"%{text}%"
        th, en = Course.title["th"].as_string(), Course.title["en"].as_string()
        wanted.append(or_(*(c.ilike(like, escape="\\") for c in (Course.code, th, en))))
    if state in list(CourseState):
        wanted.append(Course.state == CourseState(state))
    if after:
        wanted.append(Course.code > after)
    lines = _shelve(and_(*wanted), held(principal.id), limit=PAGE + 1)
    shown = lines[:PAGE]
    return Page(shown, shown[-1].course.code if len(lines) > PAGE else None)


def institutions_of(principal: Principal) -> set[int]:
    """Where a role lets the person see drafts."""
    day = today()
    return {
        claim.institution_id
        for claim in principal.claims
        if Role(claim.role) in BY_ROLE and (claim.ends_on is None or claim.ends_on >= day)
    }


def _shelve(wanted: ColumnElement[bool], grants: Iterable[Held], *, limit: int) -> list[Shelved]:
    edited = (
        select(DraftEditor.version_id, func.max(DraftEditor.last_at).label("at"))
        .group_by(DraftEditor.version_id)
        .subquery()
    )
    drafts = and_(CourseVersion.course_id == Course.id, CourseVersion.published_at.is_(None))
    rows = db.session.execute(
        select(Course, CourseVersion.id, CourseVersion.created_at, edited.c.at)
        .outerjoin(CourseVersion, drafts)
        .outerjoin(edited, edited.c.version_id == CourseVersion.id)
        .where(wanted)
        .options(joinedload(Course.institution))
        .order_by(Course.code)
        .limit(limit)
    ).all()
    roles: dict[int, list[CourseRole]] = {}
    for grant in grants:
        roles.setdefault(grant.course_id, []).append(grant.role)
    return [
        Shelved(course, tuple(roles.get(course.id, ())), draft is not None, at or began)
        for course, draft, began, at in rows
    ]


def may_adapt(course: Course, principal: Principal) -> bool:
    """Whether a new course may be made of this one: one's own institution's, or by its licence."""
    if course.institution_id in institutions_of(principal):
        return True
    return course.state is CourseState.PUBLISHED and course.licence in ADAPTABLE


def adaptable(principal: Principal) -> Sequence[Course]:
    """What the list of courses to copy offers; at most five hundred."""
    return db.session.scalars(
        select(Course)
        .where(
            or_(
                Course.institution_id.in_(institutions_of(principal)),
                and_(Course.state == CourseState.PUBLISHED, Course.licence.in_(ADAPTABLE)),
            )
        )
        .options(joinedload(Course.institution))
        .order_by(Course.code)
        .limit(500)
    ).all()


def teaching_institutions(principal: Principal) -> Sequence[Institution]:
    """Where the person may begin a course."""
    day = today()
    ids = {
        claim.institution_id
        for claim in principal.claims
        if claim.role == Role.INSTRUCTOR and (claim.ends_on is None or claim.ends_on >= day)
    }
    return db.session.scalars(
        select(Institution)
        .where(Institution.id.in_(ids))
        .order_by(Institution.rank, Institution.code)
    ).all()


def code_is_taken(code: str) -> bool:
    return db.session.scalar(select(Course.id).where(Course.code == code.upper())) is not None
