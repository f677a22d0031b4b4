"""What a file is, told by its bytes and never by its name; what authors may not bring is refused."""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import puremagic

from courses.content import office, probing
from courses.content.models import MediaKind
from lms.archives import LONGEST_END, ends_like_an_archive
from lms.errors import DomainError
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l

HEAD = 4096
SNIFFED = 1500
LARGEST: dict[MediaKind, int] = {
    MediaKind.IMAGE: 50 << 20,
    MediaKind.DOCUMENT: 200 << 20,
    MediaKind.CAPTIONS: 2 << 20,
    MediaKind.OTHER: 20 << 20,
    MediaKind.AUDIO: 1 << 30,
    MediaKind.VIDEO: 4 << 30,
}


class NotTaken(DomainError):
    """A file that does not become part of a course."""

    field = "file"


class Empty(NotTaken):
    message = _l("This file is empty. Choose it again.")


class IsProgram(NotTaken):
    message = _l("This is a program. Programs are not taken: they can harm who downloads them.")


class IsPage(NotTaken):
    message = _l("This is a web page or code. Write it in the lesson's editor, or save it as PDF.")


class IsTwoThings(NotTaken):
    message = _l("This file is two kinds of file in one, as dangerous files are. It was not taken.")


class IsArchive(NotTaken):
    message = _l("Packed folders (ZIP, RAR …) are not taken. Unpack it and upload the files.")


class IsHeic(NotTaken):
    message = _l("Browsers cannot show HEIC pictures. Save it as JPEG and upload that.")


class TooLarge(NotTaken):
    """Says how large it may be."""


class Unknown(NotTaken):
    """Says what is taken instead."""


@dataclass(frozen=True)
class Found:
    """A kind, how it is sent, and the ending that its name gets."""

    kind: MediaKind
    content_type: str
    ending: str
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    about: dict[str, Any] = field(default_factory=dict)


