"""The library of a course: what was uploaded, where it is used, and the picker of the editor."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from courses.authoring.forms.files import FileForm, ReplaceForm, UploadForm
from courses.authoring.operations.files import replace_file
from courses.authoring.queries import files as queries
from courses.authoring.views.blueprint import bp
from courses.authoring.views.uploads import my_upload
from courses.content import films, images, pieces, quota, uploads, usage
from courses.content import media as files
from courses.content.licences import LICENCES
from courses.content.models import Course, Media, MediaKind, Upload
from courses.content.policy import Ability, able, may_course
from courses.content.queries import get_course, get_media
from lms.accounts.public import account, names_of
from lms.db import db, let_go
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.forms import is_fetch
from lms.web.templating import render_template
from lms.web.transaction import refuse

PLAIN_FORM = 200  # MB in one request, where there is no script
LOOKS = {
    "kinds": queries.KINDS,
    "size_words": quota.size_words,
    "thumbnail": images.thumbnail,
    "sources": images.sources,
    "address": images.address,
    "is_under_way": films.is_under_way,
    "problem_of": films.problem_of,
}
PICKABLE = {kind.value: kind for kind in MediaKind}


@bp.get("/<code>/media")
@access(may_course(Ability.VIEW), course=get_course)
def media(course: Course) -> ResponseReturnValue:
    return _library(course, UploadForm.read())


@bp.post("/<code>/media")
@access(may_course(Ability.EDIT), course=get_course)
@takes(PLAIN_FORM + 1)
def upload_files(course: Course) -> ResponseReturnValue:
    """The plain form: whole files in one request."""
    form = UploadForm.read()
    sent = [file for file in request.files.getlist("file") if file.filename]
    if not sent:
        form.refuse("file", _("Choose a file first."))
        return _library(course, form)
    made, refused = _take_all(course, sent)
    if made:
        flash(_("Uploaded: %(names)s", names=", ".join(made)))
    for name, problem in refused:
        flash(_("%(name)s was not taken. %(why)s", name=name, why=problem), "warn")
    return redirect(url_for(".media", code=course.code))


@bp.get("/<code>/media/pick")
@access(may_course(Ability.VIEW), course=get_course)
def pick(course: Course) -> ResponseReturnValue:
    """For the editor: files to choose from, as JSON or as a fragment."""
    wish = _wish()
    shelf = queries.shelf(course, wish, with_places=False)
    if request.accept_mimetypes.best == "application/json":
        items = [queries.about(media) for media in shelf.files]
        return jsonify({"items": items, "next": shelf.next, "total": shelf.total})
    return render_template(
        "studio/_pick.html", course=course, shelf=shelf, about=queries.about, **LOOKS
    )


@bp.get("/<code>/media/<public:media_id>")
@access(may_course(Ability.VIEW), media=get_media)
def file(media: Media, code: str) -> ResponseReturnValue:
    return _file_page(_of(media, code), FileForm.about(media), ReplaceForm.read())


@bp.post("/<code>/media/<public:media_id>")
@access(may_course(Ability.EDIT), media=get_media)
def describe_file(media: Media, code: str) -> ResponseReturnValue:
    form = FileForm.about(_of(media, code))
    if form.accepted:
        files.describe(media, by=account(), **form.values)
        if is_fetch():
            return jsonify(queries.about(media))
        flash(_("Saved."))
        return redirect(url_for(".file", code=code, media_id=media.public_id))
    return _file_page(media, form, ReplaceForm.read())


@bp.post("/<code>/media/<public:media_id>/replace")
@access(may_course(Ability.EDIT), media=get_media)
@takes(PLAIN_FORM + 1)
def replace(media: Media, code: str) -> ResponseReturnValue:
    """A new version, from the plain form or from an upload that has come whole."""
    public_id = _of(media, code).public_id
    form = ReplaceForm.read()
    sent = next((f for f in request.files.getlist("file") if f.filename), None)
    if sent is None:
        form.refuse("file", _("Choose a file first."))
        return _file_page(media, FileForm.about(media), form)
    let_go()
    try:
        with on_disk(sent) as path:
            received = files.receive(path, sent.filename or "")
        media = get_media(public_id)
        fresh = replace_file(media.course, media, received, by=account())
    except DomainError as refusal:
        media = get_media(public_id)
        form.refuse("file", str(refusal))
        return _file_page(media, FileForm.about(media), form)
    if fresh.public_id == public_id:
        flash(_("The file is replaced wherever it is used."))
    else:
        flash(
            _(
                "The draft shows the new version now. Learners see the old one until the draft is "
                "published."
            )
        )
    return redirect(url_for(".file", code=code, media_id=fresh.public_id))


@bp.post("/<code>/media/<public:media_id>/delete")
@access(may_course(Ability.EDIT), media=get_media)
def delete_file(media: Media, code: str) -> ResponseReturnValue:
    name = _of(media, code).name
    try:
        files.remove(media, by=account())
    except files.StillUsed as refusal:
        refuse()
        flash(str(refusal), "warn")
        return redirect(url_for(".file", code=code, media_id=media.public_id, _anchor="used"))
    flash(_("%(name)s is deleted.", name=name))
    return redirect(url_for(".media", code=code))


@bp.post("/<code>/uploads/<public:upload_id>/cancel")
@access(may_course(Ability.EDIT), course=get_course, upload=my_upload)
def cancel(course: Course, upload: Upload) -> ResponseReturnValue:
    """What DELETE does, for a plain form."""
    if upload.course_id != course.id:
        raise NotFound
    uploads.give_up(upload, by=account())
    pieces.forget(upload.public_id)
    flash(_("The upload is cancelled."))
    return redirect(url_for(".media", code=course.code))


def _library(course: Course, form: UploadForm) -> str:
    wish = _wish()
    may_edit = able(Ability.EDIT, course)
    return render_template(
        "studio/media.html",
        course=course,
        shelf=queries.shelf(course, wish),
        wish=wish,
        view="list" if request.args.get("view") == "list" else "grid",
        room=quota.room(course.institution),
        upload_form=form,
        waiting=_waiting(course) if may_edit else [],
        **LOOKS,
        largest=uploads.LARGEST,
    )


def _waiting(course: Course) -> list[tuple[Upload, int]]:
    """Uploads of the reader that are not finished, and how far they are in percent."""
    return [
        (upload, 100 * pieces.received(upload.public_id) // upload.size)
        for upload in uploads.open_uploads(course, current_user.id)
    ]


def _file_page(media: Media, form: FileForm, replacing: ReplaceForm) -> str:
    return render_template(
        "studio/file.html",
        course=media.course,
        file=media,
        file_form=form,
        replace_form=replacing,
        places=usage.places_of(media),
        licences=LICENCES,
        **LOOKS,
        uploader=names_of([media.uploader_id]).get(media.uploader_id)
        if media.uploader_id
        else None,
        has_captions_page="studio.captions" in current_app.view_functions,
    )


def _wish() -> queries.Wish:
    """What the address asks for; anything odd in it asks for nothing."""
    asked = request.args
    return queries.Wish(
        text=asked.get("q", "")[:100].strip(),
        kind=PICKABLE.get(asked.get("kind", "")),
        unused=asked.get("used") == "no",
        before=asked.get("before", "")[:12].upper(),
    )


def _of(media: Media, code: str) -> Media:
    """A file of the course in the address and of no other."""
    if media.course.code != code.upper():
        raise NotFound
    return media


def _take_all(course: Course, sent: list[FileStorage]) -> tuple[list[str], list[tuple[str, str]]]:
    """The names that were taken, and those that were not with the reason; each on its own."""
    code = course.code
    received: list[tuple[str, files.Received]] = []
    refused: list[tuple[str, str]] = []
    let_go()  # nobody waits for the database while files are read
    for each in sent:
        name = (each.filename or "")[-200:]
        try:
            with on_disk(each) as path:
                received.append((name, files.receive(path, name)))
        except DomainError as refusal:
            refused.append((name, str(refusal)))
    course, made = get_course(code), []
    for name, one in received:
        try:
            with db.session.begin_nested():
                made.append(files.add(course, one, by=account()).name)
        except DomainError as refusal:
            refused.append((name, str(refusal)))
    return made, refused


@contextmanager
def on_disk(sent: FileStorage) -> Iterator[Path]:
    """What a form brought, as a file beside the data: keeping it copies nothing."""
    with tempfile.NamedTemporaryFile(dir=pieces.folder(), suffix=".form") as copy:
        sent.save(copy, buffer_size=pieces.PIECE)
        copy.flush()
        yield Path(copy.name)
