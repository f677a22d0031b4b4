"""Archives that climb out, blow up or lie are refused, quickly, and leave nothing behind."""

import io
import os
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.archives import BadArchive, Limits
from lms.interop.archives import Archive, open_archive

LIMITS = Limits(files=5_000, unpacked=20 << 30)


def archive(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "sent.zip"
    path.write_bytes(content)
    return path


def link() -> bytes:
    member = zipfile.ZipInfo("a")
    member.create_system = 3
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return archive((member, b"/etc/passwd"))


def renamed(raw: bytes) -> bytes:
    """A member whose name is these bytes, in both places."""
    plain = b"x" * len(raw)
    return archive((plain.decode(), b"hello")).replace(plain, raw)


def bomb() -> bytes:
    """A thousand times more than it weighs, as its header says."""
    out = io.BytesIO()
    inside = zipfile.ZipInfo("a")
    inside.compress_type = zipfile.ZIP_DEFLATED
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        made.open(inside, "w", force_zip64=True) as member,
    ):
        for _ in range(64):
            member.write(bytes(1 << 20))
    return out.getvalue()


def lying() -> bytes:
    """64 MB that say they are 100 bytes."""
    content = bytearray(bomb())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def overlapping() -> bytes:
    """Many names of one body, as a zip quine has them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a", b"x" * 1000)
        made.writestr("b", b"y" * 1000)
        for member in made.filelist:
            member.header_offset = 0
    return out.getvalue()


def many() -> bytes:
    """A directory that says it has a million members."""
    content = bytearray(archive(("a", b"x")))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, at + 12, 46 * 1_000_000)
    return bytes(content)


def really_many() -> bytes:
    return archive(*((f"{n}", b"") for n in range(6_000)))


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return archive(("a", b"1"), ("a", b"2"))


@pytest.mark.parametrize(
    "make",
    [
        link, bomb, overlapping, many, really_many, twice,
        *(lambda name=name: renamed(name) for name in (
            b"../../etc/passwd", b"/etc/passwd", b"a/../../b", b"C:\\x", b"a\\..\\b", b"\\\\host\\x",
            b"./a", b"con:x", b"a\x00b", b"..",
        )),
        lambda: b"", lambda: b"PK", lambda: b"hello" * 100, lambda: archive(("a", b"x"))[:-5],
    ],
)  # fmt: skip
def test_refused_by_what_the_directory_says(make: Callable[[], bytes], tmp_path: Path) -> None:
    path = kept(tmp_path, make())
    began = time.process_time()
    with pytest.raises(BadArchive), open_archive(path, LIMITS):
        pass
    assert time.process_time() - began < 1
    assert os.listdir(tmp_path) == ["sent.zip"]


def test_one_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path: Path) -> None:
    path = kept(tmp_path, lying())
    tracemalloc.start()
    with pytest.raises(BadArchive), open_archive(path, LIMITS) as opened:
        opened.unpack("a", tmp_path / "out")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 << 20
    assert (tmp_path / "out").stat().st_size <= 100


def test_the_sum_of_all_members_has_a_limit(tmp_path: Path) -> None:
    path = kept(tmp_path, archive(("a", os.urandom(1000)), ("b", os.urandom(1000))))
    with open_archive(path, Limits(unpacked=2000)) as opened:
        _take_both(opened, tmp_path)
    with pytest.raises(BadArchive), open_archive(path, Limits(unpacked=1999)):
        pass
    with pytest.raises(BadArchive), open_archive(path, Limits(files=1)):
        pass


def _take_both(opened: Archive, folder: Path) -> None:
    for name in sorted(opened.names):
        opened.unpack(name, folder / name)


def test_a_member_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(BadArchive),
        open_archive(kept(tmp_path, archive(("a", b"x"))), LIMITS) as opened,
    ):
        opened.text("b")


def test_a_broken_checksum_is_found(tmp_path: Path) -> None:
    content = bytearray(archive(("a", os.urandom(5000))))
    content[2000] ^= 1
    with (
        pytest.raises(BadArchive),
        open_archive(kept(tmp_path, bytes(content)), LIMITS) as opened,
    ):
        opened.unpack("a", tmp_path / "out")
