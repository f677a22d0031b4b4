"""Files in a bucket that speaks S3, so that many machines see the same."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from lms.errors import NotFound
from lms.storage.failures import StorageFails

PIECE = 1 << 18
PART = 5 << 20  # the least that S3 takes as a part
MISSING = (FileNotFoundError, NotFoundError)


@contextmanager
def _away(where: str) -> Iterator[None]:
    """A bucket that does not answer is not a file that is missing."""
    try:
        yield
    except MISSING as missing:
        raise NotFound from missing
    except BaseError as failure:
        raise StorageFails(f"{where} does not answer: {_first_line(failure)}") from failure


class Bucket:
    """`s3://bucket/prefix?endpoint=…&region=…`; an object is seen when it is whole."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        endpoint = asked.get("endpoint", "")
        self.where = f"bucket {parts.netloc} at {endpoint or 'Amazon'}"
        options: Any = {"aws_region": asked.get("region", "us-east-1")}
        if key:
            options |= {"aws_access_key_id": key, "aws_secret_access_key": secret}
        if endpoint:
            options |= {"aws_endpoint": endpoint, "aws_virtual_hosted_style_request": False}
        self.store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config=options,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(minutes=5),
            },
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=20)},
        )

    def has(self, name: str) -> bool:
        try:
            self.size(name)
        except NotFound:
            return False
        return True

    def put(self, name: str, content: bytes) -> None:
        with _away(self.where):
            obstore.put(self.store, name, content, use_multipart=False)

    def put_file(self, name: str, path: Path) -> None:
        """One part in memory at a time; what is broken off is never seen."""
        large = path.stat().st_size > PART
        obstore.put(self.store, name, path, use_multipart=large, chunk_size=PART, max_concurrency=1)

    def size(self, name: str) -> int:
        with _away(self.where):
            return int(obstore.head(self.store, name)["size"])

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        if start >= end:
            return iter((b"",) if self.has(name) else self._missing())
        with _away(self.where):
            answer = obstore.get(self.store, name, options={"range": (start, end)})
        return (bytes(piece) for piece in answer.stream(min_chunk_size=PIECE))

    @staticmethod
    def _missing() -> Iterator[bytes]:
        raise NotFound

    @contextmanager
    def as_file(self, name: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(prefix="thaksa-") as copy:
            for piece in self.read(name, 0, self.size(name)):
                copy.write(piece)
            copy.flush()
            yield Path(copy.name)

    def delete(self, name: str) -> None:
        with _away(self.where):
            obstore.delete(self.store, name)

    def check(self) -> None:
        probe = f"probe-{secrets.token_hex(8)}"
        try:
            obstore.put(self.store, probe, b"thaksa", use_multipart=False)
            whole = bytes(obstore.get(self.store, probe).bytes()) == b"thaksa"
            obstore.delete(self.store, probe)
        except (UnauthenticatedError, PermissionDeniedError) as refusal:
            raise StorageFails(
                f"{self.where} does not accept THAKSA_STORAGE_KEY and THAKSA_STORAGE_SECRET, "
                "or they may not read, write and delete there"
            ) from refusal
        except MISSING as missing:
            raise StorageFails(f"there is no {self.where}; make it first") from missing
        except (BaseError, OSError) as refusal:
            raise StorageFails(f"{self.where} does not answer: {_first_line(refusal)}") from refusal
        if not whole:
            raise StorageFails(f"{self.where} gives back something else than it was given")


def _first_line(failure: BaseException) -> str:
    """Enough to know what is wrong; the rest of it repeats itself."""
    return str(failure).partition("\n")[0][:300]
