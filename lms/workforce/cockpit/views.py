"""The screens of the numbers."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from lms.clock import now
from lms.errors import NotFound, found
from lms.institutions.public import Permission, allowed
from lms.reference.queries import brand
from lms.web.access import Policy, access
from lms.web.templating import render_template
from lms.workforce.asking import BY, MEASURE
from lms.workforce.cockpit import cohort_files, filters
from lms.workforce.cockpit.look import Look
from lms.workforce.cockpit.overview import overview as whole
from lms.workforce.cockpit.panels import get_panel
from lms.workforce.cockpit.picture import Panel
from lms.workforce.cockpit.warming import saw
from lms.workforce.dimensions import DIMENSIONS, Dimension, check
from lms.workforce.measures import get_measure
from lms.workforce.periods import month_of
from lms.workforce.scope import INSTITUTION, scope

bp = Blueprint("cockpit", __name__, url_prefix="/numbers", template_folder="templates")
sees = Policy("may numbers.view", lambda objects: allowed(Permission.NUMBERS_VIEW))


@bp.get("")
@access(sees)
def overview() -> ResponseReturnValue:
    look = _look()
    page = whole(look)
    saw(look)
    return render_template("cockpit/overview.html", page=page, **_frame(look), **_bar(look, {}))


@bp.get("/print")
@access(sees)
def paper() -> ResponseReturnValue:
    look = _look()
    page = whole(look, everything=True)
    return render_template("cockpit/print.html", page=page, **_frame(look))


@bp.get("/<name>")
@access(sees, panel=get_panel)
def panel(panel: Panel) -> ResponseReturnValue:
    look, own = _look(), _own(panel)
    return render_template(
        "cockpit/panel.html",
        panel=panel,
        picture=panel.draw(look, own),
        **_frame(look),
        **_bar(look, own),
    )


@bp.get("/cohorts.<ending>")
@access(sees)
def cohorts_file(ending: str) -> ResponseReturnValue:
    if ending not in cohort_files.MAKERS:
        raise NotFound
    content, headers = cohort_files.file_of(_look(), ending)
    return Response(content, headers=headers)


@bp.get("/<name>/part")
@access(sees, panel=get_panel)
def part(panel: Panel) -> ResponseReturnValue:
    look = _look()
    picture = panel.draw(look, _own(panel))
    saw(look, panel.name)
    return render_template("cockpit/part.html", panel=panel, picture=picture, **_frame(look))


def get_dimension(name: str) -> Dimension:
    """A dimension that the reader may filter by: an institution is forced on who has one."""
    return found(DIMENSIONS.get(name) if scope().everywhere or name != INSTITUTION else None)


@bp.get("/filter/<name>")
@access(sees, dimension=get_dimension)
def choose(dimension: Dimension) -> ResponseReturnValue:
    look, text = _look(), request.args.get("q", "").strip()[:100]
    return render_template(
        "cockpit/filter.html",
        dimension=dimension,
        text=text,
        found=filters.find(dimension.code, text),
        **_frame(look),
    )


def _look() -> Look:
    """What the address asks for; a measure or a dimension that is none is refused on every page."""
    if request.args.get(MEASURE):
        get_measure(request.args[MEASURE])
    check([name for name in request.args.get(BY, "").split(",") if name])
    return Look.of(request.args, scope(), now())


def _own(panel: Panel) -> dict[str, str]:
    """What the address says to this panel alone."""
    return {name: request.args[name] for name in panel.takes if request.args.get(name)}


def _frame(look: Look) -> dict[str, object]:
    """What every page of numbers says of itself."""
    return {
        "look": look,
        "heading": filters.page_title(look),
        "province": brand().province_name,
        "filtered": filters.words(look),
    }


def _bar(look: Look, own: dict[str, str]) -> dict[str, object]:
    return {
        "bar": filters.bar(look, month_of(now()), own),
        "here": request.path,
        "home": url_for("cockpit.overview", **look.args()),
        "own": own,
    }
