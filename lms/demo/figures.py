"""Figures carry the letters they need, so that they look the same on every device."""

import base64
import io
import re
from functools import cache
from pathlib import Path

import fontpkg_sarabun
from fontTools import subset
from fontTools.ttLib import TTFont

FONTS: Path = fontpkg_sarabun.ROOT / "files"
_weights = {"400": "Regular", "700": "Bold"}


def with_letters(svg: str) -> str:
    """The SVG with a subset of Sarabun inside: an image on a page gets no fonts of the page."""
    text = "".join(re.findall(r">([^<]+)<", svg))
    faces = "".join(
        f"@font-face{{font-family:Sarabun;font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{base64.b64encode(_subset(name, text)).decode()})}}"
        for weight, name in _weights.items()
    )
    return re.sub(r"(<svg\b[^>]*>)", rf"\1<style>{faces}</style>", svg, count=1)


def _subset(name: str, text: str) -> bytes:
    font = TTFont(io.BytesIO(_face(name)))
    options = subset.Options(flavor="woff2", layout_features=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + " ")
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def _face(name: str) -> bytes:
    return (FONTS / f"Sarabun-{name}.ttf").read_bytes()
