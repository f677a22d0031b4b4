"""ZIP files of strangers: refused before anything is unpacked, in little memory and time.

What counts is the list at the end of the file; where the list lies, unpacking stops at the lie.
"""

import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

END = b"PK\x05\x06"
LONGEST_END = 22 + 65_535
HEADER = 30
PIECE = 1 << 16


class BadArchive(DomainError):
    message = _l("This file is damaged: it cannot be unpacked.")


class TooMuchInside(BadArchive):
    message = _l("This file unpacks to far more than it may. It was not taken.")


class UnsafeInside(BadArchive):
    message = _l("This file holds names or links that lead out of it. It was not taken.")


class LockedInside(BadArchive):
    message = _l("This file is protected by a password. Take the protection away and try again.")


@dataclass(frozen=True)
class Limits:
    """How much may be inside."""

    files: int = 10_000
    listing: int = 4 << 20
    unpacked: int = 300 << 20
    times: int = 200


def listing(path: Path, limits: Limits = Limits()) -> list[zipfile.ZipInfo]:
    """What the archive says it holds, where that is safe to believe; else a `BadArchive`."""
    with path.open("rb") as file:
        _check_end(file, limits)
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as bad:
            raise BadArchive from bad
        _check_entries(entries, limits)
        _check_places(entries, path.stat().st_size)
    return entries


def check(path: Path, limits: Limits = Limits()) -> list[zipfile.ZipInfo]:
    """The same, and every entry unpacks to exactly what the list says."""
    entries = listing(path, limits)
    with path.open("rb") as file:
        for entry in entries:
            _check_content(file, entry)
    return entries


def ends_like_an_archive(tail: bytes) -> bool:
    """Whether a file of another kind is also a ZIP: an end record whose list lies before it."""
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        return False
    size: int = struct.unpack("<I", tail[at + 12 : at + 16])[0]
    said: int = struct.unpack("<H", tail[at + 20 : at + 22])[0]
    if size > at:
        return len(tail) - at - 22 >= said
    return size == 0 or tail[at - size : at - size + 4] == b"PK\x01\x02"


def _check_end(file: IO[bytes], limits: Limits) -> None:
    """By the last bytes alone: a list of a million files is not read at all."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_END))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise BadArchive
    here, count, length, offset = struct.unpack("<HHII", tail[at + 8 : at + 20])
    if count > limits.files or length > limits.listing or here != count:
        raise TooMuchInside
    if offset + length != max(0, size - LONGEST_END) + at:
        raise BadArchive  # something stands before it, or the list is elsewhere
    file.seek(0)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names: set[str] = set()
    unpacked = 0
    for entry in entries:
        name = unicodedata.normalize("NFC", entry.filename).casefold()
        if not _stays_inside(entry) or name in names:
            raise UnsafeInside
        names.add(name)
        if entry.flag_bits & 0x1:
            raise LockedInside
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadArchive
        packed = entry.compress_size
        if entry.compress_type == zipfile.ZIP_STORED and entry.file_size != packed:
            raise BadArchive
        unpacked += entry.file_size if entry.compress_type else 0
        if entry.file_size > 10 << 20 and entry.file_size > limits.times * packed:
            raise TooMuchInside
        if unpacked > limits.unpacked:
            raise TooMuchInside


def _stays_inside(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    mode = entry.external_attr >> 16
    if stat.S_ISLNK(mode) or (mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)):
        return False
    if not name or "\x00" in name or "\\" in name or name.startswith("/") or ":" in name:
        return False
    return not any(part in ("..", ".") for part in name.split("/"))


def _check_places(entries: list[zipfile.ZipInfo], size: int) -> None:
    """No two entries share bytes: that is how a small file unpacks to a large one."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise TooMuchInside
        end = entry.header_offset + HEADER + entry.compress_size
    if end > size:
        raise BadArchive


def _check_content(file: IO[bytes], entry: zipfile.ZipInfo) -> None:
    file.seek(entry.header_offset)
    header = file.read(HEADER)
    if len(header) < HEADER or header[:4] != b"PK\x03\x04":
        raise BadArchive
    name, extra = struct.unpack("<HH", header[26:30])
    file.seek(name + extra, 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        return
    stream, left, got = zlib.decompressobj(-15), entry.compress_size, 0
    waiting = b""
    try:
        while not stream.eof and (left or waiting):
            if not waiting:
                waiting = file.read(min(left, PIECE))
                left -= len(waiting)
                if not waiting:
                    break
            got += len(stream.decompress(waiting, PIECE * 16))
            waiting = stream.unconsumed_tail
            if got > entry.file_size:
                raise TooMuchInside
    except zlib.error as broken:
        raise BadArchive from broken
    if got != entry.file_size:
        raise BadArchive
