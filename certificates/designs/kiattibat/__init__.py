"""เกียรติบัตร: a panel of silk at the left, the text set beside it."""

from certificates.designs.design import Block, Design, Place
from certificates.typesetting import Measure

LEFT, WIDE = 88.0, 188.0


def emblems(count: int) -> tuple[Place, ...]:
    """One above another on the silk."""
    size, gap = 24.0, 8.0
    return tuple(Place(39.5 - size / 2, 21 + at * (size + gap), size, size) for at in range(count))


def signatures(count: int) -> tuple[Place, ...]:
    """From the left edge of the text."""
    width = (120.0, 93.0, 61.0)[count - 1]
    return tuple(Place(LEFT + at * (width + 2), 152.5, width, 14) for at in range(count))


def _block(
    name: str, tag: str, weight: str, leading: float, gap: float, *steps: tuple[float, int]
) -> Block:
    return Block(name, tag, Measure(weight, WIDE, steps), leading, gap)


DESIGN = Design(
    key="kiattibat",
    middle=Place(LEFT, 25, WIDE, 125),
    blocks=(
        _block("issuers", "p", "SemiBold", 1.42, 0, (12, 1), (12, 2), (10.5, 2), (10, 3)),
        _block("document", "h1", "Bold", 1.38, 5, (44, 1)),
        _block("english", "p", "Regular", 1.2, 0, (9.5, 1)),
        _block("presented", "p", "Regular", 1.45, 15, (13, 1)),
        _block(
            "holder", "h2", "Bold", 1.5, 1, (31, 1), (28, 1), (25, 1), (22, 1), (20, 1), (17, 1)
        ),
        _block("other", "p", "Regular", 1.3, 0, (13, 1), (11, 1), (9, 1)),
        _block("achieved", "p", "Regular", 1.45, 12, (13, 1)),
        _block(
            "title",
            "h3",
            "SemiBold",
            1.45,
            0,
            (20, 1),
            (18, 1),
            (18, 2),
            (16, 2),
            (14, 2),
            (13, 3),
            (11, 3),
        ),
        _block("other_title", "p", "Regular", 1.3, 0, (11, 1), (10, 1), (9, 2), (8, 2)),
        _block(
            "particulars", "p", "Regular", 1.45, 8, (13, 1), (12, 1), (12, 2), (10.5, 2), (10, 3)
        ),
        _block("blessing", "p", "Regular", 1.45, 3, (12.5, 1), (11.5, 1), (11.5, 2), (10, 2)),
        _block("issued", "p", "Regular", 1.45, 3, (13, 1)),
    ),
    signatory=((11.5, 1), (10.5, 1), (10, 2), (9, 2), (8.5, 2)),
    aligned="left",
    emblems=emblems,
    signatures=signatures,
)
