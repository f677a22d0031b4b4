"""Reads about institutions and who belongs to them."""

import hashlib
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from lms import storage
from lms.accounts.public import Claim
from lms.caching import Cache
from lms.clock import now
from lms.db import db
from lms.errors import NotFound, found
from lms.i18n.dates import to_bangkok
from lms.institutions import colours as painting
from lms.institutions import pictures
from lms.institutions.models import (
    Institution,
    InstitutionKind,
    Invitation,
    Membership,
    Registration,
    Role,
    Signatory,
    Term,
)

_colours: Cache[int, tuple[str, str]] = Cache(1, seconds=30)
BY_ADMINS = (Role.INSTRUCTOR, Role.REVIEWER, Role.REGISTRAR, Role.ADMIN)

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


def institutions() -> Sequence[Institution]:
    """Every tenant, the most senior first."""
    every = select(Institution).order_by(Institution.rank, Institution.code)
    return db.session.scalars(every).all()


def by_ids(ids: Sequence[int]) -> Sequence[Institution]:
    return db.session.scalars(
        select(Institution)
        .where(Institution.id.in_(ids))
        .order_by(Institution.rank, Institution.code)
    ).all()


def today() -> date:
    return to_bangkok(now()).date()


def emblem_source(institution: Institution) -> str | None:
    """The uploaded emblem as SVG text or a PNG data address; None where our placeholder serves."""
    if institution.emblem is None or institution.emblem_type is None:
        return None
    return pictures.source(storage.get(institution.emblem), institution.emblem_type)


def emblem(institution: Institution, digest: str) -> bytes:
    """The picture itself, by the name it has now."""
    if institution.emblem is None or institution.emblem != digest:
        raise NotFound
    return storage.get(digest)


def colours() -> tuple[str, str]:
    """(version, stylesheet) of every institution's colour, kept for half a minute."""
    return _colours.get(0, _read_colours)


def _read_colours() -> tuple[str, str]:
    every = select(Institution.code, Institution.colour).order_by(Institution.code)
    with db.engines["read"].connect() as connection:
        sheet = painting.stylesheet((row.code, row.colour) for row in connection.execute(every))
    return hashlib.sha256(sheet.encode()).hexdigest()[:12], sheet


def forget_colours() -> None:
    """After a change in this process; others see it within half a minute."""
    _colours.clear()


def signatories(institution: Institution) -> Sequence[Signatory]:
    return db.session.scalars(
        select(Signatory)
        .where(Signatory.institution_id == institution.id)
        .order_by(Signatory.rank, Signatory.id)
    ).all()


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


def get_signatory(public_id: str) -> Signatory:
    return found(db.session.scalar(select(Signatory).filter_by(public_id=public_id)))


def terms(institution: Institution) -> Sequence[Term]:
    return db.session.scalars(
        select(Term)
        .where(Term.institution_id == institution.id)
        .order_by(Term.starts_on.desc(), Term.id)
        .limit(100)
    ).all()


def get_term(public_id: str) -> Term:
    return found(db.session.scalar(select(Term).filter_by(public_id=public_id)))


def institution_of(thing: Signatory | Term | Registration) -> Institution:
    return found(db.session.get(Institution, thing.institution_id))


def grantable(user_id: int, institution: Institution) -> tuple[Role, ...]:
    """Roles that the person may give and end there."""
    mine = select(Membership.role, Membership.institution_id)
    mine = mine.where(Membership.user_id == user_id, _is_current())
    held = {(row.role, row.institution_id) for row in db.session.execute(mine)}
    if any(role == Role.OPERATOR for role, _ in held):
        return tuple(Role)
    if (Role.ADMIN, institution.id) not in held:
        return ()
    watches = institution.kind is InstitutionKind.AGENCY
    return (*BY_ADMINS, Role.ANALYST) if watches else BY_ADMINS


def others_hold(role: Role, user_id: int, institution_id: int | None) -> bool:
    """Whether somebody else holds the role for good: here, or anywhere where it counts everywhere."""
    others = select(Membership.id).where(
        Membership.role == role,
        Membership.user_id != user_id,
        Membership.ended_at.is_(None),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
    )
    if institution_id is not None:
        others = others.where(Membership.institution_id == institution_id)
    return db.session.scalar(others.limit(1)) is not None


def role_counts(institution: Institution) -> dict[Role, int]:
    counted = (
        select(Membership.role, func.count())
        .where(Membership.institution_id == institution.id, _is_current())
        .group_by(Membership.role)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def _is_current() -> sa.ColumnElement[bool]:
    return sa.and_(
        Membership.ended_at.is_(None),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
    )


def get_invitation(public_id: str) -> Invitation:
    return found(
        db.session.scalar(
            select(Invitation)
            .filter_by(public_id=public_id)
            .options(joinedload(Invitation.institution))
        )
    )


def invitation_by_token(token: str) -> Invitation:
    """What an invitation's link names, open or not."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return found(
        db.session.scalar(
            select(Invitation).filter_by(digest=digest).options(joinedload(Invitation.institution))
        )
    )


def invitations(institution: Institution) -> Sequence[Invitation]:
    """The hundred newest, whatever became of them."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.institution_id == institution.id)
        .order_by(Invitation.id.desc())
        .limit(100)
    ).all()


def open_invitations(institution: Institution) -> int:
    waiting = select(func.count()).where(
        Invitation.institution_id == institution.id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now(),
    )
    return db.session.scalar(waiting) or 0
