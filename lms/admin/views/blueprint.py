"""The blueprint, and the one policy of all its pages."""

from typing import Any

from flask import Blueprint

from lms.errors import NotFound
from lms.institutions.public import Permission, allowed
from lms.web.access import Policy

bp = Blueprint("admin", __name__, url_prefix="/admin", template_folder="../templates")


def _operates(_objects: dict[str, Any]) -> bool:
    """Nobody else learns which of these pages exist."""
    if not allowed(Permission.PLATFORM_OPERATE):
        raise NotFound
    return True


operates = Policy("may platform.operate", _operates)
