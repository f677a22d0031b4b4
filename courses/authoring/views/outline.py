"""The outline of a course: the tree that its authors shape."""

import re
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.checklist import Finding
from courses.authoring.forms.outline import (
    AddLessonForm,
    AddModuleForm,
    LessonForm,
    ModuleForm,
    in_one,
    minutes_of,
)
from courses.authoring.kinds import KINDS, code_of, kind_of
from courses.authoring.operations import drafts
from courses.authoring.operations import outline as shaping
from courses.authoring.queries import outline as reads
from courses.authoring.queries.drafts import draft_of, lesson_of, live_of, module_of, outline_of
from courses.authoring.queries.findings import of_draft
from courses.authoring.views.acting import act
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content.models import Course, CourseVersion
from courses.content.policy import Ability, may_course
from courses.content.queries import Outline, get_course
from lms.accounts.public import User, account
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.web.access import access
from lms.web.forms import Form
from lms.web.ids import row_number
from lms.web.templating import render_template


@bp.get("/<code>")
@access(may_course(Ability.VIEW), course=get_course)
def course(course: Course) -> ResponseReturnValue:
    return outline_page(course, panel=request.args.get("open", ""))


def outline_page(course: Course, *, panel: str = "", form: Any = None) -> str:
    """The tree; `panel` names what is open for changing, `form` is what was refused in it."""
    here = frame(course)
    version = here.draft or live_of(course)
    outline = outline_of(version) if version else None
    undo = request.args.get("undo", "")
    return render_template(
        "studio/outline.html",
        course=course,
        version=version,
        outline=outline,
        total=reads.sum_of(course, version, outline),
        trash=reads.trash_count(course) if here.may_edit else 0,
        undo=reads.discarded_of(course, undo) if undo and here.may_change else None,
        undo_title=reads.title_of,
        may_edit=here.may_change,
        panel=panel if here.may_change else "",
        panel_form=form or _panel_form(outline, panel),
        kinds=KINDS,
        kind_of=kind_of,
        code_of=code_of,
        language=language_of(course, version),
    )


def _panel_form(outline: Outline | None, panel: str) -> Form | None:
    """What the open panel begins with."""
    if panel == "add-module":
        return AddModuleForm()
    if panel.startswith("add-"):
        return AddLessonForm(kind="article")
    for module in outline or ():
        if panel == f"module-{module.id}":
            return ModuleForm(title_th=module.title.th, title_en=module.title.en)
        for lesson in module.lessons:
            if panel == lesson.slug:
                title = {"title_th": lesson.title.th, "title_en": lesson.title.en}
                return LessonForm(minutes=lesson.minutes, required=lesson.required, **title)
    return None


def language_of(course: Course, version: CourseVersion | None) -> str:
    given = (version.details or {}).get("language") if version else None
    return str(given or course.language)


@bp.post("/<code>/draft")
@access(may_course(Ability.EDIT), course=get_course)
def open_draft(course: Course) -> ResponseReturnValue:
    drafts.open_draft(course, account())
    flash(_("You are writing a draft now. Learners see what is published until you publish it."))
    return redirect(url_for(".course", code=course.code))


@bp.get("/<code>/outline/marks")
@access(may_course(Ability.VIEW), course=get_course)
def marks(course: Course) -> ResponseReturnValue:
    """What is still to be corrected in each lesson of the draft, for a script that marks it."""
    draft = draft_of(course)
    found: dict[str, list[Finding]] = {}
    for finding in of_draft(draft) if draft else ():
        if finding.slug:
            found.setdefault(finding.slug, []).append(finding)
    return jsonify({slug: _mark(said) for slug, said in found.items()})


def _mark(said: list[Finding]) -> dict[str, Any]:
    blocking = sum(finding.blocks for finding in said)
    if blocking:
        label = ngettext("%(count)d thing to correct", "%(count)d things to correct", blocking)
    else:
        label = ngettext("%(count)d hint", "%(count)d hints", len(said))
    text = " · ".join(finding.text for finding in said)
    return {"blocks": bool(blocking), "label": label, "text": text}


@bp.post("/<code>/outline/order")
@access(may_course(Ability.EDIT), course=get_course)
def reorder(course: Course) -> ResponseReturnValue:
    """The whole tree at once: {"edit": 7, "tree": [[module, ["slug", …]], …]}."""
    sent: Any = request.get_json(silent=True)
    try:
        edit = int(sent["edit"])
        tree = [(int(module), [str(slug) for slug in slugs]) for module, slugs in sent["tree"]]
    except (TypeError, KeyError, ValueError, OverflowError):
        return jsonify({"error": _("This order cannot be read. Reload the page.")}), 400
    return act(course, lambda version, by: shaping.arrange(version, tree, edit=edit, by=by))


@bp.post("/<code>/outline")
@access(may_course(Ability.EDIT), course=get_course)
def rearrange(course: Course) -> ResponseReturnValue:
    """The buttons up and down beside every row, and the minutes of all lessons."""
    for name, step in (("up", -1), ("down", 1)):
        if name in request.form:
            return _step(course, request.form[name], step)
    given = minutes_of(request.form)

    def save(version: CourseVersion, by: User) -> None:
        for lesson in drafts.lessons_of(version):
            if given.get(lesson.slug, lesson.minutes) != lesson.minutes:
                shaping.change_lesson(version, lesson, minutes=given[lesson.slug], by=by)

    return act(course, save, said=_("The minutes are saved."))


def _step(course: Course, what: str, step: int) -> ResponseReturnValue:
    edit = request.form.get("edit", -1, type=row_number)
    module_id = what.removeprefix("module-")

    def move(version: CourseVersion, by: User) -> None:
        if module_id != what and re.fullmatch("[0-9]{1,18}", module_id):
            module = module_of(version, int(module_id))
            shaping.move_module(version, module, step, edit=edit, by=by)
        else:
            lesson = lesson_of(version, what)
            shaping.step_lesson(version, lesson, step, edit=edit, by=by)

    return act(course, move, anchor=what)


@bp.post("/<code>/outline/modules")
@access(may_course(Ability.EDIT), course=get_course)
def add_module(course: Course) -> ResponseReturnValue:
    form = AddModuleForm.read()
    if not form.accepted:
        return outline_page(course, panel="add-module", form=form)

    def add(version: CourseVersion, by: User) -> Any:
        title = in_one(language_of(course, version), form.name)
        return shaping.add_module(version, title, by=by)

    return act(course, add, said=_("The module is added."))
