"""Who may do what to a course: by a grant at the course, or by a role at its institution."""

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import Date, bindparam, exists, or_, select

from courses.content.models import CourseGrant, CourseRole
from lms.accounts.public import Principal, User
from lms.db import db
from lms.institutions.public import Role, today
from lms.web.access import Policy


class Ability(enum.StrEnum):
    VIEW = "view"
    EDIT = "edit"
    MARK = "mark"
    REVIEW = "review"
    MANAGE = "manage"


class OfAnInstitution(Protocol):
    """A course, or what a page says about one."""

    @property
    def id(self) -> int: ...

    @property
    def institution_id(self) -> int: ...


BY_GRANT: dict[CourseRole, frozenset[Ability]] = {
    CourseRole.OWNER: frozenset({Ability.VIEW, Ability.EDIT, Ability.MARK, Ability.MANAGE}),
    CourseRole.AUTHOR: frozenset({Ability.VIEW, Ability.EDIT}),
    CourseRole.MARKER: frozenset({Ability.VIEW, Ability.MARK}),
    CourseRole.REVIEWER: frozenset({Ability.VIEW, Ability.REVIEW}),
    CourseRole.OBSERVER: frozenset({Ability.VIEW}),
}
BY_ROLE: dict[Role, frozenset[Ability]] = {
    Role.INSTRUCTOR: frozenset({Ability.VIEW}),
    Role.REVIEWER: frozenset({Ability.VIEW, Ability.REVIEW}),
    Role.REGISTRAR: frozenset({Ability.VIEW}),
    Role.ADMIN: frozenset({Ability.VIEW, Ability.MANAGE}),
}
_held = select(CourseGrant.course_id, CourseGrant.role, CourseGrant.ends_on).where(
    CourseGrant.user_id == bindparam("user_id"), CourseGrant.ended_at.is_(None)
)
HOLDS_A_GRANT = "holds_a_grant"
holds_a_grant = exists().where(
    CourseGrant.user_id == User.id,
    CourseGrant.ended_at.is_(None),
    or_(CourseGrant.ends_on.is_(None), CourseGrant.ends_on >= bindparam("today", type_=Date)),
)


@dataclass(frozen=True)
class Held:
    """A role that a person holds at one course now."""

    course_id: int
    role: CourseRole
    ends_on: date | None


@dataclass(frozen=True)
class Why:
    """Where an ability comes from: the role at the course, or the role at an institution.

    `words` say it where the role alone does not explain it.
    """

    role: CourseRole | Role
    ends_on: date | None = None
    words: str = ""

    @property
    def by_grant(self) -> bool:
        return isinstance(self.role, CourseRole)


Reasons = Callable[[Principal, OfAnInstitution], Iterable[tuple[Ability, Why]]]
_others: list[Reasons] = []


def also(reasons_of: Reasons) -> None:
    """Register another reason why somebody may do something; called from a wiring."""
    if reasons_of not in _others:
        _others.append(reasons_of)


def held(user_id: int) -> tuple[Held, ...]:
    """The grants of one person that hold today; one statement a request."""
    if not has_request_context():
        return _read(user_id)
    known: dict[int, tuple[Held, ...]] = g.setdefault("course_grants", {})
    if user_id not in known:
        known[user_id] = _read(user_id)
    return known[user_id]


def _read(user_id: int) -> tuple[Held, ...]:
    day = today()
    with db.engines["read"].connect() as connection:
        rows = connection.execute(_held, {"user_id": user_id}).all()
    return tuple(
        Held(row.course_id, row.role, row.ends_on)
        for row in rows
        if row.ends_on is None or row.ends_on >= day
    )


def reasons(principal: Principal, course: OfAnInstitution) -> Iterator[tuple[Ability, Why]]:
    """Every ability over the course and where it comes from, one line each."""
    for grant in held(principal.id):
        if grant.course_id == course.id:
            for ability in Ability:
                if ability in BY_GRANT[grant.role]:
                    yield ability, Why(grant.role, grant.ends_on)
    day = today()
    for claim in sorted(principal.claims, key=lambda claim: claim.role):
        role = Role(claim.role)
        if claim.institution_id != course.institution_id or role not in BY_ROLE:
            continue
        if claim.ends_on is None or claim.ends_on >= day:
            for ability in Ability:
                if ability in BY_ROLE[role]:
                    yield ability, Why(role, claim.ends_on)
    for reasons_of in _others:
        yield from reasons_of(principal, course)


def abilities_of(principal: Principal, course: OfAnInstitution) -> list[tuple[Ability, Why]]:
    """Who may do what here, and why: for one person."""
    return list(reasons(principal, course))


def able(ability: Ability | str, course: OfAnInstitution) -> bool:
    """Whether the reader may do `ability` to `course`."""
    if not current_user or not current_user.is_authenticated:
        return False
    wanted = Ability(ability)
    principal = current_user._get_current_object()
    return any(had is wanted for had, _ in reasons(principal, course))


def may_course(ability: Ability) -> Policy:
    """The door opens for who is able to do `ability` to the loaded course, or to its course."""

    def allows(objects: dict[str, Any]) -> bool:
        thing = next(iter(objects.values()))
        return able(ability, getattr(thing, "course", thing))

    return Policy(f"may course.{ability}", allows)


def in_studio() -> bool:
    """Whether the menu shows the studio: a role that sees drafts, or a grant at some course."""
    if not current_user or not current_user.is_authenticated:
        return False
    if any(Role(claim.role) in BY_ROLE for claim in current_user.claims):
        return True
    user_id: int = current_user.id
    if user_id in g.get("course_grants", {}):
        return bool(held(user_id))
    return HOLDS_A_GRANT in current_user.marks


def forget_grants(user_id: int) -> None:
    """After a change in this request: what was read before does not count any more."""
    if has_request_context():
        g.get("course_grants", {}).pop(user_id, None)


def _may_see(objects: dict[str, Any]) -> bool:
    media = objects["media"]
    if media.course.version_id is not None:  # published, or archived with its learners
        return True
    return able(Ability.VIEW, media.course)


media_of_the_course = Policy("media of a published course, or a draft of one's own", _may_see)
