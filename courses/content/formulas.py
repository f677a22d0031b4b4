"""Formulas: LaTeX as authors type it, MathML as browsers draw it; nothing else comes out."""

import re
from functools import lru_cache
from html import escape, unescape
from typing import Final
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

from courses.content.inline import LONGEST_FORMULA
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

DEEPEST = 40
PARTS: Final = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3,
    "munderover": 3,
}  # fmt: skip
TAGS: Final = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mtable", "mtr", "mtd", "mstyle",
    "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts", "none", *PARTS,
}  # fmt: skip
ATTRIBUTES: Final = {
    "display", "stretchy", "fence", "form", "separator", "largeop", "symmetric", "movablelimits",
    "accent", "accentunder", "mathvariant", "mathsize", "displaystyle", "scriptlevel", "lspace",
    "rspace", "minsize", "maxsize", "columnalign", "rowalign", "columnspacing", "rowspacing",
    "columnlines", "rowlines", "linethickness", "width", "height", "depth", "voffset", "notation",
}  # fmt: skip
REFUSED: Final = {
    "href", "style", "class", "newcommand", "renewcommand", "providecommand", "def", "let", "gdef",
    "edef", "xdef", "includegraphics", "input", "include", "require", "url", "cssId", "html",
}  # fmt: skip

_value = re.compile(r"[\w.%+\- ]{1,60}")
_command = re.compile(r"\\([A-Za-z]+)")
_thai = re.compile(
    r"(?P<text>\\(?:text[a-z]*|mbox|hbox|operatorname\*?)\s*\{[^}]*\})"
    r"|(?P<words>[\u0e00-\u0e7f][\u0e00-\u0e7f ]*[\u0e00-\u0e7f]|[\u0e00-\u0e7f])"
)
_pair = re.compile(
    r"\\(left|right)(?![A-Za-z])|\\(begin|end)\s*\{([A-Za-z]+\*?)\}|\\.|[{}]", re.DOTALL
)


class BadFormula(DomainError):
    """The message says where, in the words of the formula."""

    message = _l("This formula cannot be drawn.")


@lru_cache(2000)
def mathml(latex: str, *, display: bool = False) -> str:
    """A `<math>` element of known tags and attributes only; BadFormula says what is wrong where.

    The work is bounded by the length, by the depth of braces and by there being no macros.
    """
    latex = " ".join(latex.split())
    _refuse(latex)
    try:
        element = Converter(display="block" if display else "inline").convert_to_element(
            _thai.sub(_as_words, latex)
        )
    except Exception as problem:  # the library raises its own, IndexError, RecursionError …
        raise BadFormula(_explain(latex)) from problem
    return _write(element, latex)


def shown(latex: str, *, display: bool = False) -> str:
    """The formula for a page: as MathML, or as it was typed where it cannot be drawn."""
    try:
        return mathml(latex, display=display)
    except BadFormula:
        return f"<code>{escape(latex, quote=False)}</code>"


def _refuse(latex: str) -> None:
    if not latex:
        raise BadFormula(_("Write a formula, for example %(example)s.", example=r"\frac{a}{b}"))
    if len(latex) > LONGEST_FORMULA:
        raise BadFormula(_("At most %(most)d characters.", most=LONGEST_FORMULA))
    for found in _command.finditer(latex):
        if found.group(1) in REFUSED:
            raise BadFormula(
                _("“%(command)s” cannot be used here (character %(place)d).",
                  command=found.group(), place=found.start() + 1)
            )  # fmt: skip
    problem = _unpaired(latex)
    if problem:
        raise BadFormula(problem)


def _unpaired(latex: str) -> str:
    """What is opened and not closed, or closed and not opened, and at which character."""
    waiting: list[tuple[str, int]] = []
    closers = {"{": "}", "left": r"\right"}
    for found in _pair.finditer(latex):
        side, word, name = found.group(1, 2, 3)
        place = found.start() + 1
        if found.group() == "{" or side == "left" or word == "begin":
            waiting.append((name or side or "{", place))
            if len(waiting) > DEEPEST:
                return _("This is nested too deeply (character %(place)d).", place=place)
        elif found.group() == "}" or side == "right" or word == "end":
            wanted = name or ("left" if side else "{")
            if not waiting or waiting.pop()[0] != wanted:
                return _("“%(found)s” at character %(place)d closes nothing.", found=found.group(), place=place)  # fmt: skip
    if waiting:
        opened, place = waiting[-1]
        return _("“%(closing)s” is missing for what begins at character %(place)d.",
                 closing=closers.get(opened, rf"\end{{{opened}}}"), place=place)  # fmt: skip
    return ""


def _explain(latex: str) -> str:
    """Why the library gave up, as far as it can be seen."""
    for found in re.finditer(r"[\^_]\s*(?=$|[\^_}&])", latex):
        return _("Something is missing after “%(found)s” (character %(place)d).",
                 found=found.group().strip(), place=found.start() + 1)  # fmt: skip
    doubled = re.search(r"([\^_])(?:\{[^{}]*\}|\\[A-Za-z]+|[^\\{}])\s*\1", latex)
    if doubled:
        return _("“%(found)s” stands twice (character %(place)d): put the first part in braces.",
                 found=doubled.group(1), place=doubled.end())  # fmt: skip
    last = list(_command.finditer(latex))
    if last:
        return _("Something is missing after “%(found)s” (character %(place)d).",
                 found=last[-1].group(), place=last[-1].start() + 1)  # fmt: skip
    return str(BadFormula.message)


def _as_words(found: re.Match[str]) -> str:
    """Thai words outside `\\text{…}` are words, not one variable a letter."""
    return found.group("text") or rf"\text{{{found.group('words')}}}"


def _write(element: Element, latex: str) -> str:
    if element.tag not in TAGS:
        raise BadFormula
    children = [_write(child, latex) for child in element]
    if len(children) != PARTS.get(element.tag, len(children)):
        raise BadFormula(_explain(latex))
    text = unescape(element.text or "")
    unknown = _command.fullmatch(text) if element.tag in ("mi", "mo") else None
    if unknown:
        raise BadFormula(
            _("“%(command)s” is not known (character %(place)d).",
              command=text, place=latex.find(text) + 1)
        )  # fmt: skip
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and _value.fullmatch(value)
    )
    return (
        f"<{element.tag}{attributes}>{escape(text, quote=False)}{''.join(children)}</{element.tag}>"
    )
