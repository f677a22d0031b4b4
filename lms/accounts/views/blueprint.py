"""The blueprint, and what several of its views do."""

from flask import Blueprint, Response, current_app, redirect, request, session, url_for

from lms.accounts import devices, identity, queries
from lms.accounts.digests import network
from lms.accounts.models import User, UserState
from lms.accounts.operations import TooManyMails, open_session
from lms.web.security import safe_next
from lms.web.throttle import Throttle

bp = Blueprint("accounts", __name__, template_folder="../templates")
AFTER = "/my"
mails = Throttle(tries=300, seconds=3600)


def here() -> str:
    """The network that asks."""
    return network(request.remote_addr)


def asks_for_a_mail() -> None:
    """A network that has mails sent to ever other addresses is stopped; a whole school is not."""
    if mails.wait(here()):
        raise TooManyMails
    mails.spend(here())


def device_cookie() -> str | None:
    return request.cookies.get(devices.cookie_name())


def wanted() -> str:
    """Where the reader was going before we asked who they are."""
    return safe_next(request.args.get("next") or session.get("next"), AFTER)


def let_in(user: User) -> Response:
    """Log this browser in with a session of its own, and remember the device."""
    target = wanted()
    if user.state is UserState.WAITING_FOR_GUARDIAN:
        target = url_for("accounts.waiting")
    token = open_session(user, device=devices.describe(request.user_agent.string)).token
    identity.enter(token)
    answer = redirect(target)
    if user.email:
        config = current_app.extensions["thaksa_config"]
        answer.set_cookie(
            devices.cookie_name(),
            devices.remember(device_cookie(), user.email),
            max_age=31536000,
            httponly=True,
            samesite="Lax",
            secure=config.is_https,
        )
    return answer  # type: ignore[return-value]


def await_code(handle: str, email: str) -> Response:
    """This browser waits for the code of a mail to `email`."""
    target = request.args.get("next")
    if target:
        session["next"] = safe_next(target, AFTER)
    session["mail"], session["mail_to"] = handle, email
    return redirect(url_for("accounts.check_mail"))  # type: ignore[return-value]


def code_lasts() -> int:
    return int(queries.CODE_LASTS.total_seconds() // 60)
