"""The pages that everybody sees: home, the catalogue, a course, an institution."""

from itertools import islice
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.catalogue import queries
from courses.catalogue.about import AboutCourse
from courses.catalogue.course_page import course_page
from courses.catalogue.listing import PAGE, SORT_TITLES, listing, with_runs
from courses.catalogue.wish import Wish
from courses.content.licences import ADDRESSES, LICENCES
from lms.clock import now
from lms.institutions.models import Institution
from lms.institutions.queries import get_institution
from lms.reference.queries import choices, district_name, title
from lms.web.access import access, public
from lms.web.security import absolute
from lms.web.templating import render_template

bp = Blueprint("catalogue", __name__, template_folder="templates")
AT_HOME = 6


@bp.get("/")
@access(public)
def home() -> ResponseReturnValue:
    shelf = queries.shelf()
    newest = with_runs(shelf.cards[:PAGE], now())
    newest.sort(key=lambda shown: shown.run is None or not shown.run.is_open(now()))
    return _page("home", url_for(".home"), courses=newest[:AT_HOME], total=len(shelf.cards))


@bp.get("/courses")
@access(public)
def index() -> ResponseReturnValue:
    shelf = queries.shelf()
    found = listing(Wish.read(request.args, shelf.sets), shelf, now())
    return _page("index", url_for(".index"), found=found, sort_titles=SORT_TITLES)


@bp.get("/courses/<code>")
@access(public, course=queries.about)
def course(course: AboutCourse) -> ResponseReturnValue:
    reader = current_user.id if current_user.is_authenticated else 0
    groups = [str(title("target_group", code)) for code in course.target_groups]
    return _page(
        "course",
        url_for(".course", code=course.code),
        page=course_page(course, reader, now()),
        document=title("document", course.document),
        target_groups=" · ".join(groups),
        district_name=district_name,
        licences=LICENCES,
        licence_addresses=ADDRESSES,
    )


@bp.get("/institutions/<code>")
@access(public, institution=get_institution)
def institution(institution: Institution) -> ResponseReturnValue:
    shelf = queries.shelf()
    those = shelf.sets.get("institution", {}).get(institution.code, 0)
    return _page(
        "institution",
        url_for(".institution", code=institution.code),
        institution=institution,
        courses=with_runs(list(islice(shelf.in_order(those), PAGE)), now()),
        total=those.bit_count(),
        district=district_name(institution.district_code),
    )


def _page(name: str, path: str, **values: Any) -> str:
    """A page with its one true address on the configured origin."""
    return render_template(
        f"catalogue/{name}.html",
        canonical=absolute(path),
        dimensions=dict(choices("dimension")),
        **values,
    )
