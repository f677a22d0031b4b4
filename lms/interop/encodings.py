"""Text of files that other programs wrote: UTF-8, UTF-16, or Thai Windows."""

import codecs
import re

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_THAI = re.compile("[\u0e01-\u0e5b]")


class NotText(DomainError):
    message = _l("This file is not a text: it cannot be read as UTF-8, UTF-16 or Thai (Windows).")


def decode(content: bytes) -> str:
    """The text with line feeds; raises `NotText`.

    Bytes that are no UTF-8 are Thai of Windows (cp874), or Western (cp1252) where reading them
    as Thai gives signs that Thai texts do not have.
    """
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise NotText
    return text


def _decode(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as broken:
                raise NotText from broken
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        if b"\0" in content:
            raise NotText from broken
    thai = _legacy(content, "cp874")
    if thai is not None and _THAI.search(thai):
        western = _legacy(content, "cp1252")
        if western is None or _looks_thai(thai):
            return thai
        return western
    western = _legacy(content, "cp1252")
    if western is None:
        raise NotText
    return western


def _legacy(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _looks_thai(text: str) -> bool:
    """Thai words are runs of Thai letters; an accent in a Western word stands alone."""
    runs = re.findall("[\u0e01-\u0e5b]+", text)
    return bool(runs) and sum(map(len, runs)) >= 2 * len(runs)
