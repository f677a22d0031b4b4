"""สถิติข้อสอบ from papers that were handed in: difficulty, discrimination, reliability; pure.

p is the mean share of a question's points. Discrimination is the correlation of a question with
the rest of its own test (the corrected point-biserial), pooled within tests where a question
stands in several, so that a pre-test and a post-test beside each other do not raise it. The
upper-lower index compares the best and the weakest 27 %; whoever ties at the border counts in part.
Nothing is said of fewer than `SMALLEST` papers.
"""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import fsum, sqrt
from statistics import median

SMALLEST = 10
GROUP = 0.27
TOO_HARD, TOO_EASY, WEAK, DEAD = 0.20, 0.90, 0.15, 0.05
LONGEST_PAUSE = 30 * 60
BINS = 10


@dataclass(frozen=True)
class Paper:
    """What one person handed in: the share earned, the options picked, the seconds, by question."""

    earned: Mapping[int, float]
    picks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    seconds: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Test:
    """The papers of one test and what its questions are worth."""

    __test__ = False

    points: Mapping[int, float]
    papers: Sequence[Paper]

    def total(self, paper: Paper, without: int | None = None) -> float:
        return fsum(
            worth * paper.earned.get(question, 0.0)
            for question, worth in self.points.items()
            if question != without
        )


class Flag(enum.StrEnum):
    """What an author should look at."""

    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    NEGATIVE = "negative"
    WEAK = "weak"
    DEAD_OPTION = "dead_option"


@dataclass(frozen=True)
class Option:
    """How often an option was picked, by all, by the best and by the weakest."""

    key: str
    correct: bool
    share: float
    upper: float
    lower: float

    @property
    def is_dead(self) -> bool:
        return not self.correct and self.share < DEAD


@dataclass(frozen=True)
class Item:
    """One question; figures are None where there are too few papers or nothing varies."""

    n: int
    p: float | None = None
    discrimination: float | None = None
    upper_lower: float | None = None
    seconds: float | None = None
    options: tuple[Option, ...] = ()

    @property
    def flags(self) -> tuple[Flag, ...]:
        if self.p is None:
            return ()
        found = []
        if self.p < TOO_HARD:
            found.append(Flag.TOO_HARD)
        elif self.p > TOO_EASY:
            found.append(Flag.TOO_EASY)
        if self.discrimination is not None and self.discrimination < 0:
            found.append(Flag.NEGATIVE)
        elif self.discrimination is not None and self.discrimination < WEAK:
            found.append(Flag.WEAK)
        if any(option.is_dead for option in self.options):
            found.append(Flag.DEAD_OPTION)
        return tuple(found)


@dataclass(frozen=True)
class Whole:
    """One test: percentages of all points; `reliability` is Cronbach's alpha.

    Where every question is right or wrong, alpha is KR-20, and `is_kr20` says so.
    """

    n: int
    mean: float | None = None
    middle: float | None = None
    deviation: float | None = None
    reliability: float | None = None
    is_kr20: bool = False
    error: float | None = None
    histogram: tuple[int, ...] = ()


@dataclass(frozen=True)
class Gain:
    """What people knew before and after; `normalised` is the share of what was missing."""

    n: int
    before: float | None = None
    after: float | None = None
    normalised: float | None = None
    risen: int = 0
    same: int = 0
    fallen: int = 0


def item(
    question: int,
    tests: Iterable[Test],
    *,
    options: Sequence[str] = (),
    correct: Iterable[str] = (),
) -> Item:
    """One question over all the tests that ask it; `options` are the keys of a choice question."""
    asked = [test for test in tests if question in test.points and test.papers]
    n = sum(len(test.papers) for test in asked)
    if n < SMALLEST:
        return Item(n)
    shares = [paper.earned.get(question, 0.0) for test in asked for paper in test.papers]
    groups = [(test, *_groups(test)) for test in asked]
    times = [
        paper.seconds[question] for test in asked for paper in test.papers
        if question in paper.seconds
    ]  # fmt: skip
    return Item(
        n=n,
        p=fsum(shares) / n,
        discrimination=_pooled(question, asked),
        upper_lower=_upper_lower(question, groups, n),
        seconds=median(times) if len(times) >= SMALLEST else None,
        options=tuple(_option(key, key in set(correct), question, groups, n) for key in options),
    )


def _pooled(question: int, tests: Sequence[Test]) -> float | None:
    """The correlation of deviations from the mean of each test."""
    pairs: list[tuple[float, float]] = []
    for test in tests:
        rest = fsum(worth for other, worth in test.points.items() if other != question)
        if rest <= 0:
            continue
        x = [paper.earned.get(question, 0.0) for paper in test.papers]
        y = [test.total(paper, without=question) / rest for paper in test.papers]
        x_mean, y_mean = fsum(x) / len(x), fsum(y) / len(y)
        pairs += [(a - x_mean, b - y_mean) for a, b in zip(x, y, strict=True)]
    spread = sqrt(fsum(a * a for a, _ in pairs)) * sqrt(fsum(b * b for _, b in pairs))
    if spread < 1e-9:
        return None
    return max(-1.0, min(1.0, fsum(a * b for a, b in pairs) / spread))


