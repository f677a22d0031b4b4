"""Files of our own making, stored once under the digest of their content."""

import hashlib
import os
from pathlib import Path

import obstore
from flask import Flask, current_app
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore

from lms.config import Config
from lms.errors import NotFound


def init_app(app: Flask, config: Config) -> None:
    folder = config.data_dir / "files"
    folder.mkdir(parents=True, exist_ok=True)
    app.extensions["thaksa_store"] = LocalStore(folder)
    app.extensions["thaksa_store_folder"] = folder


def put(content: bytes) -> str:
    """Keep `content`; the name that comes back is its SHA-256 in hex. Twice is once."""
    digest = hashlib.sha256(content).hexdigest()
    store = current_app.extensions["thaksa_store"]
    try:
        obstore.head(store, _path(digest))
    except (FileNotFoundError, NotFoundError):
        obstore.put(store, _path(digest), content)
        _settle(local_path(digest))
    return digest


def _settle(path: Path) -> None:
    """What is acknowledged is on the disk: the file, then its folder's entry."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def get(digest: str) -> bytes:
    store = current_app.extensions["thaksa_store"]
    try:
        return bytes(obstore.get(store, _path(digest)).bytes())
    except (FileNotFoundError, NotFoundError) as missing:
        raise NotFound from missing


def local_path(digest: str) -> Path:
    """Where the file lies on this machine, for sending ranges of it."""
    folder: Path = current_app.extensions["thaksa_store_folder"]
    return folder / _path(digest)


def delete(digest: str) -> None:
    obstore.delete(current_app.extensions["thaksa_store"], _path(digest))


def _path(digest: str) -> str:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFound
    return f"{digest[:2]}/{digest}"
