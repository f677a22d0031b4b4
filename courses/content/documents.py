"""In the confined child: whether a PDF of a stranger opens, and how many pages it has."""

from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Opened:
    """`problem` is locked or broken, else empty."""

    problem: str = ""
    pages: int = 0


def open_pdf(path: str) -> Opened:
    try:
        with pikepdf.open(path, attempt_recovery=True) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        return Opened("locked")
    except (pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, RuntimeError):
        return Opened("broken")
    return Opened("", pages) if pages else Opened("broken")
