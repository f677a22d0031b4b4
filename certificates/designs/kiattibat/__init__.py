"""เกียรติบัตร: a panel of silk at the left, the text set beside it."""

from certificates.designs.design import Design, Place
from certificates.typesetting import Measure

TEXT = 88.0


def emblems(count: int) -> tuple[Place, ...]:
    """One above another on the silk."""
    size, gap = 24.0, 8.0
    return tuple(Place(39.5 - size / 2, 21 + at * (size + gap), size, size) for at in range(count))


def signatures(count: int) -> tuple[Place, ...]:
    """Over the columns of the signatories."""
    return tuple(Place(TEXT + at * 63, 153, 56, 14) for at in range(count))


DESIGN = Design(
    key="kiattibat",
    issuers=Measure("SemiBold", 186, ((12, 1), (12, 2), (10.5, 2), (10, 3))),
    holder=Measure("Bold", 188, ((31, 1), (29, 1), (27, 1), (25, 1), (23, 1), (21, 1), (19, 1))),
    holder_english=Measure("Regular", 188, ((13, 1), (11, 1), (9, 1))),
    title=Measure("SemiBold", 186, ((20, 1), (18, 1), (18, 2), (16, 2), (14, 2), (13, 3), (11, 3))),
    title_english=Measure("Regular", 186, ((11, 1), (10, 1), (9, 2), (8, 2))),
    particulars=Measure("Regular", 188, ((13, 1), (12, 1), (12, 2), (10.5, 2), (10, 3))),
    blessing=Measure("Regular", 188, ((12.5, 1), (11.5, 1), (11.5, 2), (10, 2))),
    signatory=Measure("Regular", 60, ((11, 1), (10, 1), (9.5, 2), (8.5, 2))),
    emblems=emblems,
    signatures=signatures,
)
