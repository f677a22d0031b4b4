"""Elements of SVG: escaped, by attributes, on a canvas that is fluid or as wide as paper asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup, escape

from lms.workforce.charts.wrapping import shortened

NARROW, WIDE, WIDER = 280, 480, 780
_ids = count(1)


@dataclass(frozen=True)
class Canvas:
    """Across in per cent of the width, down in pixels."""

    height: float
    width: float | None = None
    box: str = ""

    def x(self, share: float) -> str:
        """A place or a length across."""
        if self.width is None:
            return f"{share:.2f}%"
        return f"{share * self.width / 100:.1f}"

    def draw(self, kind: str, title: str, about: str, parts: Iterable[Markup]) -> Markup:
        """The chart; one with links inside is a group, any other is a picture."""
        inside = Markup("").join(parts)
        name = f"chart-{next(_ids)}"
        role = "group" if "<a " in inside else "img"
        size = {"width": "100%" if self.width is None else f"{self.width:g}"}
        if self.height:
            size["height"] = f"{self.height:g}"
        if self.box or self.width is not None:
            size["viewBox"] = self.box or f"0 0 {self.width:g} {self.height:g}"
        sized = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in size.items())
        return Markup(
            '<svg class="chart chart--{}" role="{}" aria-labelledby="{}"{}'
            ' xmlns="http://www.w3.org/2000/svg"><title id="{}">{}</title>{}{}{}</svg>'
        ).format(
            kind,
            role,
            name,
            sized,
            name,
            title,
            element("desc", {}, about) if about else "",
            _hatch(name),
            Markup(inside.replace("url(#hatch)", f"url(#{name}-hatch)")),  # noqa: S704 - escaped
        )


def element(name: str, attributes: dict[str, object], text: str | Markup = "") -> Markup:
    """`class_` and `text_anchor` are written as SVG has them."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.strip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value != ""
    )
    return Markup("<{}{}>{}</{}>").format(name, written, escape(text), name)


def _hatch(name: str) -> Markup:
    """The pattern of what is not shown, under a name of its own on the page."""
    return Markup(
        '<defs><pattern id="{}-hatch" width="8" height="8" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="chart__blank" width="8" height="8"/>'
        '<rect class="chart__stripe" width="3" height="8"/></pattern></defs>'
    ).format(name)


def linked(href: str, label: str, inside: Markup) -> Markup:
    """The part as a link where it leads deeper."""
    if not href:
        return element("g", {}, inside)
    return element("a", {"href": href, "aria-label": label}, inside)


def fitted(
    canvas: Canvas, attributes: dict[str, object], text: str, *, letter: float, beside: float = 0
) -> Markup:
    """A line of text that leaves room for what stands `beside`: one wording for narrow, one for wide."""
    if canvas.width is not None:
        return element("text", attributes, shortened(text, int((canvas.width - beside) / letter)))
    short, long = (shortened(text, int((room - beside) / letter)) for room in (NARROW, WIDE))
    if short == long:
        return element("text", attributes, text)
    return Markup("").join(
        element("text", attributes | {"class_": f"{attributes['class_']} chart__{kind}"}, words)
        for kind, words in (("narrow", short), ("wide", long))
    )


def stacked(
    attributes: dict[str, object], rows: Sequence[str], middle: float, *, high: float
) -> Markup:
    """Lines of text around a height."""
    first = middle - high * (len(rows) - 1) / 2
    return Markup("").join(
        element("text", attributes | {"y": f"{first + n * high:.1f}"}, row)
        for n, row in enumerate(rows)
    )


def spaced(canvas: Canvas, places: int, room: float) -> list[str | None]:
    """For words in a row, each of them `room` wide: the class of each, none for one left out.

    The last always stays; of the others every second, fourth … where they would touch.
    """
    sizes = (canvas.width,) * 3 if canvas.width is not None else (NARROW, WIDE, WIDER)
    strides = []
    for size in sizes:
        stride = 1
        while stride < places and (places - 1) / stride * room > size - room:
            stride *= 2
        strides.append(stride)
    kinds = ("", "chart__wide", "chart__wider")
    return [
        next((k for k, s in zip(kinds, strides, strict=True) if (places - 1 - n) % s == 0), None)
        for n in range(places)
    ]