IMAGES = {
    b"\xff\xd8\xff": Found(MediaKind.IMAGE, "image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": Found(MediaKind.IMAGE, "image/png", "png"),
    b"GIF87a": Found(MediaKind.IMAGE, "image/gif", "gif"),
    b"GIF89a": Found(MediaKind.IMAGE, "image/gif", "gif"),
    b"BM": Found(MediaKind.IMAGE, "image/bmp", "bmp"),
    b"II*\x00": Found(MediaKind.IMAGE, "image/tiff", "tif"),
    b"MM\x00*": Found(MediaKind.IMAGE, "image/tiff", "tif"),
}
WEBP = Found(MediaKind.IMAGE, "image/webp", "webp")
AVIF = Found(MediaKind.IMAGE, "image/avif", "avif")
SVG = Found(MediaKind.IMAGE, "image/svg+xml", "svg")
PDF = Found(MediaKind.DOCUMENT, "application/pdf", "pdf")
VTT = Found(MediaKind.CAPTIONS, "text/vtt", "vtt")
SRT = Found(MediaKind.CAPTIONS, "application/x-subrip", "srt")
PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"\x00asm",
)  # fmt: skip
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
FILMS: list[tuple[int, bytes, str, str]] = [
    (4, b"ftyp", "video/mp4", "mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm", "webm"),
    (8, b"AVI ", "video/x-msvideo", "avi"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv", "wmv"),
    (0, b"FLV\x01", "video/x-flv", "flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg", "mpg"),
    (0, b"OggS", "video/ogg", "ogv"),
]
SOUNDS: list[tuple[int, bytes, str, str]] = [
    (0, b"ID3", "audio/mpeg", "mp3"),
    (0, b"fLaC", "audio/flac", "flac"),
    (8, b"WAVE", "audio/wav", "wav"),
    (0, b"#!AMR", "audio/amr", "amr"),
]
AUDIO_OF = {"video/mp4": ("audio/mp4", "m4a"), "video/webm": ("audio/webm", "weba"),
            "video/ogg": ("audio/ogg", "ogg"), "video/x-ms-wmv": ("audio/x-ms-wma", "wma")}  # fmt: skip
TEXTS = {"csv": "text/csv", "tsv": "text/tab-separated-values", "md": "text/plain",
         "json": "application/json", "geojson": "application/geo+json"}  # fmt: skip
_page = re.compile(
    rb"<\s*(?:!doctype|html|script|head|body|iframe|object|embed|svg|style|title|meta|\?php|%@|\?xml)",
    re.I,
)
_srt = re.compile(r"\s*\d+\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")


def examine(path: Path, name: str) -> Found:
    """What the file is; raises a `DomainError` that says why it is not taken."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, size - LONGEST_END))
        tail = file.read()
    if not size:
        raise Empty
    found = _by_beginning(path, head) or _by_text(path, head, name)
    if found is None:
        raise Unknown(_what_instead(head))
    if size > LARGEST[found.kind]:
        most = LARGEST[found.kind] >> 20
        raise TooLarge(_("This kind of file may have %(most)s MB at most.", most=f"{most:,}"))
    if found.content_type not in office.PACKED and found is not SVG:
        _refuse_two_in_one(found, head, tail)
    return found


def named(name: str, found: Found) -> str:
    """The name it gets: without folders and controls, with the ending of what it is."""
    stem = re.split(r"[/\\]", name)[-1]
    stem = "".join(c for c in stem if c.isprintable() and c not in '<>:"|?*').strip(" .")
    front, dot, ending = stem.rpartition(".")
    is_ending = 1 < len(ending) < 6 and ending.isascii() and found.kind is not MediaKind.OTHER
    if dot and (is_ending or ending.lower() == found.ending):
        stem = front
    return f"{stem[: 190 - len(found.ending)] or 'file'}.{found.ending}"


def _by_beginning(path: Path, head: bytes) -> Found | None:
    sound = _sound(path, head)
    if sound is not None:
        return sound
    if head.startswith(PROGRAMS):
        raise IsProgram
    if head.startswith(ARCHIVES) or head[257:262] == b"ustar":
        raise IsArchive
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return AVIF
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        raise IsHeic
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    for beginning, found in IMAGES.items():
        if head.startswith(beginning) and (beginning != b"BM" or head[6:10] == b"\0\0\0\0"):
            return found
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK"):
        return _office(path, office.packed)
    if head.startswith(office.OLE):
        return _office(path, office.compound)
    return _film(path, head)


def _office(path: Path, look: Callable[[Path], tuple[str, str] | None]) -> Found:
    kind = look(path)
    if kind is None:
        raise IsArchive
    return Found(MediaKind.DOCUMENT, *kind)


def _sound(path: Path, head: bytes) -> Found | None:
    known = next((s for s in SOUNDS if head[s[0] : s[0] + len(s[1])] == s[1]), None)
    if known is not None:
        return _heard(path, *known[2:])
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 in (0xE0, 0xE2, 0xE4):
        with contextlib.suppress(probing.Unplayable):
            return _heard(path, "audio/mpeg", "mp3")
    return None


def _heard(path: Path, content_type: str, ending: str) -> Found:
    film = probing.probe(path, picture=False)
    return Found(MediaKind.AUDIO, content_type, ending, duration=film.duration)


def _film(path: Path, head: bytes) -> Found | None:
    known = next((f for f in FILMS if head[f[0] : f[0] + len(f[1])] == f[1]), None)
    if known is None and head[:1] == b"\x47" and head[188:189] == b"\x47" == head[376:377]:
        known = (0, b"", "video/mp2t", "ts")
    if known is None:
        return None
    _at, _beginning, content_type, ending = known
    if ending == "mp4" and head[8:12] == b"qt  ":
        content_type, ending = "video/quicktime", "mov"
    try:
        film = probing.probe(path)
    except probing.NoPicture:
        return _heard(path, *AUDIO_OF.get(content_type, ("audio/mp4", "m4a")))
    return Found(
        MediaKind.VIDEO, content_type, ending,
        duration=film.duration, width=film.width, height=film.height,
    )  # fmt: skip


def _by_text(path: Path, head: bytes, name: str) -> Found | None:
    """Text without controls; a page, a drawing or a script is told by what it begins with."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
        head = text.encode()
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(
        rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]",
        bare,
        re.S | re.I,
    ):
        return SVG
    if any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head):
        return None
    if _page.search(head[:SNIFFED]):
        raise IsPage
    if not _is_text(path):
        return None
    if bare.startswith(b"WEBVTT"):
        return VTT
    if _srt.match(bare.decode("utf-8", "replace")):
        return SRT
    ending = name.rpartition(".")[2].lower()
    known = ending if ending in TEXTS else "txt"
    return Found(MediaKind.OTHER, TEXTS.get(known, "text/plain"), known)


def _is_text(path: Path) -> bool:
    """Without a NUL anywhere; UTF-16 is text by its mark."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return True
        file.seek(0)
        while piece := file.read(1 << 20):
            if b"\x00" in piece:
                return False
    return True


def _refuse_two_in_one(found: Found, head: bytes, tail: bytes) -> None:
    """A picture that is also a page, a program's archive or a paper is made to deceive."""
    if found.kind is not MediaKind.OTHER and _page.search(head[:SNIFFED]):
        raise IsTwoThings
    if ends_like_an_archive(tail):
        raise IsTwoThings
    if found is not PDF and b"%PDF-" in head[:1024]:
        raise IsTwoThings
    if found is PDF and b"%%EOF" not in tail:
        raise NotTaken(_("This PDF is not whole. Save it again and upload that."))


def _what_instead(head: bytes) -> str:
    """Names the kind where it is known to anybody."""
    with contextlib.suppress(puremagic.PureError, ValueError):
        ending = puremagic.magic_string(head)[0].extension
        if ending:
            return _(
                "Files of the kind %(kind)s are not taken. Use pictures, videos, sound, PDF, Office "
                "files or plain text.",
                kind=ending,
            )
    return _(
        "It cannot be told what this file is. Use pictures, videos, sound, PDF, Office files or "
        "plain text."
    )
