"""The first numbers, for who may see them: people, never a person."""

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from lms.accounts.public import to_csv
from lms.config import Config
from lms.i18n import gettext as _
from lms.institutions.public import Permission, may
from lms.web.access import access
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.workforce import queries
from lms.workforce.forms import NumbersForm
from lms.workforce.counted_words import DEFINITIONS
from lms.workforce.report import report, sheet

bp = Blueprint("workforce", __name__, template_folder="templates")


@bp.get("/numbers")
@access(may(Permission.NUMBERS_VIEW))
def numbers() -> ResponseReturnValue:
    known = queries.numbers(_least())
    form = NumbersForm.of(known)
    return render_template(
        "workforce/numbers.html",
        numbers=known,
        filter=form,
        report=report(known, form.place(known), form.period),
        definitions=list(DEFINITIONS.values()),
    )


@bp.get("/numbers.csv")
@access(may(Permission.NUMBERS_VIEW))
def numbers_csv() -> ResponseReturnValue:
    known = queries.numbers(_least())
    form = NumbersForm.of(known)
    rows = sheet(known, form.place(known), form.period)
    name = "-".join(filter(None, (_("Numbers"), form.institution.data, form.year.data)))
    headers = {"Content-Disposition": disposition(f"{name}.csv")}
    return Response(to_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _least() -> int:
    config: Config = current_app.extensions["thaksa_config"]
    return config.smallest_count
