"""Which seconds of a video were watched, as a few intervals of whole seconds.

What a browser reports is a claim: nonsense is refused, and nobody watches faster than 2.5 times
the clock on the wall.
"""

import json
import math
from collections.abc import Iterable, Sequence

Span = tuple[int, int]

MAX_SPANS = 100
MAX_CLAIMS = 200
FASTEST = 2.5
# Players round the end of a video up by as much.
OVERSHOOT = 2


class BadReport(ValueError):
    """A report that no player sends."""


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, touching ones joined, empty ones gone."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def seconds(spans: Iterable[Span]) -> int:
    """How many different seconds were watched."""
    return sum(end - start for start, end in merge(spans))


def coverage(spans: Iterable[Span], duration: int) -> int:
    """The share of the video in whole percent, rounded down."""
    return min(100, 100 * seconds(spans) // duration) if duration > 0 else 0


def add(
    watched: Iterable[Span], claims: object, *, duration: int, since_last: float
) -> tuple[Span, ...]:
    """The watched intervals with a report added; raises `BadReport` for nonsense.

    A claim of more than 2.5 times `since_last` seconds counts only so far, from its beginning. Of
    more than a hundred intervals the shortest are forgotten: the sum never says too much.
    """
    allowed = math.ceil(max(0.0, since_last) * FASTEST)
    counted: list[Span] = []
    for start, end in merge(_clean(claims, duration)):
        length = min(end - start, allowed)
        allowed -= length
        counted.append((start, start + length))
    return _bounded(merge((*watched, *counted)))


def _clean(claims: object, duration: int) -> list[Span]:
    if not isinstance(claims, list | tuple) or len(claims) > MAX_CLAIMS:
        raise BadReport("a list of a few intervals is expected")
    return [_clean_one(claim, duration) for claim in claims]


def _clean_one(claim: object, duration: int) -> Span:
    if not isinstance(claim, list | tuple) or len(claim) != 2:
        raise BadReport("an interval has a start and an end")
    for edge in claim:
        if isinstance(edge, bool) or not isinstance(edge, int | float):
            raise BadReport("an interval is made of numbers")
    start, end = claim
    if not 0 <= start <= end <= duration + OVERSHOOT:
        raise BadReport("an interval outside the video")
    return min(round(start), duration), min(round(end), duration)


def _bounded(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if len(spans) <= MAX_SPANS:
        return spans
    longest = sorted(spans, key=lambda span: (span[0] - span[1], span[0]))[:MAX_SPANS]
    return tuple(sorted(longest))


def to_text(spans: Sequence[Span]) -> str:
    """Compact JSON: the edges in one flat list, [0,15,40,62]."""
    return json.dumps([edge for span in spans for edge in span], separators=(",", ":"))


def from_text(stored: str | None) -> tuple[Span, ...]:
    """Back from storage; nothing stored is nothing watched."""
    edges: list[int] = json.loads(stored) if stored else []
    return merge(zip(edges[::2], edges[1::2], strict=True))
