"""Resumable uploads: tus 1.0.0 (creation, termination, expiration, checksum) under a course.

The pieces go to the disk while no transaction is open; a process keeps a thread for everybody else.
"""

import base64
import binascii
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import ClientDisconnected, ServiceUnavailable
from werkzeug.http import http_date

from courses.authoring.queries.files import about
from courses.authoring.views.blueprint import bp
from courses.content import media as files
from courses.content import pieces, uploads
from courses.content.models import Course, Upload, UploadState
from courses.content.policy import Ability, may_course
from courses.content.queries import get_course
from lms.accounts.public import account
from lms.db import aside, let_go
from lms.errors import DomainError, NotFound
from lms.i18n import gettext as _
from lms.web.access import access
from lms.web.bodies import takes

VERSION = "1.0.0"
SILENCE = 60.0  # seconds without a byte after which a line counts as dropped
OFFSETS = "application/offset+octet-stream"
_busy: "threading.BoundedSemaphore | None" = None
_making = threading.Lock()


def my_upload(public_id: str) -> Upload:
    """The reader's own upload; nobody else's is there."""
    upload = uploads.get_upload(public_id)
    if upload.user_id != current_user.id:
        raise NotFound
    return upload


@bp.route("/<code>/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@access(may_course(Ability.EDIT), course=get_course)
def upload_rules(course: Course) -> ResponseReturnValue:
    response = Response(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = "creation,termination,expiration,checksum"
    response.headers["Tus-Max-Size"] = str(uploads.LARGEST)
    response.headers["Tus-Checksum-Algorithm"] = ",".join(pieces.ALGORITHMS)
    return _tus(response)


@bp.post("/<code>/uploads")
@access(may_course(Ability.EDIT), course=get_course)
def begin_upload(course: Course) -> ResponseReturnValue:
    """Creation: how long it will be, and its name in the metadata."""
    if wrong := _wrong_version():
        return wrong
    length = request.headers.get("Upload-Length", "")
    if not length.isascii() or not length.isdecimal() or len(length) > 15:
        return _said(400, _("The length of the file is missing."))
    meta = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        upload = uploads.begin(
            course,
            name=meta.get("filename", ""),
            size=int(length),
            content_type=meta.get("filetype", ""),
            by=account(),
        )
    except DomainError as refusal:
        return _said(413, str(refusal))
    response = Response(status=201)
    response.headers["Location"] = url_for(
        "studio.upload", code=course.code, upload_id=upload.public_id
    )
    return _expires(response, upload)


@bp.get("/<code>/uploads/<public:upload_id>")
@access(may_course(Ability.EDIT), course=get_course, upload=my_upload)
def upload(course: Course, upload: Upload) -> ResponseReturnValue:
    """HEAD says how far it has come; GET says what became of it, for our script."""
    _of(course, upload)
    done = upload.state is not UploadState.OPEN
    received = upload.size if done else pieces.received(upload.public_id)
    if request.method == "HEAD":
        if wrong := _wrong_version():
            return wrong
        response = Response(status=200)
        response.headers["Upload-Offset"] = str(received)
        response.headers["Upload-Length"] = str(upload.size)
    else:
        response = jsonify(_state(upload, received))
    response.headers["Cache-Control"] = "no-store"
    return _expires(response, upload)


@bp.route("/<code>/uploads/<public:upload_id>", methods=["PATCH"])
@access(may_course(Ability.EDIT), course=get_course, upload=my_upload)
@takes(4096)
def continue_upload(course: Course, upload: Upload) -> ResponseReturnValue:
    """One more piece; the last one makes it a file of the course."""
    _of(course, upload)
    if wrong := _wrong_version():
        return wrong
    if request.mimetype != OFFSETS:
        return _said(415, _("A piece is sent as %(kind)s.", kind=OFFSETS))
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isascii() or not offset.isdecimal() or len(offset) > 15:
        return _said(400, _("Where the piece begins is missing."))
    if upload.state is not UploadState.OPEN:
        return _said(409, upload.problem or _("This file has come whole already."))
    try:
        checksum = _checksum(request.headers.get("Upload-Checksum", ""))
    except ValueError:
        return _said(400, _("This checksum cannot be read."))
    public_id, size = upload.public_id, upload.size
    let_go()  # nobody waits for the database while pieces arrive
    with _a_thread_to_spare():
        return _take(public_id, size, int(offset), checksum)


@bp.post("/<code>/uploads/<public:upload_id>/finish")
@access(may_course(Ability.EDIT), course=get_course, upload=my_upload)
def finish_upload(course: Course, upload: Upload) -> ResponseReturnValue:
    """Make it a file of the course, where the last piece came and its answer did not go out."""
    _of(course, upload)
    if upload.state is UploadState.OPEN:
        public_id, size = upload.public_id, upload.size
        let_go()
        try:
            with pieces.hold(public_id):
                if pieces.received(public_id) != size:
                    raise uploads.NotWhole
                refusal = _finish(public_id)
        except pieces.Held as held:
            return _said(423, str(held))
        except uploads.NotWhole as refusal_:
            return _said(409, str(refusal_))
        if refusal is not None:
            return refusal
        upload = uploads.get_upload(public_id)
    return jsonify(_state(upload, upload.received))


@bp.route("/<code>/uploads/<public:upload_id>", methods=["DELETE"])
@access(may_course(Ability.EDIT), course=get_course, upload=my_upload)
def cancel_upload(course: Course, upload: Upload) -> ResponseReturnValue:
    """Termination."""
    _of(course, upload)
    return _cancelled(upload)


def _cancelled(upload: Upload) -> ResponseReturnValue:
    uploads.give_up(upload, by=account())
    pieces.forget(upload.public_id)
    return _tus(Response(status=204))


def _take(
    public_id: str, size: int, offset: int, checksum: tuple[str, bytes] | None
) -> ResponseReturnValue:
    try:
        with pieces.hold(public_id) as path:
            with _not_for_ever():
                end = pieces.append(
                    path, request.stream.read, offset=offset, most=size, checksum=checksum
                )
            if end == size and (refusal := _finish(public_id)) is not None:
                return refusal
    except pieces.Held as held:
        return _said(423, str(held))
    except pieces.WrongPlace as wrong:
        return _said(409, str(wrong))
    except pieces.WrongSum as wrong:
        return _said(460, str(wrong))
    except pieces.TooMuch as wrong:
        return _said(413, str(wrong))
    except pieces.NoRoom as full:
        return _said(507, str(full))
    except (ClientDisconnected, TimeoutError, ConnectionError):
        return _said(408, _("The line was cut. What came before is kept."))
    upload = uploads.note(public_id, end)
    response = Response(status=204)
    response.headers["Upload-Offset"] = str(end)
    return _expires(response, upload)


def _finish(public_id: str) -> Response | None:
    """The slow work without a transaction, then the row; a refusal is an answer that stays."""
    upload = uploads.get_upload(public_id)
    name = upload.name
    let_go()
    try:
        received = files.receive(pieces.path_of(public_id), name)
        uploads.finish(uploads.get_upload(public_id), received, by=account())
    except DomainError as refusal:
        problem = str(refusal)
        aside(lambda: uploads.refuse(uploads.get_upload(public_id), problem))
        pieces.forget(public_id)
        return _said(422, problem)
    pieces.forget(public_id)
    return None


def _of(course: Course, upload: Upload) -> None:
    if upload.course_id != course.id:
        raise NotFound


def _state(upload: Upload, received: int) -> dict[str, object]:
    return {
        "id": upload.public_id,
        "name": upload.name,
        "size": upload.size,
        "received": received,
        "state": upload.state.value,
        "problem": upload.problem,
        "media": about(upload.media) if upload.media is not None else None,
    }


def _wrong_version() -> Response | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    response = _said(412, _("This server speaks tus %(version)s.", version=VERSION))
    response.headers["Tus-Version"] = VERSION
    return response


def _metadata(header: str) -> dict[str, str]:
    """`filename d29ybGQucG5n,filetype aW1hZ2U=`; what cannot be read is left out."""
    found = {}
    for pair in header[:8000].split(","):
        key, _space, value = pair.strip().partition(" ")
        with contextlib.suppress(binascii.Error, UnicodeDecodeError):
            found[key] = base64.b64decode(value, validate=True).decode()
    return found


def _checksum(header: str) -> tuple[str, bytes] | None:
    if not header:
        return None
    name, _space, value = header.partition(" ")
    if name not in pieces.ALGORITHMS:
        raise ValueError(name)
    return name, base64.b64decode(value, validate=True)


def _tus(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    return response


def _expires(response: Response, upload: Upload) -> Response:
    response.headers["Upload-Expires"] = http_date(upload.expires_at)
    return _tus(response)


def _said(status: int, message: str) -> Response:
    response = jsonify(error=message)
    response.status_code = status
    return _tus(response)


@contextmanager
def _a_thread_to_spare() -> Iterator[None]:
    """Pieces never take the last thread of a process; who is turned away tries again."""
    global _busy  # noqa: PLW0603 - made where the number of threads is known
    with _making:
        if _busy is None:
            threads = current_app.extensions["thaksa_config"].web_threads
            _busy = threading.BoundedSemaphore(max(1, threads - 1))
    if not _busy.acquire(timeout=5):
        raise ServiceUnavailable(retry_after=2)
    try:
        yield
    finally:
        _busy.release()


@contextmanager
def _not_for_ever() -> Iterator[None]:
    """A line that says nothing any more does not hold its thread."""
    line = request.environ.get("gunicorn.socket")
    before = line.gettimeout() if line is not None else None
    if line is not None:
        line.settimeout(SILENCE)
    try:
        yield
    finally:
        if line is not None:
            line.settimeout(before)
