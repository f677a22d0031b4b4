"""Files as people bring them, and as attackers do; made when they are asked for."""

import io
import struct
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

WORD = {
    "[Content_Types].xml": b'<?xml version="1.0"?><Types/>',
    "_rels/.rels": b"<Relationships/>",
    "word/document.xml": b"<document>" + b"text " * 200 + b"</document>",
}


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (1200, 800), mode: str = "RGB", **options: Any
) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert(mode)
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def pdf(pages: int = 2, **options: Any) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def packed(parts: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return target.getvalue()


def word(**more: bytes) -> bytes:
    return packed(WORD | more)


def open_document(kind: str = "text") -> bytes:
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": said, "content.xml": b"<office/>"}, stored=("mimetype",))


def old_word(stream: str = "WordDocument") -> bytes:
    name = stream.encode("utf-16-le") + b"\x00\x00"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name + bytes(2000)


@cache
def film(seconds: float = 1.0) -> bytes:
    return _made("-f", "lavfi", "-i", f"testsrc=size=320x180:rate=10:duration={seconds}",
                 "-pix_fmt", "yuv420p", "-movflags", "+frag_keyframe+empty_moov", "-f", "mp4")  # fmt: skip


@cache
def sound(kind: str = "mp3") -> bytes:
    return _made("-f", "lavfi", "-i", "sine=frequency=440:duration=1", "-f", kind)


def _made(*options: str) -> bytes:
    command = ["ffmpeg", "-v", "error", "-nostdin", *options, "pipe:1"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def heavy(path: Path, *, declared: int, real: int) -> Path:
    """An archive of one entry whose list says `declared` and which unpacks to `real` zeros."""
    import zlib

    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"".join(stream.compress(bytes(1 << 20)) for _ in range(real >> 20)) + stream.flush()
    name = b"word/document.xml"
    fixed = (20, 0, 8, 0, 0x21, 0, len(content), declared, len(name))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", *fixed, 0) + name
    listed = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, *fixed, 0, 0, 0, 0, 0, 0) + name
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), len(local) + len(content), 0
    )
    path.write_bytes(local + content + listed + end)
    return path
