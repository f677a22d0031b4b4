"""The editor of a lesson that is a file: which one, and how learners get it."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.editors import Editor
from courses.authoring.forms.file_lesson import FileLessonForm, as_html, filled, is_plain
from courses.authoring.operations.files import set_file
from courses.authoring.operations.lessons import Writing
from courses.authoring.queries import drafts
from courses.authoring.queries import files as queries
from courses.authoring.views.blueprint import bp
from courses.authoring.views.frame import frame
from courses.content import images
from courses.content.models import Course, CourseVersion, Lesson, Media, MediaKind
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from courses.content.quota import size_words
from lms.accounts.public import account
from lms.errors import DomainError, found
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.templating import render_template

GIVEN = (MediaKind.DOCUMENT, MediaKind.OTHER, MediaKind.IMAGE, MediaKind.AUDIO, MediaKind.CAPTIONS)


def file_lesson(
    course: Course, version: CourseVersion, lesson: Lesson, form: FileLessonForm | None = None
) -> Editor:
    choices = queries.of_kinds(course, GIVEN)
    form = form or filled(lesson)
    form.offer([(m.public_id, f"{m.name} · {size_words(m.size)}") for m in choices])
    chosen = next((m for m in choices if m.public_id == lesson.settings.get("media")), None)
    return Editor("studio/editors/file.html", _values(lesson, form, chosen))


def _values(lesson: Lesson, form: FileLessonForm, chosen: Media | None) -> dict[str, Any]:
    return {
        "form": form,
        "chosen": chosen,
        "is_plain": is_plain(lesson.body),
        "older": lesson.settings.get("file") if chosen is None else None,
        "size_words": size_words,
        "address": images.address,
    }


@bp.post("/<code>/lessons/<slug>/file")
@access(may_course(Ability.EDIT), course=get_course)
def save_file_lesson(course: Course, slug: str) -> ResponseReturnValue:
    version = found(drafts.draft_of(course))
    lesson = drafts.lesson_of(version, slug)
    form = FileLessonForm.read()
    page = file_lesson(course, version, lesson, form)
    if form.accepted:
        media = queries.get_file(course, form.media.data) if form.media.data else None
        body = as_html(form.about.data or "") if is_plain(lesson.body) else lesson.body
        writing = Writing(
            form.base.data if form.base.data is not None else lesson.revision,
            form.title,
            body,
            form.minutes.data,
            form.required.data,
        )
        try:
            set_file(course, slug, media, writing, inline=form.shown.data == "inline", by=account())
            flash(_("Saved."))
            return redirect(url_for(".lesson", code=course.code, slug=slug))
        except DomainError as refusal:
            form.refuse(refusal.field if refusal.field in form else None, str(refusal))
    return render_template(
        "studio/lesson.html",
        course=course,
        version=version,
        lesson=lesson,
        around=drafts.outline_of(version).around(slug),
        editor=page,
        may_edit=frame(course).may_change,
    )
