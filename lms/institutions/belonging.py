"""Who belongs to an institution, found by name, and who may do what there and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.public import User
from lms.db import db
from lms.errors import found
from lms.i18n.thai import normalise, sort_key
from lms.institutions.models import Institution, Membership, Registration, Role
from lms.institutions.policy import EVERYWHERE, GRANTS, Permission
from lms.institutions.queries import today

PAGE = 50


@dataclass(frozen=True)
class Page:
    """People in the order of their names, each with the roles held now."""

    people: Sequence[tuple[User, Sequence[Membership]]]
    after: str | None


@dataclass(frozen=True)
class Reason:
    """Why somebody may do something: the role, who gave it and until when."""

    user: User
    membership: Membership
    everywhere: bool


def members(
    institution: Institution, *, search: str = "", role: Role | None = None, after: str = ""
) -> Page:
    """One page of the people who hold a role there now; `after` is the last person's public id."""
    holding = _current(institution.id)
    if role is not None:
        holding = holding.where(Membership.role == role)
    wanted = select(User).where(User.id.in_(holding))
    if search.strip():
        wanted = wanted.where(_named(search))
    last = db.session.scalar(select(User).filter_by(public_id=after)) if after else None
    if last is not None:
        wanted = wanted.where(
            sa.tuple_(User.sort_key, User.id) > sa.tuple_(last.sort_key, sa.literal(last.id))
        )
    wanted = wanted.order_by(User.sort_key, User.id).limit(PAGE + 1)
    people = db.session.scalars(wanted).all()
    shown = people[:PAGE]
    held: dict[int, list[Membership]] = {person.id: [] for person in shown}
    for membership in _held(institution, list(held)):
        held[membership.user_id].append(membership)
    return Page(
        [(person, held[person.id]) for person in shown],
        shown[-1].public_id if len(people) > PAGE else None,
    )


def _current(institution_id: int) -> sa.Select[int]:
    return select(Membership.user_id).where(
        Membership.institution_id == institution_id,
        Membership.ended_at.is_(None),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
    )


def _named(search: str) -> sa.ColumnElement[bool]:
    """A part of a name, in either language, or of an address."""
    text = normalise(search)[:80].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    columns = (
        User.first_th + " " + User.last_th,
        User.first_en + " " + User.last_en,
        User.email,
    )
    begins = User.sort_key.startswith(key) if (key := sort_key(search)) else sa.false()
    return or_(begins, *(column.ilike(f"%{text}%", escape="\\") for column in columns))


def _held(institution: Institution, user_ids: list[int]) -> Sequence[Membership]:
    return db.session.scalars(
        select(Membership)
        .where(
            Membership.institution_id == institution.id,
            Membership.user_id.in_(user_ids),
            Membership.ended_at.is_(None),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
        )
        .order_by(Membership.id)
    ).all()


def member(institution: Institution, public_id: str) -> tuple[User, Sequence[Membership]]:
    """A person and every role they hold or held there, the newest first."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.institution_id == institution.id, User.public_id == public_id.upper())
        .options(
            contains_eager(Membership.user),
            joinedload(Membership.granted_by),
            joinedload(Membership.institution),
        )
        .order_by(Membership.id.desc())
    ).all()
    return found(rows[0] if rows else None).user, rows


def held(institution: Institution, public_id: str, role: str) -> Membership:
    """The role that somebody holds there now, or NotFound."""
    _, rows = member(institution, public_id)
    return found(next((m for m in rows if m.role == role and m.ended_at is None), None))


def former(institution: Institution) -> Sequence[Membership]:
    """The two hundred roles that ended last."""
    over = or_(Membership.ended_at.is_not(None), Membership.ends_on < today())
    return db.session.scalars(
        select(Membership)
        .where(Membership.institution_id == institution.id, over)
        .options(joinedload(Membership.user))
        .order_by(Membership.id.desc())
        .limit(200)
    ).all()


def reasons(institution: Institution) -> dict[Permission, list[Reason]]:
    """Every permission over what the institution owns, and who has it."""
    here = or_(Membership.institution_id == institution.id, Membership.role.in_(EVERYWHERE))
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(
            here,
            Membership.ended_at.is_(None),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today()),
        )
        .options(
            contains_eager(Membership.user),
            joinedload(Membership.granted_by),
            joinedload(Membership.institution),
        )
        .order_by(User.sort_key, User.id, Membership.id)
    ).all()
    return {
        permission: [
            Reason(row.user, row, row.role in EVERYWHERE)
            for row in rows
            if permission in GRANTS[row.role]
        ]
        for permission in Permission
        if permission is not Permission.PLATFORM_OPERATE
    }


def registered(institution: Institution) -> Sequence[Registration]:
    """The hundred people whom its desk registered last."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.institution_id == institution.id)
        .options(joinedload(Registration.user))
        .order_by(Registration.id.desc())
        .limit(100)
    ).all()


def registration(institution: Institution, public_id: str) -> Registration:
    return found(
        db.session.scalar(
            select(Registration)
            .join(Registration.user)
            .where(
                Registration.institution_id == institution.id,
                User.public_id == public_id.upper(),
            )
            .options(contains_eager(Registration.user))
        )
    )


def export(user_id: int) -> list[dict[str, str | date | None]]:
    """A person's roles, for their own download."""
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.user_id == user_id)
        .options(joinedload(Membership.institution))
        .order_by(Membership.id)
    )
    return [
        {
            "institution": row.institution.code,
            "role": row.role.value,
            "since": row.created_at.date(),
            "until": row.ended_at.date() if row.ended_at else row.ends_on,
        }
        for row in rows
    ]
