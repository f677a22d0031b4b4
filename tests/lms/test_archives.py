"""Archives that climb out or blow up are refused quickly and in little memory."""

import io
import stat
import struct
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lms import archives
from lms.archives import BadArchive, LockedInside, TooMuchInside, UnsafeInside
from tests import files

QUICK = 1.0
LITTLE = 32 << 20


def put(folder: Path, content: bytes) -> Path:
    path = folder / "x.zip"
    path.write_bytes(content)
    return path


def check(path: Path, refusal: type[BadArchive]) -> None:
    """Refused for that reason, within a second and 32 MB."""
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(refusal):
        archives.check(path)
    spent, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < QUICK
    assert peak < LITTLE


def named(name: str, mode: int = 0) -> bytes:
    entry = zipfile.ZipInfo("place")
    entry.external_attr = mode << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, b"x")
    return target.getvalue().replace(b"place", name.encode())


def test_an_honest_archive_is_read(tmp_path: Path) -> None:
    entries = archives.check(put(tmp_path, files.word()))
    assert [entry.filename for entry in entries] == list(files.WORD)


@pytest.mark.parametrize("name", ["../xx", "/etcx", "a\\b\\c", "C:\\xx", "./../", "a/../"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    check(put(tmp_path, named(name)), UnsafeInside)


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, mode: int) -> None:
    check(put(tmp_path, named("place", mode | 0o777)), UnsafeInside)


@pytest.mark.parametrize("names", [("a.xml", "a.xml"), ("a.xml", "A.XML"), ("é", "e\u0301")])
def test_two_of_one_name_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(names[0], b"x")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # what this test is about
            archive.writestr(names[1], b"y")
    check(put(tmp_path, target.getvalue()), UnsafeInside)


def test_a_bomb_that_says_so_is_refused_by_its_list(tmp_path: Path) -> None:
    path = files.heavy(tmp_path / "b.zip", declared=(4 << 30) - 2, real=64 << 20)
    began = time.perf_counter()
    with pytest.raises(TooMuchInside):
        archives.listing(path)
    assert time.perf_counter() - began < 0.1


def test_a_bomb_that_lies_is_stopped_at_the_lie(tmp_path: Path) -> None:
    check(files.heavy(tmp_path / "b.zip", declared=1000, real=512 << 20), TooMuchInside)


def test_a_list_that_promises_more_than_comes_is_refused(tmp_path: Path) -> None:
    check(files.heavy(tmp_path / "b.zip", declared=(2 << 20) + 5, real=2 << 20), BadArchive)


def test_a_million_files_are_not_even_listed(tmp_path: Path) -> None:
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, 60 << 20, 0, 0)
    path = tmp_path / "many.zip"
    with path.open("wb") as file:
        file.truncate(60 << 20)
        file.seek(0, 2)
        file.write(end)
    check(path, TooMuchInside)


def test_a_list_of_too_many_files_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"")
    check(put(tmp_path, target.getvalue()), TooMuchInside)


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    content = bytearray(files.packed({"aaaa": b"x" * 90_000, "bbbb": b"x" * 90_000}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    check(put(tmp_path, bytes(content)), TooMuchInside)


def test_what_is_locked_is_told(tmp_path: Path) -> None:
    content = bytearray(files.word())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    check(put(tmp_path, bytes(content)), LockedInside)


@pytest.mark.parametrize(
    "harm",
    [
        lambda c: b"",
        lambda c: c[: len(c) // 2],
        lambda c: b"junk before" + c,
        lambda c: c[:60] + bytes(60) + c[120:],
        lambda c: c.replace(b"PK\x03\x04", b"XX\x03\x04", 1),
    ],
)
def test_what_is_damaged_is_told(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    check(put(tmp_path, harm(files.word())), BadArchive)


def test_an_archive_at_the_end_of_another_file_is_seen() -> None:
    assert archives.ends_like_an_archive(b"GIF89a" + files.word())
    assert not archives.ends_like_an_archive(files.picture())
    assert not archives.ends_like_an_archive(b"text that names PK\x05\x06 without being one")
