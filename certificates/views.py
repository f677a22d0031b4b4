"""The holder's certificates, and the public page that says how one stands."""

from contextlib import closing

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from certificates import inspection, pictures, queries
from certificates.answer import of_register
from certificates.forms import CodeForm, FileForm, tidy
from certificates.look_ups import gatherer
from certificates.queries import Standing
from certificates.wording import DOCUMENTS
from lms import storage
from lms.i18n import gettext as _
from lms.web.access import access, own, public, signed_in
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.web.throttle import Throttle, network

bp = Blueprint("certificates", __name__, template_folder="templates")
misses = Throttle(tries=120, seconds=60)
files = Throttle(tries=60, seconds=60)


@bp.get("/my/certificates")
@access(signed_in)
def mine() -> ResponseReturnValue:
    return render_template("certificates/mine.html", certificates=queries.mine(current_user.id))


@bp.get("/my/certificates/<public:code>.pdf")
@access(own("learner_id"), certificate=queries.held_paper)
def paper(certificate: Standing) -> ResponseReturnValue:
    """The signed file, under the name of its document, course and code."""
    said = queries.printed(certificate)
    name = f"{DOCUMENTS[said.document].th} {said.course_code} {certificate.code}.pdf"
    headers = {
        "Content-Disposition": disposition(name),
        "Cache-Control": "private, no-cache",
    }
    return Response(
        storage.get(certificate.paper or ""), mimetype="application/pdf", headers=headers
    )


@bp.get("/my/certificates/<public:code>/paper")
@access(own("learner_id"), certificate=queries.held)
def fragment(certificate: Standing) -> ResponseReturnValue:
    """Asked again and again until the paper is there."""
    return render_template("certificates/_paper.html", certificate=certificate)


@bp.get("/v")
@access(public)
def verify() -> ResponseReturnValue:
    form = CodeForm(formdata=request.args)
    if not request.args.get("code", "").strip():
        if "code" in request.args:
            form.refuse("code", _("Type the code that stands under the square on the paper."))
        return _page("verify", code_form=form)
    if pause := misses.wait(network(request.remote_addr)):
        return _slow_down(pause)
    code = tidy(request.args["code"])
    if queries.standing(code) is not None:
        return redirect(url_for(".verdict", code=code))
    misses.spend(network(request.remote_addr))
    return _page("verify", code_form=form, answer=of_register(None, None))


@bp.get("/v/<code>")
@bp.get("/V/<code>", endpoint="verdict_in_capitals")
@access(public)
def verdict(code: str) -> ResponseReturnValue:
    tidied = tidy(code)
    if tidied != code.upper():
        return redirect(url_for(".verdict", code=tidied) if tidied else url_for(".verify"))
    if pause := misses.wait(network(request.remote_addr)):
        return _slow_down(pause)
    known = _look_up(tidied)
    if known is None:
        page = _page("verdict", answer=of_register(None, None), code_form=CodeForm(formdata=None))
        return page, 404
    page = _page("verdict", answer=of_register(known, queries.printed(known)))
    return _counted(Response(page, mimetype="text/html"), known)


@bp.get("/v/<code>.json")
@access(public)
def verdict_for_programs(code: str) -> ResponseReturnValue:
    if pause := misses.wait(network(request.remote_addr)):
        return jsonify(error=_("Too many tries")), 429, {"Retry-After": str(pause)}
    known = _look_up(tidy(code))
    if known is None:
        return jsonify(verdict="not_found"), 404
    facts = queries.printed(known).to_json()
    answer = jsonify(
        verdict=known.verdict, code=known.code, test_signature=inspection.is_test(), **facts
    )
    return _counted(answer, known)


@bp.route("/v/file", methods=["GET", "POST"])
@access(public)
def check_file() -> ResponseReturnValue:
    """The file is read in memory, checked in the child and forgotten."""
    if request.method == "GET":
        return redirect(url_for(".verify"))
    form = FileForm.read()
    if pause := files.wait(network(request.remote_addr)):
        return _slow_down(pause)
    if form.accepted:
        files.spend(network(request.remote_addr))
        try:
            return _page("verdict", answer=inspection.answer(_taken(form.file.data)), by_file=True)
        except inspection.Unreadable as refusal:
            form.refuse("file", str(refusal))
    return _page("verify", code_form=CodeForm(formdata=None), file_form=form)


@bp.get("/papers/<name>")
@access(public)
def preview(name: str) -> ResponseReturnValue:
    """What a paper looks like: the drawn one, or a plain drawing of its design."""
    content, kind = pictures.read(name)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, mimetype=kind, headers=headers)


def _taken(file: FileStorage) -> bytes:
    """The dropped file, of which nothing stays behind."""
    with closing(file):
        return bytes(file.read(inspection.LIMIT + 1))


def _look_up(code: str) -> Standing | None:
    known = queries.standing(code)
    if known is None:
        misses.spend(network(request.remote_addr))
    return known


def _counted(answer: Response, known: Standing) -> Response:
    """A look-up is counted when the answer has left."""
    if request.method == "GET":
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        answer.call_on_close(lambda: gatherer.add(app, known.id))
    return answer


def _page(name: str, **values: object) -> str:
    known: dict[str, object] = {"answer": None, "by_file": False, "is_test": inspection.is_test()}
    values = known | values
    if "file_form" not in values and (name == "verify" or values["by_file"]):
        values["file_form"] = FileForm(formdata=None)
    return render_template(f"certificates/{name}.html", **values)


def _slow_down(seconds: int) -> ResponseReturnValue:
    page = render_template("certificates/slow_down.html", seconds=seconds)
    return Response(page, 429, {"Retry-After": str(seconds)}, mimetype="text/html")
