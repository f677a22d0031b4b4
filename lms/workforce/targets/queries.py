"""Reads of targets, their evidence, and the packs of papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.caching import Cache
from lms.db import db
from lms.errors import found
from lms.institutions.public import Institution
from lms.workforce.asking import Question
from lms.workforce.periods import Period
from lms.workforce.scope import INSTITUTION, Scope
from lms.workforce.targets.models import EvidencePack, PackState, Target, TargetEvidence

PAGE = 50
_aims: Cache[str, dict[tuple[str, str], Decimal]] = Cache(100, seconds=10)


def conditions_of(where: Sequence[tuple[str, str]]) -> str:
    """Filters as they are kept: district=3001&sex=female."""
    return "&".join(f"{name}={value}" for name, value in sorted(where))


def get_target(public_id: str) -> Target:
    return found(
        db.session.scalar(
            select(Target).filter_by(public_id=public_id).options(joinedload(Target.institution))
        )
    )


@dataclass(frozen=True)
class Listed:
    """A page of the list; `after` names the last one where more follow."""

    targets: Sequence[Target]
    after: str | None


def targets(period: Period, scope: Scope) -> Sequence[Target]:
    """Every one of a period and of its parts that the reader sees, by measure and values."""
    return db.session.scalars(_seen(period, scope)).all()


def listed(period: Period, scope: Scope, after: str = "") -> Listed:
    """The same, page by page."""
    wanted = _seen(period, scope)
    last = db.session.scalar(wanted.where(Target.public_id == after)) if after else None
    if last is not None:
        place = sa.tuple_(Target.period, Target.measure, Target.conditions, Target.id)
        known = (last.period, last.measure, last.conditions, last.id)
        wanted = wanted.where(place > sa.tuple_(*map(sa.literal, known)))
    rows = db.session.scalars(wanted.limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    return Listed(shown, shown[-1].public_id if len(rows) > PAGE else None)


def _seen(period: Period, scope: Scope) -> sa.Select[Target]:
    parts = [period, *period.children, *map(Period.of_month, period.months)]
    rows = (
        select(Target)
        .options(joinedload(Target.institution))
        .where(Target.withdrawn_at.is_(None), Target.period.in_(sorted(set(map(str, parts)))))
        .order_by(Target.period, Target.measure, Target.conditions, Target.id)
    )
    if scope.everywhere:
        return rows
    return rows.where(sa.or_(sa.false(), *(_names(INSTITUTION, i) for i in scope.institutions)))


def _names(dimension: str, value: str) -> sa.ColumnElement[bool]:
    """The filter is one of its conditions: taking it out changes them (LIKE would ignore case)."""
    whole = "&" + Target.conditions + "&"
    return func.replace(whole, f"&{dimension}={value}&", "") != whole


def periods() -> list[str]:
    """Every period that somebody set a target for."""
    rows = select(Target.period).where(Target.withdrawn_at.is_(None)).distinct()
    return sorted(db.session.scalars(rows))


def same(
    institution: Institution | None, programme: str | None, measure: str, where: str, period: str
) -> Target | None:
    """The live target of this owner for exactly this number."""
    return db.session.scalar(
        select(Target).where(
            Target.institution_id == (institution.id if institution else None),
            Target.programme == programme,
            Target.measure == measure,
            Target.conditions == where,
            Target.period == period,
            Target.withdrawn_at.is_(None),
        )
    )


def target_for(question: Question) -> Decimal | None:
    """What somebody said that exactly this number should come to; the programme's word goes first."""
    if question.by:
        return None
    known = _aims.get(str(question.period), lambda: _aims_of(str(question.period)))
    return known.get((question.measure, conditions_of(question.where)))


def forget_aims() -> None:
    """After a change: this process tells the new number at once."""
    _aims.clear()


def _aims_of(period: str) -> dict[tuple[str, str], Decimal]:
    rows = db.session.execute(
        select(Target.measure, Target.conditions, Target.number)
        .outerjoin(Institution, Institution.id == Target.institution_id)
        .where(Target.period == period, Target.withdrawn_at.is_(None))
        .order_by(Target.programme.is_(None).desc(), Institution.rank.desc(), Target.id.desc())
    )
    return {(row.measure, row.conditions): row.number for row in rows}


def evidence(target: Target) -> Sequence[TargetEvidence]:
    return _evidence(TargetEvidence.target_id == target.id)


def evidence_of(targets: Sequence[Target]) -> dict[int, list[TargetEvidence]]:
    """By the key of the target."""
    listed: dict[int, list[TargetEvidence]] = {target.id: [] for target in targets}
    for paper in _evidence(TargetEvidence.target_id.in_(listed)):
        listed[paper.target_id].append(paper)
    return listed


def _evidence(clause: sa.ColumnElement[bool]) -> Sequence[TargetEvidence]:
    return db.session.scalars(
        select(TargetEvidence)
        .options(joinedload(TargetEvidence.added_by))
        .where(clause)
        .order_by(TargetEvidence.dated.desc(), TargetEvidence.id.desc())
    ).all()


def evidence_counts(targets: Sequence[Target]) -> dict[int, int]:
    rows = db.session.execute(
        select(TargetEvidence.target_id, func.count())
        .where(TargetEvidence.target_id.in_([target.id for target in targets]))
        .group_by(TargetEvidence.target_id)
    )
    return {row[0]: row[1] for row in rows}


def get_evidence(public_id: str) -> TargetEvidence:
    return found(
        db.session.scalar(
            select(TargetEvidence)
            .filter_by(public_id=public_id)
            .options(joinedload(TargetEvidence.target))
        )
    )


def is_evidence(digest: str) -> bool:
    """Whether somebody handed in this very file and did not remove it."""
    named = select(TargetEvidence.id).where(TargetEvidence.digest == digest).limit(1)
    return db.session.scalar(named) is not None


def get_pack(public_id: str) -> EvidencePack:
    return found(
        db.session.scalar(
            select(EvidencePack)
            .filter_by(public_id=public_id)
            .options(joinedload(EvidencePack.asked_by))
        )
    )


def packs() -> Sequence[EvidencePack]:
    """The last ones, newest first."""
    return db.session.scalars(
        select(EvidencePack)
        .options(joinedload(EvidencePack.asked_by))
        .order_by(EvidencePack.id.desc())
        .limit(50)
    ).all()


def last_pack(period: str) -> EvidencePack | None:
    """The newest finished one of a period."""
    return db.session.scalar(
        select(EvidencePack)
        .where(EvidencePack.period == period, EvidencePack.state == PackState.DONE)
        .order_by(EvidencePack.id.desc())
        .limit(1)
    )


def waiting_pack(period: str) -> EvidencePack | None:
    """One that is being made."""
    return db.session.scalar(
        select(EvidencePack)
        .where(EvidencePack.period == period, EvidencePack.state == PackState.ASKED)
        .order_by(EvidencePack.id.desc())
        .limit(1)
    )
