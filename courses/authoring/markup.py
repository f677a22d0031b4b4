"""What stands in the HTML of a lesson, as far as a reviewer would ask: pictures, links, headings."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_media = re.compile(r"/media/([0-9A-Z]{12})(?:/|$)")
_block = {"p", "h2", "h3", "h4", "li", "td", "th", "caption", "figcaption", "blockquote", "pre", "dt",
          "dd", "div", "tr", "table", "ul", "ol", "figure", "aside", "dl", "br", "hr"}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    media_id: str
    alt: str
    decorative: bool


@dataclass(frozen=True)
class Link:
    href: str
    text: str


@dataclass(frozen=True)
class Facts:
    """Everything the checks ask of one body."""

    text: str = ""
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[int, ...] = ()
    tables_without_header: int = 0
    media: frozenset[str] = frozenset()
    videos: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Nothing to read, look at or answer."""
        shown = self.text.strip() or self.pictures or self.videos or self.questions
        return not shown


@dataclass
class _Reader(HTMLParser):
    """Walks over canonical HTML once."""

    pieces: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    videos: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    tables: list[bool] = field(default_factory=list)
    bare: int = 0
    link: tuple[str, list[str]] | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag in _block:
            self.pieces.append("\n")
        for name in ("src", "href", "data-src"):
            self.media.update(_media.findall(at.get(name, "")))
        if media := at.get("data-media"):
            self.media.add(media)
            self.videos.add(media)
        if question := at.get("data-question"):
            self.questions.add(question)
        if at.get("data-latex"):
            self.pieces.append(at["data-latex"])
        match tag:
            case "img":
                found = _media.search(at.get("src", ""))
                decorative = at.get("data-decorative") == "true"
                self.pictures.append(
                    Picture(found[1] if found else "", at.get("alt", "").strip(), decorative)
                )
            case "a":
                self.link = (at.get("href", ""), [])
            case "h2" | "h3" | "h4":
                self.headings.append(int(tag[1]))
            case "table":
                self.tables.append(False)
            case "th" if self.tables:
                self.tables[-1] = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _block:
            self.pieces.append("\n")
        if tag == "a" and self.link is not None:
            href, words = self.link
            self.links.append(Link(href, " ".join("".join(words).split())))
            self.link = None
        if tag == "table" and self.tables:
            self.bare += not self.tables.pop()

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self.link is not None:
            self.link[1].append(data)


def read(body: str) -> Facts:
    """What is in `body`, which the sanitiser has made canonical."""
    if not body:
        return Facts()
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return Facts(
        text=_tidy("".join(reader.pieces)),
        pictures=tuple(reader.pictures),
        links=tuple(reader.links),
        headings=tuple(reader.headings),
        tables_without_header=reader.bare,
        media=frozenset(reader.media),
        videos=frozenset(reader.videos),
        questions=frozenset(reader.questions),
    )


def media_in(address: str) -> frozenset[str]:
    """The public ids of our own files that an address names."""
    return frozenset(_media.findall(address))


def text_of(body: str) -> str:
    """The words alone, a line for each block."""
    return read(body).text


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
