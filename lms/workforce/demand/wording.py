"""What kinds and bodies are called."""

from lms.i18n import lazy_gettext as _l
from lms.workforce.demand.models import Body, OrganisationKind

KIND_WORDS = {
    OrganisationKind.COMPANY: _l("Company"),
    OrganisationKind.GOVERNMENT: _l("Government agency"),
    OrganisationKind.MUNICIPALITY: _l("Local government"),
    OrganisationKind.STATE_ENTERPRISE: _l("State enterprise"),
    OrganisationKind.SCHOOL: _l("School or university"),
    OrganisationKind.HOSPITAL: _l("Hospital"),
    OrganisationKind.ASSOCIATION: _l("Association or foundation"),
    OrganisationKind.COMMUNITY: _l("Community enterprise or cooperative"),
}
LOCATION = _l("Location (district)")
PLACE_OF_WORK = _l("District of work")
BODY_WORDS = {
    Body.CHAMBER: _l("Member of the Chamber of Commerce"),
    Body.FTI: _l("Member of the Federation of Thai Industries"),
}
