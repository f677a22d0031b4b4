"""What other packages may use of institutions."""

from lms.institutions.models import Institution, InstitutionKind, Membership, Role, Signatory, Term
from lms.institutions.operations import add_signatory, add_term, create_institution, grant
from lms.institutions.policy import Permission, allowed, may
from lms.institutions.queries import emblem_source, get_institution, signatories_on

__all__ = [
    "add_signatory",
    "add_term",
    "create_institution",
    "grant",
    "Institution",
    "InstitutionKind",
    "Membership",
    "Permission",
    "Role",
    "Signatory",
    "Term",
    "allowed",
    "emblem_source",
    "get_institution",
    "may",
    "signatories_on",
]
