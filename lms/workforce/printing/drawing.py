"""Inside the child: HTML and CSS in, tagged PDF out. Loads WeasyPrint, so only the child imports it."""

import logging
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import weasyprint
import weasyprint.svg
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from certificates import thai_text_layer

FACES = {"Regular": 400, "SemiBold": 600, "Bold": 700}
FONTS = fontpkg_sarabun.ROOT / "files"
STYLE = Path(__file__).with_name("page.css")
_svg = re.compile(r"<svg\b[^>]*>")

thai_text_layer.install()
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


class _Whole(str):
    """A line of a drawing that is set in one piece: WeasyPrint sets letter by letter, and a Thai
    mark that stands alone does not know how high it has to go.
    """

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


_draw_text = weasyprint.svg.text


def _text(svg: Any, node: Any, font_size: float) -> None:
    element = node._etree_node
    element.text = element.text and _Whole(element.text)
    _draw_text(svg, node, font_size)


weasyprint.svg.text = _text  # it also asks which tags are text by this name
for _tag in [tag for tag, drawn_by in weasyprint.svg.TAGS.items() if drawn_by is _draw_text]:
    weasyprint.svg.TAGS[_tag] = _text


class _Closed(URLFetcher):
    """Knows our fonts and nothing else: no network, no files."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """A font of ours, or a ValueError."""
        face = url.removeprefix("font:")
        if face not in FACES:
            raise ValueError("closed")
        font = (FONTS / f"Sarabun-{face}.ttf").read_bytes()
        return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})


def draw(
    html: str,
    css: str,
    *,
    title: str,
    lang: str,
    landscape: bool,
    footer: str,
    chart_css: str,
) -> bytes:
    """A PDF/UA-1 file."""
    drawn = _svg.sub(lambda svg: f"{svg[0]}<style>{_chart_style(chart_css)}</style>", html)
    page = (
        f'<!doctype html><html lang="{escape(lang)}"><head><title>{escape(title)}</title></head>'
        f"<body>{drawn}</body></html>"
    )
    foot = f"@page{{size:A4 {'landscape' if landscape else 'portrait'};@bottom-left{{content:{_quoted(footer)}}}}}"
    document = weasyprint.HTML(string=page, url_fetcher=_Closed(), base_url="page:").render(
        font_config=_fonts(),
        stylesheets=[_house(), weasyprint.CSS(string=foot + css, url_fetcher=_Closed())],
        pdf_variant="pdf/ua-1",
    )
    document.metadata.generator = "Thaksa"
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return pdf


def _chart_style(css: str) -> str:
    return "text{font-family:Sarabun}" + css.replace("</", "")


def _quoted(text: str) -> str:
    """A CSS string: letters that would end it are written by number."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\\n\r\f<' else c for c in text) + '"'


@cache
def _fonts() -> FontConfiguration:
    """The faces, read once."""
    fonts = FontConfiguration()
    rules = "".join(
        f"@font-face{{font-family:Sarabun;font-weight:{weight};src:url(font:{face})}}"
        for face, weight in FACES.items()
    )
    weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=_Closed())
    return fonts


@cache
def _house() -> weasyprint.CSS:
    return weasyprint.CSS(string=STYLE.read_text(), url_fetcher=_Closed())
