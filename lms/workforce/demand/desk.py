"""What an association of employers finds on its desk."""

from flask import url_for

from lms.i18n import gettext as _
from lms.institutions.public import Institution, Panel, Permission, allowed
from lms.workforce.demand import queries
from lms.workforce.demand.policy import body_of


def members_panel(institution: Institution) -> Panel | None:
    """How many members it has marked, and the way to mark more."""
    if body_of(institution) is None or not allowed(Permission.INSTITUTION_EDIT, institution):
        return None
    marked = queries.marked_by(institution.id)
    href = url_for("demand.members", code=institution.code)
    return Panel(
        _("Members among the employers"),
        empty=_("%(count)s members marked so far.", count=marked),
        more=(_("Mark members"), href),
    )
