"""Files on this machine's disk: whole under their name, or not there."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.errors import NotFound
from lms.storage.failures import StorageFails

PIECE = 1 << 18
FULL = (errno.ENOSPC, errno.EDQUOT)


class Disk:
    """A folder; what is acknowledged survives a power cut."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        return self.folder / name

    def has(self, name: str) -> bool:
        return self.path(name).is_file()

    def put(self, name: str, content: bytes) -> None:
        with self._settled(name) as draft:
            draft.write_bytes(content)

    def put_file(self, name: str, path: Path) -> None:
        """A second name for the same bytes where the file system has that, else a copy."""
        with self._settled(name) as draft:
            try:
                os.link(path, draft)
            except OSError:
                shutil.copyfile(path, draft)

    def size(self, name: str) -> int:
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError as missing:
            raise NotFound from missing

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        try:
            file = self.path(name).open("rb")
        except FileNotFoundError as missing:
            raise NotFound from missing

        def pieces() -> Iterator[bytes]:
            with file:
                file.seek(start)
                left = end - start
                while left > 0 and (piece := file.read(min(left, PIECE))):
                    left -= len(piece)
                    yield piece

        return pieces()

    @contextmanager
    def as_file(self, name: str) -> Iterator[Path]:
        if not self.has(name):
            raise NotFound
        yield self.path(name)

    def delete(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def check(self) -> None:
        probe = f"probe-{secrets.token_hex(8)}"
        try:
            self.put(probe, b"thaksa")
            self.delete(probe)
        except OSError as refusal:
            raise StorageFails(
                f"files cannot be written to {self.folder}: {refusal.strerror}"
            ) from refusal

    @contextmanager
    def _settled(self, name: str) -> Iterator[Path]:
        """A draft that gets its name once its bytes are on the disk; then the folder's entry."""
        target = self.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.parent / f".{target.name}.{secrets.token_hex(4)}"
        try:
            yield draft
            _flush(draft)
            os.replace(draft, target)
        except BaseException as failure:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
            if isinstance(failure, OSError) and failure.errno in FULL:
                raise StorageFails(f"there is no room left in {self.folder}") from failure
            raise
        _flush(target.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
