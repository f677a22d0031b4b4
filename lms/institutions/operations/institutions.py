"""An institution itself: its names, its colour, its emblem, its numbers."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from stdnum.exceptions import ValidationError
from stdnum.th import moa

from lms import audit, storage
from lms.accounts.public import User
from lms.db import db
from lms.errors import DomainError
from lms.i18n import Localised
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import arabic_digits
from lms.institutions import colours, numbering, queries
from lms.institutions.models import Institution, InstitutionKind
from lms.reference.queries import districts, province

TEXTS = ("name", "short_name", "about")


class CodeTaken(DomainError):
    message = _l("Another institution has this code.")
    field = "code"


class UnknownProvince(DomainError):
    message = _l("This province does not take part yet.")
    field = "province_code"


class UnknownDistrict(DomainError):
    message = _l("This district is in another province.")
    field = "district_code"


class ColourTooPale(DomainError):
    message = _l("This colour cannot be seen on white. Choose a darker one.")
    field = "colour"


class BadJuristicId(DomainError):
    message = _l("This is not a juristic person's number: 13 figures, beginning with 0.")
    field = "juristic_id"


def create_institution(
    code: str,
    *,
    kind: InstitutionKind,
    name: Localised,
    short_name: Localised,
    province_code: str,
    by: User | None,
    **details: Any,
) -> Institution:
    """A new tenant; `details` are the other columns of Institution."""
    _check_place(province_code, details.get("district_code"))
    institution = Institution(
        code=code.upper(),
        kind=kind,
        name=name,
        short_name=short_name,
        province_code=province_code,
        **details,
    )
    try:
        with db.session.begin_nested():
            db.session.add(institution)
    except IntegrityError as clash:
        raise CodeTaken from clash
    queries.forget_colours()
    audit.record("institution.created", institution, by=by)
    return institution


def change_institution(institution: Institution, *, by: User | None, **values: Any) -> None:
    """What its own people may say about it; kind, code and place are the operator's."""
    values["colour"] = (values.get("colour") or institution.colour).lower()
    if not colours.HEX.fullmatch(values["colour"]) or (
        colours.contrast_on_paper(values["colour"]) < colours.LEAST
    ):
        raise ColourTooPale
    values["juristic_id"] = _juristic(values.get("juristic_id", institution.juristic_id))
    numbering.check(
        values.get("register_pattern") or institution.register_pattern,
        values.get("register_prefix") or institution.code,
    )
    _check_place(institution.province_code, values.get("district_code"))
    changed = sorted(k for k, v in values.items() if getattr(institution, k) != v)
    for name in changed:
        setattr(institution, name, values[name])
    if changed:
        queries.forget_colours()
        audit.record("institution.changed", institution, by=by, fields=changed)


def place_institution(
    institution: Institution,
    *,
    kind: InstitutionKind,
    province_code: str,
    rank: int,
    is_active: bool,
    media_quota: int | None = None,
    by: User | None,
) -> None:
    """What only the operator decides."""
    _check_place(province_code, None)
    values = {
        "kind": kind,
        "province_code": province_code,
        "rank": rank,
        "is_active": is_active,
        "media_quota": media_quota,
    }
    changed = sorted(k for k, v in values.items() if getattr(institution, k) != v)
    if "province_code" in changed:
        institution.district_code = None
    for name in changed:
        setattr(institution, name, values[name])
    if changed:
        audit.record("institution.placed", institution, by=by, fields=changed)


def _check_place(province_code: str, district_code: str | None) -> None:
    if province(province_code) is None:
        raise UnknownProvince
    if district_code and district_code not in dict(districts(province_code)):
        raise UnknownDistrict


def _juristic(typed: str | None) -> str | None:
    if not typed:
        return None
    try:
        return str(moa.validate(arabic_digits(typed)))
    except ValidationError as wrong:
        raise BadJuristicId from wrong


def set_emblem(institution: Institution, content: bytes, kind: str, *, by: User | None) -> None:
    """`content` has been through `pictures.clean`."""
    institution.emblem, institution.emblem_type = storage.put(content), kind
    audit.record("institution.emblem_set", institution, by=by, digest=institution.emblem)


def remove_emblem(institution: Institution, *, by: User | None) -> None:
    """The placeholder serves again; certificates that were issued keep what they show."""
    if institution.emblem is not None:
        institution.emblem = institution.emblem_type = None
        audit.record("institution.emblem_removed", institution, by=by)
