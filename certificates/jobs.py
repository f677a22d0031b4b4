"""What the worker does: draw, sign and keep papers, and draw what they look like."""

from collections.abc import Callable
from functools import partial

from certificates import composition, operations, press, queries
from certificates.models import PaperPreview
from certificates.statement import digest, read
from courses.public import Course
from lms import storage
from lms.db import db
from lms.errors import found
from lms.jobs.queue import LATER, SOON, daily, job


@job(queries.PAPER_JOB, priority=SOON)
def draw(certificate_id: int) -> Callable[[], None] | None:
    """Safe to run twice: the first signed file stays."""
    certificate = queries.by_id(certificate_id)
    if certificate.paper is not None:
        return None
    paper = press.sign_and_keep(read(certificate.statement))
    return partial(operations.keep_paper, certificate_id, paper)


@job("certificate.preview", priority=LATER)
def draw_preview(course_id: int) -> Callable[[], None] | None:
    """The paper of a course as a small picture; nothing where its looks have not changed."""
    statement = composition.specimen(found(db.session.get(Course, course_id)))
    looks, known = digest(statement), db.session.get(PaperPreview, course_id)
    if known is not None and known.looks == looks:
        return None
    picture = storage.put(press.picture(statement))
    return partial(operations.keep_preview, course_id, looks, picture)


@daily("03:20")
def order_missing_papers() -> Callable[[], None]:
    """A paper whose job died is tried again the next night."""

    def order() -> None:
        operations.order_missing_papers()

    return order


@daily("03:40")
def order_previews() -> Callable[[], None]:
    """A new emblem or signatory shows on the course pages the next day."""

    def order() -> None:
        operations.order_previews()

    return order
