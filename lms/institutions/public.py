"""What other packages may use of institutions."""

from lms.institutions.models import Institution, InstitutionKind, Membership, Role, Signatory, Term
from lms.institutions.operations import (
    add_signatory,
    add_term,
    create_institution,
    grant,
    place_institution,
)
from lms.institutions.panels import Panel, Row, panel
from lms.institutions.pictures import DrawingRefused, clean_drawing
from lms.institutions.policy import Permission, allowed, granting, held_at, may
from lms.institutions.queries import (
    claims,
    emblem_source,
    get_institution,
    institutions,
    signatories_on,
    today,
)
from lms.institutions.wording import KINDS

__all__ = [
    "KINDS",
    "DrawingRefused",
    "Institution",
    "InstitutionKind",
    "Membership",
    "Panel",
    "Permission",
    "Role",
    "Row",
    "Signatory",
    "Term",
    "add_signatory",
    "add_term",
    "allowed",
    "claims",
    "clean_drawing",
    "create_institution",
    "emblem_source",
    "get_institution",
    "grant",
    "granting",
    "held_at",
    "institutions",
    "may",
    "panel",
    "place_institution",
    "signatories_on",
    "today",
]
