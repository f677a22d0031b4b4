"""HTML that authors write, sanitised on the way in: what is not allowed is not kept.

nh3 takes out what a browser could run; `canonical` then writes what is left in one way, so that
`clean(clean(x)) == clean(x)`.
"""

import re
from html import escape

import nh3

from courses.content.canonical import canonical
from courses.content.tree import parse, text

TAGS = {
    "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "table", "thead", "tbody",
    "tfoot", "tr", "th", "td", "caption", "figure", "img", "figcaption", "aside", "code", "pre",
    "dl", "dt", "dd", "br", "span", "sub", "sup", "hr", "div",
    "b", "i", "h1", "h4", "h5", "h6", "section", "article", "main", "header", "footer",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-decorative"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "aside": {"class"},
    "code": {"class"},
    "pre": {"class"},
    "span": {"class", "data-latex"},
    "div": {"class", "data-latex", "data-media", "data-question"},
    "*": {"lang"},
}
DROPPED = {
    "script", "style", "svg", "math", "iframe", "object", "embed", "applet", "template", "noscript",
    "noembed", "noframes", "xmp", "plaintext", "textarea", "select", "title", "head", "frameset",
    "audio", "video", "canvas",
}  # fmt: skip
ROUNDS = 4
MOST_NESTED = 300
_tag = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^<>]*>")
_ends_itself = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
}  # fmt: skip


def clean(html: str) -> str:
    """Only the house's tags, only pictures of our own, only web, mail and telephone links."""
    written = _once(html)
    for _ in range(ROUNDS):
        again = _once(written)
        if again == written:
            return written
        written = again
    return _as_text(written)


def _once(html: str) -> str:
    html = html.encode("utf-8", "ignore").decode()  # half a surrogate pair is no character
    return canonical(parse(_allowed(_shallow(html))))


def _shallow(html: str) -> str:
    """Without tags nested deeper than anybody writes: parsers take the square of the depth."""
    depth = deepest = 0
    for closing, name in _tag.findall(html):
        if name.lower() not in _ends_itself:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return html if deepest <= MOST_NESTED else _tag.sub(" ", html)


def _allowed(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        clean_content_tags=DROPPED,
        link_rel=None,
        strip_comments=True,
    )


def _as_text(html: str) -> str:
    """What no rule brings to rest is kept as words."""
    lines = text(parse(html)).split("\n")
    return "\n".join(
        f"<p>{escape(' '.join(line.split()), quote=False)}</p>" for line in lines if line.strip()
    )
