"""Counting in arrays: keys of cells, who stands several times, names of cells. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TypeVar

import numpy as np
from pyroaring import BitMap

from lms.workforce.dimensions import ALL, DIMENSIONS, NOT_STATED, Side

CellKey = tuple[str, ...]
T = TypeVar("T")
MUEANG, INSIDE, OUTSIDE = "mueang", "in", "out"


def sides(dims: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dimensions of people, and dimensions of courses."""
    personal = tuple(d for d in dims if d == MUEANG or DIMENSIONS[d].side is Side.PERSON)
    return personal, tuple(d for d in dims if d not in personal)


def subsets(items: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def union(parts: Iterable[BitMap]) -> BitMap:
    listed = list(parts)
    return BitMap.union(*listed) if listed else BitMap()


def repeated(who: np.ndarray, several: np.ndarray, top: int) -> np.ndarray:
    """Where a person stands more than once."""
    again = np.zeros(who.size, dtype=bool)
    at = np.flatnonzero(several)
    if not at.size:
        return again
    people = who[at]
    if at.size * 8 > top:
        again[at] = np.bincount(people, minlength=top)[people] > 1
        return again
    order = np.argsort(people, kind="stable")
    same = np.diff(people[order]) == 0
    again[at[order]] = np.append(same, False) | np.append(False, same)
    return again


def once_each(who: np.ndarray, key: np.ndarray, longest: int, room: int) -> np.ndarray:
    """The keys, each once for everybody; `who` is sorted, and nobody stands more than `longest`."""
    if longest > 30:
        return np.unique(who.astype(np.int64) * room + key) % room
    seen = np.zeros(who.size, dtype=bool)
    for step in range(1, longest):
        seen[step:] |= (who[step:] == who[:-step]) & (key[step:] == key[:-step])
    return key[~seen]


def joint(codes: list[np.ndarray], sizes: list[int], length: int) -> np.ndarray:
    """One number for the values of several dimensions."""
    if not codes:
        return np.zeros(length, dtype=np.int64)
    key = codes[0].astype(np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        key *= size
        key += code
    return key


def named(
    total: Mapping[int, int],
    chosen: tuple[int, ...],
    sizes: list[int],
    names: list[tuple[str, ...]],
    length: int,
) -> Iterator[tuple[CellKey, int]]:
    for place, n in total.items():
        cell, rest = [ALL] * length, place
        for i, size in reversed(list(zip(chosen, sizes, strict=True))):
            rest, code = divmod(rest, size)
            cell[i] = names[i][code]
        if n:
            yield tuple(cell), n


def by_mueang(names: tuple[str, ...], codes: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Whether a district is its province's Mueang district; nobody in Bangkok lives outside of one."""
    kinds = [0, *(1 if n.endswith("01") or n.startswith("10") else 2 for n in names[1:])]
    return (NOT_STATED, INSIDE, OUTSIDE), np.array(kinds, dtype=np.uint32)[codes]
