"""Reads about institutions and who belongs to them."""

from sqlalchemy import bindparam, select

from lms.accounts.identity import Claim
from lms.db import db
from lms.errors import found
from lms.institutions.models import Institution, Membership

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
