"""The numbers for programs, and the page on which people make keys for them."""

from flask import Blueprint, Response, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.public import account
from lms.api import operations, queries
from lms.api.answers import measure_json, table_json
from lms.api.asker import NotKnown, TooMany, asker, sees_numbers
from lms.api.asking import LANGUAGE, question_of
from lms.api.description import description
from lms.api.forms import TokenForm
from lms.api.models import ApiToken
from lms.clock import now
from lms.errors import DomainError, Forbidden, NotFound
from lms.i18n import LOCALES, current_locale, set_locale
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Permission, may
from lms.web.access import access, own, public
from lms.web.templating import render_template
from lms.workforce.public import MEASURES, UnknownMeasure, ask, get_measure, scope

bp = Blueprint("api", __name__, url_prefix="/api/v1")
pages = Blueprint("tokens", __name__, url_prefix="/numbers/tokens", template_folder="templates")


@bp.get("/measures")
@access(sees_numbers)
def measures() -> ResponseReturnValue:
    _speak()
    return jsonify(measures=[measure_json(measure) for measure in MEASURES.values()])


@bp.get("/measures/<code>")
@access(sees_numbers)
def measure(code: str) -> ResponseReturnValue:
    """The table that a question in the address asks for, as its asker may see it."""
    _speak()
    get_measure(code)
    question = asker().scope.narrow(question_of(code, request.args))
    return jsonify(table_json(ask(question)))


@bp.get("/openapi.json")
@access(public)
def openapi() -> ResponseReturnValue:
    set_locale(request.args.get(LANGUAGE, "en"))
    return jsonify(description())


@bp.after_request
def private(response: Response) -> Response:
    """What one person may see is nobody else's to keep."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization, Cookie"
    response.headers["Content-Language"] = current_locale()
    return response


@bp.errorhandler(DomainError)
def refused(refusal: DomainError) -> ResponseReturnValue:
    """RFC 9457: what was wrong, in the reader's language, and with which parameter."""
    _speak()
    response = problem(_status(refusal), _detail(refusal), refusal.field)
    if isinstance(refusal, NotKnown):
        response.headers["WWW-Authenticate"] = 'Bearer realm="numbers"'
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.wait)
    return response


def broken(status: int, message: str) -> Response:
    """Addresses and methods that do not exist here, and whatever no view of ours answered."""
    _speak()
    words = WORDS.get(status) or WORDS[500 if status > 499 else 400]
    return private(problem(status, message or str(words), None))


WORDS = {
    400: _l("This question cannot be understood."),
    403: _l("This page is not for your account."),
    404: _l("There is nothing at this address."),
    405: _l("This address does not take this method."),
    413: _l("This is more than this address takes."),
    429: _l("Too many questions at once. Try again in a while."),
    500: _l("Something broke on our side. Try again in a while."),
    503: _l("No answer can be given at the moment. Try again in a while."),
}


def problem(status: int, detail: str, field: str | None) -> Response:
    told = {"type": "about:blank", "status": status, "detail": detail}
    response = jsonify(told | ({"field": field} if field else {}))
    response.status_code, response.content_type = status, "application/problem+json"
    return response


def _detail(refusal: DomainError) -> str:
    """What is not there is not named: the same words for every code."""
    if isinstance(refusal, UnknownMeasure):
        return _("There is no measure with this code.")
    return str(refusal)


def _status(refusal: DomainError) -> int:
    for kind, status in ((NotKnown, 401), (Forbidden, 403), (TooMany, 429)):
        if isinstance(refusal, kind):
            return status
    return 404 if isinstance(refusal, NotFound | UnknownMeasure) else 400


def _speak() -> None:
    """The language that is asked for, else the reader's own."""
    asked = request.args.get(LANGUAGE)
    known = g.get("api_asker")
    if asked in LOCALES:
        set_locale(asked)
    elif known is not None:
        set_locale(known.locale)


@pages.get("")
@access(may(Permission.NUMBERS_VIEW))
def index() -> ResponseReturnValue:
    return _page(TokenForm.of(scope()))


@pages.post("", endpoint="make")
@access(may(Permission.NUMBERS_VIEW))
def make_token() -> ResponseReturnValue:
    """Answers with the secret itself: it is shown this once and kept nowhere."""
    form = TokenForm.of(scope())
    if form.accepted:
        try:
            token, secret = operations.make_token(account(), **form.values)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
        else:
            return render_template("api/made.html", token=token, secret=secret)
    return _page(form)


@pages.post("/<public:token_id>/revoke", endpoint="revoke")
@access(own("user_id"), token=queries.get_token)
def revoke_token(token: ApiToken) -> ResponseReturnValue:
    operations.revoke(token, by=account())
    flash(_("The key opens nothing any more."))
    return redirect(url_for("tokens.index"))


def _page(form: TokenForm) -> ResponseReturnValue:
    return render_template(
        "api/tokens.html", token_form=form, tokens=queries.tokens(current_user.id), at=now()
    )
