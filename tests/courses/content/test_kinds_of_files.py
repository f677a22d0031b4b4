"""A file is what its bytes are; its name decides nothing."""

from pathlib import Path

import pytest

from courses.content import images, kinds_of_files
from courses.content.kinds_of_files import examine, named
from courses.content.models import MediaKind
from courses.content.office import HasMacros
from lms.archives import BadArchive
from lms.errors import DomainError
from tests import files

SAMPLES = {
    "jpeg": (files.picture, MediaKind.IMAGE, "image/jpeg"),
    "png": (lambda: files.picture("PNG"), MediaKind.IMAGE, "image/png"),
    "gif": (lambda: files.picture("GIF", mode="P"), MediaKind.IMAGE, "image/gif"),
    "webp": (lambda: files.picture("WEBP"), MediaKind.IMAGE, "image/webp"),
    "avif": (lambda: files.picture("AVIF"), MediaKind.IMAGE, "image/avif"),
    "bmp": (lambda: files.picture("BMP"), MediaKind.IMAGE, "image/bmp"),
    "tiff": (lambda: files.picture("TIFF"), MediaKind.IMAGE, "image/tiff"),
    "svg": (lambda: b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", MediaKind.IMAGE, "image/svg+xml"),
    "pdf": (files.pdf, MediaKind.DOCUMENT, "application/pdf"),
    "docx": (files.word, MediaKind.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (files.open_document, MediaKind.DOCUMENT, "application/vnd.oasis.opendocument.text"),
    "doc": (files.old_word, MediaKind.DOCUMENT, "application/msword"),
    "xls": (lambda: files.old_word("Workbook"), MediaKind.DOCUMENT, "application/vnd.ms-excel"),
    "mp4": (files.film, MediaKind.VIDEO, "video/mp4"),
    "mp3": (files.sound, MediaKind.AUDIO, "audio/mpeg"),
    "wav": (lambda: files.sound("wav"), MediaKind.AUDIO, "audio/wav"),
    "ogg": (lambda: files.sound("ogg"), MediaKind.AUDIO, "audio/ogg"),
    "vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\nสวัสดี\n".encode, MediaKind.CAPTIONS, "text/vtt"),
    "srt": (lambda: b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n", MediaKind.CAPTIONS, "application/x-subrip"),
    "thai text": ("ตารางเรียน\nวันจันทร์".encode, MediaKind.OTHER, "text/plain"),
    "cp874 text": (lambda: "ตารางเรียน\r\nวันจันทร์".encode("cp874"), MediaKind.OTHER, "text/plain"),
}  # fmt: skip


def put(folder: Path, content: bytes, name: str = "x.bin") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["lie.exe", "lie.html", "lie.png", "noending", "lie.pdf.scr"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_name_decides_nothing(tmp_path: Path, sample: str, name: str) -> None:
    make, kind, content_type = SAMPLES[sample]
    found = examine(put(tmp_path, make()), name)
    assert (found.kind, found.content_type) == (kind, content_type)
    assert named(name, found).rpartition(".")[2] in (found.ending, "txt")


PROGRAMS = {
    "windows": b"MZ" + bytes(100),
    "linux": b"\x7fELF" + bytes(100),
    "mac": b"\xcf\xfa\xed\xfe" + bytes(100),
    "java": b"\xca\xfe\xba\xbe" + bytes(100),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100),
}
PAGES = {
    "html": b"<!DOCTYPE html><html><script>alert(1)</script>",
    "html after a comment": b"<!-- x -->\n\n<HTML><body onload=alert(1)>",
    "html with a mark": b"\xef\xbb\xbf  <html>",
    "utf-16 html": "<html><script>alert(1)</script>".encode("utf-16"),
    "html inside text": b"hello <script src=//x></script>",
    "xml": b"<?xml version='1.0'?><x:html xmlns:x='http://www.w3.org/1999/xhtml'/>",
    "php": b"text <?php system($_GET['c']); ?>",
}


@pytest.mark.parametrize("content", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(kinds_of_files.IsProgram):
        examine(put(tmp_path, content), "holiday.jpg")


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
def test_a_page_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(kinds_of_files.IsPage):
        examine(put(tmp_path, content), "notes.txt")


TWO = {
    "picture and archive": lambda: files.picture() + files.packed({"a.class": b"x"}),
    "gif and script": lambda: b"GIF89a/*<script>alert(1)</script>*/=1;" + files.picture("GIF", mode="P")[6:],
    "png with a page": lambda: files.picture("PNG")[:33] + b"<html><script>alert(1)</script>" + files.picture("PNG")[33:],
    "paper and archive": lambda: files.pdf() + files.packed({"a.exe": b"MZ"}),
    "picture and paper": lambda: files.picture()[:20] + b"%PDF-1.4 " + files.picture()[20:],
    "film and archive": lambda: files.film() + files.packed({"a.class": b"x"}),
}  # fmt: skip


@pytest.mark.parametrize("make", TWO.values(), ids=TWO)
def test_two_files_in_one_are_refused(tmp_path: Path, make: object) -> None:
    with pytest.raises(kinds_of_files.IsTwoThings):
        examine(put(tmp_path, make()), "x.jpg")  # type: ignore[operator]


def test_a_picture_that_a_phone_appended_a_film_to_is_a_picture(tmp_path: Path) -> None:
    moving = files.picture() + files.film()
    assert examine(put(tmp_path, moving), "MVIMG.jpg").content_type == "image/jpeg"


OTHERS = {
    "zip": lambda: files.packed({"a.txt": b"x"}),
    "jar": lambda: files.packed({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}),
    "rar": lambda: b"Rar!\x1a\x07\x00" + bytes(100),
    "gzip": lambda: b"\x1f\x8b\x08" + bytes(100),
    "word with a program": lambda: files.word(**{"word/embeddings/x.exe": b"MZ"}),
    "installer": lambda: files.old_word("Installer"),
}


@pytest.mark.parametrize("make", OTHERS.values(), ids=OTHERS)
def test_an_archive_is_refused(tmp_path: Path, make: object) -> None:
    with pytest.raises(kinds_of_files.IsArchive):
        examine(put(tmp_path, make()), "x.docx")  # type: ignore[operator]


@pytest.mark.parametrize(
    "make",
    [
        lambda: files.word(**{"word/vbaProject.bin": b"x"}),
        lambda: files.old_word() + "_VBA_PROJECT".encode("utf-16-le") + b"\x00\x00",
    ],
)
def test_macros_are_refused(tmp_path: Path, make: object) -> None:
    with pytest.raises(HasMacros):
        examine(put(tmp_path, make()), "x.docx")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02\x03" * 50, "cannot be told"),
        (b"%PDF-1.4\nnothing more", "not whole"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "HEIC"),
    ],
)
def test_what_is_not_taken_says_why(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(DomainError, match=says):
        examine(put(tmp_path, content), "x")


def test_a_paper_is_opened_before_it_is_taken(tmp_path: Path) -> None:
    assert images.open_pdf(put(tmp_path, files.pdf(3))) == 3
    with pytest.raises(images.BadPaper):
        images.open_pdf(put(tmp_path, b"%PDF-1.4\n garbage \n%%EOF"))
    import pikepdf

    locked = files.pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(images.LockedPaper):
        images.open_pdf(put(tmp_path, locked))


def test_a_damaged_office_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadArchive):
        examine(put(tmp_path, files.word()[:-30]), "x.docx")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\ก\\ภาพ งาน.JPEG", "ภาพ งาน.jpg"),
        ("a\x00b\n<c>.png", "abc.jpg"),
        ("...", "file.jpg"),
        ("ก" * 300, "ก" * 187 + ".jpg"),
        ("invoice.pdf.exe", "invoice.pdf.jpg"),
    ],
)
def test_a_name_is_made_safe(tmp_path: Path, typed: str, kept: str) -> None:
    assert named(typed, examine(put(tmp_path, files.picture()), typed)) == kept
