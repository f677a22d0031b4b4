"""The text layer of a paper as HTML, each text set at the size it fits in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import segno
from markupsafe import Markup, escape

from certificates import wording
from certificates.designs import silk
from certificates.designs.design import Design
from certificates.statement import Signatory, Statement
from certificates.typesetting import Measure, Setting, drawable, fit, words

FOLDER = Path(__file__).parent / "designs"


def html(statement: Statement, design: Design) -> str:
    """The page; ValueError for a letter that the font cannot draw."""
    holder = statement.holder
    document = wording.DOCUMENTS[statement.document]
    title_english = statement.course.title.en if statement.course.title.th else ""
    places = design.signatures(len(statement.signatories))
    said: dict[str, Any] = {
        "heading": f"{document.th} {holder.th or holder.en}",
        "number": wording.number(statement),
        "document": document,
        "presented": wording.PRESENTED,
        "achieved": wording.ACHIEVEMENTS[statement.document],
        "issued_on": wording.issued_on(statement),
        "issuers": fit(wording.issued_by(statement.issuers), design.issuers),
        "holder": fit((holder.th or holder.en,), design.holder),
        "holder_english": holder.th and _fit(holder.en, design.holder_english),
        "title": fit(wording.title(statement), design.title),
        "title_english": _fit(title_english, design.title_english),
        "particulars": fit(wording.particulars(statement), design.particulars),
        "blessing": _fit(statement.blessing, design.blessing),
        "signatories": list(zip(places, _signatories(statement.signatories, design), strict=True)),
        "code": wording.code(statement),
        "host": statement.verify_base.split("://")[1] + "/v",
        "qr_says": f"คิวอาร์โค้ดสำหรับตรวจสอบ {statement.verify_url}",
    }
    page = _templates().get_template(f"{design.key}/page.html").render(said)
    if not drawable(page.replace("\n", "")):
        raise ValueError("a letter that the font cannot draw")
    return page


def art(design: Design, *, issuers: int, signed: Sequence[bool]) -> str:
    """The art behind the text as a page of pictures, each named by an asset."""
    places = design.signatures(len(signed))
    pictures = [(f"emblem-{at}", place) for at, place in enumerate(design.emblems(issuers))]
    pictures += [(f"signature-{at}", places[at]) for at, drawn in enumerate(signed) if drawn]
    return _templates().get_template("art.html").render(pictures=pictures)


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


def _fit(text: str | None, measure: Measure) -> Setting | None:
    return fit(words(text), measure) if text else None


def _signatories(signatories: tuple[Signatory, ...], design: Design) -> list[list[Setting]]:
    """Name in brackets, post and institution of each, all in the size that fits them all."""
    said = [_said(signatory) for signatory in signatories]
    size = min(fit(words(text), design.signatory).size for texts in said for text in texts)
    measure = replace(design.signatory, steps=((size, 2),))
    return [[fit(words(text), measure) for text in texts] for texts in said]


def _said(signatory: Signatory) -> list[str]:
    said = [f"({signatory.name})"] if signatory.name else []
    said.append(signatory.post.th or signatory.post.en)
    if signatory.institution:
        said.append(signatory.institution.th or signatory.institution.en)
    return said


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
