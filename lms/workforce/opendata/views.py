"""/data: the open tables, without an account."""

import json
from collections.abc import Callable, Sequence
from hashlib import sha256

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from lms.i18n import LOCALES, current_locale, speaking
from lms.web.access import access, public
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.web.throttle import Throttle, network
from lms.workforce.formats import shown, to_csv, to_json
from lms.workforce.measures import UNITS, get_measure
from lms.workforce.opendata import catalogue, queries
from lms.workforce.opendata.queries import Published
from lms.workforce.opendata.registry import DATASETS, LICENCE

bp = Blueprint("opendata", __name__, url_prefix="/data", template_folder="templates")
files_a_minute = Throttle(120, 60)
PREVIEW = 20
AN_HOUR = "public, max-age=3600"


@bp.get("")
@access(public)
def index() -> ResponseReturnValue:
    return render_template(
        "opendata/index.html",
        datasets=list(DATASETS.values()),
        days=queries.last_days(),
        licence=LICENCE,
        disclosure=catalogue.disclosure(),
    )


@bp.get("/<code>")
@access(public, published=queries.get_published)
def show(published: Published) -> ResponseReturnValue:
    return render_template(
        "opendata/show.html",
        published=published,
        sheet=published.sheet,
        preview=published.sheet.lines[:PREVIEW],
        measures=[get_measure(code) for code in published.dataset.codes],
        units=UNITS,
        shown=shown,
        licence=LICENCE,
        disclosure=catalogue.disclosure(),
        locale=current_locale(),
    )


@bp.get("/<code>.csv")
@access(public, published=queries.get_published)
def as_csv(published: Published) -> ResponseReturnValue:
    return _file(published, "csv", "text/csv; charset=utf-8", lambda: to_csv(published.sheet))


@bp.get("/<code>.json")
@access(public, published=queries.get_published)
def as_json(published: Published) -> ResponseReturnValue:
    return _file(published, "json", "application/json", lambda: to_json(published.sheet))


@bp.get("/<code>/package.json")
@access(public, published=queries.get_published)
def package(published: Published) -> ResponseReturnValue:
    """For CKAN catalogues."""
    return _answer(published.digest, lambda: _json(catalogue.package(published)))


@bp.get("/catalogue.json")
@access(public)
def packages() -> ResponseReturnValue:
    """The list of names, as CKAN's package_list gives it, and the packages themselves."""
    every = queries.every()
    return _answer(
        _version(every),
        lambda: _json(
            {
                "success": True,
                "result": [one.dataset.code for one in every],
                "packages": [catalogue.package(one) for one in every],
            }
        ),
    )


@bp.get("/catalog.jsonld")
@access(public)
def dcat() -> ResponseReturnValue:
    every = queries.every()
    return _answer(
        _version(every),
        lambda: _json(catalogue.dcat(every)),
        "application/ld+json",
    )


def _file(
    published: Published, ending: str, kind: str, make: Callable[[], bytes]
) -> ResponseReturnValue:
    response = _answer(published.digest, make, kind)
    if response.status_code == 200:
        name = f"thaksa-{published.dataset.code}-{published.day.isoformat()}.{ending}"
        response.headers["Content-Disposition"] = disposition(name)
    return response


def _answer(mark: str, make: Callable[[], bytes], kind: str = "application/json") -> Response:
    """The same for everybody: in Thai, or as ?lang= says; nothing where the asker has it already."""
    who = network(request.remote_addr)
    if files_a_minute.wait(who):
        return Response(status=429, headers={"Retry-After": str(files_a_minute.wait(who))})
    files_a_minute.spend(who)
    lang = request.args.get("lang", "th")
    with speaking(lang if lang in LOCALES else "th"):
        response = Response(content_type=kind)
        response.set_etag(f"{mark[:80]}-{current_locale()}")
        if not request.if_none_match.contains(response.get_etag()[0] or ""):
            response.data = make()
        else:
            response.status_code = 304
    response.headers["Cache-Control"] = AN_HOUR
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _version(every: Sequence[Published]) -> str:
    """Another one when any of them, or its day, is."""
    told = "".join(f"{one.dataset.code}{one.day}{one.digest}" for one in every)
    return sha256(told.encode()).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
