"""What kinds, roles and permissions are called on a page."""

from lms.i18n import lazy_gettext as _l
from lms.institutions.models import InstitutionKind, Role
from lms.institutions.policy import Permission

KINDS = {
    InstitutionKind.UNIVERSITY: _l("University"),
    InstitutionKind.AGENCY: _l("Government agency"),
    InstitutionKind.MUNICIPALITY: _l("Municipality"),
    InstitutionKind.ASSOCIATION: _l("Association"),
    InstitutionKind.EMPLOYER: _l("Employer"),
}
ROLES = {
    Role.INSTRUCTOR: _l("Instructor"),
    Role.REVIEWER: _l("Course reviewer"),
    Role.REGISTRAR: _l("Registrar"),
    Role.ADMIN: _l("Institution administrator"),
    Role.ANALYST: _l("Analyst"),
    Role.OPERATOR: _l("Platform operator"),
}
DUTIES = {
    Role.INSTRUCTOR: _l("Writes courses and their lessons."),
    Role.REVIEWER: _l("Approves courses that somebody else wrote."),
    Role.REGISTRAR: _l("Opens runs, looks after the rolls and issues certificates."),
    Role.ADMIN: _l("Looks after the institution's page, its people and its runs."),
    Role.ANALYST: _l("Sees figures of every institution, never of a person."),
    Role.OPERATOR: _l("Runs the platform, everywhere."),
}
PERMISSIONS = {
    Permission.COURSE_VIEW_DRAFT: _l("See courses that are not published yet"),
    Permission.COURSE_EDIT: _l("Write and change courses"),
    Permission.COURSE_APPROVE: _l("Approve courses for publication"),
    Permission.RUN_MANAGE: _l("Open, change and close runs"),
    Permission.ENROLMENT_MANAGE: _l("See the rolls, add and take off learners, register people"),
    Permission.CERTIFICATE_VIEW: _l("See the certificates that were issued here"),
    Permission.CERTIFICATE_ISSUE: _l("Issue and revoke certificates"),
    Permission.INSTITUTION_EDIT: _l("Change the institution's page, signatories and terms"),
    Permission.MEMBERS_MANAGE: _l("Give and end roles"),
    Permission.NUMBERS_VIEW: _l("See the figures of the workforce"),
    Permission.NUMBERS_EDIT: _l("Set targets, keep organisations, maps and population"),
    Permission.PEOPLE_EXPORT: _l("Take out lists of people with their results"),
    Permission.AUDIT_VIEW: _l("Read the audit trail"),
    Permission.PLATFORM_OPERATE: _l("Run the platform"),
}
