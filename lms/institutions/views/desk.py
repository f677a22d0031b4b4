"""The desk itself: which one, what is there, what is missing, what happened."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.public import names_of
from lms.audit.queries import trail
from lms.audit.wording import VERBS
from lms.institutions import belonging, queries
from lms.institutions.models import Institution
from lms.institutions.panels import panels
from lms.institutions.pictures import SVG
from lms.institutions.policy import Permission, allowed, is_current, may
from lms.institutions.views.blueprint import at_desk, bp
from lms.institutions.wording import PERMISSIONS, ROLES
from lms.web.access import access, public
from lms.web.ids import row_number
from lms.web.templating import render_template

DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/desk")
@access(at_desk)
def desk() -> ResponseReturnValue:
    if current_user.is_operator:
        mine = queries.institutions()
    else:
        roles = ("admin", "registrar")
        at = {c.institution_id for c in current_user.claims if c.role in roles and is_current(c)}
        mine = queries.by_ids(list(at))
    if len(mine) == 1:
        return redirect(url_for(".overview", code=mine[0].code))
    return render_template("institutions/desk.html", institutions=mine)


@bp.get("/desk/<code>")
@access(at_desk, institution=queries.get_institution)
def overview(institution: Institution) -> ResponseReturnValue:
    return render_template(
        "institutions/overview.html",
        institution=institution,
        counts=queries.role_counts(institution),
        waiting=queries.open_invitations(institution),
        posts=queries.signatories_on(institution, queries.today()),
        terms=queries.terms(institution),
        panels=panels(institution),
        roles=ROLES,
        today=queries.today(),
        edits=allowed(Permission.INSTITUTION_EDIT, institution),
    )


@bp.get("/desk/<code>/rights")
@access(may(Permission.MEMBERS_MANAGE), institution=queries.get_institution)
def rights(institution: Institution) -> ResponseReturnValue:
    return render_template(
        "institutions/rights.html",
        institution=institution,
        reasons=belonging.reasons(institution),
        permissions=PERMISSIONS,
        roles=ROLES,
    )


@bp.get("/desk/<code>/audit")
@access(may(Permission.AUDIT_VIEW), institution=queries.get_institution)
def audit_trail(institution: Institution) -> ResponseReturnValue:
    rows, more = trail(
        institution_id=institution.id, before=request.args.get("before", type=row_number)
    )
    names = names_of({row.by_id for row in rows if row.by_id})
    return render_template(
        "institutions/audit.html",
        institution=institution,
        entries=rows,
        more=more,
        names=names,
        verbs=VERBS,
    )


@bp.get("/emblems/<code>/<digest>")
@access(public, institution=queries.get_institution)
def emblem(institution: Institution, digest: str) -> ResponseReturnValue:
    answer = Response(queries.emblem(institution, digest), mimetype=institution.emblem_type)
    answer.headers["Cache-Control"] = FOR_EVER
    if institution.emblem_type == SVG:
        answer.headers["Content-Security-Policy"] = DRAWING
    return answer


@bp.get("/colours.css")
@access(public)
def colours() -> ResponseReturnValue:
    version, sheet = queries.colours()
    answer = Response(sheet, mimetype="text/css")
    answer.headers["Cache-Control"] = (
        FOR_EVER if request.args.get("v") == version else "public, max-age=60"
    )
    return answer
