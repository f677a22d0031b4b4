"""Files are kept once, under the digest of their content; on disk and in a bucket alike."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from courses.content.models import Media
from lms import config, storage
from lms.db import db
from lms.errors import NotFound
from lms.storage.bucket import Bucket
from lms.storage.disk import Disk
from tests import make, s3
from tests.conftest import Browser


@pytest.fixture(scope="module")
def server() -> Iterator[s3.Served]:
    with s3.serve() as served:
        yield served


@pytest.fixture(params=["disk", "bucket"])
def store(
    request: pytest.FixtureRequest, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Disk | Bucket]:
    """The same promises, kept in two places."""
    if request.param == "disk":
        made: Disk | Bucket = Disk(tmp_path / "files")
    else:
        served = request.getfixturevalue("server")
        made = Bucket(served.storage_url, served.key, served.secret)
    with app.app_context():
        monkeypatch.setitem(current_app.extensions, "thaksa_store", made)
        yield made


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """12 MB that do not repeat themselves: three parts of a bucket."""
    path = tmp_path / "large.bin"
    path.write_bytes(
        b"".join(
            hashlib.sha256(bytes([n % 251, n // 251 % 256, n // 64256])).digest() * 32
            for n in range(12 * 1024)
        )
    )
    return path


def test_the_same_content_twice_is_one_file(store: Disk | Bucket) -> None:
    assert storage.put(b"paper") == storage.put(b"paper")
    assert storage.get(storage.put(b"paper")) == b"paper"


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64, "0" * 64 + "\n"]
)
def test_what_is_not_a_known_digest_is_not_there(store: Disk | Bucket, name: str) -> None:
    for ask in (storage.get, storage.size):
        with pytest.raises(NotFound):
            ask(name)
    with pytest.raises(NotFound):
        storage.open_range(name, 0, 1)
    with pytest.raises(NotFound), storage.as_file(name):
        pass


def test_a_file_is_kept_like_its_bytes(store: Disk | Bucket, large: Path) -> None:
    digest = storage.put_file(large)
    assert digest == hashlib.sha256(large.read_bytes()).hexdigest()
    assert storage.size(digest) == large.stat().st_size
    assert storage.get(digest) == large.read_bytes()
    assert storage.put_file(large) == digest


def test_an_empty_file_is_a_file(store: Disk | Bucket) -> None:
    digest = storage.put(b"")
    assert (storage.size(digest), storage.get(digest)) == (0, b"")


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (5, 6), (0, 3 << 20), (7 << 20, (7 << 20) + 11), (12 << 20, 12 << 20)],
)
def test_a_range_is_what_was_asked_for(
    store: Disk | Bucket, large: Path, start: int, end: int
) -> None:
    digest = storage.put_file(large)
    assert b"".join(storage.open_range(digest, start, end)) == large.read_bytes()[start:end]


def test_it_can_be_had_as_a_file(store: Disk | Bucket, large: Path) -> None:
    with storage.as_file(storage.put_file(large)) as path:
        assert path.read_bytes() == large.read_bytes()


def test_what_is_deleted_is_gone(store: Disk | Bucket) -> None:
    digest = storage.put(b"short life")
    storage.delete(digest)
    storage.delete(digest)
    with pytest.raises(NotFound):
        storage.get(digest)


def test_an_area_keeps_its_files_apart(store: Disk | Bucket) -> None:
    digest = storage.put(b"the same")
    assert storage.put(b"the same", area="handed-in") == digest
    storage.delete(digest, area="handed-in")
    assert storage.get(digest) == b"the same"
    with pytest.raises(NotFound):
        storage.get(digest, area="handed-in")


def test_a_store_that_works_says_nothing(store: Disk | Bucket) -> None:
    storage.check()


def test_the_original_may_go_after_it_was_kept(store: Disk | Bucket, large: Path) -> None:
    content = large.read_bytes()
    digest = storage.put_file(large)
    large.unlink()
    assert storage.get(digest) == content


def test_keeping_a_large_file_takes_little_memory(
    tmp_path: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(256 << 20)
    with app.app_context():
        monkeypatch.setitem(current_app.extensions, "thaksa_store", Disk(tmp_path / "files"))
        tracemalloc.start()
        storage.put_file(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 << 20


PUTTING = """
import sys
from pathlib import Path
from lms.storage.bucket import Bucket
from lms.storage.disk import Disk
kind, where, key, secret, name, path = sys.argv[1:]
store = Disk(Path(where)) if kind == "disk" else Bucket(where, key, secret)
print("begins", flush=True)
store.put_file(name, Path(path))
"""


def test_what_is_killed_half_way_is_not_there(server: s3.Served, tmp_path: Path) -> None:
    path = tmp_path / "half.bin"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    command = [
        sys.executable,
        "-c",
        PUTTING,
        "bucket",
        server.storage_url,
        server.key,
        server.secret,
        "ha/half",
        str(path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.4)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.stdout.close()
    bucket = Bucket(server.storage_url, server.key, server.secret)
    assert not bucket.has("ha/half")
    path.write_bytes(b"x" * (6 << 20))
    bucket.put_file("ha/half", path)
    assert bucket.size("ha/half") == 6 << 20


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "files")
    with pytest.raises(OSError, match="No such file"):
        disk.put_file("ab/abc", tmp_path / "not-there")
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"key": "AKIAXXXXXXXXXXXXXXXX"}, "does not accept THAKSA_STORAGE_KEY"),
        ({"secret": "wrong"}, "does not accept THAKSA_STORAGE_KEY"),
        ({"bucket": "another"}, "there is no bucket another"),
    ],
)
def test_a_bucket_that_cannot_be_used_says_why(
    server: s3.Served, change: dict[str, str], says: str
) -> None:
    asked = {"key": server.key, "secret": server.secret, "bucket": server.bucket} | change
    url = server.storage_url.replace(f"//{server.bucket}/", f"//{asked['bucket']}/")
    with pytest.raises(storage.StorageFails, match=says) as failure:
        Bucket(url, asked["key"], asked["secret"]).check()
    assert server.secret not in str(failure.value)


def test_a_start_without_its_bucket_says_so_and_ends(server: s3.Served, tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("THAKSA_")}
    environ |= server.settings() | {
        "THAKSA_DATA_DIR": str(tmp_path),
        "THAKSA_STORAGE_SECRET": "wrong",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "thaksa", "install"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("or they may not read, write and delete there")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://x", "must be file: or s3://"),
        ("s3://", "must be file: or s3://"),
        ("s3://bucket?endpoint=http://elsewhere.example", "must be https://"),
        ("s3://bucket?endpoint=elsewhere", "must be http"),
        ("s3://bucket?colour=red", "colour is not known"),
        ("s3://bucket", "needs THAKSA_STORAGE_KEY"),
    ],
)
def test_a_wrong_address_of_the_storage_is_named(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(config.ConfigError, match=says):
        config.read({"THAKSA_DATA_DIR": str(tmp_path), "THAKSA_STORAGE_URL": url})


def test_a_bucket_that_goes_away_is_said_and_comes_back(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3.serve() as gone:
        bucket = Bucket(gone.storage_url, gone.key, gone.secret)
    monkeypatch.setitem(current_app.extensions, "thaksa_store", bucket)
    with pytest.raises(storage.StorageFails, match="does not answer"):
        storage.put(b"x")
    with pytest.raises(storage.StorageFails):
        storage.size("a" * 64)
    course = make.course()
    db.session.add(
        Media(course=course, name="x.txt", content_type="text/plain", digest="a" * 64, size=1)
    )
    db.session.commit()
    media = db.session.scalars(sa.select(Media)).one()
    answer = client.as_(make.user()).get(f"/media/{media.public_id}/x.txt")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
