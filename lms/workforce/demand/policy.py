"""Which association may say who its members are."""

from lms.institutions.public import Institution, InstitutionKind
from lms.workforce.demand.models import Body

MARKS = {"FTI": Body.FTI, "CHAMBER": Body.CHAMBER}


def body_of(institution: Institution) -> Body | None:
    """An association whose code names a body (FTI-NMA, NMA-CHAMBER) speaks for that one alone."""
    if institution.kind is not InstitutionKind.ASSOCIATION or not institution.is_active:
        return None
    parts = institution.code.upper().split("-")
    return next((body for mark, body in MARKS.items() if mark in parts), None)
