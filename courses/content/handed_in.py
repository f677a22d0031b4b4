"""Files that learners hand in: told by their content, kept apart from the files of courses.

A name or a content type that a browser sends decides nothing. Nothing here is opened or unpacked,
and what is sent back is never shown inside a page of ours.
"""

import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import Response

from lms import storage
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.web.download import disposition

PIECE = 1 << 20
HEAD, LISTING = 64 * 1024, 2 * 1024 * 1024
AREA = "handed-in"
KINDS = {
    "pdf": _l("PDF"),
    "image": _l("Pictures (JPEG, PNG, WebP, HEIC)"),
    "document": _l("Text documents (Word, OpenDocument)"),
    "sheet": _l("Spreadsheets (Excel, OpenDocument)"),
    "slides": _l("Slides (PowerPoint, OpenDocument)"),
    "text": _l("Plain text (TXT, CSV)"),
    "audio": _l("Sound (MP3, M4A, WAV)"),
    "video": _l("Video (MP4, MOV)"),
}


class BadFile(DomainError):
    field = "file"


class UnknownKind(BadFile):
    message = _l("This file is of a kind that cannot be handed in here.")


class EmptyFile(BadFile):
    message = _l("This file is empty.")


@dataclass(frozen=True)
class Looked:
    """What a file is, by its bytes."""

    kind: str
    content_type: str
    ending: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_PARTS = {
    "word/document.xml": Looked("document", f"{_OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": Looked("sheet", f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": Looked("slides", f"{_OFFICE}presentationml.presentation", "pptx"),
}
_ODF = {
    f"{_OPEN}text": Looked("document", f"{_OPEN}text", "odt"),
    f"{_OPEN}spreadsheet": Looked("sheet", f"{_OPEN}spreadsheet", "ods"),
    f"{_OPEN}presentation": Looked("slides", f"{_OPEN}presentation", "odp"),
}
_OLE = {
    "WordDocument": Looked("document", "application/msword", "doc"),
    "Workbook": Looked("sheet", "application/vnd.ms-excel", "xls"),
    "PowerPoint Document": Looked("slides", "application/vnd.ms-powerpoint", "ppt"),
}
_BRANDS = {
    b"heic": Looked("image", "image/heic", "heic"),
    b"heix": Looked("image", "image/heic", "heic"),
    b"mif1": Looked("image", "image/heif", "heif"),
    b"M4A ": Looked("audio", "audio/mp4", "m4a"),
    b"qt  ": Looked("video", "video/quicktime", "mov"),
}
_MP4 = Looked("video", "video/mp4", "mp4")
_BEGINNINGS = [
    (b"%PDF-", Looked("pdf", "application/pdf", "pdf")),
    (b"\xff\xd8\xff", Looked("image", "image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", Looked("image", "image/png", "png")),
    (b"ID3", Looked("audio", "audio/mpeg", "mp3")),
    (b"\xff\xfb", Looked("audio", "audio/mpeg", "mp3")),
    (b"\xff\xf3", Looked("audio", "audio/mpeg", "mp3")),
]
_RIFF = {
    b"WEBP": Looked("image", "image/webp", "webp"),
    b"WAVE": Looked("audio", "audio/wav", "wav"),
}
_users: list[Callable[[str], bool]] = []
_TEXT = Looked("text", "text/plain; charset=utf-8", "txt")


def look(file: IO[bytes]) -> Looked:
    """The kind of an uploaded file; refused where it is none that is handed in."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise EmptyFile
    try:
        found = _by_beginning(head) or _packed(file, head) or _text(file, head)
    finally:
        file.seek(0)
    if found is None:
        raise UnknownKind
    return found


def _by_beginning(head: bytes) -> Looked | None:
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], _MP4)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((f for n, f in _OLE.items() if n.encode("utf-16-le") in head), None)
    return None


def _packed(file: IO[bytes], head: bytes) -> Looked | None:
    """An office document is a ZIP that lists what it is; only its list is read, and a short one."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    if head[30:38] == b"mimetype":
        length = struct.unpack("<I", head[18:22])[0]
        extra = struct.unpack("<H", head[28:30])[0]
        said = head[38 + extra : 38 + extra + min(length, 100)].decode("ascii", "replace")
        return _ODF.get(said)
    if _listing_size(file) > LISTING:
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return None
    if "[Content_Types].xml" not in names or "word/vbaProject.bin" in names:
        return None
    return next((found for name, found in _PARTS.items() if name in names), None)


def _listing_size(file: IO[bytes]) -> int:
    """What the end of a ZIP says of the length of its list."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 16:
        return LISTING + 1
    return int(struct.unpack("<I", end[at + 12 : at + 16])[0])


def _text(file: IO[bytes], head: bytes) -> Looked | None:
    """Text holds no control characters; it is always sent as text, whatever it says."""
    if any(byte < 32 and byte not in (9, 10, 12, 13) for byte in head) or head[:2] == b"PK":
        return None
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        if wrong.start < len(head) - 4:
            try:
                head.decode("cp874")
            except UnicodeDecodeError:
                return None
    return _TEXT


def keep(file: IO[bytes], *, most: int) -> tuple[str, int]:
    """Store it and say its digest and size; before a write transaction, never inside one."""
    with _on_disk(file, most) as (path, size):
        return storage.put_file(path, area=AREA), size


@contextmanager
def _on_disk(file: IO[bytes], most: int) -> Iterator[tuple[Path, int]]:
    """A copy of what is uploaded, made in small pieces."""
    file.seek(0)
    with tempfile.NamedTemporaryFile(prefix="handed-in-") as copy:
        size = 0
        while piece := file.read(PIECE):
            size += len(piece)
            if size > most:
                raise BadFile(_l("This file is larger than it may be."))
            copy.write(piece)
        copy.flush()
        yield Path(copy.name), size


def used_by(names: Callable[[str], bool]) -> None:
    """A slice says whether it still names a content; nothing that somebody names is discarded."""
    if names not in _users:
        _users.append(names)


def discard(digest: str) -> None:
    """Take a file away for good, unless somebody else handed in the same."""
    if not any(names(digest) for names in _users):
        storage.delete(digest, area=AREA)


def read(digest: str) -> bytes:
    return storage.get(digest, area=AREA)


def send(digest: str, *, name: str, content_type: str) -> Response:
    """As a download, from a place where nothing in it can run."""
    size = storage.size(digest, area=AREA)
    response = Response(
        storage.open_range(digest, 0, size, area=AREA),
        content_type=content_type,
        direct_passthrough=True,
    )
    response.content_length = size
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def matches(looked: Looked, kinds: tuple[str, ...]) -> bool:
    """Whether a file is of a kind that is asked for; none named means any."""
    return not kinds or looked.kind in kinds
