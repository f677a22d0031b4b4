"""What other packages may use of institutions."""

from lms.institutions.models import Institution, InstitutionKind, Membership, Role, Signatory, Term
from lms.institutions.operations import add_signatory, add_term, create_institution, grant
from lms.institutions.panels import Panel, Row, panel
from lms.institutions.policy import Permission, allowed, may
from lms.institutions.queries import emblem_source, get_institution, signatories_on

__all__ = [
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
    "create_institution",
    "emblem_source",
    "get_institution",
    "grant",
    "may",
    "panel",
    "signatories_on",
]
