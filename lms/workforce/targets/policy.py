"""Who reads a target, who sets one: analysts everywhere, administrators for their institution."""

from typing import Any

from flask_login import current_user

from lms.institutions.public import Permission, allowed, held_at
from lms.web.access import Policy
from lms.workforce.scope import INSTITUTION, scope
from lms.workforce.targets.models import Target


def sees(target: Target) -> bool:
    """Everybody's numbers, or a target for the numbers of one's own institution."""
    of = scope()
    if not allowed(Permission.NUMBERS_VIEW):
        return False
    return of.everywhere or dict(target.where).get(INSTITUTION) in of.institutions


def sets(target: Target) -> bool:
    """One's own target, or any for who may set all; what is withdrawn stays as it is."""
    everywhere = held_at(current_user.claims, Permission.NUMBERS_EDIT)[0]
    own = target.institution_id is not None and allowed(Permission.INSTITUTION_EDIT, target)
    return sees(target) and (everywhere or own)


def sets_any() -> bool:
    """Whether the reader may set targets at all."""
    if not current_user or not current_user.is_authenticated:
        return False
    claims = current_user.claims
    return any(
        everywhere or places
        for everywhere, places in (
            held_at(claims, Permission.NUMBERS_EDIT),
            held_at(claims, Permission.INSTITUTION_EDIT),
        )
    )


def _target(objects: dict[str, Any]) -> Target:
    thing = next(iter(objects.values()))
    target: Target = getattr(thing, "target", thing)
    return target


may_see = Policy("sees target", lambda objects: sees(_target(objects)))
may_set = Policy("sets target", lambda objects: sets(_target(objects)))
may_set_any = Policy("sets targets", lambda objects: sets_any())


def _sees_all(objects: dict[str, Any]) -> bool:
    return held_at(current_user.claims, Permission.NUMBERS_VIEW)[0]


may_see_all = Policy("sees all numbers", _sees_all)
