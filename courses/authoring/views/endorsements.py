"""The agency's answer."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.models import Endorsement
from courses.authoring.operations import reviews
from courses.authoring.queries.endorsing import agencies_of, get_endorsement
from courses.authoring.views.blueprint import bp
from lms.accounts.public import account
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n.thai import normalise
from lms.web.access import Policy, access
from lms.web.transaction import refuse

answers_for_the_agency = Policy(
    "reviewer of the agency",
    lambda objects: objects["endorsement"].agency_id in agencies_of(current_user),
)


@bp.post("/endorsements/<public:endorsement_id>")
@access(answers_for_the_agency, endorsement=get_endorsement)
def decide_endorsement(endorsement: Endorsement) -> ResponseReturnValue:
    reason = normalise(request.form.get("reason", "")[:2000], lines=True)
    given = request.form.get("verdict") == "given"
    try:
        reviews.decide_endorsement(endorsement, by=account(), given=given, reason=reason)
        flash(_("Your answer is given. Thank you."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for("studio.review", code=endorsement.course.code, _anchor="endorsement"))
