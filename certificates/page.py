"""The text layer of a paper as HTML, each text set at the size it fits in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import jinja2
import segno
from markupsafe import Markup, escape

from certificates import wording
from certificates.designs import silk
from certificates.designs.design import Block, Design, Place
from certificates.statement import Signatory, Statement, Words
from certificates.typesetting import MM, Measure, Setting, drawable, fit, words

FOLDER = Path(__file__).parent / "designs"


@dataclass(frozen=True)
class SetBlock:
    """One text of the middle as it is drawn; sizes and gap in points."""

    name: str
    tag: str
    lines: tuple[str, ...]
    size: float
    leading: float
    gap: float


def html(statement: Statement, design: Design) -> str:
    """The page; ValueError for a letter that the font cannot draw."""
    blocks = _middle(statement, design)
    page = (
        _templates()
        .get_template("page.html")
        .render(
            heading=f"{wording.DOCUMENTS[statement.document].th} {_either(statement.holder)}",
            number=wording.number(statement),
            top=round(design.middle.y + (design.middle.height - _height(blocks)) / 2, 2),
            blocks=blocks,
            signatories=_signatories(statement.signatories, design),
            code=wording.code(statement),
            host=statement.verify_base.split("://")[1] + "/v",
            qr_says=f"คิวอาร์โค้ดสำหรับตรวจสอบ {statement.verify_url}",
        )
    )
    if not drawable(page.replace("\n", "")):
        raise ValueError("a letter that the font cannot draw")
    return page


def art(design: Design, *, issuers: int, signed: Sequence[bool]) -> str:
    """The art behind the text as a page of pictures, each named by an asset."""
    places = design.signatures(len(signed))
    pictures = [(f"emblem-{at}", place) for at, place in enumerate(design.emblems(issuers))]
    pictures += [(f"signature-{at}", places[at]) for at, drawn in enumerate(signed) if drawn]
    template = _templates().get_template("art.html")
    return template.render(pictures=pictures, aligned=design.aligned)


def drawing(design: Design, *, issuers: int, sample: bool) -> str:
    """The design's own drawing, as SVG."""
    said = {"sample": wording.SAMPLE if sample else "", "emblems": design.emblems(issuers)}
    return _templates().get_template(f"{design.key}/art.svg").render(said)


def qr(url: str) -> bytes:
    """The address as an SVG, each row's dark runs as one path, with the quiet zone."""
    matrix = segno.make(url, error="q", boost_error=False, micro=False).matrix
    side = len(matrix) + 8
    path = []
    for y, row in enumerate(matrix, 4):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                path.append(f"M{x + 4} {y}h{end - x}v1h{x - end}z")
            x = max(end, x + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="{"".join(path)}"/></svg>'
    ).encode()


def _middle(statement: Statement, design: Design) -> list[SetBlock]:
    """The texts of the middle; all of them a little smaller where they are too many."""
    said = _said(statement)
    blocks = [_set(block, said[block.name]) for block in design.blocks if said[block.name]]
    scale = min(1.0, design.middle.height / _height(blocks))
    return [
        replace(block, size=round(block.size * scale, 2), gap=round(block.gap * scale, 2))
        for block in blocks
    ]


def _set(block: Block, pieces: tuple[str, ...]) -> SetBlock:
    setting = fit(pieces, block.measure)
    return SetBlock(block.name, block.tag, setting.lines, setting.size, block.leading, block.gap)


def _height(blocks: list[SetBlock]) -> float:
    """In millimetres."""
    points = sum(block.gap + block.size * block.leading * len(block.lines) for block in blocks)
    return points / MM


def _said(statement: Statement) -> dict[str, tuple[str, ...]]:
    """What each block says, in pieces that a line may end after; nothing for no such block."""
    document, holder = wording.DOCUMENTS[statement.document], statement.holder
    return {
        "issuers": wording.issued_by(statement.issuers),
        "document": (document.th,),
        "english": (document.en,),
        "presented": (wording.PRESENTED,),
        "holder": (_either(holder),),
        "other": (holder.en,) if holder.th and holder.en else (),
        "achieved": (wording.ACHIEVEMENTS[statement.document],),
        "title": wording.title(statement),
        "other_title": words(statement.course.title.en) if statement.course.title.th else (),
        "particulars": wording.particulars(statement),
        "blessing": words(statement.blessing or ""),
        "issued": (wording.issued_on(statement),),
    }


def _signatories(
    signatories: tuple[Signatory, ...], design: Design
) -> list[tuple[Place, list[Setting]]]:
    """Name in brackets, post and institution of each, all in the size that fits them all."""
    places = design.signatures(len(signatories))
    said = [wording.signatory(each) for each in signatories]
    measure = Measure("Regular", places[0].width, design.signatory)
    size = min(fit(words(text), measure).size for texts in said for text in texts)
    measure = replace(measure, steps=((size, 2),))
    settings = [[fit(words(text), measure) for text in texts] for texts in said]
    return list(zip(places, settings, strict=True))


def _either(text: Words) -> str:
    return text.th or text.en


def _broken(lines: tuple[str, ...]) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines)


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(FOLDER)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["br"] = _broken
    environment.globals |= {"weave": silk.weave, "rosette": silk.rosette}
    return environment
