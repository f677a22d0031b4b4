"""The hooks replace two functions of WeasyPrint 70.0; these fail when it mends or moves them."""

import hashlib
import inspect
from pathlib import Path

import pytest
import weasyprint
import weasyprint.draw.text
import weasyprint.pdf

from certificates import thai_text_layer
from certificates.rendering import render
from certificates.statement import Words
from certificates.typesetting import FONTS
from tests.certificates.papers import paper
from tests.certificates.test_rendering import read_by_poppler

WORDS = "น้ำ ฟ้า สำนักงาน"
SOURCES = {
    "draw_first_line": "1bb8eae6d88e71b1",
    "build_fonts_dictionary": "fc551bef35d0d6c3",
}


def read_back() -> list[str]:
    return read_by_poppler(render(paper(holder=Words(WORDS, "")))).splitlines()


def test_with_the_hooks_thai_reads_as_it_was_written() -> None:
    assert WORDS in read_back()


def test_without_them_it_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = thai_text_layer
    monkeypatch.setattr(weasyprint.draw.text, "draw_first_line", layer._draw_first_line)
    monkeypatch.setattr(weasyprint.pdf, "build_fonts_dictionary", layer._build_fonts_dictionary)
    assert WORDS not in read_back()


def test_the_functions_are_the_ones_the_hooks_were_written_for() -> None:
    assert weasyprint.__version__ == "70.0"
    for function in (thai_text_layer._draw_first_line, thai_text_layer._build_fonts_dictionary):
        source = inspect.getsource(function).encode()
        assert hashlib.sha256(source).hexdigest()[:16] == SOURCES[function.__name__]


@pytest.mark.parametrize("face", ["Regular", "SemiBold", "Bold"])
def test_every_thai_letter_has_its_glyph(face: str) -> None:
    file = Path(FONTS / f"Sarabun-{face}.ttf").read_bytes()
    texts = set(thai_text_layer.characters(file).values())
    assert {chr(letter) for letter in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))} <= texts
