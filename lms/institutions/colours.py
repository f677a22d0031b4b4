"""An institution's colour: whether a thin band of it can be seen, and the stylesheet of all."""

import re
from collections.abc import Iterable

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST = 3.0  # WCAG 1.4.11: what is not text
_CODE = re.compile(r"[A-Z0-9-]+")


def contrast_on_paper(colour: str) -> float:
    """WCAG contrast of `#rrggbb` with white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)


def stylesheet(colours: Iterable[tuple[str, str]]) -> str:
    """`.of-nrru{--institution:#2f8f5b}` for every (code, colour) that is well formed."""
    return "\n".join(
        f".of-{code.lower()}{{--institution:{colour}}}"
        for code, colour in colours
        if _CODE.fullmatch(code) and HEX.fullmatch(colour)
    )
