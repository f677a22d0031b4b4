"""The blueprint, and who may sit at a desk."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from lms.institutions.policy import Permission, allowed
from lms.web.access import Policy

bp = Blueprint("institutions", __name__, template_folder="../templates")
AT_DESK = (Permission.RUN_MANAGE, Permission.INSTITUTION_EDIT)


def _has_desk(objects: dict[str, Any]) -> bool:
    """Registrars and administrators, each at their own institution; operators at every one."""
    thing = next(iter(objects.values()), None)
    if thing is None:
        return bool(current_user.has_desk)
    return any(allowed(permission, thing) for permission in AT_DESK)


at_desk = Policy("at_desk", _has_desk)
