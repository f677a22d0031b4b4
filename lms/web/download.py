"""Files that leave by the browser keep their Thai names."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Response, request


def disposition(name: str, *, inline: bool = False, plain: str = "") -> str:
    """A Content-Disposition with an ASCII name and the real one beside it (RFC 6266)."""
    plain = (plain or name).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    safe = "".join(c for c in stem if c.isalnum() or c in "-_ ").strip() or "thaksa"
    ending = "".join(c for c in ending if c.isalnum())
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{safe}{dot}{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_in_pieces(path: Path, done: Callable[[], None]) -> Iterator[bytes]:
    """The bytes of a file of ours that goes away afterwards, also when the reader left."""
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece
    finally:
        done()


def in_ranges(size: int, read: Callable[[int, int], Iterator[bytes]], *, etag: str) -> Response:
    """The whole, the part that is asked for (206), or nothing where the browser has it (304).

    `read(start, end)` brings the bytes; several parts at once are answered with the whole.
    """
    response = Response(direct_passthrough=True)
    response.set_etag(etag)
    response.accept_ranges = "bytes"
    if request.if_none_match.contains(etag):
        response.status_code = 304
        return response
    start, end = 0, size
    if request.range is not None and _still_the_same(etag):
        part = request.range.range_for_length(size)
        if part is None and len(request.range.ranges) == 1:
            response.status_code = 416
            response.content_range.set(None, None, size)
            return response
        if part is not None:
            start, end = part
            response.status_code = 206
            response.content_range.set(start, end, size)
    response.content_length = end - start
    if request.method != "HEAD":
        response.response = read(start, end)
    return response


def _still_the_same(etag: str) -> bool:
    """A part is added to what the browser has only where that is of the same file."""
    return "If-Range" not in request.headers or bool(
        request.if_range.etag and request.if_range.etag == etag
    )
