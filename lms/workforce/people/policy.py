"""Whose export it is: an analyst finds their own, as long as they are one."""

from typing import Any

from flask_login import current_user

from lms.institutions.public import Permission, allowed
from lms.web.access import Policy


def _is_theirs(objects: dict[str, Any]) -> bool:
    export = next(iter(objects.values()))
    return bool(allowed(Permission.PEOPLE_EXPORT) and export.by_id == current_user.id)


ordered_it = Policy("ordered export", _is_theirs)
