"""5,000 people who are not there: skewed like real ones, in overlapping courses and in months."""

from collections.abc import Mapping
from functools import cache
from itertools import combinations, product

import numpy as np

from lms.workforce.dimensions import ALL, DIMENSIONS, Side
from lms.workforce.periods import Period, PeriodKind, after

MONTHS = tuple(after(202510, n) for n in range(18))
YEARS = (Period.of_year(2569), Period.of_year(2570))
Cell = tuple[str, ...]


class People:
    """Who they are and what they did when; counts distinct people like the cube does."""

    def __init__(self, number: int = 5000, seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        self.number = number
        weight = 1 / np.arange(1, 33) ** 1.1
        district = rng.choice(32, number, p=weight / weight.sum()) + 1
        far = rng.random(number)
        codes = [f"30{d:02d}" for d in district]
        for n in np.flatnonzero(far > 0.96):
            codes[n] = ("3101", "3102", "4001", "na")[n % 4]
        self.person: dict[str, list[str]] = {"district": codes}
        unsaid = rng.random(number) > 0.5
        self.person["province"] = [
            code[:2] if code != "na" else ("30" if unsaid[n] else "na")
            for n, code in enumerate(codes)
        ]
        self.person["sex"] = list(
            rng.choice(["1", "2", "9", "na"], number, p=[0.44, 0.53, 0.02, 0.01])
        )
        age = np.clip(rng.normal(3.2 + (district < 4) * 0.4, 1, number).round(), 0, 6).astype(int)
        self.person["age_band"] = [f"a{a}" for a in age]
        shift = (district * 7 + age * 3) % 21
        sector = np.where(rng.random(number) < 0.6, shift, rng.zipf(1.6, number) % 21)
        self.person["sector"] = [chr(65 + s) for s in sector]
        self.person["employment"] = [
            f"e{(a * 2 + r) % 9}" for a, r in zip(age, rng.zipf(2, number), strict=True)
        ]
        institution = [
            "RMUTI",
            "RMUTI",
            "NRRU",
            "NRRU",
            "SUT",
            "SUT",
            "SUT",
            "VEC",
            "VEC",
            "COM",
            "COM",
            "COM",
        ]
        skills = [
            ("s1",),
            ("s1", "s2"),
            ("s2",),
            ("s3", "s4"),
            ("s5",),
            ("s1", "s6"),
            ("s7",),
            ("s8", "s2"),
            ("s9",),
            ("s5", "s3"),
            ("s4",),
            ("s6", "s7", "s9"),
        ]
        self.person_of: list[int] = []
        self.month: list[int] = []
        taken: list[int] = []
        often = 1 / np.arange(1, 13)
        for who in range(number):
            for course in set(
                rng.choice(
                    12, 1 + (rng.random() < 0.4) + (rng.random() < 0.1), p=often / often.sum()
                )
            ):
                self.person_of.append(who)
                taken.append(int(course))
                self.month.append(MONTHS[int(rng.beta(2, 1.5) * 18) % 18])
        self.course: dict[str, list[tuple[str, ...]]] = {
            "skill_level": [tuple(f"{s}:basic" for s in skills[c]) for c in taken],
            "dimension": [(f"d{c % 4}",) for c in taken],
            "smart_city": [(f"m{c % 5}",) for c in taken],
            "course": [(f"c{c:02d}",) for c in taken],
            "institution": [(institution[c],) for c in taken],
            "skill": [skills[c] for c in taken],
            "mode": [(("online", "onsite", "blended")[c % 3],) for c in taken],
        }
        self.count = cache(self._count)

    def _count(self, dims: tuple[str, ...], period: Period) -> Mapping[Cell, int]:
        """Every cell with every margin, those that are not nought."""
        every: dict[Cell, set[int]] = {}
        values = [self._values(name) for name in dims]
        for at, who in enumerate(self.person_of):
            if period.holds(self.month[at]):
                for cell in product(*((ALL, *value(at, who)) for value in values)):
                    every.setdefault(cell, set()).add(who)
        return {cell: len(who) for cell, who in every.items()}

    def _values(self, name: str):  # type: ignore[no-untyped-def]
        if DIMENSIONS[name].side is Side.PERSON:
            told = self.person[name]
            return lambda at, who: (told[who],)
        many = self.course[name]
        return lambda at, who: many[at]

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(sorted([*self.person, *self.course]))

    def sets(self, most: int) -> list[tuple[str, ...]]:
        return [c for size in range(most + 1) for c in combinations(self.dimensions, size)]


def periods() -> list[Period]:
    quarters = dict.fromkeys(Period.of_month(m).parent for m in MONTHS)
    return [
        Period(PeriodKind.ALWAYS),
        *YEARS,
        *(q for q in quarters if q is not None),
        *(Period.of_month(m) for m in MONTHS),
    ]
