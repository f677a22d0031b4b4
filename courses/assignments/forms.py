"""What a learner's page of an assignment sends."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from werkzeug.datastructures import FileStorage, MultiDict

from courses.assignments.naming import file_name
from courses.assignments.operations.drafts import Typing
from courses.content.handed_in import Looked, look
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import normalise

TEXT = "text"


class NoFile(DomainError):
    message = _l("Choose a file first.")
    field = "file"


class Unreadable(DomainError):
    message = _l("This answer came without a number that can be read. Reload the page.")


@dataclass(frozen=True)
class Chosen:
    """A file as it came: its own name with a true ending, and what it is."""

    name: str
    looked: Looked
    stream: IO[bytes]


def typed_text(form: MultiDict[str, str], name: str = TEXT) -> str | None:
    """The text of the page; None where the page had none."""
    return normalise(form[name], lines=True) if name in form else None


def typing(form: MultiDict[str, str], token: str) -> Typing:
    """`seq` and `at` of the page's script."""
    number = form.get("seq", "0")
    if not (number.isascii() and number.isdigit() and len(number) <= 16):
        raise Unreadable
    return Typing(int(number), writer(token), _moment(form.get("at", "")))


def writer(token: str) -> str:
    """Which browser writes: its log-in, without the secret."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return read if read.tzinfo else None


def chosen(upload: FileStorage | None) -> Chosen:
    if upload is None or not upload.filename:
        raise NoFile
    looked = look(upload.stream)
    return Chosen(file_name(upload.filename, looked.ending), looked, upload.stream)
