"""What the roles at a course and the abilities they give are called on a page."""

from courses.content.models import CourseRole
from courses.content.policy import Ability
from lms.i18n import lazy_gettext as _l

ROLES = {
    CourseRole.OWNER: _l("Owner"),
    CourseRole.AUTHOR: _l("Author"),
    CourseRole.MARKER: _l("Marker"),
    CourseRole.REVIEWER: _l("Reviewer"),
    CourseRole.OBSERVER: _l("Observer"),
}
DUTIES = {
    CourseRole.OWNER: _l("Writes, marks, plans the publishing and looks after the people"),
    CourseRole.AUTHOR: _l("Writes the content and asks for a review"),
    CourseRole.MARKER: _l("Marks what learners hand in"),
    CourseRole.REVIEWER: _l("Comments on the draft and approves what others wrote"),
    CourseRole.OBSERVER: _l("Looks at the draft and changes nothing"),
}
ABILITIES = {
    Ability.VIEW: _l("See the draft and everything in it"),
    Ability.EDIT: _l("Write and change the content, ask for a review"),
    Ability.MARK: _l("Mark what learners hand in"),
    Ability.REVIEW: _l("Comment and decide a review, never of one's own work"),
    Ability.MANAGE: _l("Give and end roles, plan the publishing, archive the course"),
}
