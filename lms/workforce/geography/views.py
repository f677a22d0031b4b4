"""Pages of maps and inhabitants."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.public import account, to_csv
from lms.clock import now
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.institutions.public import Permission, may
from lms.reference import queries as reference
from lms.reference.models import Province
from lms.web.access import access
from lms.web.bodies import takes
from lms.web.download import disposition
from lms.web.templating import render_template
from lms.workforce.geography import census, operations, outlines, queries
from lms.workforce.geography.forms import MEGABYTES, MapForm, PopulationForm
from lms.workforce.periods import month_of, year_of

bp = Blueprint("geography", __name__, url_prefix="/numbers", template_folder="templates")
sees, edits = may(Permission.NUMBERS_VIEW), may(Permission.NUMBERS_EDIT)


@bp.get("/population")
@access(sees)
def population() -> ResponseReturnValue:
    return _population(PopulationForm.read())


@bp.post("/population", endpoint="keep_population")
@access(edits)
@takes(MEGABYTES)
def keep_population() -> ResponseReturnValue:
    """All rows or none; with “only check” nothing is kept."""
    form = PopulationForm.read()
    content = form.content() if form.accepted else None
    if content is None:
        return _population(form)
    try:
        reading = census.read(content, year_of(month_of(now())))
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _population(form)
    if reading.problems or form.only_check.data:
        return _population(form, reading)
    kept = operations.keep_population(reading.rows, source=form.source.data, by=account())
    flash(ngettext("%(count)d row came in.", "%(count)d rows came in.", kept))
    return redirect(url_for("geography.population"))


@bp.get("/population.csv", endpoint="population_template")
@access(sees)
def template() -> ResponseReturnValue:
    """Every district of the home province, to be filled in."""
    home, year = reference.brand().province_code, year_of(month_of(now()))
    rows = [{"code": code, "year": year, "people": "", "name": str(name)}
            for code, name in reference.districts(home)]  # fmt: skip
    headers = {"Content-Disposition": disposition(f"population-{home}.csv")}
    return Response(to_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _population(form: PopulationForm, reading: census.Reading | None = None) -> ResponseReturnValue:
    return render_template(
        "geography/population.html",
        population_form=form,
        reading=reading,
        uploads=queries.uploads(),
        provinces=dict(reference.all_provinces()),
    )


@bp.get("/maps")
@access(sees)
def maps() -> ResponseReturnValue:
    year = year_of(month_of(now()))
    drawn = [(province, queries.province_map(province.code), queries.population(province.code, year))
             for province in reference.provinces()]  # fmt: skip
    return render_template("geography/maps.html", maps=drawn)


@bp.get("/maps/<code>", endpoint="map")
@access(sees)
def one_map(code: str) -> ResponseReturnValue:
    """A province belongs to no institution: who sees numbers of one place finds it as well."""
    return _map(reference.get_province(code), MapForm.read())


@bp.post("/maps/<code>", endpoint="draw_map")
@access(edits, province=reference.get_province)
@takes(MEGABYTES)
def draw_map(province: Province) -> ResponseReturnValue:
    """Outlines instead of tiles; a file that is not right changes nothing."""
    form = MapForm.read()
    content = form.content() if form.accepted else None
    if content is None:
        return _map(province, form)
    try:
        found = outlines.read(content, reference.districts(province.code))
    except DomainError as refusal:
        form.refuse(refusal.field, str(refusal))
        return _map(province, form)
    operations.draw_map(province, found, attribution=form.attribution.data, by=account())
    flash(_("The map is drawn with the outlines of your file."))
    return redirect(url_for("geography.map", code=province.code))


@bp.post("/maps/<code>/tiles", endpoint="tiles")
@access(edits, province=reference.get_province)
def use_tiles(province: Province) -> ResponseReturnValue:
    operations.back_to_tiles(province, by=account())
    flash(_("The map is drawn with tiles again."))
    return redirect(url_for("geography.map", code=province.code))


def _map(province: Province, form: MapForm) -> ResponseReturnValue:
    return render_template(
        "geography/map.html",
        province=province,
        map=queries.province_map(province.code),
        map_form=form,
        districts=reference.districts(province.code),
    )
