"""Weights of answers, so that those who like to answer do not speak for the others. Pure.

Post-stratification by institution × sex × age: an answer counts for as many of those asked as share
its stratum, divided by the answers from it. A stratum with too few answers is joined with the other
ages of the same institution and sex, then with the whole institution, then with everybody.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

Stratum = tuple[str, str | None, str | None]
LEVELS = 4


def weights(
    asked: Mapping[Stratum, int], answers: Mapping[Stratum, int], least: int
) -> dict[Stratum, Fraction]:
    """The weight of an answer from each stratum; all answers together are all who were asked."""
    left, waiting = Counter(asked), Counter(answers)
    found: dict[Stratum, Fraction] = {}
    for level in range(LEVELS):
        people, told = _together(left, level), _together(waiting, level)
        done = {
            key
            for key, number in told.items()
            if all(part is not None for part in key)
            and people[key]
            and (number >= least or level == LEVELS - 1)
        }
        for stratum in [s for s in waiting if _joined(s, level) in done]:
            key = _joined(stratum, level)
            found[stratum] = Fraction(people[key], told[key])
            del waiting[stratum]
        left = Counter({s: c for s, c in left.items() if _joined(s, level) not in done})
    alone = dict.fromkeys(waiting, Fraction(1))  # nobody is left for whom they could speak
    return _spread(found | alone, answers, sum(asked.values()))


def _together(strata: Mapping[Stratum, int], level: int) -> Counter[tuple[str | None, ...]]:
    found: Counter[tuple[str | None, ...]] = Counter()
    for stratum, number in strata.items():
        found[_joined(stratum, level)] += number
    return found


def _joined(stratum: Stratum, level: int) -> tuple[str | None, ...]:
    """The stratum with fewer distinctions."""
    return stratum[: LEVELS - 1 - level]


def _spread(
    found: dict[Stratum, Fraction], answers: Mapping[Stratum, int], people: int
) -> dict[Stratum, Fraction]:
    """Those whose strata gave no answer are spread over everybody else."""
    told = sum((weight * answers[stratum] for stratum, weight in found.items()), Fraction(0))
    if not told or not people:
        return found
    return {stratum: weight * people / told for stratum, weight in found.items()}
