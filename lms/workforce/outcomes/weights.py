"""Weights of answers, so that those who like to answer do not speak for the others. Pure.

Post-stratification by institution × sex × age: an answer counts for as many of those asked as share
its stratum, divided by the answers from it. A stratum with too few answers is joined with the other
ages of the same institution and sex, then with the whole institution, then with everybody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

Stratum = tuple[str, str | None, str | None]


def weights(asked: Mapping[Stratum, int], answers: Sequence[Stratum], least: int) -> list[Fraction]:
    """One weight for each answer, in their order; together they are all who were asked."""
    left, waiting = Counter(asked), list(range(len(answers)))
    found = [Fraction(0)] * len(answers)
    for level in range(4):
        groups: dict[tuple[str | None, ...], list[int]] = {}
        for n in waiting:
            if all(part is not None for part in _joined(answers[n], level)):
                groups.setdefault(_joined(answers[n], level), []).append(n)
        people: Counter[tuple[str | None, ...]] = Counter()
        for stratum, count in left.items():
            people[_joined(stratum, level)] += count
        done = {
            key
            for key, those in groups.items()
            if people[key] and (len(those) >= least or level == 3)
        }
        for key in done:
            for n in groups[key]:
                found[n] = Fraction(people[key], len(groups[key]))
        closed = {n for key in done for n in groups[key]}
        waiting = [n for n in waiting if n not in closed]
        left = Counter({s: c for s, c in left.items() if _joined(s, level) not in done})
    for n in waiting:  # nobody is left for whom they could speak
        found[n] = Fraction(1)
    return _spread(found, sum(asked.values()))


def _joined(stratum: Stratum, level: int) -> tuple[str | None, ...]:
    """The stratum with fewer distinctions."""
    return stratum[: 3 - level]


def _spread(found: list[Fraction], people: int) -> list[Fraction]:
    """Those whose strata gave no answer are spread over everybody else."""
    told = sum(found)
    return [weight * people / told for weight in found] if told and people else found
