"""Two hooks into WeasyPrint that make Thai right for search, copy and screen readers.

WeasyPrint keeps one Unicode value per glyph, that of the first cluster it saw, so น้ำ is read back
as นำ and ฟ้า as ฟ้้ำ while the page looks right (Kozea/WeasyPrint #2841, reported for Arabic).
`/ToUnicode` is rebuilt from the font itself, and every drawn line says its text in `/ActualText`; for readers that
know no `/ActualText`, a mark moved over a tall letter leaves no gap that looks like a space.
"""

import io
import re
from functools import lru_cache
from typing import Any

import pydyf
import weasyprint.draw.text
import weasyprint.pdf
from fontTools.ttLib import TTFont

WIDE_STEP = re.compile(rb"(?<=>)-[0-9]{2,}(?=[<\]])")
THAI = re.compile("[\u0e01-\u0e5b]")

_draw_first_line = weasyprint.draw.text.draw_first_line
_build_fonts_dictionary = weasyprint.pdf.build_fonts_dictionary


def install() -> None:
    """Put both hooks in place, for every document of this process."""
    weasyprint.draw.text.draw_first_line = draw_first_line
    weasyprint.pdf.build_fonts_dictionary = build_fonts_dictionary


def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw the line inside a span that says what it reads, or in which language."""
    said = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
    if not THAI.search(textbox.text):
        said["Lang"] = pydyf.String("en")
    stream.begin_marked_content("Span", said)
    start = len(stream.stream)
    emojis = _draw_first_line(stream, textbox, *rest)
    stream.stream[start:] = [_without_false_spaces(each) for each in stream.stream[start:]]
    stream.end_marked_content()
    return emojis


def _without_false_spaces(operator: bytes) -> bytes:
    """The way back from a mark that was drawn to the left, in steps too small to be a space."""
    if not operator.endswith(b"] TJ"):
        return operator
    return WIDE_STEP.sub(lambda match: b" ".join(_steps(int(match[0]))), operator)


def _steps(way: int) -> list[bytes]:
    count = -way // 40 + 1
    return [b"%d" % (way * (at + 1) // count - way * at // count) for at in range(count)]


def build_fonts_dictionary(pdf: Any, fonts: dict[Any, Any], *rest: Any) -> Any:
    """Build the fonts with the characters their own tables give."""
    for font in fonts.values():
        known = characters(bytes(font.file_content))
        font.to_unicode = {
            glyph: known.get(glyph, guessed) for glyph, guessed in font.to_unicode.items()
        }
    return _build_fonts_dictionary(pdf, fonts, *rest)


@lru_cache(maxsize=16)
def characters(font_file: bytes) -> dict[int, str]:
    """Glyph number to text: from the cmap, then through the substitutions that lead to a glyph."""
    font = TTFont(io.BytesIO(font_file), lazy=True)
    text: dict[str, str] = {}
    for character, name in sorted(font.getBestCmap().items()):
        text.setdefault(name, chr(character))
    made = _substitutions(font)
    grown = -1
    while grown != len(text):
        grown = len(text)
        for name, parts in made:
            if name not in text and all(part in text for part in parts):
                text[name] = "".join(text[part] for part in parts)
    return {font.getGlyphID(name): written for name, written in text.items()}


def _substitutions(font: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Each glyph that a single substitution or a ligature makes, with what it is made of."""
    made: list[tuple[str, tuple[str, ...]]] = []
    lookups = font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ()
    tables = [table for lookup in lookups for table in lookup.SubTable]
    for table in (getattr(each, "ExtSubTable", each) for each in tables):
        if table.LookupType == 1:
            made += [(name, (part,)) for part, name in table.mapping.items()]
        elif table.LookupType == 4:
            for first, ligatures in table.ligatures.items():
                made += [(each.LigGlyph, (first, *each.Component)) for each in ligatures]
    return made
