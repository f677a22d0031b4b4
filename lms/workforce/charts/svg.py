"""Elements of SVG: escaped, by attributes, on a canvas that is fluid or as wide as paper asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from unicodedata import category

from markupsafe import Markup, escape

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
        if self.box:
            size["viewBox"] = self.box
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


def shortened(text: str, room: int) -> str:
    """As many letters as there is room for; marks above and below take none."""
    taken = 0
    for place, letter in enumerate(text):
        taken += category(letter) != "Mn"
        if taken > room:
            return text[: place - 1].rstrip() + "…"
    return text
