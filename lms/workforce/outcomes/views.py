"""Answering by the link in a letter, without logging in; and how the asking gets on."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from lms.clock import now
from lms.config import Config
from lms.errors import DomainError
from lms.institutions.public import Permission, may
from lms.web.access import access, public
from lms.web.forms import NoForm
from lms.web.templating import render_template
from lms.workforce.outcomes import operations, queries
from lms.workforce.outcomes.forms import outcome_form
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.outcomes.pages import waves_shown, years_shown
from lms.workforce.outcomes.passes import LinkIsOver, invitation_of
from lms.workforce.scope import scope

bp = Blueprint("outcomes", __name__, template_folder="templates")
OURS = "outcomes"
MOST_KEPT = 5


@bp.route("/outcomes/<token>", methods=["GET", "POST"])
@access(public)
def answer(token: str) -> ResponseReturnValue:
    """The questions; in the browser that answered, within a week, with the answers to change."""
    try:
        invited = invitation_of(token)
    except LinkIsOver:
        return _private("outcomes/link_is_over.html"), 410
    given = _given(invited)
    if invited.answered and given is None:
        return _private("outcomes/thanks.html", token=token, may_change=False)
    form = outcome_form().read(**(given.answers if given else {}))
    if form.accepted:
        try:
            _keep(invited, given, form.values)
            return redirect(url_for(".thanks", token=token))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    title = queries.course_title(invited)
    return _private("outcomes/answer.html", outcome_form=form, course=title, invited=invited,
                    token=token, is_change=given is not None)  # fmt: skip


@bp.get("/outcomes/<token>/thanks")
@access(public)
def thanks(token: str) -> ResponseReturnValue:
    try:
        given = _given(invitation_of(token))
    except LinkIsOver:
        return _private("outcomes/link_is_over.html"), 410
    return _private("outcomes/thanks.html", token=token, may_change=given is not None)


@bp.route("/outcomes/<token>/stop", methods=["GET", "POST"])
@access(public)
def stop(token: str) -> ResponseReturnValue:
    """Somebody does not want to be asked any more."""
    try:
        invited = invitation_of(token)
    except LinkIsOver:
        return _private("outcomes/link_is_over.html"), 410
    form = NoForm.read()
    if form.accepted:
        operations.stop(invited)
    return _private("outcomes/stop.html", has_stopped=form.is_submitted())


@bp.get("/numbers/outcomes")
@access(may(Permission.NUMBERS_VIEW))
def sending() -> ResponseReturnValue:
    """How many were asked and answered, never who."""
    years = years_shown(request.args.get("period", ""), now())
    mine = scope()
    institutions = None if mine.everywhere else mine.institutions[:1]
    waves = waves_shown(queries.sendings(years.chosen, institutions), _least())
    return render_template("outcomes/sending.html", waves=waves, years=years, least=_least(),
                           institutions=institutions)  # fmt: skip


def _least() -> int:
    config: Config = current_app.extensions["thaksa_config"]
    return config.smallest_count


def _given(invited: OutcomeInvitation) -> OutcomeAnswer | None:
    secret = session.get(OURS, {}).get(invited.public_id)
    if not secret:
        return None
    return queries.to_change(operations.digest_of(secret), now() - queries.CHANGES)


def _keep(invited: OutcomeInvitation, given: OutcomeAnswer | None, values: dict[str, Any]) -> None:
    if given is not None:
        operations.change(given, values)
        return
    secret = operations.answer(invited, values, least=_least())
    kept = dict(session.get(OURS, {}), **{invited.public_id: secret})
    session[OURS] = dict(list(kept.items())[-MOST_KEPT:])


def _private(template: str, **values: Any) -> Response:
    response = make_response(render_template(template, **values))
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
