"""How wide a text is, which size it fits in, and where its lines end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise

import fontpkg_sarabun
from fontTools.ttLib import TTFont

FONTS = fontpkg_sarabun.ROOT / "files"
MM = 72 / 25.4


@dataclass(frozen=True)
class Setting:
    """Lines of text and the size, in points, at which each of them fits."""

    lines: tuple[str, ...]
    size: float


@dataclass(frozen=True)
class Measure:
    """The room a text has: `steps` are (size in points, lines at most), the best first."""

    weight: str
    width: float  # mm
    steps: tuple[tuple[float, int], ...]


def fit(pieces: Sequence[str], measure: Measure) -> Setting:
    """Set the pieces at the first step they fit in, in lines as even as can be.

    Where no step fits, the last one is made smaller: text never breaks inside a piece.
    """
    room = measure.width * MM
    for size, most in measure.steps:
        for count in range(1, most + 1):
            lines = balance(tuple(pieces), count, measure.weight)
            if lines and widest(lines, measure.weight) * size <= room:
                return Setting(lines, size)
    size, most = measure.steps[-1]
    tries = (balance(tuple(pieces), count, measure.weight) for count in range(1, most + 1))
    lines = min(
        (lines for lines in tries if lines), key=lambda lines: widest(lines, measure.weight)
    )
    return Setting(lines, int(room / widest(lines, measure.weight) * 10) / 10)


@lru_cache(maxsize=512)
def balance(pieces: tuple[str, ...], count: int, weight: str) -> tuple[str, ...]:
    """The pieces in exactly `count` lines with the narrowest widest line; nothing if too few."""
    joined = "".join(pieces).strip()
    if count == 1:
        return (joined,)
    whole = width(joined, weight)
    starts = [0.0]
    for piece in pieces:
        starts.append(starts[-1] + width(piece, weight))
    # Only breaks near the even ones are tried: enough, and never slow.
    near = [
        place
        for place in range(1, len(pieces))
        if any(abs(starts[place] - whole * k / count) < whole * 0.22 for k in range(1, count))
    ]
    if len(near) > 40:
        near = near[:: len(near) // 40 + 1]
    best: tuple[str, ...] = ()
    for breaks in combinations(near, count - 1):
        places = (0, *breaks, len(pieces))
        lines = tuple("".join(pieces[a:b]).strip() for a, b in pairwise(places))
        if all(lines) and (not best or widest(lines, weight) < widest(best, weight)):
            best = lines
    return best


def words(text: str) -> tuple[str, ...]:
    """A text cut after its spaces; no pieces for no text."""
    if not text:
        return ()
    parts = text.split(" ")
    return tuple([f"{part} " for part in parts[:-1]] + parts[-1:])


def widest(lines: Sequence[str], weight: str) -> float:
    """The width of the widest line, in ems."""
    return max(width(line, weight) for line in lines)


def width(text: str, weight: str) -> float:
    """The width in ems; a letter that the font lacks counts as one."""
    advances = _advances(weight)
    return sum(advances.get(ord(letter), 1000) for letter in text) / 1000


def drawable(text: str) -> bool:
    """Whether the font has every letter of the text."""
    return all(ord(letter) in _advances("Regular") for letter in text)


@cache
def _advances(weight: str) -> dict[int, int]:
    with TTFont(FONTS / f"Sarabun-{weight}.ttf", lazy=True) as font:
        return {letter: font["hmtx"][name][0] for letter, name in font.getBestCmap().items()}
