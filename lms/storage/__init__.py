"""Files of our own making, stored once under the digest of their content.

They lie on this machine's disk or in an S3 bucket: one setting, the same promises. An area keeps
its files apart from equal ones elsewhere, so that what is deleted there is there no more.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from flask import Flask, current_app
from flask.typing import ResponseReturnValue

from lms.config import Config
from lms.errors import NotFound
from lms.storage.bucket import Bucket
from lms.storage.disk import Disk
from lms.storage.failures import StorageFails
from lms.web import errors

__all__ = [
    "StorageFails",
    "as_file",
    "check",
    "delete",
    "get",
    "local_path",
    "open_range",
    "put",
    "put_file",
    "size",
]
PIECE = 1 << 20
log = logging.getLogger(__name__)
_digest = re.compile(r"[0-9a-f]{64}")


class Store(Protocol):
    """What disk and bucket both do; a name is `ab/abcd…`, a missing one raises NotFound."""

    def has(self, name: str) -> bool: ...
    def put(self, name: str, content: bytes) -> None: ...
    def put_file(self, name: str, path: Path) -> None: ...
    def size(self, name: str) -> int: ...
    def read(self, name: str, start: int, end: int) -> Iterator[bytes]: ...
    def as_file(self, name: str) -> AbstractContextManager[Path]: ...
    def delete(self, name: str) -> None: ...
    def check(self) -> None: ...


def init_app(app: Flask, config: Config) -> None:
    app.register_error_handler(StorageFails, _away)
    app.extensions["thaksa_store"] = (
        Bucket(config.storage_url, config.storage_key, config.storage_secret)
        if config.storage_url.startswith("s3:")
        else Disk(config.data_dir / "files")
    )


def _away(failure: StorageFails) -> ResponseReturnValue:
    """A full disk or a bucket that is away: say so, and recover by itself."""
    log.error("storage refused", extra={"why": str(failure)})
    response = errors.page(503)
    response.headers["Retry-After"] = "10"
    return response


def check() -> None:
    """Refuse to start where files could not be written and read back."""
    _store().check()


def put(content: bytes, *, area: str = "") -> str:
    """Keep `content`; the name that comes back is its SHA-256 in hex. Twice is once."""
    digest = hashlib.sha256(content).hexdigest()
    if not _store().has(_name(digest, area)):
        _store().put(_name(digest, area), content)
    return digest


def put_file(path: Path, *, area: str = "") -> str:
    """Keep the content of a file that nobody changes any more, in little memory."""
    digest = _digest_of(path)
    if not _store().has(_name(digest, area)):
        _store().put_file(_name(digest, area), path)
    return digest


def get(digest: str, *, area: str = "") -> bytes:
    return b"".join(open_range(digest, 0, size(digest, area=area), area=area))


def size(digest: str, *, area: str = "") -> int:
    return _store().size(_name(digest, area))


def open_range(digest: str, start: int, end: int, *, area: str = "") -> Iterator[bytes]:
    """The bytes from `start` up to and without `end`, in pieces; missing files raise at once."""
    return _store().read(_name(digest, area), start, end)


def as_file(digest: str, *, area: str = "") -> AbstractContextManager[Path]:
    """The content as a file of this machine, while the `with` lasts; it is not to be changed."""
    return _store().as_file(_name(digest, area))


def local_path(digest: str, *, area: str = "") -> Path:
    """Where the file lies, where files are kept on this machine; `as_file` works everywhere."""
    store = _store()
    if not isinstance(store, Disk):
        raise LookupError("files are kept in a bucket")
    return store.path(_name(digest, area))


def delete(digest: str, *, area: str = "") -> None:
    _store().delete(_name(digest, area))


def _store() -> Store:
    store: Store = current_app.extensions["thaksa_store"]
    return store


def _name(digest: str, area: str) -> str:
    if not _digest.fullmatch(digest):
        raise NotFound
    return f"{area}/{digest[:2]}/{digest}".lstrip("/")


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
