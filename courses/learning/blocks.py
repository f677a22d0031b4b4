"""What stands in the text of a lesson and is more than text: formulas, pictures, films, questions.

The stored body names them; here it becomes what a reader is shown. What never differs between
readers is made once; a film or a question comes from the provider that its slice registers:
`blocks.register("question", provider)`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from courses.content import images, queries
from courses.content.formulas import shown
from courses.content.models import Media
from lms.caching import Cache
from lms.errors import NotFound

_place = re.compile(
    r'<(?P<tag>span|div) class="(?P<name>formula|video|question)"'
    r' data-(?:latex|media|question)="(?P<value>[^"]*)"></(?P=tag)>'
)
_picture = re.compile(r'<img src="(?P<src>/media/(?P<id>[0-9A-Z]{12})/[^"]*)"(?P<rest>[^>]*)>')
_size = re.compile(r' (?:width|height)="\d+"')
_made: Cache[int, tuple["Piece", ...]] = Cache(500, seconds=60)


@dataclass(frozen=True)
class Where:
    """Whose text it is: a film or a question of another course is not shown."""

    course_id: int
    lesson_key: int
    run_id: str = ""
    preview: bool = False


@dataclass(frozen=True)
class Slot:
    """A place that a provider fills for this reader."""

    name: str
    public_id: str


Piece = str | Slot
Provider = Callable[[str, Where], str]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """`div.<name>` in a lesson shows the HTML that `provider(public_id, where)` brings."""
    _providers[name] = provider


def of_lesson(lesson_id: int, where: Where) -> str:
    """The body of a published lesson for a reader; its fixed parts are made once a minute."""
    pieces = _made.get(lesson_id, lambda: _pieces(queries.body(lesson_id)))
    return _filled(pieces, where)


def only(lesson_id: int, name: str, public_id: str, where: Where) -> str:
    """One place of a published lesson; NotFound where its text does not name it."""
    pieces = _made.get(lesson_id, lambda: _pieces(queries.body(lesson_id)))
    if Slot(name, public_id) not in pieces:
        raise NotFound
    return _providers[name](public_id, where)


def shown_body(html: str, where: Where) -> str:
    """Any stored body, made afresh: a draft, a preview."""
    return _filled(_pieces(html), where)


def _filled(pieces: tuple[Piece, ...], where: Where) -> str:
    return "".join(
        piece if isinstance(piece, str) else _providers[piece.name](piece.public_id, where)
        for piece in pieces
        if isinstance(piece, str) or piece.name in _providers
    )


def _pieces(html: str) -> tuple[Piece, ...]:
    html = _with_pictures(html)
    found: list[Piece] = []
    at = 0
    for place in _place.finditer(html):
        found.append(html[at : place.start()])
        found.append(_piece(place))
        at = place.end()
    found.append(html[at:])
    return tuple(piece for piece in found if piece)


def _piece(place: re.Match[str]) -> Piece:
    tag, name, value = place.group("tag", "name", "value")
    if name != "formula":
        return Slot(name, value)
    return f'<{tag} class="formula">{shown(unescape(value), display=tag == "div")}</{tag}>'


def _with_pictures(html: str) -> str:
    found = images.of(place.group("id") for place in _picture.finditer(html))
    if not found:
        return html
    first = _picture.search(html)
    start = first.start() if first else -1
    return _picture.sub(lambda place: _drawn(place, found, eager=place.start() == start), html)


def _drawn(place: re.Match[str], found: dict[str, Media], *, eager: bool) -> str:
    """The picture in the widths there are; the first one does not wait to be scrolled to."""
    media = found.get(place.group("id"))
    if media is None:
        return place.group()
    made = images.sources(media)
    rest = place.group("rest")
    if made.width and made.height:
        rest = f'{_size.sub("", rest)} width="{made.width}" height="{made.height}"'
    if made.srcset:
        rest += f' srcset="{escape(made.srcset)}" sizes="{escape(made.sizes)}"'
    waits = "" if eager else ' loading="lazy"'
    picture = f'<img src="{escape(made.src)}"{rest}{waits} decoding="async">'
    if not made.avif:
        return picture
    source = f'<source type="image/avif" srcset="{escape(made.avif)}" sizes="{escape(made.sizes)}">'
    return f"<picture>{source}{picture}</picture>"
