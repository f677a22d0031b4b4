"""ZIP archives that strangers wrote: looked at by their directory first, unpacked within limits.

Nothing is trusted: how many members, how large they say they are, where they say they go. What is
refused is refused before anything of it lies on the disk, or as soon as it lies about its size.
"""

import hashlib
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

PIECE = 1 << 20
_END = b"PK\x05\x06"
_END_SIZE, _COMMENT = 22, 65_535
_MOST_DIRECTORY = 4 << 20
_MOST_RATIO, _SMALL = 200, 1 << 20
_LINK = 0o120000


class BadArchive(DomainError):
    message = _l("This file is no ZIP archive that can be read.")


class TooMuch(BadArchive):
    message = _l("This archive unpacks to more than is allowed.")


class BadName(BadArchive):
    message = _l("This archive holds a file with a name that leads elsewhere.")


@dataclass(frozen=True)
class Limits:
    """`members` files at most, `member` bytes each, `total` bytes in all."""

    members: int = 5_000
    member: int = 4 << 30
    total: int = 20 << 30


@contextmanager
def open_archive(path: Path, limits: Limits) -> Iterator["Archive"]:
    """The archive, once its directory has passed; raises `BadArchive`."""
    _look_at_end(path)
    try:
        with zipfile.ZipFile(path) as archive:
            yield Archive(archive, path.stat().st_size, limits)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as broken:
        raise BadArchive from broken


def _look_at_end(path: Path) -> None:
    """The size of the directory, before it is read: a million members are a large directory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_SIZE - _COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise BadArchive
    directory = struct.unpack_from("<I", tail, at + 12)[0]
    if directory == 0xFFFFFFFF or directory > _MOST_DIRECTORY:
        raise TooMuch


class Archive:
    """The members by their names; every name leads to one plain file below the folder."""

    def __init__(self, archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
        self._archive, self._limits = archive, limits
        members = archive.infolist()
        if len(members) > limits.members:
            raise TooMuch
        self._check_sizes(members, size)
        self.names = frozenset(_check_name(member) for member in members)
        if len(self.names) < len(members):
            raise BadName
        self._left = limits.total

    def _check_sizes(self, members: list[zipfile.ZipInfo], size: int) -> None:
        """What the members claim, and that none lies over another."""
        end = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            if member.header_offset < end:
                raise BadArchive
            end = member.header_offset + member.compress_size
            large = member.file_size > max(_SMALL, _MOST_RATIO * member.compress_size)
            if large or member.file_size > self._limits.member:
                raise TooMuch
        if end > size or sum(member.file_size for member in members) > self._limits.total:
            raise TooMuch

    def text(self, name: str, most: int = 20 << 20) -> str:
        """A member that is a text in UTF-8."""
        return b"".join(self._pieces(name, most)).decode("utf-8")

    def unpack(self, name: str, target: Path) -> str:
        """Write a member to `target`; the SHA-256 of what came, in hex."""
        digest = hashlib.sha256()
        with target.open("xb") as out:
            for piece in self._pieces(name, self._limits.member):
                digest.update(piece)
                out.write(piece)
        return digest.hexdigest()

    def _pieces(self, name: str, most: int) -> Iterator[bytes]:
        """The bytes of a member, no more than it said and no more than is left."""
        if name not in self.names:
            raise BadArchive
        most = min(most, self._left, self._archive.getinfo(name).file_size)
        came = 0
        with self._archive.open(name) as member:
            while piece := member.read(PIECE):
                came += len(piece)
                if came > most:
                    raise TooMuch
                yield piece
        self._left -= came


def _check_name(member: zipfile.ZipInfo) -> str:
    """A relative path of plain parts; no link, no folder, no secret."""
    name = member.filename
    parts = name.split("/")
    plain = (
        name.isascii()
        and name.isprintable()
        and len(name) <= 200
        and not set(name) & set('\\:*?"<>|')
    )
    if not plain or any(part in ("", ".", "..") for part in parts):
        raise BadName
    if (member.external_attr >> 16) & 0o170000 == _LINK or member.flag_bits & 0x1:
        raise BadName
    if member.orig_filename != name:
        raise BadName
    return name
