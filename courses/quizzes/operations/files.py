"""Files as answers: looked at and stored first, then put beside the answer in one short step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from sqlalchemy import bindparam, delete, select

from courses.content import handed_in
from courses.quizzes.models import AnswerFile
from courses.quizzes.operations.answers import put_answer
from courses.quizzes.paper import Question, Slot
from courses.quizzes.queries import Sheet
from lms.clock import now
from lms.db import db
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.jobs.queue import enqueue

LONGEST_NAME = 200
A_WHILE = timedelta(hours=1)


class WrongType(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(_l("“%(name)s” is not of a type that may be handed in here.", name=name))


class TooLarge(DomainError):
    def __init__(self, name: str, megabytes: int) -> None:
        super().__init__(_l("“%(name)s” is larger than %(size)s MB.", name=name, size=megabytes))


class TooMany(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(
            _l("At most %(count)s files may be handed in here. Take one away first.", count=count)
        )


@dataclass(frozen=True)
class Received:
    """A file that lies in the storage and belongs to nobody yet."""

    name: str
    content_type: str
    size: int
    digest: str


def receive(question: Question, stream: IO[bytes], name: str) -> Received:
    """Look at a file by its content and store it; before the first statement that writes."""
    name = _shown(name)
    body = question.body
    looked = handed_in.look(stream)
    if not handed_in.matches(looked, tuple(body["types"])):
        raise WrongType(name)
    most = body["megabytes"] << 20
    if stream.seek(0, 2) > most:
        raise TooLarge(name, body["megabytes"])
    digest, size = handed_in.keep(stream, most=most)
    return Received(name, looked.content_type, size, digest)


def _shown(name: str) -> str:
    """The last part of a path, without what cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).strip()[-LONGEST_NAME:] or "file"


def hand_in(sheet: Sheet, slot: Slot, files: list[Received], *, writer: str) -> None:
    """Put files beside what was handed in before, all of them or none; the same one twice is one."""

    def add(before: list[str]) -> list[str]:
        most = slot.question.body["files"]
        new = [file for file in files if not _is_there(sheet, slot, file)]
        if len(before) + len(new) > most:
            raise TooMany(most)
        return before + [_add(sheet, slot, file).public_id for file in new]

    _change(sheet, slot, add, writer=writer)


def take_away(sheet: Sheet, slot: Slot, public_id: str, *, writer: str) -> None:
    """A file that was handed in by mistake; taken away twice is taken away."""

    def remove(before: list[str]) -> list[str]:
        gone = db.session.scalar(
            delete(AnswerFile)
            .where(AnswerFile.attempt_id == sheet.id, AnswerFile.public_id == public_id)
            .returning(AnswerFile.digest)
        )
        if gone is not None:
            discard_later(gone)
        return [name for name in before if name != public_id]

    _change(sheet, slot, remove, writer=writer)


def _change(
    sheet: Sheet, slot: Slot, change: Callable[[list[str]], list[str]], *, writer: str
) -> None:
    put_answer(sheet, slot, lambda: change(_names(sheet, slot)) or None, writer=writer)


_files = (
    select(AnswerFile.public_id)
    .where(
        AnswerFile.attempt_id == bindparam("attempt_id"),
        AnswerFile.question_version_id == bindparam("question_id"),
    )
    .order_by(AnswerFile.id)
)


def _names(sheet: Sheet, slot: Slot) -> list[str]:
    values = {"attempt_id": sheet.id, "question_id": slot.question.id}
    return list(db.session.scalars(_files, values))


def _is_there(sheet: Sheet, slot: Slot, file: Received) -> bool:
    """Sent again because the line dropped before the answer came."""
    same = select(AnswerFile.id).where(
        AnswerFile.attempt_id == sheet.id,
        AnswerFile.question_version_id == slot.question.id,
        AnswerFile.digest == file.digest,
        AnswerFile.name == file.name,
    )
    return db.session.scalar(same) is not None


def _add(sheet: Sheet, slot: Slot, file: Received) -> AnswerFile:
    row = AnswerFile(
        attempt_id=sheet.id,
        question_version_id=slot.question.id,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        digest=file.digest,
    )
    db.session.add(row)
    db.session.flush()  # the answer names it
    return row


def drop(files: list[Received]) -> None:
    """Files that came and were refused; what somebody else handed in stays."""
    for file in files:
        handed_in.discard(file.digest)


def discard_later(digest: str) -> None:
    """When nobody can be in the middle of handing in the same content."""
    at = now() + A_WHILE
    enqueue("quizzes.discard", key=f"quizzes.discard/{digest}/{at:%Y%m%d%H}", at=at, digest=digest)
