"""The page of definitions: what every number counts, for whoever has to defend it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.institutions.public import Permission, may
from lms.web.access import access
from lms.web.templating import render_template
from lms.workforce.dimensions import DIMENSIONS
from lms.workforce.measures.answering import least
from lms.workforce.measures.registry import MEASURES, OF_COURSES, OPEN, UNITS

bp = Blueprint("measures", __name__, template_folder="templates", url_prefix="/numbers")


@bp.get("/definitions")
@access(may(Permission.NUMBERS_VIEW))
def definitions() -> ResponseReturnValue:
    return render_template(
        "measures/definitions.html",
        measures=list(MEASURES.values()),
        units=UNITS,
        dimensions=list(DIMENSIONS.values()),
        whole=(frozenset(DIMENSIONS), OPEN, OF_COURSES),
        least=least(),
    )
