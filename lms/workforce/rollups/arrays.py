"""Counting in arrays: keys of cells, who stands several times, margins. Pure."""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from lms.workforce.dimensions import DIMENSIONS, NOT_STATED, Side

MUEANG, INSIDE, OUTSIDE = "mueang", "in", "out"


def sides(dims: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dimensions of people, and dimensions of courses."""
    personal = tuple(d for d in dims if d == MUEANG or DIMENSIONS[d].side is Side.PERSON)
    return personal, tuple(d for d in dims if d not in personal)


def union(parts: Iterable[BitMap]) -> BitMap:
    """Of one alone it is that one itself: nobody changes a bitmap."""
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    return BitMap.union(*listed) if listed else BitMap()


def bitmap_of(numbers: NDArray[np.uint32]) -> BitMap:
    """By way of an array of the standard library, which is read as it lies in memory."""
    return BitMap(array("I", numbers.tobytes()))


def bytes_of(bitmap: BitMap) -> int:
    """About what it takes: two bytes a number, or one bit for every number where many are there."""
    blocks = (bitmap.max() >> 16) + 1 if bitmap else 0
    return min(2 * len(bitmap), 8192 * blocks) + 100


def once_each(who: np.ndarray, key: np.ndarray, longest: int, room: int) -> np.ndarray:
    """The keys, each once for everybody; `who` is sorted, and nobody stands more than `longest`."""
    if longest > 30:
        return np.unique(who.astype(np.int64) * room + key) % room
    seen = np.zeros(who.size, dtype=bool)
    for step in range(1, longest):
        seen[step:] |= (who[step:] == who[:-step]) & (key[step:] == key[:-step])
    return key[~seen]


def longest_run(who: np.ndarray) -> int:
    """How often the most frequent number stands in a sorted array."""
    if not who.size:
        return 0
    first = np.flatnonzero(np.append(True, who[1:] != who[:-1]))
    return int(np.diff(np.append(first, who.size)).max())


def joint(codes: list[np.ndarray], sizes: list[int]) -> NDArray[np.int64]:
    """One number for several codes; where all are of one kind, their code is not looked at."""
    told = [(code, size) for code, size in zip(codes, sizes, strict=True) if size > 1]
    if not told:
        return np.zeros(codes[0].size, dtype=np.int64)
    key = told[0][0].astype(np.int64)
    for code, size in told[1:]:
        key *= size
        key += code
    return key


def with_margins(inner: np.ndarray, axes: Iterable[int]) -> np.ndarray:
    """The array with its sum at the end of each of these axes."""
    for axis in axes:
        inner = np.concatenate([inner, inner.sum(axis=axis, keepdims=True)], axis=axis)
    return inner


def by_mueang(names: tuple[str, ...], codes: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Codes of districts as codes of whether one is the Mueang district of its province."""
    kinds = (NOT_STATED, INSIDE, OUTSIDE)
    places = [0, *(kinds.index(mueang_of(name)) for name in names[1:])]
    return kinds, np.array(places, dtype=np.uint16)[codes]


def mueang_of(district: str) -> str:
    """Nobody in Bangkok lives outside of one."""
    return INSIDE if district.endswith("01") or district.startswith("10") else OUTSIDE
