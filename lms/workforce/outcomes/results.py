"""What the answers come to: raw counts and weighted shares, which disclosure control still has to see."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import product

import sqlalchemy as sa
from sqlalchemy import select

from lms.caching import Cache
from lms.clock import now
from lms.db import one_moment
from lms.workforce.dimensions import ALL, NOT_STATED
from lms.workforce.outcomes.models import OutcomeAnswer, OutcomeInvitation
from lms.workforce.outcomes.questions import facts
from lms.workforce.outcomes.weights import Stratum, weights
from lms.workforce.periods import Period
from lms.workforce.rollups.cube import cube

Cell = tuple[str, ...]
Kind = tuple[int | None, str | None, str | None]
ANSWERS = sa.cast(OutcomeAnswer.answers, sa.Text)
LOOKS_EVERY = 300
Values = tuple[tuple[str, ...], ...]
Offered = Mapping[int | None, Mapping[str, tuple[str, ...]]]
_kept: Cache[tuple[int, Period, int, int], "Wave"] = Cache(200, seconds=2 * LOOKS_EVERY)


@dataclass(frozen=True)
class Outcome:
    """What one cell comes to; not fit to be shown before disclosure control has seen it.

    `told` counts answers, `share` is weighted, `worth` is how many answers of equal weight would
    be as exact.
    """

    told: int
    share: Fraction
    worth: float


@dataclass(frozen=True)
class Alike:
    """The answers of people who are alike to the numbers: by fact, how many told and said yes."""

    offering_id: int | None
    sex: str | None
    age_band: str | None
    weight: Fraction
    told: Mapping[str, int]
    yes: Mapping[str, int]


@dataclass(frozen=True)
class Wave:
    """Everything that was asked and answered after so many months, by completions of a period."""

    answered: Mapping[Kind, int]
    silent: Mapping[Kind, int]
    answers: Sequence[Alike]


@dataclass
class Month:
    """Who was asked and answered or not, and how often each text came, by those who are alike."""

    answered: Counter[Kind] = field(default_factory=Counter)
    silent: Counter[Kind] = field(default_factory=Counter)
    told: defaultdict[Kind, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


Months = defaultdict[int, Month]
_read: Cache[tuple[int, int], Months] = Cache(12, seconds=2 * LOOKS_EVERY)


def wave_of(wave: int, period: Period, least: int, stamp: int) -> Wave:
    """As of a stretch of five minutes (`stamp`), so that counts and shares fit each other."""
    key = (wave, period, least, stamp)
    return _kept.get(key, lambda: _within(_read.get((wave, stamp), lambda: _months(wave)), key))


def stamp_now() -> int:
    return int(now().timestamp()) // LOOKS_EVERY


def outcomes(
    dims: tuple[str, ...], period: Period, wave: int, least: int, stamp: int, fact: str
) -> Mapping[Cell, Outcome]:
    """Every cell over `dims` with all margins; the month of completion decides the period."""
    found_in: dict[Cell, dict[Fraction, list[int]]] = {}
    offered = _offered()
    for alike in wave_of(wave, period, least, stamp).answers:
        told, yes = alike.told.get(fact, 0), alike.yes.get(fact, 0)
        if told:
            kind = (alike.offering_id, alike.sex, alike.age_band)
            for cell in _cells(_values(offered, dims, kind)):
                sums = found_in.setdefault(cell, {}).setdefault(alike.weight, [0, 0])
                sums[0] += told
                sums[1] += yes
    return {cell: _outcome(sums) for cell, sums in found_in.items()}


def counts(
    dims: tuple[str, ...],
    period: Period,
    wave: int,
    least: int,
    stamp: int,
    fact: str,
    *,
    says: bool,
) -> Mapping[Cell, int]:
    """How many answers in every cell say yes (or no) to a fact: what disclosure control asks."""
    numbers: dict[Kind, int] = {}
    for alike in wave_of(wave, period, least, stamp).answers:
        yes = alike.yes.get(fact, 0)
        number = yes if says else alike.told.get(fact, 0) - yes
        if number:
            numbers[alike.offering_id, alike.sex, alike.age_band] = number
    return _spread(dims, numbers)


def asked(
    dims: tuple[str, ...], period: Period, wave: int, least: int, stamp: int, *, answered: bool
) -> Mapping[Cell, int]:
    """How many of those asked in every cell have answered (or not), by their invitations."""
    held = wave_of(wave, period, least, stamp)
    return _spread(dims, held.answered if answered else held.silent)


def _outcome(sums: Mapping[Fraction, Sequence[int]]) -> Outcome:
    """Of how many told and said yes by weight."""
    weight = sum((w * told for w, (told, _yes) in sums.items()), Fraction(0))
    weight_yes = sum((w * yes for w, (_told, yes) in sums.items()), Fraction(0))
    squares = sum((w * w * told for w, (told, _yes) in sums.items()), Fraction(0))
    return Outcome(
        sum(told for told, _yes in sums.values()), weight_yes / weight, float(weight**2 / squares)
    )


def _spread(dims: tuple[str, ...], numbers: Mapping[Kind, int]) -> Mapping[Cell, int]:
    """Numbers of those who are alike, in every cell over `dims` with all margins."""
    offered = _offered()
    alike: Counter[Values] = Counter()
    for kind, number in numbers.items():
        alike[_values(offered, dims, kind)] += number
    counted: Counter[Cell] = Counter()
    for values, number in alike.items():
        for cell in _cells(values):
            counted[cell] += number
    return counted


def _values(offered: Offered, dims: tuple[str, ...], kind: Kind) -> Values:
    """Of each dimension the values that those who are alike have."""
    offering, sex, age = kind
    own = offered.get(offering, {})
    personal = {"sex": (sex or NOT_STATED,), "age_band": (age or NOT_STATED,)}
    return tuple(personal.get(name) or own.get(name, (NOT_STATED,)) for name in dims)


def _cells(values: Values) -> Iterator[Cell]:
    return product(*((*each, ALL) for each in values))


def _offered() -> Offered:
    """What was offered, by the values of its dimensions."""
    return {number: offered.values for number, offered in cube().offered().items()}


def _months(wave: int) -> Months:
    """What was asked and answered after so many months, by month of completion."""
    same = (OutcomeInvitation.month, OutcomeInvitation.offering_id, OutcomeInvitation.sex,
            OutcomeInvitation.age_band, OutcomeInvitation.answered)  # fmt: skip
    alike = (OutcomeAnswer.month, OutcomeAnswer.offering_id, OutcomeAnswer.sex,
             OutcomeAnswer.age_band, ANSWERS)  # fmt: skip
    number = sa.func.count()
    months: Months = defaultdict(Month)
    with one_moment() as connection:
        invited = select(*same, number).where(OutcomeInvitation.wave == wave).group_by(*same)
        for row in connection.execute(invited):
            held, key = months[row[0]], (row[1], row[2], row[3])
            (held.answered if row[4] else held.silent)[key] = row[5]
        given = select(*alike, number).where(OutcomeAnswer.wave == wave).group_by(*alike)
        for answer in connection.execute(given):
            months[answer[0]].told[answer[1], answer[2], answer[3]][answer[4]] += answer[5]
    return months


def _within(months: Months, key: tuple[int, Period, int, int]) -> Wave:
    _wave, period, least, _stamp = key
    offered = _offered()
    answered: Counter[Kind] = Counter()
    silent: Counter[Kind] = Counter()
    texts: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
    for month in (held for number, held in sorted(months.items()) if period.holds(number)):
        answered.update(month.answered)
        silent.update(month.silent)
        for kind, told in month.told.items():
            texts[kind].update(told)
    sizes = {kind: told.total() for kind, told in texts.items()}
    weight = weights(_strata(offered, answered + silent), _strata(offered, sizes), least)
    return Wave(
        answered,
        silent,
        [
            Alike(*kind, weight[_stratum(offered, kind)], *_summed(told))
            for kind, told in texts.items()
        ],
    )


def _strata(offered: Offered, numbers: Mapping[Kind, int]) -> Counter[Stratum]:
    found: Counter[Stratum] = Counter()
    for key, number in numbers.items():
        found[_stratum(offered, key)] += number
    return found


def _stratum(offered: Offered, key: Kind) -> Stratum:
    offering, sex, age_band = key
    place = offered[offering]["institution"][0] if offering in offered else ""
    return place, sex, age_band


def _summed(texts: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """By fact, how many told it and how many said yes."""
    told: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    for text, number in texts.items():
        for fact, is_so in _facts(text).items():
            told[fact] += number
            yes[fact] += number * is_so
    return told, yes


@lru_cache(10_000)
def _facts(text: str) -> dict[str, bool]:
    return facts(json.loads(text))
