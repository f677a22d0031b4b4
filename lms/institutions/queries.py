"""Reads about institutions and who belongs to them."""

import base64
from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, or_, select

from lms import storage
from lms.accounts.identity import Claim
from lms.db import db
from lms.errors import found
from lms.institutions.models import Institution, Membership, Signatory

_claims = select(Membership.role, Membership.institution_id, Membership.ends_on).where(
    Membership.user_id == bindparam("user_id"), Membership.ended_at.is_(None)
)


def claims(user_id: int) -> frozenset[Claim]:
    """The roles a person holds now, read beside the request's transaction."""
    with db.engines["read"].connect() as connection:
        rows = connection.execute(_claims, {"user_id": user_id}).all()
    return frozenset(Claim(row.role.value, row.institution_id, row.ends_on) for row in rows)


def get_institution(code: str) -> Institution:
    return found(db.session.scalar(select(Institution).filter_by(code=code.upper())))


def emblem_source(institution: Institution) -> str | None:
    """The uploaded emblem as SVG text or a PNG data address; None where our placeholder serves."""
    if institution.emblem is None:
        return None
    content = storage.get(institution.emblem)
    if institution.emblem_type == "image/svg+xml":
        return content.decode()
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def signatories_on(institution: Institution, day: date) -> Sequence[Signatory]:
    """Posts that may sign on that day, the most senior first."""
    return db.session.scalars(
        select(Signatory)
        .where(
            Signatory.institution_id == institution.id,
            or_(Signatory.valid_from.is_(None), Signatory.valid_from <= day),
            or_(Signatory.valid_to.is_(None), Signatory.valid_to >= day),
        )
        .order_by(Signatory.rank, Signatory.id)
    ).all()
