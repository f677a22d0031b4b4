"""Signing up, logging in and out, a new password."""

from typing import Any

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from lms.accounts import ages, devices, identity, names, operations, passwords, queries
from lms.accounts.forms.coming_in import (
    AddressForm,
    CodeForm,
    LogInForm,
    NewPasswordForm,
    SignUpForm,
)
from lms.accounts.hashing import hash_password
from lms.accounts.identity import account
from lms.accounts.models import TokenPurpose, User, UserState
from lms.accounts.views.blueprint import (
    asks_for_a_mail,
    await_code,
    bp,
    code_lasts,
    device_cookie,
    here,
    let_in,
    wanted,
)
from lms.errors import DomainError, NotFound
from lms.i18n import current_locale
from lms.i18n import gettext as _
from lms.web.access import access, public, signed_in
from lms.web.forms import NoForm
from lms.web.templating import render_template


@bp.route("/sign-up", methods=["GET", "POST"])
@access(public)
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(wanted())
    form = SignUpForm.read()
    if form.accepted:
        try:
            return _ask_for_account(form)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    young = ages.needs_guardian(form.date_of_birth.data, queries.today())
    values: dict[str, Any] = {"titles": names.titles(), "texts": queries.texts(), "young": young}
    return render_template("accounts/sign_up.html", sign_up_form=form, **values)


def _ask_for_account(form: SignUpForm) -> ResponseReturnValue:
    """argon2 runs here, before the first statement of the transaction."""
    hashed = None
    if form.password.data:
        operations.check_password(form.password.data, staff=False, about=form.about)
        hashed = hash_password(form.password.data)
    asks_for_a_mail()
    handle = operations.sign_up(
        email=form.email.data,
        name=form.name,
        date_of_birth=form.date_of_birth.data,
        guardian=form.guardian,
        password_hash=hashed,
        locale=current_locale(),
        network=here(),
    )
    return await_code(handle, form.email.data)


@bp.route("/log-in", methods=["GET", "POST"])
@access(public)
def log_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(wanted())
    form = LogInForm.read(email=request.args.get("email", "")[:254])
    if form.accepted:
        try:
            return _log_in(form)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("accounts/log_in.html", log_in_form=form)


def _log_in(form: LogInForm) -> ResponseReturnValue:
    email, password = form.email.data, form.password.data
    known = devices.knows(device_cookie(), email)
    if request.form.get("way") == "code":
        asks_for_a_mail()
        handle = operations.ask_code(
            email, locale=current_locale(), network=here(), known_device=known
        )
        return await_code(handle, email)
    if not password:
        refusal = _("Type your password, or have a code sent to you.")
        raise DomainError(refusal, field="password")
    return let_in(operations.log_in(email, password, network=here(), known_device=known))


@bp.route("/check-mail", methods=["GET", "POST"])
@access(public)
def check_mail() -> ResponseReturnValue:
    if current_user.is_authenticated or not session.get("mail"):
        return redirect(url_for("accounts.log_in"))
    form = CodeForm.read()
    if form.accepted:
        try:
            return _arrive(operations.come_in_by_code(session.get("mail"), form.code.data))
        except DomainError as refusal:
            form.refuse(refusal.field or "code", str(refusal))
    address = session.get("mail_to", "")
    return render_template(
        "accounts/check_mail.html", code_form=form, address=address, minutes=code_lasts()
    )


def _arrive(user: User) -> ResponseReturnValue:
    """A child of ten or less has no way in before the guardian has consented."""
    child = ages.is_child(user.date_of_birth, queries.today())
    if user.state is UserState.WAITING_FOR_GUARDIAN and child:
        session.clear()
        return redirect(url_for("accounts.child_waits"))
    return let_in(user)


@bp.get("/child-waits")
@access(public)
def child_waits() -> ResponseReturnValue:
    return render_template("accounts/child_waits.html")


@bp.route("/confirm/<secret>", methods=["GET", "POST"])
@access(public)
def confirm(secret: str) -> ResponseReturnValue:
    form = NoForm.read()
    try:
        if form.accepted:
            return _arrive(operations.come_in_by_link(secret))
        token = queries.link(secret, TokenPurpose.SIGN_UP)
    except (NotFound, operations.LinkIsOver, operations.AddressIsTaken):
        form.refuse(None, "")
        return render_template("accounts/link_is_over.html", again="accounts.log_in"), 410
    return render_template("accounts/confirm.html", address=token.email, given=token.payload)


@bp.route("/forgot-password", methods=["GET", "POST"])
@access(public)
def forgot_password() -> ResponseReturnValue:
    form = AddressForm.read(email=request.args.get("email", "")[:254])
    if form.accepted:
        email = form.email.data
        try:
            asks_for_a_mail()
            path = operations.path_of(email, here())
            operations.ask_reset(email, locale=current_locale(), path=path)
            return redirect(url_for("accounts.reset_sent"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("accounts/forgot_password.html", address_form=form)


@bp.get("/forgot-password/sent")
@access(public)
def reset_sent() -> ResponseReturnValue:
    return render_template("accounts/reset_sent.html")


@bp.route("/reset-password/<secret>", methods=["GET", "POST"])
@access(public)
def reset_password(secret: str) -> ResponseReturnValue:
    form = NewPasswordForm.read()
    try:
        if form.accepted:
            return _reset(secret, form.password.data)
        queries.link(secret, TokenPurpose.RESET_PASSWORD)
    except operations.WeakPassword as refusal:
        form.refuse("password", str(refusal))
    except (NotFound, operations.LinkIsOver):
        form.refuse(None, "")
        return render_template("accounts/link_is_over.html", again="accounts.forgot_password"), 410
    idea = passwords.suggest_passphrase()
    return render_template("accounts/reset_password.html", password_form=form, idea=idea)


def _reset(secret: str, password: str) -> ResponseReturnValue:
    """The rules and argon2 first; only then the transaction."""
    owner = queries.link_owner(secret, TokenPurpose.RESET_PASSWORD, identity.holds_roles)
    operations.check_password(password, staff=owner.is_staff, about=owner.about)
    user = operations.reset_password(secret, hash_password(password))
    session.clear()
    flash(_("The new password is set, and every device is logged out. Log in with it."))
    return redirect(url_for("accounts.log_in", email=user.email))


@bp.post("/log-out")
@access(signed_in)
def log_out() -> ResponseReturnValue:
    this = next(
        (s for s in queries.open_sessions(current_user.id) if s.token == current_user.token), None
    )
    if this is not None:
        operations.close_session(this, by=account())
    logout_user()
    session.clear()
    flash(_("You are logged out."))
    return redirect("/")
