"""What may be handed in as evidence, by what the file holds, not by what it is called. Pure."""

import io
import zipfile

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", WORKBOOK: "xlsx"}


class NotAPaper(DomainError):
    message = _l("Evidence is a PDF, a picture (PNG, JPEG) or an Excel workbook (XLSX).")
    field = "file"


def kind_of(name: str, content: bytes) -> str:
    """The content type of a PDF, a picture or a workbook; refuses everything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04") and name.lower().endswith(".xlsx") and _is_book(content):
        return WORKBOOK
    raise NotAPaper


def _is_book(content: bytes) -> bool:
    """Nothing is unpacked: the directory says enough."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return "xl/workbook.xml" in names and not any(n.endswith("vbaProject.bin") for n in names)
