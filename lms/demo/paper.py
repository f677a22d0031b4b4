"""Pages drawn by WeasyPrint for demo courses: handouts as PDF, slides as PNG."""

import re
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.demo.figures import FONTS

INK, TEAL, CLAY = "#1c2733", "#0f5c66", "#c8501e"
_faces = "".join(
    f"@font-face{{font-family:Sarabun;font-weight:{weight};src:url(font:{name})}}"
    for weight, name in (("400", "Regular"), ("700", "Bold"))
)
_text = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_attribute = re.compile(r'([\w-]+)="([^"]*)"')
_handout = f"""{_faces}
@page {{ size: A4; margin: 20mm 18mm 18mm; @bottom-right {{ content: counter(page) "/" counter(pages);
  font: 10pt Sarabun; color: #55616d }} }}
html {{ font: 13pt/1.6 Sarabun; color: {INK} }}
h1 {{ font-size: 22pt; line-height: 1.35; color: {TEAL}; border-bottom: 1.5mm solid {CLAY}; padding-bottom: 2mm }}
h2 {{ font-size: 15.5pt; line-height: 1.4; color: {TEAL}; margin: 5mm 0 1mm }}
table {{ border-collapse: collapse; width: 100%; font-size: 12pt }}
th, td {{ border: .3mm solid #ddd8cf; padding: 1.5mm 2.5mm; text-align: left; vertical-align: top }}
th {{ background: #e3eff0 }}
aside {{ background: #fbeae2; border-radius: 2mm; padding: 2mm 4mm; margin: 3mm 0 }}
img {{ width: 100% }} li {{ margin: .8mm 0 }} p {{ margin: 1.5mm 0 }}
ul {{ list-style: none; padding-left: 8mm }} ul li {{ position: relative }}
ul li::before {{ content: ""; position: absolute; left: -7mm; top: 1.8mm; width: 3.2mm; height: 3.2mm;
  border: .35mm solid {TEAL}; border-radius: .6mm }}
"""
_slide = f"""{_faces}
@page {{ size: 1280px 720px; margin: 0; background: #10292f }}
html {{ font: 34px/1.6 Sarabun; color: #fff }}
section {{ position: relative; width: 1280px; height: 720px; break-after: page; overflow: hidden }}
section:last-child {{ break-after: auto }}
h1 {{ position: absolute; left: 84px; top: 76px; width: 1100px; font-size: 60px; line-height: 1.4; margin: 0 }}
.band {{ position: absolute; left: 84px; top: 60px; width: 120px; height: 8px; background: {CLAY} }}
ul {{ position: absolute; left: 84px; top: 210px; width: 1100px; padding: 0; list-style: none; margin: 0 }}
li {{ font-size: 42px; margin: 0 0 22px; padding-left: 40px; position: relative }}
li::before {{ content: ""; position: absolute; left: 0; top: 28px; width: 16px; height: 16px; background: {CLAY};
  border-radius: 8px }}
.with-figure ul {{ width: 460px }} .with-figure li {{ font-size: 34px }} .with-figure li::before {{ top: 20px }}
.figure {{ position: absolute; right: 60px; top: 190px; width: 640px; background: #fff; border-radius: 20px }}
.figure img {{ width: 640px; display: block }}
.figure span {{ position: absolute; width: 1000px; line-height: 1; white-space: nowrap }}
"""


def handout(html: str, title: str, folder: Path) -> bytes:
    """A tagged A4 PDF of a fragment; pictures come from the course's folder and nowhere else."""
    html = html.replace("☐ ", "").replace("☐", "")  # the boxes are drawn; the letters have none
    page = f'<html lang="th"><head><title>{escape(title)}</title></head><body>{html}</body></html>'
    page = re.sub(
        r'<img src="(figures/[^"]+)"[^>]*>',
        lambda found: _figure((folder / found[1]).read_text(), found[1]),
        page,
    )
    pdf: bytes = _document(page, _handout, folder).write_pdf(pdf_tags=True, pdf_variant="pdf/ua-1")
    return pdf


def slides(slides: list[dict[str, Any]], folder: Path) -> list[bytes]:
    """One 1280 × 720 PNG a slide."""
    html = "".join(_section(slide, folder) for slide in slides)
    pdf = _document(f'<html lang="th"><title>-</title>{html}</html>', _slide, folder).write_pdf()
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "slides.pdf"
        source.write_bytes(pdf)
        subprocess.run(  # noqa: S603
            ["pdftoppm", "-png", "-r", "96", str(source), str(Path(scratch) / "slide")],  # noqa: S607
            check=True,
        )
        return [p.read_bytes() for p in sorted(Path(scratch).glob("slide-*.png"))]


def _section(slide: dict[str, Any], folder: Path) -> str:
    points = "".join(f"<li>{escape(str(point))}</li>" for point in slide.get("points", ()))
    figure, kind = "", ""
    if slide.get("figure"):
        figure = _figure((folder / slide["figure"]).read_text(), slide["figure"])
        kind = ' class="with-figure"'
    heading = escape(str(slide["heading"]))
    return f'<section{kind}><div class="band"></div><h1>{heading}</h1><ul>{points}</ul>{figure}</section>'


def _figure(svg: str, name: str) -> str:
    """The figure with its words as HTML over it: WeasyPrint's SVG text sets Thai marks wrongly."""
    words = "".join(_word(dict(_attribute.findall(a)), text) for a, text in _text.findall(svg))
    return f'<div class="figure"><img src="{escape(name)}" alt="">{words}</div>'


def _word(at: dict[str, str], text: str) -> str:
    size = float(at["font-size"])
    box = {
        "middle": (float(at["x"]) - 500, "center"),
        "end": (float(at["x"]) - 1000, "right"),
    }.get(at.get("text-anchor", ""), (float(at["x"]), "left"))
    place = f"left:{box[0]}px;top:{float(at['y']) - 0.918 * size}px;text-align:{box[1]}"
    look = (
        f"font-size:{size}px;color:{at.get('fill', INK)};font-weight:{at.get('font-weight', 400)}"
    )
    return f'<span style="{place};{look}">{text}</span>'


def _document(html: str, css: str, folder: Path) -> Any:
    fonts = FontConfiguration()
    fetch = _OwnFiles(folder.resolve())
    sheet = CSS(string=css, font_config=fonts, url_fetcher=fetch)
    own = html.replace('src="figures/', 'src="course:figures/')
    return HTML(string=own, url_fetcher=fetch).render(stylesheets=[sheet], font_config=fonts)


class _OwnFiles(URLFetcher):
    """Knows two fonts and the course's own figures, and nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self.folder = folder

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        path = (self.folder / name).resolve()
        if scheme == "font":
            font = (FONTS / f"Sarabun-{name}.ttf").read_bytes()
            return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})
        if scheme == "course" and path.is_relative_to(self.folder) and path.suffix == ".svg":
            svg = _text.sub("", path.read_text())
            return URLFetcherResponse(url, svg.encode(), {"Content-Type": "image/svg+xml"})
        raise ValueError("not one of this course's files")
