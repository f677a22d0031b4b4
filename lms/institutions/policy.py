"""Who may do what, where: roles at an institution give permissions over what it owns."""

import enum
from collections.abc import Iterable
from typing import Any

from flask_login import current_user

from lms.accounts.public import Claim, Principal
from lms.clock import now
from lms.i18n.dates import to_bangkok
from lms.institutions.models import Role
from lms.web.access import Policy


class Permission(enum.StrEnum):
    COURSE_VIEW_DRAFT = "course.view_draft"
    COURSE_EDIT = "course.edit"
    COURSE_APPROVE = "course.approve"
    RUN_MANAGE = "run.manage"
    ENROLMENT_MANAGE = "enrolment.manage"
    CERTIFICATE_VIEW = "certificate.view"
    CERTIFICATE_ISSUE = "certificate.issue"
    INSTITUTION_EDIT = "institution.edit"
    MEMBERS_MANAGE = "members.manage"
    NUMBERS_VIEW = "numbers.view"
    NUMBERS_EDIT = "numbers.edit"
    PEOPLE_EXPORT = "people.export"
    AUDIT_VIEW = "audit.view"
    PLATFORM_OPERATE = "platform.operate"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.INSTRUCTOR: frozenset({Permission.COURSE_VIEW_DRAFT, Permission.COURSE_EDIT}),
    Role.REVIEWER: frozenset({Permission.COURSE_VIEW_DRAFT, Permission.COURSE_APPROVE}),
    Role.REGISTRAR: frozenset(
        {
            Permission.COURSE_VIEW_DRAFT,
            Permission.RUN_MANAGE,
            Permission.ENROLMENT_MANAGE,
            Permission.CERTIFICATE_VIEW,
            Permission.CERTIFICATE_ISSUE,
            Permission.NUMBERS_VIEW,
        }
    ),
    Role.ADMIN: frozenset(
        {
            Permission.COURSE_VIEW_DRAFT,
            Permission.RUN_MANAGE,
            Permission.ENROLMENT_MANAGE,
            Permission.CERTIFICATE_VIEW,
            Permission.INSTITUTION_EDIT,
            Permission.MEMBERS_MANAGE,
            Permission.NUMBERS_VIEW,
            Permission.AUDIT_VIEW,
        }
    ),
    Role.ANALYST: frozenset(
        {Permission.NUMBERS_VIEW, Permission.NUMBERS_EDIT, Permission.PEOPLE_EXPORT}
    ),
    Role.OPERATOR: frozenset(
        {
            Permission.PLATFORM_OPERATE,
            Permission.INSTITUTION_EDIT,
            Permission.MEMBERS_MANAGE,
            Permission.NUMBERS_VIEW,
            Permission.NUMBERS_EDIT,
            Permission.AUDIT_VIEW,
        }
    ),
}
EVERYWHERE = frozenset({Role.OPERATOR, Role.ANALYST})


def allowed(permission: Permission | str, thing: Any = None) -> bool:
    """Whether the reader may do `permission` to `thing`, or anywhere at all when it is None."""
    if not current_user or not current_user.is_authenticated:
        return False
    return holds(current_user._get_current_object(), Permission(permission), thing)


def holds(principal: Principal, permission: Permission, thing: Any = None) -> bool:
    """The same for a given person."""
    institution_id = getattr(thing, "institution_id", None)
    return any(
        permission in GRANTS[Role(claim.role)]
        and (thing is None or claim.role in EVERYWHERE or claim.institution_id == institution_id)
        for claim in principal.claims
        if is_current(claim)
    )


def held_at(claims: Iterable[Claim], permission: Permission) -> tuple[bool, frozenset[int]]:
    """Whether it is held everywhere, else the institutions at which it is."""
    held = [c for c in claims if permission in GRANTS[Role(c.role)] and is_current(c)]
    return any(c.role in EVERYWHERE for c in held), frozenset(c.institution_id for c in held)


def granting(permission: Permission) -> list[Role]:
    """The roles that give it, for a query that asks for many people at once."""
    return [role for role, granted in GRANTS.items() if permission in granted]


def is_current(claim: Claim) -> bool:
    return claim.ends_on is None or claim.ends_on >= to_bangkok(now()).date()


def may(permission: Permission) -> Policy:
    """The door opens for who holds `permission` at the institution that owns the loaded object."""

    def allows(objects: dict[str, Any]) -> bool:
        return allowed(permission, next(iter(objects.values()), None))

    return Policy(f"may {permission}", allows)
