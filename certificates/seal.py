"""The signature of a file as bytes, read more strictly than any library does.

A flipped digit in the unused room after a signature, or in a certificate that it merely carries,
stays "valid" elsewhere; here every byte of the file is either signed or the only one possible.
"""

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import cms, x509

RANGE = re.compile(rb"/ByteRange \[0 ([1-9][0-9]{0,8}) ([1-9][0-9]{0,8}) ([1-9][0-9]{0,8})\] *\n")
DIGITS = re.compile(rb"[0-9A-F]+")


class Broken(ValueError):
    """There is a signature, and it is not as we write them."""


@dataclass(frozen=True)
class Seal:
    """The certificates a signature carries (DER); their own worth is checked elsewhere."""

    certificates: tuple[bytes, ...]


def is_signed(file: bytes) -> bool:
    """Whether the file claims a signature at all."""
    return b"/ByteRange" in file


def read(file: bytes) -> Seal:
    """The one seal over the whole file; Broken where a byte is not as it must be."""
    content = _content(file)
    try:
        signed = cms.ContentInfo.load(content, strict=True)["content"]
        signer = signed["signer_infos"][0]
        attributes = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
        claimed = attributes["message_digest"][0].native
        rebuilt = _rebuilt(signed, signer)
        carried = tuple(each.chosen.dump() for each in signed["certificates"])
    except Exception as reason:  # a hostile file can make a parser raise anything
        raise Broken("not a signature") from reason
    if claimed != _digest(file):
        raise Broken("the digest is another")
    if rebuilt != content:
        raise Broken("not written as we write signatures")
    return Seal(carried)


def carried(file: bytes) -> tuple[bytes, ...]:
    """The certificates in whatever signature there is, or none: only to say whose it may be."""
    match = re.search(rb"/Contents\s*<([0-9A-Fa-f]{200,}?)(?:00)*>", file)
    try:
        digits = match[1] if match else b""
        content = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        signed = cms.ContentInfo.load(content)["content"]
        return tuple(each.chosen.dump() for each in signed["certificates"])
    except Exception:  # a hostile file can make a parser raise anything
        return ()


def _digest(file: bytes) -> bytes:
    start, end = _hole(file)
    digest = hashlib.sha256(memoryview(file)[:start])
    digest.update(memoryview(file)[end:])
    return digest.digest()


def _hole(file: bytes) -> tuple[int, int]:
    """Where the signature lies; everything else up to the last byte is signed."""
    match = RANGE.search(file)
    if match is None or file.count(b"/ByteRange") != 1 or not file.endswith(b"%%EOF\n"):
        raise Broken("not one range over the whole file")
    start, end, rest = (int(number) for number in match.groups())
    if not (end + rest == len(file) and start + 2 < end <= match.start()):
        raise Broken("the range leaves something out")
    if file[start : start + 1] + file[end - 1 : end] != b"<>":
        raise Broken("the range is not around the signature")
    if not file[:start].endswith(b"/Contents "):
        raise Broken("the range is not around the signature")
    return start, end


def _content(file: bytes) -> bytes:
    """The signature itself: capital digits, then nothing but zeros."""
    start, end = _hole(file)
    digits = file[start + 1 : end - 1]
    if not DIGITS.fullmatch(digits) or len(digits) % 2:
        raise Broken("digits")
    content = bytes.fromhex(digits.decode())
    if content[:2] != b"\x30\x82":
        raise Broken("not a signature")
    length = 4 + int.from_bytes(content[2:4], "big")
    if length > len(content) or content[length:].strip(b"\0"):
        raise Broken("something after the signature")
    return content[:length]


def _rebuilt(signed: cms.SignedData, signer: cms.SignerInfo) -> bytes:
    """The signature written anew from the parts that are signed or checked elsewhere."""
    algorithm = signer["signature_algorithm"]
    fresh = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": {
                "version": "v1",
                "digest_algorithms": [{"algorithm": "sha256"}],
                "encap_content_info": {"content_type": "data"},
                "certificates": [
                    cms.CertificateChoices("certificate", _as_signed(each.chosen))
                    for each in signed["certificates"]
                ],
                "signer_infos": [
                    {
                        "version": "v1",
                        "sid": _named(signer, signed),
                        "digest_algorithm": {"algorithm": "sha256"},
                        "signed_attrs": signer["signed_attrs"],
                        "signature_algorithm": {"algorithm": algorithm["algorithm"].native},
                        "signature": signer["signature"].native,
                    }
                ],
            },
        }
    )
    return bytes(fresh.dump())


def _named(signer: cms.SignerInfo, signed: cms.SignedData) -> cms.SignerIdentifier:
    """The name of the signer as its certificate has it; a library also takes it in other case."""
    for certificate in (each.chosen for each in signed["certificates"]):
        parts = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        exact = cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(parts))
        if exact.dump() == signer["sid"].dump():
            return exact
    raise Broken("signed by a certificate that it does not carry")


def _as_signed(certificate: x509.Certificate) -> x509.Certificate:
    """The certificate with nothing in it that its issuer did not sign."""
    inside = certificate["tbs_certificate"]
    return x509.Certificate(
        {
            "tbs_certificate": inside,
            "signature_algorithm": inside["signature"],
            "signature_value": certificate["signature_value"].native,
        }
    )
