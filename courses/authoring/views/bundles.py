"""A whole course as a file: out of one copy, into another."""

import tempfile
from pathlib import Path

from flask import Response, flash, redirect, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.authoring import bundles
from courses.authoring.forms.bundles import CourseFileForm
from courses.authoring.operations.bundles import (
    build_course,
    exported,
    receive_files,
    skills_left_out,
)
from courses.authoring.operations.courses import check_code
from courses.authoring.queries import courses as queries
from courses.authoring.queries.bundles import bundle_of, opened
from courses.authoring.views.blueprint import bp
from courses.content.models import Course
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.db import let_go
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.institutions.public import Permission, may
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.download import disposition, file_in_pieces
from lms.web.templating import render_template


@bp.post("/<code>/export.zip")
@access(may_course(Ability.EDIT), course=get_course)
def export_zip(course: Course) -> ResponseReturnValue:
    """By POST: that it left is written down."""
    exported(course, by=account())
    packer = bundles.packer("zip")
    bundle, name = bundle_of(course), f"{course.code}{packer.suffix}"
    folder = tempfile.TemporaryDirectory()
    target = Path(folder.name) / "course"
    packer.pack(bundle, opened, target)
    response = Response(
        stream_with_context(file_in_pieces(target, folder.cleanup)),
        content_type=packer.content_type,
    )
    response.content_length = target.stat().st_size
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route("/new/from-file", methods=["GET", "POST"])
@access(may(Permission.COURSE_EDIT))
@takes(512)
def import_zip() -> ResponseReturnValue:
    institutions = queries.teaching_institutions(current_user)
    form = CourseFileForm.offering(institutions)
    if form.accepted:
        try:
            chosen = next(each for each in institutions if each.code == form.institution.data)
            check_code(form.code.data or "")
            let_go()  # nobody waits for the database while the files are looked at
            with tempfile.TemporaryDirectory() as folder:
                sent = Path(folder) / "sent"
                form.file.data.save(sent)
                bundle, places = bundles.packer("zip").unpack(sent, Path(folder))
                received = receive_files(bundle, places)
            course = build_course(chosen, bundle, received, code=form.code.data or "", by=account())
            flash(_("The course is there. Nobody but its people sees it until it is published."))
            if left_out := skills_left_out(bundle):
                flash(bundles.left_out_words(left_out), "warn")
            return redirect(url_for(".course", code=course.code))
        except DomainError as refusal:
            form.refuse(refusal.field, str(refusal))
    return render_template("studio/import_zip.html", zip_form=form, institutions=institutions)
