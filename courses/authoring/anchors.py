"""Finding the passage again that a comment is about, when the text around or in it has changed."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 40
ALIKE = 0.75
LONGEST_QUOTE = 600
MOST_TRIED = 400
_inline = {"a", "strong", "em", "code", "span", "sub", "sup", "mark"}
_name = re.compile(r"</?([a-z0-9]+)")
_token = re.compile(r"<[^>]*>|[^<]+")


@dataclass(frozen=True)
class Anchor:
    """A quoted passage and what stood directly before and after it."""

    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Span:
    start: int
    end: int


def plain(body: str) -> str:
    """The text of an HTML body as a browser's selection gives it: a space for tags of blocks."""
    pieces = (
        html.unescape(t) if t[0] != "<" else " " if _is_block(t) else ""
        for t in _token.findall(body)
    )
    return squeeze("".join(pieces))


def _is_block(tag: str) -> bool:
    found = _name.match(tag)
    return found is not None and found[1] not in _inline


def squeeze(text: str) -> str:
    return " ".join(text.split())


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def of(text: str, quote: str, prefix: str = "", suffix: str = "") -> Anchor | None:
    """The anchor for a passage that somebody chose in `text`; None where it is not in there."""
    wanted = Anchor(
        squeeze(quote)[:LONGEST_QUOTE], _fold(prefix)[-CONTEXT:], _fold(suffix)[:CONTEXT]
    )
    at = find(text, wanted) if wanted.quote else None
    if at is None:
        return None
    return Anchor(
        text[at.start : at.end],
        text[max(0, at.start - CONTEXT) : at.start],
        text[at.end : at.end + CONTEXT],
    )


def find(text: str, anchor: Anchor) -> Span | None:
    """Where the passage stands now; None where it is gone.

    The same words are found by what surrounds them; words that changed a little are found
    between the old surroundings.
    """
    quote = anchor.quote
    if not quote:
        return None
    exact = [m.start() for m in re.finditer(re.escape(quote), text)][:MOST_TRIED]
    if exact:
        best = max(exact, key=lambda at: _nearness(text, at, at + len(quote), anchor))
        return Span(best, best + len(quote))
    return _between(text, anchor)


def _nearness(text: str, start: int, end: int, anchor: Anchor) -> float:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return _alike(before[::-1], anchor.prefix[::-1]) + _alike(after, anchor.suffix)


def _alike(one: str, other: str) -> float:
    """How many characters agree, from the passage outwards."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same / max(1, len(other))


def _between(text: str, anchor: Anchor) -> Span | None:
    """What now stands between the old surroundings, where it is still much alike."""
    for near in (16, 8, 4):
        before, after = anchor.prefix[-near:], anchor.suffix[:near]
        starts = _ends_of(before, text) if before.strip() else [0]
        ends = (
            [m.start() for m in re.finditer(re.escape(after), text)]
            if after.strip()
            else [len(text)]
        )
        if found := _most_alike(text, anchor.quote, starts[:20], ends[:20]):
            return found
    return None


def _ends_of(piece: str, text: str) -> list[int]:
    return [m.end() for m in re.finditer(re.escape(piece), text)]


def _most_alike(text: str, quote: str, starts: Sequence[int], ends: Sequence[int]) -> Span | None:
    best: tuple[float, Span | None] = (ALIKE, None)
    for start in starts:
        for end in ends:
            if 0 < end - start <= len(quote) * 2 + 40:
                alike = SequenceMatcher(None, quote, text[start:end], autojunk=False).ratio()
                best = max(best, (alike, Span(start, end)), key=lambda one: one[0])
    return best[1]


def mark(body: str, spans: Sequence[tuple[str, Span]]) -> str:
    """`body` with each named span inside `<mark data-comment=name>`, in text only.

    Spans count the characters of `plain(body)`; where two overlap, the first one keeps the place.
    """
    free: list[tuple[int, int, str]] = []
    for name, span in sorted(spans, key=lambda one: (one[1].start, one[1].end)):
        if not free or span.start >= free[-1][1]:
            free.append((span.start, span.end, name))
    out: list[str] = []
    at, pending, begun = 0, False, set[str]()
    for token in _token.findall(body):
        if token[0] == "<":
            out.append(token)
            pending = pending or (at > 0 and _is_block(token))
            continue
        piece, at, pending = _mark_text(html.unescape(token), at, pending, free, begun)
        out.append(piece)
    return "".join(out)


def _mark_text(
    text: str, at: int, pending: bool, free: Sequence[tuple[int, int, str]], begun: set[str]
) -> tuple[str, int, bool]:
    """One text of the HTML, with its marks; `at` counts folded characters, `pending` a space."""
    out: list[str] = []
    inside: str | None = None
    for char in text:
        if char.isspace():
            name = inside
            pending = at > 0
        else:
            at += int(pending)
            name = next((n for start, end, n in free if start <= at < end), None)
            at, pending = at + 1, False
        if name != inside:
            out.append("</mark>" if inside else "")
            if name:
                first = "" if name in begun else f' id="passage-{name}"'
                out.append(f'<mark class="passage"{first} data-comment="{name}">')
                begun.add(name)
            inside = name
        out.append(html.escape(char, quote=False))
    out.append("</mark>" if inside else "")
    return "".join(out), at, pending
