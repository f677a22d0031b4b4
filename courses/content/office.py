"""Office files: a ZIP or a compound file that says which program writes it, and holds no program."""

import mmap
import zipfile
from pathlib import Path

from lms import archives
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MS = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PARTS = {
    "word/document.xml": (f"{_MS}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_MS}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_MS}presentationml.presentation", "pptx"),
}
OPEN = {
    f"{_OPEN}text": "odt",
    f"{_OPEN}spreadsheet": "ods",
    f"{_OPEN}presentation": "odp",
    f"{_OPEN}graphics": "odg",
}
BOOK = "application/epub+zip"
STREAMS = {
    "WordDocument": ("application/msword", "doc"),
    "Workbook": ("application/vnd.ms-excel", "xls"),
    "PowerPoint Document": ("application/vnd.ms-powerpoint", "ppt"),
}
PACKED = {kind for kind, _ending in PARTS.values()} | set(OPEN) | {BOOK}
PROGRAMS = (".exe", ".dll", ".com", ".scr", ".jar", ".class", ".dex", ".js", ".vbs", ".bat", ".cmd")


class HasMacros(DomainError):
    message = _l("This file holds macros (small programs). Save it without macros and try again.")
    field = "file"


class IsLocked(DomainError):
    message = _l("This file is protected by a password. Take the protection away and try again.")
    field = "file"


def packed(path: Path) -> tuple[str, str] | None:
    """(content type, ending) of a modern office file; None for any other archive."""
    entries = archives.check(path)
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise HasMacros
    kind = next((kind for part, kind in PARTS.items() if part in names), None)
    if kind is not None and "[Content_Types].xml" in names:
        return None if _holds_programs(names) else kind
    if entries and entries[0].filename == "mimetype" and entries[0].file_size < 200:
        with zipfile.ZipFile(path) as archive:
            said = archive.read("mimetype").decode("ascii", "replace").strip()
        if said == BOOK:
            return BOOK, "epub"
        if said in OPEN and not any(n.startswith(("Basic/", "Scripts/")) for n in names):
            return said, OPEN[said]
        if said in OPEN:
            raise HasMacros
    return None


def _holds_programs(names: set[str]) -> bool:
    return any(name.lower().endswith(PROGRAMS) for name in names)


def compound(path: Path) -> tuple[str, str] | None:
    """(content type, ending) of an office file from before 2007; None for any other of its kind."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if any(content.find(_wide(name)) >= 0 for name in ("_VBA_PROJECT", "VBA", "Macros")):
            raise HasMacros
        if content.find(_wide("EncryptedPackage")) >= 0:
            raise IsLocked
        for stream, kind in STREAMS.items():
            if content.find(_wide(stream)) >= 0:
                return kind
    return None


def _wide(name: str) -> bytes:
    """As a directory of a compound file writes a name: two bytes a letter, then an end."""
    return name.encode("utf-16-le") + b"\x00\x00"
