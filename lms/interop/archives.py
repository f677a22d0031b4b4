"""Reading members of an archive that a stranger wrote, once `lms.archives` has passed its list."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.archives import BadArchive, Limits, TooMuchInside, listing

PIECE = 1 << 20
LONGEST_TEXT = 20 << 20


@contextmanager
def open_archive(path: Path, limits: Limits) -> Iterator["Archive"]:
    """The archive, once its list has passed; raises `BadArchive`."""
    entries = listing(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            yield Archive(archive, entries, limits.unpacked)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as broken:
        raise BadArchive from broken


class Archive:
    """The members by their names; nothing is unpacked that nobody asks for."""

    def __init__(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> None:
        self._archive, self._left = archive, most
        self.names = frozenset(entry.filename for entry in entries)

    def text(self, name: str) -> str:
        """A member that is a text in UTF-8."""
        return b"".join(self._pieces(name, LONGEST_TEXT)).decode("utf-8")

    def unpack(self, name: str, target: Path) -> str:
        """Write a member to `target`; the SHA-256 of what came, in hex."""
        digest = hashlib.sha256()
        with target.open("xb") as out:
            for piece in self._pieces(name, self._left):
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
                    raise TooMuchInside
                yield piece
        self._left -= came
