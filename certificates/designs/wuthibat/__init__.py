"""วุฒิบัตร: centred, a woven frame in teal and gold."""

from certificates.designs.design import Design, Place, row
from certificates.typesetting import Measure


def emblems(count: int) -> tuple[Place, ...]:
    """In one row at the top."""
    return row(count, middle=148.5, y=22, width=19, height=19, gap=8)


def signatures(count: int) -> tuple[Place, ...]:
    """Over the columns of the signatories."""
    return row(count, middle=148.5, y=152.5, width=60, height=14, gap=2)


DESIGN = Design(
    key="wuthibat",
    issuers=Measure("SemiBold", 235, ((13, 1), (11.5, 1), (11.5, 2), (10, 2))),
    holder=Measure("Bold", 236, ((32, 1), (30, 1), (28, 1), (26, 1), (24, 1), (22, 1), (20, 1))),
    holder_english=Measure("Regular", 236, ((13, 1), (11, 1), (9, 1))),
    title=Measure("SemiBold", 224, ((21, 1), (19, 1), (19, 2), (17, 2), (15, 2), (14, 3), (12, 3))),
    title_english=Measure("Regular", 224, ((11, 1), (10, 1), (9, 2), (8, 2))),
    particulars=Measure("Regular", 232, ((13.5, 1), (12.5, 1), (12.5, 2), (11, 2), (10, 3))),
    blessing=Measure("Regular", 232, ((13, 1), (11.5, 1), (11.5, 2), (10, 2))),
    signatory=Measure("Regular", 60, ((11, 1), (10, 1), (9.5, 2), (8.5, 2))),
    emblems=emblems,
    signatures=signatures,
)
