"""Asking for a mail with a link or a code, sending it, and using it once.

The request does the same for every address: it writes a row. The job looks who it is.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from lms import mail
from lms.accounts import queries
from lms.accounts.digests import keyed, new_code, new_secret, same
from lms.accounts.models import OneTimeToken, TokenPurpose, User, UserState
from lms.clock import now
from lms.db import aside, db
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits
from lms.jobs.queue import enqueue
from lms.web.security import absolute

TRIES = 5
AN_HOUR, A_DAY = 6, 60
LASTS = {
    TokenPurpose.SIGN_UP: timedelta(days=1),
    TokenPurpose.LOG_IN_CODE: queries.CODE_LASTS,
    TokenPurpose.PROOF: queries.CODE_LASTS,
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
    TokenPurpose.CHANGE_EMAIL: timedelta(days=1),
    TokenPurpose.GUARDIAN: timedelta(days=14),
}


class TooManyMails(DomainError):
    message = _l(
        "We have sent several mails already. Look for them, also among spam, or wait an hour."
    )


class CodeIsOver(DomainError):
    message = _l("This code is too old, or was tried too often. Ask for a new one.")
    field = "code"


class WrongCode(DomainError):
    message = _l("This is not the code from the newest mail.")
    field = "code"


class LinkIsOver(DomainError):
    message = _l("This link is too old, or has been used already.")


def ask(
    purpose: TokenPurpose,
    email: str,
    *,
    locale: str,
    path: str = "",
    user: User | None = None,
    payload: dict[str, Any] | None = None,
    lasts: timedelta | None = None,
) -> str:
    """Ask for a mail to `email`; the handle that comes back belongs into the asking browser."""
    on_path, to_email = queries.asked_lately(email=email, path=path or email)
    if on_path >= AN_HOUR or to_email >= A_DAY:
        raise TooManyMails
    handle = new_secret()
    token = OneTimeToken(
        purpose=purpose,
        user_id=user.id if user else None,
        email=email,
        locale=locale,
        path=path or email,
        handle=keyed("handle", handle),
        payload=payload or {},
        expires_at=now() + (lasts or LASTS[purpose]),
    )
    db.session.add(token)
    db.session.flush()  # the job carries its id
    enqueue("accounts.send_token", key=f"token/{token.id}", token_id=token.id)
    return handle


def send(token_id: int) -> None:
    """Write the mail that a token was asked for; nothing where nobody has the address."""
    token = db.session.get(OneTimeToken, token_id)
    if token is None or token.sent_at is not None:
        return
    token.sent_at = now()
    owner = queries.user_by_email(token.email)
    if token.purpose is TokenPurpose.SIGN_UP and owner is not None:
        # The browser sees no difference; whoever reads the mail can come in with the code.
        token.purpose, token.payload = TokenPurpose.LOG_IN_CODE, {}
        _write(token, owner, "already", lambda: _("You already have an account"), code=True)
    elif token.purpose is TokenPurpose.SIGN_UP:
        subject = lambda: _("Confirm your e-mail address")  # noqa: E731
        _write(token, None, "confirm", subject, code=True, path="/confirm/")
    elif token.purpose is TokenPurpose.LOG_IN_CODE and _may_come_in(owner):
        _write(token, owner, "code", lambda: _("Your code to log in"), code=True)
    elif token.purpose is TokenPurpose.PROOF and owner is not None:
        _write(token, owner, "proof", lambda: _("Your code to go on"), code=True)
    elif token.purpose is TokenPurpose.RESET_PASSWORD and _may_come_in(owner):
        subject = lambda: _("Choose a new password")  # noqa: E731
        _write(token, owner, "reset", subject, path="/reset-password/")
    elif token.purpose is TokenPurpose.CHANGE_EMAIL and owner is not None:
        subject = lambda: _("Somebody wanted to use your address")  # noqa: E731
        _write(token, owner, "email_taken", subject)
    elif token.purpose is TokenPurpose.CHANGE_EMAIL:
        subject = lambda: _("Confirm your new e-mail address")  # noqa: E731
        _write(token, None, "email_confirm", subject, path="/confirm-email/")
    elif token.purpose is TokenPurpose.GUARDIAN:
        _write_to_guardian(token)


def _may_come_in(owner: User | None) -> bool:
    return owner is not None and owner.state in (UserState.ACTIVE, UserState.WAITING_FOR_GUARDIAN)


def _write_to_guardian(token: OneTimeToken) -> None:
    child = db.session.get(User, token.user_id)
    guardian = queries.guardian(token.user_id or 0)
    if child is None or guardian is None:
        return
    if token.payload.get("thanks"):
        template, subject = "guardian_thanks", lambda: _("Thank you for your consent")
    else:
        template, subject = "guardian", lambda: _("Your consent is asked for")
    values: dict[str, Any] = {"child": child.display_name, "guardian": guardian.name}
    _write(token, child, template, subject, path="/guardian/", **values)


def _write(
    token: OneTimeToken,
    owner: User | None,
    template: str,
    subject: Any,
    *,
    code: bool = False,
    path: str = "",
    **values: Any,
) -> None:
    if owner is not None and token.user_id is None:
        token.user_id = owner.id
    if code:
        values["code"] = new_code()
        token.code = keyed("code", token.id, values["code"])
    if path:
        secret = new_secret()
        token.link = keyed("link", secret)
        values["link"] = absolute(path + secret)
    mail.send_once(
        f"token/{token.id}",
        address=token.email,
        locale=token.locale,
        template=f"accounts/mail/{template}",
        subject=subject,
        user_id=token.user_id,
        payload=token.payload,
        **values,
    )


def use_code(handle: str | None, code: str, *purposes: TokenPurpose) -> OneTimeToken:
    """The token whose code was typed in the browser that asked; every try is counted for good."""
    counted: list[int | None] = []
    mine = (
        update(OneTimeToken)
        .where(
            OneTimeToken.handle == keyed("handle", handle or ""),
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.used_at.is_(None),
            OneTimeToken.attempts < TRIES,
            OneTimeToken.created_at > now() - queries.CODE_LASTS,
        )
        .values(attempts=OneTimeToken.attempts + 1)
        .returning(OneTimeToken.id)
    )
    aside(lambda: counted.append(db.session.scalar(mine)))
    token = db.session.get(OneTimeToken, counted[0]) if counted[0] else None
    if token is None:
        raise CodeIsOver
    typed = "".join(c for c in arabic_digits(code) if c not in " -")
    if not same(token.code, keyed("code", token.id, typed)):
        if token.attempts >= TRIES:
            raise CodeIsOver
        raise WrongCode
    return use(token)


def use_link(secret: str, purpose: TokenPurpose) -> OneTimeToken:
    return use(queries.link(secret, purpose))


def use(token: OneTimeToken) -> OneTimeToken:
    """Guarded by the database: of many at once, one succeeds."""
    first = (
        update(OneTimeToken)
        .where(OneTimeToken.id == token.id, OneTimeToken.used_at.is_(None))
        .values(used_at=now())
        .returning(OneTimeToken.id)
    )
    if db.session.scalar(first) is None:
        raise LinkIsOver
    return token


def void(user: User, *purposes: TokenPurpose) -> None:
    """Links and codes of these kinds that are still about do not work any more."""
    db.session.execute(
        update(OneTimeToken)
        .where(
            OneTimeToken.user_id == user.id,
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.used_at.is_(None),
        )
        .values(used_at=now())
    )