def _groups(test: Test) -> tuple[list[float], list[float]]:
    """How much each paper counts among the best and among the weakest 27 %."""
    totals = [round(test.total(paper), 9) for paper in test.papers]
    size = max(1.0, GROUP * len(totals))
    return _weights(totals, size), _weights([-total for total in totals], size)


def _weights(totals: Sequence[float], size: float) -> list[float]:
    """1 for the highest, a share for those who tie at the border; they sum to `size`."""
    of_total: dict[float, float] = {}
    left = size
    for total, many in sorted(Counter(totals).items(), reverse=True):
        of_total[total] = max(0.0, min(1.0, left / many))
        left -= many
    return [of_total[total] for total in totals]


_Grouped = tuple[Test, list[float], list[float]]


def _upper_lower(question: int, groups: Sequence[_Grouped], n: int) -> float:
    difference = 0.0
    for test, upper, lower in groups:
        shares = [paper.earned.get(question, 0.0) for paper in test.papers]
        best = fsum(w * s for w, s in zip(upper, shares, strict=True)) / fsum(upper)
        weakest = fsum(w * s for w, s in zip(lower, shares, strict=True)) / fsum(lower)
        difference += (best - weakest) * len(test.papers) / n
    return difference


def _option(key: str, correct: bool, question: int, groups: Sequence[_Grouped], n: int) -> Option:
    picked = upper_picked = lower_picked = upper_all = lower_all = 0.0
    for test, upper, lower in groups:
        for paper, high, low in zip(test.papers, upper, lower, strict=True):
            chosen = key in paper.picks.get(question, ())
            picked += chosen
            upper_picked += high * chosen
            lower_picked += low * chosen
        upper_all += fsum(upper)
        lower_all += fsum(lower)
    return Option(key, correct, picked / n, upper_picked / upper_all, lower_picked / lower_all)


def whole(test: Test) -> Whole:
    """The figures of one test."""
    n, worth = len(test.papers), fsum(test.points.values())
    if n < SMALLEST or worth <= 0:
        return Whole(n)
    totals = [test.total(paper) for paper in test.papers]
    percents = [100 * total / worth for total in totals]
    mean = fsum(percents) / n
    deviation = sqrt(fsum((percent - mean) ** 2 for percent in percents) / (n - 1))
    reliability = _alpha(test, totals)
    histogram = Counter(min(BINS - 1, int(percent + 1e-9) // (100 // BINS)) for percent in percents)
    return Whole(
        n=n,
        mean=mean,
        middle=median(percents),
        deviation=deviation,
        reliability=reliability,
        is_kr20=all(share in (0.0, 1.0) for paper in test.papers for share in paper.earned.values())
        and len(set(test.points.values())) == 1,
        error=None
        if reliability is None
        else deviation * sqrt(1 - min(1.0, max(0.0, reliability))),
        histogram=tuple(histogram.get(number, 0) for number in range(BINS)),
    )


def _alpha(test: Test, totals: Sequence[float]) -> float | None:
    """k/(k-1) · (1 - sum of the questions' variances / variance of the totals)."""
    k, spread = len(test.points), _variance(totals)
    if k < 2 or spread < 1e-12:
        return None
    parts = fsum(
        _variance([worth * paper.earned.get(question, 0.0) for paper in test.papers])
        for question, worth in test.points.items()
    )
    return k / (k - 1) * (1 - parts / spread)


def _variance(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / len(values)


def gain(pairs: Sequence[tuple[float, float]]) -> Gain:
    """Percentages before and after, of the same people."""
    n = len(pairs)
    if n < SMALLEST:
        return Gain(n)
    before, after = fsum(pre for pre, _ in pairs) / n, fsum(post for _, post in pairs) / n
    return Gain(
        n=n,
        before=before,
        after=after,
        normalised=(after - before) / (100 - before) if before < 100 else None,
        risen=sum(post > pre for pre, post in pairs),
        same=sum(post == pre for pre, post in pairs),
        fallen=sum(post < pre for pre, post in pairs),
    )


def pauses(began: float, saved: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Seconds before each answer, from the moments when answers were last saved.

    A pause longer than half an hour was not spent on the question.
    """
    in_order = sorted(saved, key=lambda one: one[1])
    moments = [(0, began), *in_order]
    return {
        question: moment - before
        for (_, before), (question, moment) in pairwise(moments)
        if 0 <= moment - before <= LONGEST_PAUSE
    }
