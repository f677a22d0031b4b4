"""วุฒิบัตร: centred, a woven frame in teal and gold."""

from certificates.designs.design import Block, Design, Place, row
from certificates.typesetting import Measure

WIDE = 238.0


def emblems(count: int) -> tuple[Place, ...]:
    """In one row at the top."""
    return row(count, middle=148.5, y=22, width=19, height=19, gap=8)


def signatures(count: int) -> tuple[Place, ...]:
    """Between the medallion and the QR code."""
    width = (120.0, 92.0, 61.0)[count - 1]
    return row(count, middle=148.5, y=152.5, width=width, height=14, gap=2)


def _block(
    name: str, tag: str, weight: str, leading: float, gap: float, *steps: tuple[float, int]
) -> Block:
    return Block(name, tag, Measure(weight, WIDE, steps), leading, gap)


DESIGN = Design(
    key="wuthibat",
    middle=Place(29.5, 42.5, WIDE, 109),
    blocks=(
        _block("issuers", "p", "SemiBold", 1.42, 0, (13, 1), (11.5, 1), (11.5, 2), (10, 2)),
        _block("document", "h1", "Bold", 1.5, 0, (38, 1)),
        _block("english", "p", "Regular", 1.2, 0, (9.5, 1)),
        _block("presented", "p", "Regular", 1.45, 7, (13, 1)),
        _block(
            "holder", "h2", "Bold", 1.5, 1, (32, 1), (29, 1), (26, 1), (23, 1), (21, 1), (18, 1)
        ),
        _block("other", "p", "Regular", 1.3, 0, (13, 1), (11, 1), (9, 1)),
        _block("achieved", "p", "Regular", 1.45, 7, (13, 1)),
        _block(
            "title",
            "h3",
            "SemiBold",
            1.45,
            0,
            (21, 1),
            (19, 1),
            (19, 2),
            (17, 2),
            (15, 2),
            (14, 3),
            (12, 3),
        ),
        _block("other_title", "p", "Regular", 1.3, 0, (11, 1), (10, 1), (9, 2), (8, 2)),
        _block("particulars", "p", "Regular", 1.45, 5, (13, 1), (12, 1), (12, 2), (11, 2), (10, 3)),
        _block("blessing", "p", "Regular", 1.45, 2, (13, 1), (11.5, 1), (11.5, 2), (10, 2)),
        _block("issued", "p", "Regular", 1.45, 2, (13, 1)),
    ),
    signatory=((11.5, 1), (10.5, 1), (10, 2), (9, 2), (8.5, 2)),
    aligned="center",
    emblems=emblems,
    signatures=signatures,
)
