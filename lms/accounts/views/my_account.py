"""Profile, password, address and devices of the signed-in person."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from lms.accounts import factor, identity, names, operations, passwords, queries
from lms.accounts.forms.my_account import DisabilityForm, EmailForm, PasswordForm, ProfileForm
from lms.accounts.hashing import hash_password
from lms.accounts.identity import account
from lms.accounts.models import TokenPurpose, UserSession
from lms.accounts.views.blueprint import bp, here, let_in
from lms.accounts.workplaces import workplace
from lms.errors import DomainError, NotFound, found
from lms.i18n import gettext as _
from lms.i18n import set_locale
from lms.web.access import access, public, signed_in
from lms.web.forms import NoForm
from lms.web.security import safe_next
from lms.web.templating import render_template


@bp.route("/account/profile", methods=["GET", "POST"])
@access(signed_in)
def profile() -> ResponseReturnValue:
    form = ProfileForm.about(account(), queries.profile(current_user.id))
    if form.turns_the_list:
        form.validate()
        form.forgive()
    elif form.accepted:
        try:
            return _save_profile(form)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    secret = DisabilityForm(formdata=None, disability=queries.disability(current_user.id))
    return _profile_page(form, secret)


def _profile_page(form: ProfileForm, secret: DisabilityForm) -> ResponseReturnValue:
    agreed = queries.has_consented(current_user.id, queries.DISABILITY)
    return render_template(
        "accounts/profile.html",
        profile_form=form,
        disability_form=secret,
        agreed=agreed,
        titles=names.titles(),
        workplace=workplace,
        born=account().date_of_birth,
        disability_text=queries.text(queries.DISABILITY),
    )


def _save_profile(form: ProfileForm) -> ResponseReturnValue:
    user = account()
    operations.set_birth(user, form.date_of_birth.data)
    operations.rename(user, form.name, by=user)
    operations.update_profile(user, **form.dimensions)
    operations.choose_locale(user, form.locale.data)
    set_locale(form.locale.data)
    identity.forget(current_user.token)
    flash(_("Saved."))
    answer = redirect(url_for("accounts.profile"))
    answer.set_cookie("locale", form.locale.data, max_age=31536000, samesite="Lax", httponly=True)
    return answer


@bp.post("/account/profile/disability")
@access(signed_in)
def disability() -> ResponseReturnValue:
    form = DisabilityForm.read()
    if form.accepted:
        try:
            operations.tell_disability(account(), form.disability.data, agree=form.agree.data)
            flash(_("Saved."))
            return redirect(url_for("accounts.profile", _anchor="disability"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    known = ProfileForm.known(account(), queries.profile(current_user.id))
    return _profile_page(known, form)


@bp.route("/account/password", methods=["GET", "POST"])
@access(signed_in)
def password() -> ResponseReturnValue:
    form = PasswordForm.read()
    if form.accepted:
        try:
            return _set_password(form)
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    known = found(queries.credentials(user_id=current_user.id))
    idea = passwords.suggest_passphrase()
    has_password = known.password_hash is not None
    return render_template(
        "accounts/password.html", password_form=form, idea=idea, has_password=has_password
    )


def _set_password(form: PasswordForm) -> ResponseReturnValue:
    """The rules and argon2 first, then the proof: a code that is used opens the transaction."""
    hashed = None
    if request.form.get("way") != "none":
        if not form.password.data:
            raise DomainError(_("This is needed."), field="password")
        about = tuple(filter(None, (*str(current_user.display_name).split(), current_user.email)))
        staff = current_user.is_staff
        operations.check_password(form.password.data, staff=staff, about=about)
        hashed = hash_password(form.password.data)
    prove(form.proof.data)
    user = account()
    operations.set_password(user, hashed)
    session["next"] = url_for("accounts.password")
    answer = let_in(user)
    flash(_("Saved. Every other device is logged out."))
    return answer


def prove(proof: str | None) -> None:
    """Who asks is still who logged in."""
    operations.prove(
        current_user.id,
        proof,
        handle=session.get("proof"),
        path=operations.path_of(f"proof/{current_user.id}", here()),
    )


@bp.post("/account/proof")
@access(signed_in)
def send_proof() -> ResponseReturnValue:
    """A code by e-mail, to type where a password is asked for."""
    try:
        session["proof"] = operations.ask_proof(account())
        flash(_("The code is on its way to %(email)s.", email=current_user.email))
    except DomainError as refusal:
        flash(str(refusal), "warn")
    return redirect(safe_next(request.form.get("next"), url_for("accounts.my_data")))


@bp.route("/account/email", methods=["GET", "POST"])
@access(signed_in)
def email() -> ResponseReturnValue:
    form = EmailForm.read()
    if form.accepted:
        try:
            prove(form.proof.data)
            operations.ask_new_email(account(), form.email.data)
            flash(_("Open the link in the mail to your new address. Until then nothing changes."))
            return redirect(url_for("accounts.email"))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("accounts/email.html", email_form=form)


@bp.route("/confirm-email/<secret>", methods=["GET", "POST"])
@access(public)
def confirm_email(secret: str) -> ResponseReturnValue:
    form = NoForm.read()
    try:
        token = queries.link(secret, TokenPurpose.CHANGE_EMAIL)
        if form.accepted:
            operations.change_email(token)
            flash(_("Your new e-mail address is %(email)s.", email=token.email))
            return redirect(url_for("accounts.email"))
    except (NotFound, operations.LinkIsOver, operations.AddressIsTaken):
        form.refuse(None, "")
        return render_template("accounts/link_is_over.html", again="accounts.email"), 410
    return render_template("accounts/confirm_email.html", address=token.email)


@bp.get("/account/sessions")
@access(signed_in)
def sessions() -> ResponseReturnValue:
    return render_template(
        "accounts/sessions.html",
        sessions=queries.open_sessions(current_user.id),
        has_password=account().password_hash is not None,
        has_factor=factor.HAS_FACTOR in current_user.marks,
    )


def _mine(session_id: int) -> UserSession:
    return queries.session_of(current_user.id, session_id)


@bp.post("/account/sessions/<int:session_id>/close")
@access(signed_in)
def close_session(session_id: int) -> ResponseReturnValue:
    operations.close_session(_mine(session_id), by=account())
    flash(_("That device is logged out."))
    return redirect(url_for("accounts.sessions"))


@bp.post("/account/sessions/close-others")
@access(signed_in)
def close_others() -> ResponseReturnValue:
    operations.close_all_sessions(account(), by=account(), but=current_user.token)
    flash(_("Every other device is logged out."))
    return redirect(url_for("accounts.sessions"))


@bp.post("/account/sessions/close-all")
@access(signed_in)
def close_all() -> ResponseReturnValue:
    operations.close_all_sessions(account(), by=account())
    logout_user()
    session.clear()
    flash(_("You are logged out everywhere."))
    return redirect(url_for("accounts.log_in"))
