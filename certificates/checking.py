"""Whether a file is a certificate as we issued it; pure, for the child process."""

import hashlib
import io
import logging
from collections.abc import Callable
from datetime import UTC

import pikepdf
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from certificates import seal
from certificates.statement import LARGEST, read
from certificates.verdict import FileVerdict, Outcome, settle

LIMIT = 10 * 1024 * 1024
ATTACHMENT = "statement.json"

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class Unproven(ValueError):
    """The signature, its signer or the statement does not hold."""


def check(
    file: bytes,
    roots: tuple[bytes, ...],
    *,
    known_digest: Callable[[str], str | None] | None = None,
) -> FileVerdict:
    """The verdict from the file alone, and from the register where one is at hand."""
    verdict = examine(file, roots)
    return settle(verdict, known_digest) if known_digest else verdict


def examine(file: bytes, roots: tuple[bytes, ...]) -> FileVerdict:
    """The verdict from the file alone."""
    if len(file) > LIMIT:
        return FileVerdict(Outcome.TOO_LARGE, "")
    digest = hashlib.sha256(file).hexdigest()
    if not file.startswith(b"%PDF-"):
        return FileVerdict(Outcome.NOT_A_CERTIFICATE, digest)
    try:
        return _proven(file, digest, roots)
    except (seal.Broken, Unproven):
        return FileVerdict(_blame(file, roots), digest, code=_claimed_code(file))


def _proven(file: bytes, digest: str, roots: tuple[bytes, ...]) -> FileVerdict:
    """The verdict on a file in which everything holds; else Broken or Unproven."""
    carried = seal.read(file).certificates
    try:
        reader = PdfFileReader(io.BytesIO(file))
        if len(reader.embedded_signatures) != 1:
            raise Unproven("not one signature")
        signature = reader.embedded_signatures[0]
        signed_at = signature.self_reported_timestamp
        context = ValidationContext(
            trust_roots=[asn1_x509.Certificate.load(root) for root in roots],
            moment=signed_at,
            allow_fetching=False,
        )
        status = validate_pdf_signature(signature, context)
        statement = read(_attachment(reader))
    except Exception as reason:  # a hostile file can make a parser raise anything
        raise Unproven("unreadable") from reason
    if not status.bottom_line or not _all_on_the_path(status, carried):
        raise Unproven("not signed by us")
    return FileVerdict(
        Outcome.SAMPLE if statement.sample else Outcome.GOOD,
        digest,
        code=statement.code,
        statement=statement,
        signer=status.signing_cert.subject.human_friendly,
        signed_at=signed_at and signed_at.astimezone(UTC),
    )


def _attachment(reader: PdfFileReader) -> bytes:
    """The one file that the paper says is its source."""
    associated = reader.root["/AF"]
    file = associated[0]
    if len(associated) != 1 or file["/UF"] != ATTACHMENT or file["/AFRelationship"] != "/Source":
        raise Unproven("another attachment")
    return bytes(file["/EF"]["/F"].data)


def _all_on_the_path(status: PdfSignatureStatus, carried: tuple[bytes, ...]) -> bool:
    """Whether the signature carries no certificate but those that were checked."""
    path = status.validation_path
    return path is not None and set(carried) <= {each.dump() for each in path.iter_certs(True)}


def _blame(file: bytes, roots: tuple[bytes, ...]) -> Outcome:
    """What to say of a file that does not hold: was it ours once?"""
    carried = seal.carried(file)
    if any(each == root or _issued_by(each, root) for each in carried for root in roots):
        return Outcome.ALTERED
    if carried:
        return Outcome.NOT_OURS
    if _claimed_code(file):
        return Outcome.ALTERED
    return Outcome.NOT_OURS if seal.is_signed(file) else Outcome.NOT_A_CERTIFICATE


def _issued_by(certificate: bytes, root: bytes) -> bool:
    try:
        above = x509.load_der_x509_certificate(root)
        x509.load_der_x509_certificate(certificate).verify_directly_issued_by(above)
    except Exception:
        return False
    return True


def _claimed_code(file: bytes) -> str | None:
    """The code that a file claims, to show what was really issued; proves nothing."""
    try:
        with pikepdf.open(io.BytesIO(file)) as pdf:
            return read(pdf.attachments[ATTACHMENT].get_file().read_bytes()[: LARGEST + 1]).code
    except Exception:
        return None
