"""Files on their way, piece by piece, in a folder beside the data.

What is acknowledged is on the disk; the length of the file is the truth of how much has come.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flask import current_app

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

PIECE = 1 << 20
SPARE = 1 << 30
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


class NoRoom(DomainError):
    message = _l("The server's disk is full. Tell the operator; what has come so far is kept.")
    field = "file"


class Held(DomainError):
    message = _l("Another piece of this file is arriving.")


class WrongPlace(DomainError):
    message = _l("This piece begins where the file does not end.")


class WrongSum(DomainError):
    message = _l("This piece was damaged on its way. Send it again.")


class TooMuch(DomainError):
    message = _l("More came than was announced.")


def folder() -> Path:
    place: Path = current_app.extensions["thaksa_config"].data_dir / "uploads"
    place.mkdir(parents=True, exist_ok=True)
    return place


def path_of(public_id: str) -> Path:
    return folder() / f"{public_id}.part"


def received(public_id: str) -> int:
    """How many bytes have come and are kept."""
    try:
        return path_of(public_id).stat().st_size
    except FileNotFoundError:
        return 0


def has_room(size: int) -> bool:
    return shutil.disk_usage(folder()).free > size + SPARE


@contextmanager
def hold(public_id: str) -> Iterator[Path]:
    """Nobody else adds to the file meanwhile, in whatever process; raises Held."""
    path = path_of(public_id)
    with path.with_suffix(".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise Held from held
        yield path


def append(
    path: Path,
    read: Callable[[int], bytes],
    *,
    offset: int,
    most: int,
    checksum: tuple[str, bytes] | None = None,
) -> int:
    """Add what `read` brings at `offset`; the new length is on the disk when it is returned.

    Where the line drops, what came before stays, unless a checksum was promised.
    """
    digest = ALGORITHMS[checksum[0]]() if checksum else None
    try:
        with path.open("ab") as file:
            if file.tell() != offset:
                raise WrongPlace
            try:
                end = _copy(file, read, offset, most, digest.update if digest else None)
            except BaseException:
                if digest:
                    file.truncate(offset)
                raise
            finally:
                file.flush()
                os.fsync(file.fileno())
            if checksum and digest and digest.digest() != checksum[1]:
                file.truncate(offset)
                os.fsync(file.fileno())
                raise WrongSum
    except OSError as full:
        if full.errno in (28, 122):  # no space, no quota
            raise NoRoom from full
        raise
    return end


def _copy(
    file: IO[bytes],
    read: Callable[[int], bytes],
    offset: int,
    most: int,
    also: Callable[[bytes], None] | None,
) -> int:
    end = offset
    while piece := read(PIECE):
        if end + len(piece) > most:
            raise TooMuch
        file.write(piece)
        end += len(piece)
        if also:
            also(piece)
    return end


def forget(public_id: str) -> None:
    """The file has become something, or nobody wants it."""
    for suffix in (".part", ".lock"):
        with contextlib.suppress(FileNotFoundError):
            path_of(public_id).with_suffix(suffix).unlink()


def sweep(known: set[str], older: float) -> int:
    """Remove what belongs to no upload that is known, once it is `older` seconds old."""
    gone = 0
    for path in folder().iterdir():
        if path.stem not in known and time.time() - path.stat().st_mtime > older:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
