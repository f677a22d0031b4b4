"""Emblems and signatures that people upload: told by their content, rewritten, never kept as sent.

A PNG is drawn anew. An SVG is read by expat and written anew from a list of what may stay: no
script, no reference to anything outside, no document type. Both fit into a certificate.
"""

import base64
import io
import re
import warnings
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

MOST_BYTES = 1_000_000
LONGEST = 150_000
MOST_PIXELS = 4_000_000
MOST_ELEMENTS = 4_000
MOST_USES = 20
DEEPEST = 60
SIZES = (800, 600, 400, 300, 200, 120)
PNG, SVG = "image/png", "image/svg+xml"
NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

DRAWN = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "style",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "symbol",
        "use",
    ]
)
KEPT = frozenset(
    [
        "id",
        "class",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "width",
        "height",
        "viewBox",
        "preserveAspectRatio",
        "points",
        "transform",
        "offset",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clipPathUnits",
        "maskUnits",
        "maskContentUnits",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "opacity",
        "clip-path",
        "clip-rule",
        "mask",
        "stop-color",
        "stop-opacity",
        "font-family",
        "font-size",
        "font-weight",
        "text-anchor",
        "letter-spacing",
        "dx",
        "dy",
        "display",
        "visibility",
        "color",
        "style",
        "paint-order",
        "vector-effect",
        "dominant-baseline",
    ]
)
_OWN = re.compile(r"#[\w.:-]+")
_REFERENCE = re.compile(r"url\s*\(\s*(['\"]?)#[\w.:-]+\1\s*\)", re.I)
_OUTSIDE = re.compile(r"url\s*\(|@|\\|expression|javascript:|data:|/\*|<", re.I)


class NotAPicture(DomainError):
    message = _l("Choose a picture of the kind PNG or SVG.")
    field = "picture"


class PictureTooLarge(DomainError):
    message = _l("This picture is too large. Choose one of at most 1 MB and 2,000 × 2,000 points.")
    field = "picture"


class PictureTooRich(DomainError):
    message = _l(
        "This drawing has too many details for a certificate. Simplify it, or choose a PNG."
    )
    field = "picture"


class DrawingRefused(DomainError):
    """A drawing that cannot be made safe; the cause says why."""


class PictureHasDocumentType(DomainError):
    message = _l(
        "This SVG declares a document type or entities. Save it as “plain SVG” and try again."
    )
    field = "picture"


class PictureIsEmpty(DomainError):
    message = _l("Nothing is left of this SVG but pictures inside it. Choose a PNG instead.")
    field = "picture"


def clean(content: bytes) -> tuple[bytes, str]:
    """(content, kind) of a picture that may be shown and printed; raises what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _redraw(content), PNG
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _rewrite(content), SVG
    raise NotAPicture


def clean_drawing(content: bytes) -> tuple[bytes, int, int]:
    """(content, width, height) of an SVG that may be shown on a page; raises DrawingRefused."""
    try:
        if len(content) > MOST_BYTES:
            raise PictureTooLarge
        cleaned = _rewrite(content)
    except DomainError as refusal:
        raise DrawingRefused from refusal
    box = re.search(rb'viewBox="([^"]*)"', cleaned)
    numbers = re.findall(rb"-?[\d.]+", box.group(1)) if box else []
    if len(numbers) != 4 or not all(n.count(b".") < 2 for n in numbers):
        raise DrawingRefused
    return cleaned, max(1, round(float(numbers[2]))), max(1, round(float(numbers[3])))


def source(content: bytes, kind: str) -> str:
    """As SVG text or as the data address of a PNG: how a certificate carries it."""
    return content.decode() if kind == SVG else _address(content, PNG)


def address(source: str) -> str:
    """For the `src` of an image element."""
    return source if source.startswith("data:") else _address(source.encode(), SVG)


def _address(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _redraw(content: bytes) -> bytes:
    """Pixels only: no metadata, no second stream, small enough for paper."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=["PNG"])
            if image.width * image.height > MOST_PIXELS:
                raise PictureTooLarge
            picture = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as broken:
        raise NotAPicture from broken
    for size in SIZES:
        picture.thumbnail((size, size), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        picture.save(target, "PNG", optimize=True)
        if len(target.getvalue()) * 4 / 3 + 64 < LONGEST:
            return target.getvalue()
    raise PictureTooLarge


class _Writer:
    """Writes down what the list allows of the elements it is told about."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[str] = []
        self.dropping = 0
        self.elements = self.uses = self.shapes = 0

    def doctype(self, *_declared: Any) -> None:
        raise PictureHasDocumentType

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._local(name)
        self.elements += 1
        self.uses += tag == "use"
        if self.elements > MOST_ELEMENTS or self.uses > MOST_USES or len(self.open) > DEEPEST:
            raise PictureTooRich
        if not self.open and not self.dropping and (tag != "svg" or self.out):
            raise NotAPicture
        if self.dropping or tag not in DRAWN:
            self.dropping += 1
            return
        kept = dict(filter(None, (self._attribute(k, v) for k, v in attributes.items())))
        if not self.open:
            kept = self._root(kept)
        self.shapes += tag not in ("svg", "g", "defs", "title", "desc", "style")
        written = "".join(f" {k}={quoteattr(v)}" for k, v in kept.items())
        self.open.append(tag)
        self.out.append(f"<{tag}{written}>")

    def end(self, _name: str) -> None:
        if self.dropping:
            self.dropping -= 1
        else:
            self.out.append(f"</{self.open.pop()}>")

    def text(self, text: str) -> None:
        if self.dropping or not self.open or self.open[-1] not in (
            "text", "tspan", "title", "desc", "style",
        ):  # fmt: skip
            return
        self.out.append(escape(text))

    @staticmethod
    def _local(name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        return local if namespace in ("", NAMESPACE) else ""

    @staticmethod
    def _attribute(name: str, value: str) -> tuple[str, str] | None:
        namespace, _, local = name.rpartition(" ")
        if local == "href" and namespace in ("", XLINK):
            return ("href", value.strip()) if _OWN.fullmatch(value.strip()) else None
        if namespace or local not in KEPT or _OUTSIDE.search(_REFERENCE.sub("", value)):
            return None
        return local, value

    @staticmethod
    def _root(kept: dict[str, str]) -> dict[str, str]:
        width, height = (re.match(r"[\d.]+", kept.pop(k, "")) for k in ("width", "height"))
        if "viewBox" not in kept:
            if not width or not height:
                raise NotAPicture
            kept["viewBox"] = f"0 0 {width.group()} {height.group()}"
        return {"xmlns": NAMESPACE} | {k: v for k, v in kept.items() if k not in ("x", "y")}


def _rewrite(content: bytes) -> bytes:
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = writer.doctype
    parser.StartElementHandler, parser.EndElementHandler = writer.start, writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as broken:
        raise NotAPicture from broken
    if not writer.shapes:
        raise PictureIsEmpty
    cleaned = _safe_styles("".join(writer.out))
    if len(cleaned) > LONGEST:
        raise PictureTooRich
    return cleaned.encode()


def _safe_styles(svg: str) -> str:
    """A style sheet that names anything outside, or hides anything, goes as a whole."""

    def keep(found: re.Match[str]) -> str:
        return "" if _OUTSIDE.search(_REFERENCE.sub("", found.group(2))) else found.group()

    return re.sub(r"(<style[^>]*>)(.*?)(</style>)", keep, svg, flags=re.S)
