"""A statement as a paper: PDF/A-3a and PDF/UA-1, with Thai that can be read back."""

import base64
import logging
from datetime import datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import pydyf
import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from certificates import archival, page, thai_text_layer
from certificates.art import Art, harvest, place
from certificates.designs import emblems, kiattibat, wuthibat
from certificates.statement import Issuer, Statement, canonical
from certificates.typesetting import FONTS

DESIGNS = {design.key: design for design in (wuthibat.DESIGN, kiattibat.DESIGN)}
FACES = {"Regular": 400, "SemiBold": 600, "Bold": 700}
ATTACHMENT = "statement.json"

thai_text_layer.install()
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


class ClosedFetcher(URLFetcher):
    """Hands out what it was given, by name, and nothing else: no network, no files."""

    def __init__(self, assets: dict[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The asset of that name, or a ValueError."""
        if url not in self.assets:
            raise ValueError("closed")
        kind, content = self.assets[url]
        return URLFetcherResponse(url, content, {"Content-Type": kind})


class PlainHTML(weasyprint.HTML):
    """HTML whose only browser defaults are those that a paper uses."""

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_defaults()]


def render(statement: Statement) -> bytes:
    """The unsigned paper; ValueError for a design or a letter that cannot be drawn."""
    if statement.design not in DESIGNS:
        raise ValueError("unknown design")
    design = DESIGNS[statement.design]
    text = page.html(statement, design)
    assets = {"asset:qr": ("image/svg+xml", page.qr(statement.verify_url))}
    document = _document(text, assets, design.key, "pdf/a-3a")
    issued = datetime.combine(statement.issued_on, time())
    document.metadata.created = document.metadata.modified = f"{statement.issued_on}T00:00:00Z"
    document.metadata.generator = "Thaksa"
    archival.claim_both(document.metadata)
    attachment = weasyprint.Attachment(
        string=canonical(statement).decode(),
        name=ATTACHMENT,
        relationship="Source",
        description="The statement this certificate prints",
        created=issued,
        modified=issued,
    )
    signatures = tuple(signatory.signature for signatory in statement.signatories)
    background = _art(design.key, statement.issuers, signatures, statement.sample)

    def finisher(_document: Any, pdf: pydyf.PDF) -> None:
        archival.finish(pdf)
        place(background, pdf)

    return _written(document, "pdf/a-3a", finisher=finisher, attachments=[attachment])


@lru_cache(maxsize=32)
def _art(
    key: str, issuers: tuple[Issuer, ...], signatures: tuple[str | None, ...], sample: bool
) -> Art:
    """Everything behind the text; papers of one run share it."""
    design = DESIGNS[key]
    drawing = page.drawing(design, issuers=len(issuers), sample=sample)
    assets = {"asset:art": ("image/svg+xml", drawing.encode())}
    for at, issuer in enumerate(issuers):
        assets[f"asset:emblem-{at}"] = _picture(issuer.emblem or emblems.emblem(issuer))
    for at, signature in enumerate(signatures):
        if signature:
            assets[f"asset:signature-{at}"] = _picture(signature)
    signed = [signature is not None for signature in signatures]
    text = page.art(design, issuers=len(issuers), signed=signed)
    return harvest(_written(_document(text, assets, "art", "pdf/a-3u"), "pdf/a-3u"))


def _picture(picture: str) -> tuple[str, bytes]:
    """Its kind and content, from SVG text or a data address."""
    if picture.startswith("data:image/png;base64,"):
        return "image/png", base64.b64decode(picture.partition(",")[2])
    return "image/svg+xml", picture.encode()


def _document(
    text: str, assets: dict[str, tuple[str, bytes]], style: str, variant: str
) -> weasyprint.Document:
    html = PlainHTML(string=text, url_fetcher=ClosedFetcher(assets), base_url="asset:page")
    return html.render(
        font_config=_fonts(),
        stylesheets=[_style(style)],
        pdf_variant=variant,
        color_profiles={"srgb": _colours()},
    )


def _written(document: weasyprint.Document, variant: str, **options: Any) -> bytes:
    # Any other word than "srgb" keeps WeasyPrint from opening the profile, which it never closes.
    return bytes(document.write_pdf(pdf_variant=variant, output_intent="given", **options))


@cache
def _colours() -> ColorProfile:
    with (files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as profile:
        return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _fonts() -> FontConfiguration:
    """The faces of the papers, read once."""
    fonts = FontConfiguration()
    faces = {
        f"asset:{face}": ("font/ttf", (FONTS / f"Sarabun-{face}.ttf").read_bytes())
        for face in FACES
    }
    rules = "".join(
        f"@font-face{{font-family:Certificate;font-weight:{weight};src:url(asset:{face})}}"
        for face, weight in FACES.items()
    )
    weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=ClosedFetcher(faces))
    return fonts


@cache
def _style(name: str) -> weasyprint.CSS:
    path = page.FOLDER / f"{name}.css" if name == "art" else page.FOLDER / name / "page.css"
    return weasyprint.CSS(string=path.read_text(), url_fetcher=ClosedFetcher({}))


@cache
def _defaults() -> weasyprint.CSS:
    return weasyprint.CSS(
        string=(page.FOLDER / "defaults.css").read_text(), url_fetcher=ClosedFetcher({})
    )
