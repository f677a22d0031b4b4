"""From what markers chose to a result: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.assignments.brief import Brief, Criterion, Level, Second, share
from lms.errors import DomainError
from lms.i18n import gettext as _

POINTS = "points"  # the key of the one mark where there is no rubric


class NotAllMarked(DomainError):
    """A mark is not complete."""


class BadScore(DomainError):
    """What was sent is no mark of this assignment."""


@dataclass(frozen=True)
class Scored:
    """One criterion as it was marked (`level` None: not yet)."""

    criterion: Criterion
    level: Level | None


def clean(brief: Brief, scores: Mapping[str, Any]) -> dict[str, Any]:
    """Only what this assignment asks for: a level's key for each criterion, or points."""
    if not brief.rubric:
        given = scores.get(POINTS)
        return {} if given in (None, "") else {POINTS: str(_points(brief, given))}
    cleaned = {}
    for criterion in brief.rubric:
        given = scores.get(criterion.key)
        if given in (None, ""):
            continue
        if criterion.level(str(given)) is None:
            raise BadScore(_("This level is not in the rubric."), field=criterion.key)
        cleaned[criterion.key] = str(given)
    return cleaned


def _points(brief: Brief, given: Any) -> Decimal:
    message = _("Write points from 0 to %(most)s.", most=brief.points)
    try:
        points = Decimal(str(given).strip().replace(",", "."))
    except ArithmeticError as wrong:
        raise BadScore(message, field=POINTS) from wrong
    if not points.is_finite() or not 0 <= points <= brief.points:
        raise BadScore(message, field=POINTS)
    return points.quantize(Decimal("0.01"))


def rows(brief: Brief, scores: Mapping[str, Any]) -> list[Scored]:
    """The rubric with what was chosen in it."""
    return [Scored(c, c.level(str(scores.get(c.key, "")))) for c in brief.rubric]


def earned(brief: Brief, scores: Mapping[str, Any]) -> Decimal:
    """The points so far."""
    if not brief.rubric:
        return Decimal(scores.get(POINTS) or 0)
    return Decimal(sum(row.level.points for row in rows(brief, scores) if row.level))


def missing(brief: Brief, scores: Mapping[str, Any]) -> int:
    """How many marks are still to be given."""
    if not brief.rubric:
        return int(POINTS not in scores)
    return sum(row.level is None for row in rows(brief, scores))


def percent(brief: Brief, scores: Mapping[str, Any]) -> Decimal:
    """The whole mark; refused while something is missing."""
    if missing(brief, scores):
        raise NotAllMarked(_("Mark every criterion first."))
    return share(earned(brief, scores), brief.points)


def combine(brief: Brief, percents: Sequence[Decimal]) -> Decimal | None:
    """The result of the marks that are there; None while another one is needed.

    A third mark decides: it is asked for only where two do not agree.
    """
    if len(percents) > 2:
        return percents[2]
    if len(percents) < brief.markers:
        return None
    if brief.second is Second.NONE:
        return percents[0]
    first, second = percents
    if brief.second is Second.HIGHER:
        return max(first, second)
    if brief.second is Second.AGREE and abs(first - second) > brief.tolerance:
        return None
    return ((first + second) / 2).quantize(Decimal("0.01"), rounding="ROUND_DOWN")


def passes(brief: Brief, result: Decimal) -> bool:
    return result >= brief.pass_percent


def evidence(brief: Brief, marks: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(criterion, `framework:code:level`) that a passed work shows.

    A criterion shows its skill where every marker gave it at least the pass mark's share.
    """
    shown = []
    for criterion in brief.rubric:
        levels = [criterion.level(str(scores.get(criterion.key, ""))) for scores in marks]
        given = [level.points for level in levels if level]
        if criterion.skill and given and share(min(given), criterion.most) >= brief.pass_percent:
            shown.append((criterion.key, criterion.skill))
    return shown
