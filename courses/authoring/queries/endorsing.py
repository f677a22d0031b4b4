"""What an agency that is asked to endorse a course may see of it."""

from collections.abc import Iterator, Sequence

from flask import g, has_request_context
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from courses.authoring.models import Endorsement, EndorsementState
from courses.content.models import CourseVersion
from courses.content.policy import Ability, OfAnInstitution, Why
from lms.accounts.public import Principal
from lms.caching import Cache
from lms.db import db
from lms.errors import found
from lms.i18n import Localised
from lms.i18n import gettext as _
from lms.institutions.public import Institution, Role, today

STANDING = (EndorsementState.ASKED, EndorsementState.GIVEN)


def agencies_of(principal: Principal) -> frozenset[int]:
    """Where the person answers for an institution today."""
    day = today()
    return frozenset(
        claim.institution_id
        for claim in principal.claims
        if claim.role == Role.REVIEWER and (claim.ends_on is None or claim.ends_on >= day)
    )


def reasons_of(principal: Principal, course: OfAnInstitution) -> Iterator[tuple[Ability, Why]]:
    """Reviewers of an agency see the course that asks for its endorsement."""
    agencies = agencies_of(principal) - {course.institution_id}
    if agencies and course.id in _asked_of(agencies):
        words = _("The course asks this person's agency to endorse it")
        yield Ability.VIEW, Why(Role.REVIEWER, words=words)


def endorses(principal: Principal, course: OfAnInstitution) -> bool:
    return any(True for _reason in reasons_of(principal, course))


def _asked_of(agencies: frozenset[int]) -> frozenset[int]:
    """The courses that ask; one statement a request."""
    if not has_request_context():
        return _read(agencies)
    known: dict[frozenset[int], frozenset[int]] = g.setdefault("endorsements_asked", {})
    if agencies not in known:
        known[agencies] = _read(agencies)
    return known[agencies]


def _read(agencies: frozenset[int]) -> frozenset[int]:
    asked = (
        select(CourseVersion.course_id)
        .join(Endorsement, Endorsement.version_id == CourseVersion.id)
        .where(Endorsement.agency_id.in_(agencies), Endorsement.state.in_(STANDING))
    )
    with db.engines["read"].connect() as connection:
        return frozenset(connection.scalars(asked))


def get_endorsement(public_id: str) -> Endorsement:
    return found(
        db.session.scalar(
            select(Endorsement)
            .filter_by(public_id=public_id)
            .options(joinedload(Endorsement.version).joinedload(CourseVersion.course))
        )
    )


def waiting_endorsements(agencies: frozenset[int]) -> Sequence[Endorsement]:
    """What these agencies have yet to answer."""
    return db.session.scalars(
        select(Endorsement)
        .where(Endorsement.agency_id.in_(agencies), Endorsement.state == EndorsementState.ASKED)
        .options(joinedload(Endorsement.version).joinedload(CourseVersion.course))
        .order_by(Endorsement.id)
    ).all()


_given = (
    select(Institution.short_name)
    .join(Endorsement, Endorsement.agency_id == Institution.id)
    .where(
        Endorsement.version_id == bindparam("version_id"),
        Endorsement.state == EndorsementState.GIVEN,
    )
    .order_by(Institution.rank, Institution.id)
)
_names: Cache[int, tuple[Localised, ...]] = Cache(1000, seconds=30)


def endorsers(version_id: int) -> tuple[Localised, ...]:
    """The agencies that answer for a version, for its course page."""
    return _names.get(version_id, lambda: _read_endorsers(version_id))


def _read_endorsers(version_id: int) -> tuple[Localised, ...]:
    with db.engines["read"].connect() as connection:
        return tuple(connection.scalars(_given, {"version_id": version_id}))
