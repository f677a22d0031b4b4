"""What a design tells the renderer: the room of each text and the places of the pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from certificates.typesetting import Measure


@dataclass(frozen=True)
class Place:
    """A box on the paper, in millimetres from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Block:
    """One text of the middle: `leading` in its own size, the `gap` above it in points."""

    name: str
    tag: str
    measure: Measure
    leading: float
    gap: float


@dataclass(frozen=True, kw_only=True)
class Design:
    """The measures of one design; page.css and art.svg lie beside it."""

    key: str
    middle: Place
    blocks: tuple[Block, ...]
    signatory: tuple[tuple[float, int], ...]
    aligned: str
    emblems: Callable[[int], tuple[Place, ...]]
    signatures: Callable[[int], tuple[Place, ...]]


def row(
    count: int, *, middle: float, y: float, width: float, height: float, gap: float
) -> tuple[Place, ...]:
    """`count` boxes side by side around `middle`."""
    start = middle - (count * width + (count - 1) * gap) / 2
    return tuple(Place(start + at * (width + gap), y, width, height) for at in range(count))
