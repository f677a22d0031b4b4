"""Single modules and lessons of an outline: added, renamed, duplicated, moved, deleted, restored."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.forms.outline import (
    AddLessonForm,
    LessonForm,
    ModuleForm,
    PartForm,
    in_one,
)
from courses.authoring.operations import discards, drafts
from courses.authoring.operations import outline as shaping
from courses.authoring.queries import outline as reads
from courses.authoring.queries.drafts import draft_of, lesson_of, module_of
from courses.authoring.views.acting import act, refused, wants_json
from courses.authoring.views.blueprint import bp
from courses.authoring.views.outline import language_of, outline_page
from courses.content.models import Course, CourseVersion
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.accounts.public import User, account
from lms.errors import DomainError, found
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.ids import row_number
from lms.web.templating import render_template

editing = access(may_course(Ability.EDIT), course=get_course)


@bp.post("/<code>/outline/modules/<int:module_id>")
@editing
def change_module(course: Course, module_id: int) -> ResponseReturnValue:
    module = module_of(found(draft_of(course)), module_id)
    form = PartForm.read() if wants_json() else ModuleForm.read()
    title = _merged(module.title)
    if not title or not form.validate():
        return _wrong(course, f"module-{module_id}", form)

    def change(version: CourseVersion, by: User) -> None:
        shaping.rename_module(version, module_of(version, module_id), title, by=by)

    return act(course, change, anchor=f"module-{module_id}", said=_("Saved."))


@bp.post("/<code>/outline/modules/<int:module_id>/lessons")
@editing
def add_lesson(course: Course, module_id: int) -> ResponseReturnValue:
    form = AddLessonForm.read(kind="article")
    if not form.accepted:
        return outline_page(course, panel=f"add-{module_id}", form=form)

    def add(version: CourseVersion, by: User) -> Any:
        title = in_one(language_of(course, version), form.name)
        module = module_of(version, module_id)
        return shaping.add_lesson(version, module, form.chosen, title, by=by)

    return act(course, add, said=_("The lesson is added. Open it to write its content."))


@bp.post("/<code>/outline/modules/<int:module_id>/duplicate")
@editing
def duplicate_module(course: Course, module_id: int) -> ResponseReturnValue:
    return act(
        course,
        lambda version, by: shaping.duplicate_module(version, module_of(version, module_id), by=by),
        said=_("The copy of the module stands below it."),
    )


@bp.post("/<code>/outline/modules/<int:module_id>/delete")
@editing
def delete_module(course: Course, module_id: int) -> ResponseReturnValue:
    return _discard(
        course,
        lambda version, by: discards.discard_module(version, module_of(version, module_id), by=by),
    )


@bp.post("/<code>/outline/lessons/<slug>")
@editing
def set_lesson(course: Course, slug: str) -> ResponseReturnValue:
    lesson = lesson_of(found(draft_of(course)), slug)
    in_place = wants_json()
    form = PartForm.read(minutes=lesson.minutes) if in_place else LessonForm.read()
    title = _merged(lesson.title)
    if not title or not (form.validate() if not in_place else _part_is_fine(form)):
        return _wrong(course, slug, form)
    values: dict[str, Any] = {"title": title}
    if form.minutes.data is not None and "minutes" in request.form:
        values["minutes"] = form.minutes.data
    if isinstance(form, LessonForm):
        values["required"] = form.required.data

    def change(version: CourseVersion, by: User) -> None:
        shaping.change_lesson(version, lesson_of(version, slug), by=by, **values)

    return act(course, change, anchor=slug, said=_("Saved."))


def _part_is_fine(form: PartForm) -> bool:
    """Of what is changed in place only what was sent is looked at."""
    return all(form[name].validate(form) for name in form.data if name in request.form)


def _merged(title: Localised) -> Localised:
    """The languages that were sent, over what there is."""
    form = PartForm.read()
    th = form.title_th.data or "" if "title_th" in request.form else title.th
    en = form.title_en.data or "" if "title_en" in request.form else title.en
    return Localised(th, en)


def _wrong(course: Course, panel: str, form: Any) -> ResponseReturnValue:
    if wants_json():
        said = next((str(f.errors[0]) for f in form.wrong_fields()), None)
        return refused(course, DomainError(said or _("Give it a name, in Thai or in English.")))
    if not form.errors:
        form.refuse("title_th", _("Give it a name, in Thai or in English."))
    return outline_page(course, panel=panel, form=form)


@bp.post("/<code>/outline/lessons/<slug>/duplicate")
@editing
def duplicate_lesson(course: Course, slug: str) -> ResponseReturnValue:
    return act(
        course,
        lambda version, by: shaping.duplicate_lesson(version, lesson_of(version, slug), by=by),
        said=_("The copy of the lesson stands below it."),
    )


@bp.post("/<code>/outline/lessons/<slug>/send")
@editing
def send_lesson(course: Course, slug: str) -> ResponseReturnValue:
    module_id = request.form.get("module", 0, type=row_number)

    def send(version: CourseVersion, by: User) -> None:
        module = module_of(version, module_id)
        shaping.send_lesson(version, lesson_of(version, slug), module, by=by)

    return act(course, send, anchor=slug, said=_("The lesson is moved."))


@bp.post("/<code>/outline/lessons/<slug>/delete")
@editing
def delete_lesson(course: Course, slug: str) -> ResponseReturnValue:
    return _discard(
        course,
        lambda version, by: discards.discard_lesson(version, lesson_of(version, slug), by=by),
    )


def _discard(course: Course, discard: Any) -> ResponseReturnValue:
    by = account()
    try:
        discarded = discard(drafts.open_draft(course, by), by)
    except DomainError as refusal:
        return refused(course, refusal)
    return redirect(url_for(".course", code=course.code, undo=discarded.public_id))


@bp.get("/<code>/trash")
@editing
def trash(course: Course) -> ResponseReturnValue:
    return render_template(
        "studio/trash.html",
        course=course,
        discarded=reads.trash(course),
        undo_title=reads.title_of,
    )


@bp.post("/<code>/trash/<public:discarded_id>/restore")
@editing
def restore(course: Course, discarded_id: str) -> ResponseReturnValue:
    discarded = reads.discarded_of(course, discarded_id)
    by = account()
    try:
        discards.restore(drafts.open_draft(course, by), discarded, by=by)
    except DomainError as refusal:
        return refused(course, refusal)
    content = discarded.content
    flash(_("It is back in its place."))
    anchor = None if content["whole"] else content["lessons"][0]["slug"]
    return redirect(url_for(".course", code=course.code, _anchor=anchor))
