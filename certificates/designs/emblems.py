"""A plain mark for an institution that has given no emblem: its colour and its initials."""

from certificates.designs.silk import rosette
from certificates.statement import Issuer
from certificates.typesetting import width


def emblem(issuer: Issuer) -> str:
    """An SVG of 100 × 100: never a seal, nothing that could be taken for one."""
    short = issuer.code.split("-")[0][:8]
    size = min(30.0, 62 / max(width(short, "Bold"), 1))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<circle cx="50" cy="50" r="49" fill="{issuer.colour}"/>'
        f'<path d="{rosette(50, 50, 45.5, 36, 0.07, 0)}" fill="none" stroke="#fff" '
        'stroke-width="1.1" opacity=".75"/>'
        '<circle cx="50" cy="50" r="39" fill="none" stroke="#fff" stroke-width="1.6"/>'
        f'<text x="50" y="{50 + size * 0.345:.2f}" text-anchor="middle" font-family="Certificate" '
        f'font-weight="700" font-size="{size:.1f}" fill="#fff">{short}</text></svg>'
    )
