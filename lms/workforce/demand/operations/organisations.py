"""What is kept of organisations, and whose members they are."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from lms import audit
from lms.accounts.public import User, normal_email
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import DomainError, NotFound
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution, today
from lms.reference import juristic
from lms.reference import queries as reference
from lms.workforce.demand.models import (
    Body,
    Organisation,
    OrganisationKind,
    OrganisationMembership,
)
from lms.workforce.demand.operations.rows import change, insert
from lms.workforce.demand.policy import body_of
from lms.workforce.demand.wording import LOCATION
from lms.workforce.values import meant

MANUFACTURING = "C"
_sections: Cache[int, dict[str, str | None]] = Cache(1, seconds=30)
_sizes: Cache[int, list[tuple[str, dict[str, Any]]]] = Cache(1, seconds=30)


class NumberIsKnown(DomainError):
    field = "juristic_id"
    message = _l("An organisation with this number is there already.")


class NameIsMissing(DomainError):
    field = "name_th"
    message = _l("Write the organisation's name, in Thai or in English.")


class UnknownIndustry(DomainError):
    field = "industry"
    message = _l("This division does not belong to the section of industry above.")


class NotItsBody(DomainError):
    message = _l("Only an association of employers marks its members.")


def save_organisation(
    organisation: Organisation | None = None,
    *,
    by: User | None,
    juristic_id: str,
    kind: OrganisationKind,
    name_th: str | None = None,
    name_en: str | None = None,
    sector: str | None = None,
    industry: str | None = None,
    employees: int | None = None,
    firm_size: str | None = None,
    province_code: str | None = None,
    district_code: str | None = None,
    email: str | None = None,
    is_active: bool = True,
    bodies: Sequence[Body] | None = None,
) -> Organisation:
    """Keep an organisation as it is now; an unknown one is added."""
    number = juristic.clean(juristic_id)
    check_name(name_th, name_en)
    sector = section_of(sector, industry)
    if employees is not None:
        firm_size = firm_size_of(employees, sector)
    if district_code:
        district_code = meant("district", district_code, LOCATION).value
        province_code = district_code[:2]
    values: dict[str, Any] = {
        "juristic_id": number,
        "name": Localised(name_th or "", name_en or ""),
        "words": f"{name_th or ''} {name_en or ''}".strip().casefold()[:500],
        "kind": kind,
        "sector": sector,
        "industry": industry or None,
        "employees": employees,
        "firm_size": firm_size or None,
        "province_code": province_code or None,
        "district_code": district_code or None,
        "email": address_of(email),
        "is_active": is_active,
    }
    is_new = organisation is None
    if organisation is None:
        organisation = Organisation(changed_at=now(), **values)
        insert(organisation, NumberIsKnown)
        changed = sorted(values)
    else:
        changed = sorted(k for k, v in values.items() if getattr(organisation, k) != v)
        change(organisation, {k: values[k] for k in changed}, NumberIsKnown)
    if bodies is not None:
        for body in Body:
            mark_member(organisation, body, body in bodies, by=by)
    if changed:
        verb = "organisation.added" if is_new else "organisation.changed"
        audit.record(verb, organisation, by=by, fields=changed)
    return organisation


def firm_size_of(employees: int, sector: str | None) -> str | None:
    """The size by the Ministerial Regulation of 2562: other bounds for manufacturing."""
    branch = "manufacturing" if sector == MANUFACTURING else "service_trade"
    sizes = _sizes.get(
        0, lambda: [(row.code, dict(row.attributes)) for row in reference.entries("firm_size")]
    )
    for code, bounds in sizes:
        low, most = int(bounds.get("min_employees") or 0), bounds.get("max_employees")
        if bounds.get("sector") == branch and low <= employees <= int(most or employees):
            return code
    return None


def mark_member(
    organisation: Organisation,
    body: Body,
    is_member: bool = True,
    *,
    by: User | None,
    institution: Institution | None = None,
) -> None:
    """Say that it is a member, or that it is none; an association speaks for its own body only."""
    if institution is not None and body_of(institution) is not body:
        raise NotItsBody
    known = next((m for m in organisation.memberships if m.body is body), None)
    verifier = institution.id if institution else None
    if is_member and known is None:
        organisation.memberships.append(
            OrganisationMembership(body=body, verified_by_id=verifier, verified_on=today())
        )
    elif is_member and known is not None and verifier and known.verified_by_id != verifier:
        known.verified_by_id, known.verified_on = verifier, today()
    elif not is_member and known is not None:
        organisation.memberships.remove(known)
        db.session.delete(known)
    else:
        return
    verb = "organisation.member_marked" if is_member else "organisation.member_unmarked"
    audit.record(verb, organisation, by=by, body=body.value, institution_id=verifier)


def check_name(thai: str | None, english: str | None) -> None:
    if not thai and not english:
        raise NameIsMissing


def section_of(sector: str | None, industry: str | None) -> str | None:
    """The section in which a division lies; refuses a division of another one."""
    if not industry:
        return sector or None
    known = _sections.get(
        0, lambda: {row.code: row.parent_code for row in reference.entries("industry")}
    )
    if industry not in known or (sector and known[industry] and sector != known[industry]):
        raise UnknownIndustry
    return known[industry] or sector or None


def address_of(email: str | None) -> str | None:
    if not email:
        return None
    address = normal_email(email)
    if address is None:
        raise DomainError(
            _("This e-mail address is not complete, e.g. name@example.com"), field="email"
        )
    return address


def organisation_by_number(number: str) -> Organisation:
    """The organisation that has this number."""
    row = db.session.scalar(sa.select(Organisation).filter_by(juristic_id=juristic.clean(number)))
    if row is None:
        raise NotFound(_("There is no organisation with this number: add it first."))
    return row
