"""Districts with their provinces as they occur together: counted once, told by either. Pure."""

from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lms.workforce.rollups.arrays import MUEANG, joint

HOME = "home"
TOLD_BY_HOME = ("district", "province", MUEANG)
Coded = tuple[tuple[str, ...], np.ndarray]


@dataclass(frozen=True)
class Homes:
    """The homes, the place of every snapshot's own among them, and how each dimension tells them."""

    names: tuple[tuple[str, ...], ...]
    of: NDArray[np.uint32]
    codes: dict[str, np.ndarray]
    sizes: dict[str, int]

    @classmethod
    def found(cls, coded: dict[str, Coded]) -> Self:
        """In the codes of every snapshot."""
        names, codes = zip(*(coded[dim] for dim in TOLD_BY_HOME), strict=True)
        sizes = [len(each) for each in names]
        key = joint(list(codes), sizes)
        occurs = np.flatnonzero(np.bincount(key, minlength=prod(sizes)))
        places = np.zeros(prod(sizes), dtype=np.uint32)
        places[occurs] = np.arange(occurs.size)
        told = np.unravel_index(occurs, sizes)
        homes = [
            tuple(each[n] for each, n in zip(names, at, strict=True))
            for at in zip(*told, strict=True)
        ]
        return cls(
            tuple(homes),
            places[key],
            dict(zip(TOLD_BY_HOME, told, strict=True)),
            dict(zip(TOLD_BY_HOME, sizes, strict=True)),
        )

    @property
    def coded(self) -> tuple[tuple[tuple[str, ...], ...], NDArray[np.uint32]]:
        return self.names, self.of

    @property
    def nbytes(self) -> int:
        return self.of.nbytes

    def told(self, inner: np.ndarray, dims: tuple[str, ...]) -> np.ndarray:
        """Counts with homes along the second axis: the same with these dimensions there."""
        sizes = [self.sizes[dim] for dim in dims]
        cell = joint([self.codes[dim] for dim in dims], sizes)
        by_home = np.moveaxis(inner, 1, 0)
        told = np.zeros((prod(sizes), *by_home.shape[1:]), dtype=inner.dtype)
        np.add.at(told, cell, by_home)
        return np.moveaxis(told, 0, 1).reshape([inner.shape[0], *sizes, *inner.shape[2:]])
