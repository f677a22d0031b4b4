"""Competency frameworks: their skills, what replaced them, and what corresponds."""

from collections.abc import Sequence

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account
from lms.admin import frameworks as operations
from lms.admin import queries, skill_files
from lms.admin.forms import (
    FrameworkChangeForm,
    FrameworkForm,
    RelationForm,
    SkillFileForm,
    SkillForm,
)
from lms.admin.views.blueprint import bp, operates
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.public import today
from lms.reference.models import Framework, FrameworkSkill
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.download import disposition
from lms.web.forms import Form
from lms.web.templating import render_template
from lms.web.transaction import refuse

MOST_WRONG = 200


@bp.route("/frameworks", methods=["GET", "POST"])
@access(operates)
def frameworks() -> ResponseReturnValue:
    form = FrameworkForm.read()
    if form.accepted:
        try:
            made = operations.add_framework(by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for(".framework", code=made.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template(
        "admin/frameworks.html",
        frameworks=queries.frameworks(),
        framework_form=form,
        today=today(),
    )


@bp.route("/frameworks/<code>", methods=["GET", "POST"])
@access(operates, framework=queries.get_framework)
def framework(framework: Framework) -> ResponseReturnValue:
    form = SkillForm.read()
    if form.accepted:
        try:
            operations.add_skill(framework, by=account(), **form.values)
            flash(_("Saved."))
            return redirect(url_for(".framework", code=framework.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return _page(framework, skill=form)


@bp.route("/frameworks/<code>/edit", methods=["GET", "POST"])
@access(operates, framework=queries.get_framework)
def edit_framework(framework: Framework) -> ResponseReturnValue:
    others = [other for other, _count in queries.frameworks() if other != framework]
    form = FrameworkChangeForm.about(framework, others)
    if form.accepted:
        try:
            operations.change_framework(framework, by=account(), **form.values)
            flash(_("Saved. Every page knows it within half a minute."))
            return redirect(url_for(".framework", code=framework.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("admin/framework_edit.html", framework=framework, change_form=form)


@bp.post("/frameworks/<code>/correspondences")
@access(operates, framework=queries.get_framework)
def relate(framework: Framework) -> ResponseReturnValue:
    """By `framework:code`; for other words the skills that have them can be chosen."""
    form = RelationForm.read()
    if form.accepted:
        name = form.choice.data or form.other.data or ""
        try:
            is_new = operations.relate_named(framework, form.skill.data or "", name, by=account())
            words = _("Saved. The next count knows it.")
            flash(words if is_new else _("These two correspond already."))
            return redirect(url_for(".framework", code=framework.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    found = queries.skills_like(form.other.data or "", framework)
    return _page(framework, relation=form, found=found)


@bp.post("/frameworks/skills/<int:skill_id>/part/<int:other_id>")
@access(operates, skill=queries.get_skill, other=queries.get_other)
def part(skill: FrameworkSkill, other: FrameworkSkill) -> ResponseReturnValue:
    operations.part(skill, other, by=account())
    flash(_("They correspond no more. The next count knows it."))
    return redirect(url_for(".framework", code=skill.framework_code))


@bp.post("/frameworks/<code>/file")
@access(operates, framework=queries.get_framework)
@takes(2)
def take_in_skills(framework: Framework) -> ResponseReturnValue:
    form = SkillFileForm.read()
    try:
        content = form.file.data.read() if form.file.data else b""
        done = skill_files.take_in(framework, content, by=account())
    except DomainError as refusal:
        form.refuse("file", str(refusal))
        return _page(framework, file=form)
    if done.wrong:
        refuse()
        return _page(framework, file=form, wrong=done.wrong)
    flash(
        _(
            "Taken in: %(new)d new, %(changed)d renamed, %(related)d correspondences.",
            new=done.new,
            changed=done.changed,
            related=done.related,
        )
    )
    return redirect(url_for(".framework", code=framework.code))


@bp.get("/frameworks/<code>/skills.csv")
@access(operates, framework=queries.get_framework)
def skills_file(framework: Framework) -> ResponseReturnValue:
    headers = {"Content-Disposition": disposition(f"{framework.code}.csv")}
    text = skill_files.to_file(framework)
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


def _page(
    framework: Framework,
    *,
    skill: Form | None = None,
    relation: Form | None = None,
    file: Form | None = None,
    wrong: tuple[skill_files.Line, ...] = (),
    found: Sequence[FrameworkSkill] = (),
) -> ResponseReturnValue:
    """With the form that was refused as it was sent, and the others empty."""
    skills, after = queries.some_skills_of(framework, request.args.get("after", "")[:40])
    return render_template(
        "admin/framework.html",
        framework=framework,
        successor=queries.successor(framework),
        skills=skills,
        after=after,
        related=queries.corresponding(framework, skills),
        skill_form=skill or SkillForm(formdata=None),
        relation_form=relation or RelationForm(formdata=None),
        found=found,
        file_form=file or SkillFileForm(formdata=None),
        wrong=wrong[:MOST_WRONG],
        wrong_count=len(wrong),
        today=today(),
    )
