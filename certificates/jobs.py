"""What the worker does: draw, sign and keep the paper of a certificate."""

from collections.abc import Callable
from functools import partial

from certificates import operations, queries
from certificates.press import sign_and_keep
from certificates.statement import read
from lms.jobs.queue import job


@job("certificate.draw")
def draw(certificate_id: int) -> Callable[[], None] | None:
    """Safe to run twice: the first signed file stays."""
    certificate = queries.by_id(certificate_id)
    if certificate.paper is not None:
        return None
    paper = sign_and_keep(read(certificate.statement))
    return partial(operations.keep_paper, certificate_id, paper)
