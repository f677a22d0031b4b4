"""What a checked file turned out to be; light, for the web process to know."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from certificates.statement import Statement


class Outcome(StrEnum):
    GOOD = "good"
    SAMPLE = "sample"
    ALTERED = "altered"
    UNKNOWN = "unknown"  # signed by us, but not in this register
    NOT_OURS = "not_ours"
    NOT_A_CERTIFICATE = "not_a_certificate"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class FileVerdict:
    """What the file is; `statement` only where every byte of it is proven."""

    outcome: Outcome
    digest: str
    code: str | None = None
    statement: Statement | None = None
    signer: str | None = None
    signed_at: datetime | None = None


def settle(verdict: FileVerdict, known_digest: Callable[[str], str | None]) -> FileVerdict:
    """The verdict after a look at the SHA-256 that the register has for that code."""
    if verdict.code is None or verdict.outcome not in (Outcome.GOOD, Outcome.SAMPLE):
        return verdict
    known = known_digest(verdict.code)
    if known == verdict.digest:
        return verdict
    outcome = Outcome.UNKNOWN if known is None else Outcome.ALTERED
    return replace(verdict, outcome=outcome, statement=None)
