"""Invented people by the thousand: who they are, where they live, what of it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from lms.accounts.public import PersonName
from lms.db import PUBLIC_ALPHABET
from lms.demo.load.catalogue import shapes
from lms.demo.people import words
from lms.i18n.thai import sort_key

BANDS = ("0-5", "6-14", "15-24", "25-34", "35-49", "50-59", "60+")
EDGES = np.array([6, 15, 25, 35, 50, 60])
DIMENSIONS = (
    "sex", "education", "employment", "occupation", "sector", "industry", "firm_size",
    "target_group", "employer",
)  # fmt: skip
EMPLOYERS = 240
EMPLOYED = ("private_employee", "soe_employee", "employer")


@dataclass
class People:
    """Columns, one entry a person. `move` is the day from which they live in the second district."""

    born: np.ndarray
    woman: np.ndarray
    names: list[PersonName]
    walk: np.ndarray
    able: np.ndarray
    erased: np.ndarray
    told: np.ndarray
    district: np.ndarray
    second: np.ndarray
    move: np.ndarray
    stated: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.born)


def invent(dice: Generator, count: int, first: np.datetime64, last: np.datetime64) -> People:
    """`count` people; `first` and `last` are the days between which they may move."""
    walks = shapes()["walks"]
    walk = dice.choice(len(walks), count, p=_shares([w["share"] for w in walks]))
    low, high = (np.array([w["ages"][end] for w in walks])[walk] for end in (0, 1))
    age = low + (high - low) * dice.beta(1.6, 1.8, count)
    born = last - (age * 365.25).astype("timedelta64[D]")
    woman = dice.random(count) < 0.57
    move = first + (dice.random(count) * int((last - first).astype(int))).astype("timedelta64[D]")
    district, second = _districts(dice, count), _districts(dice, count)
    move[(dice.random(count) >= 0.08) | (district == second)] = np.datetime64("2200-01-01")
    return People(
        born=born,
        woman=woman,
        names=_names(dice, woman),
        walk=walk,
        able=dice.normal(0, 1, count),
        erased=dice.random(count) < 0.003,
        told=dice.random(count) < 0.01,
        district=district,
        second=second,
        move=move,
        stated=_stated(dice, walk, woman, age),
    )


def _shares(weights: Sequence[float]) -> np.ndarray:
    parts = np.array(weights, dtype=float)
    return np.asarray(parts / parts.sum())


def _districts(dice: Generator, count: int) -> np.ndarray:
    inside, outside = shapes()["districts"], shapes()["elsewhere"]
    named = np.array([*inside, *outside, None], dtype=object)
    weights = [*inside.values(), *outside.values(), 120]
    chosen: np.ndarray = named[dice.choice(len(named), count, p=_shares(weights))]
    return chosen


def _stated(
    dice: Generator, walk: np.ndarray, woman: np.ndarray, age: np.ndarray
) -> dict[str, np.ndarray]:
    """What they say of themselves: every field is optional."""
    count = len(walk)
    held = {name: np.full(count, None, dtype=object) for name in DIMENSIONS}
    held["sex"] = np.where(woman, "female", "male").astype(object)
    held["sex"][dice.random(count) < 0.008] = "other"
    levels = list(shapes()["education"])
    schooled = dice.choice(len(levels), count, p=_shares(list(shapes()["education"].values())))
    schooled = np.where((age < 23) & (schooled > 4), 2, schooled)
    held["education"] = np.array(levels, dtype=object)[schooled]
    for number, kind in enumerate(shapes()["walks"]):
        those = np.flatnonzero(walk == number)
        for name, choice in (
            ("employment", "employment"), ("occupation", "occupations"),
            ("sector", "sectors"), ("target_group", "groups"),
        ):  # fmt: skip
            held[name][those] = dice.choice(np.array(kind[choice], dtype=object), len(those))
    retired = (age > 62) & (held["employment"] != "own_account")
    held["employment"][retired] = "retired"
    works = np.isin(held["employment"].astype(str), (*EMPLOYED, "gov_employee", "own_account",
                                                      "coop_member"))  # fmt: skip
    for name in ("occupation", "sector"):
        held[name][~works] = None
    _employed(dice, held, works)
    for name in DIMENSIONS:
        held[name][dice.random(count) < 0.07] = None
    return held


def _employed(dice: Generator, held: dict[str, np.ndarray], works: np.ndarray) -> None:
    """Industry by sector; size and number of the employer of those who have one."""
    for sector, divisions in shapes()["divisions"].items():
        those = np.flatnonzero(works & (held["sector"] == sector))
        held["industry"][those] = dice.choice(np.array(divisions, dtype=object), len(those))
    hired = np.flatnonzero(np.isin(held["employment"].astype(str), EMPLOYED))
    which = np.minimum((dice.pareto(0.9, len(hired)) * 6).astype(int), EMPLOYERS * 4)
    named = which < EMPLOYERS
    held["employer"][hired[named]] = np.array(employers(), dtype=object)[which[named]]
    suffix = np.where(held["sector"][hired] == "C", "m", "s")
    size = np.where(which < 12, "large_", np.where(which < 60, "medium_", "small_"))
    held["firm_size"][hired] = np.char.add(size, suffix).astype(object)


@cache
def employers() -> list[str]:
    """Invented registration numbers of companies, with the right last digit."""
    found = []
    for number in range(EMPLOYERS):
        digits = f"0305599{number:05}"
        total = sum(int(d) * (13 - place) for place, d in enumerate(digits))
        found.append(digits + str((11 - total % 11) % 10))
    return found


def _names(dice: Generator, woman: np.ndarray) -> list[PersonName]:
    every = {True: _given("women"), False: _given("men")}
    families = _families()
    first = dice.integers(0, 1 << 30, len(woman))
    last = dice.integers(0, len(families), len(woman))
    found = []
    for is_woman, one, other in zip(woman.tolist(), first.tolist(), last.tolist(), strict=True):
        given = every[is_woman]
        found.append(_name(given[one % len(given)], families[other], is_woman))
    return found


@cache
def _given(kind: str) -> list[tuple[str, str]]:
    return [(th, en) for th, en in words()[kind]]


@cache
def _families() -> list[tuple[str, str]]:
    fronts, backs = words()["family_first"], words()["family_last"]
    return [(f[0] + b[0], f[1] + b[1].lower()) for f in fronts for b in backs]


@cache
def _name(given: tuple[str, str], family: tuple[str, str], is_woman: bool) -> PersonName:
    return PersonName(
        title_th="นางสาว" if is_woman else "นาย",
        first_th=given[0],
        last_th=family[0],
        title_en="Miss" if is_woman else "Mr.",
        first_en=given[1],
        last_en=family[1],
    )


@cache
def order_of(name: PersonName) -> str:
    """The sort key as accounts keep it."""
    thai = sort_key(f"{name.first_th} {name.last_th}")
    return (thai + sort_key(f"{name.first_en}  {name.last_en}"))[:480]


def codes(dice: Generator, count: int) -> list[str]:
    """Public codes: 60 bits of the seed."""
    letters = np.frombuffer(PUBLIC_ALPHABET.encode(), dtype=np.uint8)
    text = letters[dice.integers(0, 32, (count, 12))].tobytes().decode()
    return [text[at : at + 12] for at in range(0, 12 * count, 12)]


def ages(born: np.ndarray, on: np.ndarray) -> np.ndarray:
    """Whole years on that day."""
    years = (on.astype("datetime64[Y]") - born.astype("datetime64[Y]")).astype(int)
    late = (on - on.astype("datetime64[Y]")) < (born - born.astype("datetime64[Y]"))
    return np.asarray(years - late.astype(int))


def users(
    who: People, first_id: int, public: list[str], made: np.ndarray, now: np.datetime64
) -> pa.Table:
    """Rows of `user`: without address, so that nobody is written to and nobody can log in."""
    blank = PersonName()
    names = [blank if gone else n for n, gone in zip(who.names, who.erased.tolist(), strict=True)]
    erased = np.minimum(made + np.timedelta64(400, "D"), now).astype("datetime64[us]")
    columns: dict[str, Any] = {
        "id": np.arange(first_id, first_id + len(who)),
        "public_id": public,
        "state": np.where(who.erased, "erased", "active"),
        "locale": ["th"] * len(who),
        "date_of_birth": pa.array(who.born, mask=who.erased),
        "sort_key": [order_of(n) if n.first_th else "" for n in names],
        "created_at": moments(made),
        "erased_at": pa.array(erased, pa.timestamp("us", "UTC"), mask=~who.erased),
    }
    for part in ("title_th", "first_th", "last_th", "title_en", "first_en", "middle_en", "last_en"):
        columns[part] = [getattr(n, part) for n in names]
    return pa.table(columns)


def profiles(who: People, first_id: int, on: np.datetime64) -> pa.Table:
    """Rows of `profile`, as they are on that day; who erased the account has none."""
    district = np.where(who.move <= on, who.second, who.district)
    kept = ~who.erased
    rows = {"user_id": np.arange(first_id, first_id + len(who))[kept]}
    rows |= {name: values[kept] for name, values in who.stated.items()}
    rows["district_code"] = district[kept]
    rows["province_code"] = provinces(district[kept])
    rows["access_needs"] = np.full(int(kept.sum()), "[]", dtype=object)
    return pa.table({name: pa.array(values) for name, values in rows.items()})


def provinces(districts: np.ndarray) -> np.ndarray:
    return np.array([code and code[:2] for code in districts.tolist()], dtype=object)


def moments(at: np.ndarray) -> pa.Array:
    return pa.array(at.astype("datetime64[us]"), pa.timestamp("us", "UTC"))
