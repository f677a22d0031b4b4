"""Who works on a course: roles given, changed, ended, and why each may do what."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring.forms.people import ColleagueForm, InviteForm, UntilForm
from courses.authoring.models import CourseInvitation
from courses.authoring.operations import courses as lives
from courses.authoring.operations import invitations, people
from courses.authoring.people_wording import ABILITIES, DUTIES, ROLES
from courses.authoring.queries import people as queries
from courses.authoring.views.blueprint import bp
from courses.content.models import Course, CourseRole
from courses.content.policy import Ability, Why, abilities_of, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.wording import ROLES as INSTITUTION_ROLES
from lms.web.access import access, public
from lms.web.forms import NoForm
from lms.web.templating import render_template
from lms.web.throttle import Throttle
from lms.web.transaction import refuse

managing = access(may_course(Ability.MANAGE), course=get_course)
ORDER = {ability: at for at, ability in enumerate(Ability)}
mails = Throttle(tries=60, seconds=3600)


@bp.get("/<code>/people", endpoint="people")
@access(may_course(Ability.VIEW), course=get_course)
def people_page(course: Course) -> ResponseReturnValue:
    return _page(course)


def _page(course: Course, **forms: Any) -> str:
    held = queries.grants(course)
    return render_template(
        "studio/people.html",
        course=course,
        grants=held,
        former=queries.former(course),
        invitations=queries.invitations(course),
        reasons=queries.reasons(course, held),
        mine=_mine(course),
        roles=ROLES,
        role_of=_role_of,
        duties=DUTIES,
        abilities=ABILITIES,
        colleague_form=forms.get("colleague") or _colleagues(course, formdata=None),
        invite_form=forms.get("invite") or InviteForm(formdata=None, role=CourseRole.AUTHOR),
        until_form=forms.get("until"),
        until_id=forms.get("until_id", ""),
    )


def _mine(course: Course) -> dict[Ability, list[Why]]:
    """What the reader may do here, with every reason for it."""
    found: dict[Ability, list[Why]] = {}
    for ability, why in sorted(abilities_of(current_user, course), key=lambda had: ORDER[had[0]]):
        found.setdefault(ability, []).append(why)
    return found


def _role_of(why: Why | queries.Reason) -> str:
    """Two roles may have the same name: of the course, and of the institution."""
    words = getattr(why, "words", "")
    if words:
        return str(words)
    return str(ROLES[why.role] if isinstance(why.role, CourseRole) else INSTITUTION_ROLES[why.role])


def _colleagues(course: Course, **options: Any) -> ColleagueForm:
    return ColleagueForm.offering(queries.colleagues(course), role=CourseRole.AUTHOR, **options)


@bp.post("/<code>/people/give")
@managing
def give_role(course: Course) -> ResponseReturnValue:
    form = _colleagues(course)
    if form.accepted:
        person = queries.colleague(course, form.person.data)
        try:
            if person is None:
                raise DomainError(_("Choose one of the list."), field="person")
            people.give(course, person, form.role.data, by=account(), **form.terms)
            flash(_("%(name)s has the role now and is told by mail.", name=person.display_name))
            return redirect(url_for(".people", code=course.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _page(course, colleague=form)


@bp.post("/<code>/people/invite")
@managing
def invite(course: Course) -> ResponseReturnValue:
    form, me = InviteForm.read(role=CourseRole.AUTHOR), str(current_user.id)
    if form.accepted:
        try:
            if mails.wait(me):
                raise DomainError(_("Too many invitations in one hour. Try again later."))
            email = str(form.email.data)
            invitations.invite(course, email, form.role.data, by=account(), **form.terms)
            mails.spend(me)
            flash(_("An invitation is on its way to %(email)s.", email=email))
            return redirect(url_for(".people", code=course.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _page(course, invite=form)


@bp.post("/<code>/people/<public:grant_id>/until")
@managing
def change_until(course: Course, grant_id: str) -> ResponseReturnValue:
    grant, form = queries.grant_of(course, grant_id), UntilForm.read()
    if form.accepted:
        try:
            people.change_end(grant, form.ends_on.data, by=account())
            flash(_("Saved."))
            return redirect(url_for(".people", code=course.code))
        except DomainError as refusal:
            form.refuse("ends_on", str(refusal))
    return _page(course, until=form, until_id=grant_id)


@bp.post("/<code>/people/<public:grant_id>/end")
@managing
def end_role(course: Course, grant_id: str) -> ResponseReturnValue:
    grant = queries.grant_of(course, grant_id)
    try:
        people.end(grant, by=account())
        flash(_("The role of %(name)s has ended.", name=grant.user.display_name))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    if grant.user_id == current_user.id:
        return redirect(url_for(".index"))
    return redirect(url_for(".people", code=course.code))


@bp.post("/<code>/people/invitations/<public:invitation_id>/withdraw")
@managing
def withdraw_invitation(course: Course, invitation_id: str) -> ResponseReturnValue:
    try:
        invitations.withdraw(queries.invitation_of(course, invitation_id), by=account())
        flash(_("The invitation is withdrawn; its link is dead."))
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".people", code=course.code))


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@access(public, invitation=queries.invitation_by_token)
def accept_invitation(invitation: CourseInvitation) -> ResponseReturnValue:
    form = NoForm.read()
    if current_user.is_authenticated and form.accepted:
        try:
            invitations.accept(invitation, account())
            flash(_("You work on this course now."))
            return redirect(url_for(".course", code=invitation.course.code))
        except DomainError as refusal:
            form.refuse(None, str(refusal))
    known = current_user.is_authenticated
    return render_template(
        "studio/accept.html",
        invitation=invitation,
        accept_form=form,
        is_open=invitation.is_open(now()),
        matches=known and current_user.email == invitation.email and current_user.confirmed,
        role=ROLES[invitation.role],
        duty=DUTIES[invitation.role],
    )


@bp.post("/<code>/archive")
@managing
def archive(course: Course) -> ResponseReturnValue:
    return _turn(course, lives.archive, _("The course is archived. It can be restored here."))


@bp.post("/<code>/unarchive")
@managing
def unarchive(course: Course) -> ResponseReturnValue:
    return _turn(course, lives.take_back, _("The course is back."))


def _turn(course: Course, operation: Any, said: str) -> ResponseReturnValue:
    try:
        operation(course, by=account())
        flash(said)
    except DomainError as refusal:
        refuse()
        flash(str(refusal), "warn")
    return redirect(url_for(".details", code=course.code))
