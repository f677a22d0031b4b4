"""Pages of numbers as PDF: tagged, in Thai that can be copied, charts as vectors.

WeasyPrint runs in the confined child: what a page costs is bounded, and nothing is fetched.
"""

from functools import cache

from lms.child import Child


@cache
def _child() -> Child:
    """One warm child a process, started at the first page."""
    return Child("lms.workforce.printing.drawing", seconds=40, memory=1 << 30)


def printed(
    html: str,
    css: str = "",
    *,
    title: str,
    lang: str,
    landscape: bool = False,
    footer: str = "",
    chart_css: str = "",
) -> bytes:
    """The inside of a body as A4 pages; ChildFailed where it takes too long or too much.

    `css` comes after the house's own; `chart_css` reaches inside every <svg>; `footer` stands at the
    left of each page's foot, the page number at the right.
    """
    pdf: bytes = _child().call(
        "lms.workforce.printing.drawing",
        "draw",
        html,
        css,
        title=title,
        lang=lang,
        landscape=landscape,
        footer=footer,
        chart_css=chart_css,
    )
    return pdf
