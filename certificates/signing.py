"""The institution's digital signature (PAdES), with keys of our own until it has real ones."""

import io
import os
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Signature"
READABLE = "ลายมือชื่อดิจิทัลของผู้ออกใบรับรอง"
ROOM = 8_192  # hex digits kept for the signature and its certificates
DEVELOPMENT = "Thaksa development"
FILES = ("authority.pem", "signer.pem", "signer-key.pem")


@dataclass(frozen=True)
class Keys:
    """A private key, its certificate, and the certificates up to the root (all DER)."""

    key: bytes = field(repr=False)
    certificate: bytes
    chain: tuple[bytes, ...]
    development: bool

    @property
    def roots(self) -> tuple[bytes, ...]:
        """What a checker must trust: the end of the chain."""
        return (self.chain[-1] if self.chain else self.certificate,)

    @property
    def owner(self) -> str:
        """Who signs, as the certificate says."""
        return x509.load_der_x509_certificate(self.certificate).subject.rfc4514_string()


class DatedSigner(signers.PdfSigner):
    """Signs at the time it is told, as our one clock gives it."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """The library's session, with our time."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def ensure_keys(folder: Path) -> Keys:
    """The development keys in `folder`, made on the first run; whoever is first wins."""
    home = folder / "development"
    if not home.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{secrets.token_hex(8)}"
        _make(draft)
        try:
            draft.rename(home)
        except OSError:
            shutil.rmtree(draft)
    authority, signer, key = (home / name for name in FILES)
    return Keys(
        key=_der_key(serialization.load_pem_private_key(key.read_bytes(), None)),
        certificate=_der(x509.load_pem_x509_certificate(signer.read_bytes())),
        chain=(_der(x509.load_pem_x509_certificate(authority.read_bytes())),),
        development=True,
    )


def read_pkcs12(path: Path, passphrase: bytes | None) -> Keys:
    """The institution's own keys; ValueError where the file or the passphrase is wrong."""
    key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase)
    if key is None or certificate is None:
        raise ValueError("no key with a certificate in that file")
    return Keys(
        key=_der_key(key),
        certificate=_der(certificate),
        chain=_upwards(certificate, others),
        development=False,
    )


def sign(pdf: bytes, keys: Keys, *, reason: str, at: datetime) -> bytes:
    """The file with one invisible, certifying signature that allows no change."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
    )
    place = fields.SigFieldSpec(FIELD, readable_field_name=READABLE)
    signer = DatedSigner(metadata, _signer(keys), new_field_spec=place)
    signer.at = at
    output = io.BytesIO()
    signer.sign_pdf(writer, output=output, bytes_reserved=ROOM)
    return output.getvalue()


@lru_cache(maxsize=4)
def _signer(keys: Keys) -> signers.SimpleSigner:
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(asn1_x509.Certificate.load(each) for each in keys.chain)
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(keys.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(keys.key),
        cert_registry=registry,
        embed_roots=True,
    )


def _make(folder: Path) -> None:
    """A development authority and a signer under it; the authority's own key is not kept."""
    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    authority = _certificate(f"{DEVELOPMENT} authority", authority_key, None, authority_key)
    signer = _certificate(f"{DEVELOPMENT} signer", key, authority, authority_key)
    folder.mkdir(mode=0o700)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for name, content in zip(
        FILES, (authority.public_bytes(pem), signer.public_bytes(pem), private), strict=True
    ):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    """An authority that signs itself, or a signer under it."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    root = issuer is None
    start = datetime(2020, 1, 1, tzinfo=UTC)  # demo certificates are signed in the past
    usage = x509.KeyUsage(
        digital_signature=not root,
        content_commitment=not root,
        key_cert_sign=root,
        crl_sign=root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder(subject_name=subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=40 * 365))
        .add_extension(x509.BasicConstraints(ca=root, path_length=0 if root else None), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    if not root:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(identifier, False)
    return builder.sign(issuer_key, hashes.SHA256())


def _upwards(leaf: x509.Certificate, others: list[x509.Certificate]) -> tuple[bytes, ...]:
    """The issuers of `leaf` among the others, the nearest first."""
    found: list[x509.Certificate] = []
    below = leaf
    while below.subject != below.issuer:
        above = next((each for each in others if each.subject == below.issuer), None)
        if above is None or above in found:
            break
        found.append(above)
        below = above
    return tuple(_der(each) for each in found)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _der_key(key: PrivateKeyTypes | pkcs12.PKCS12PrivateKeyTypes) -> bytes:
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise ValueError("neither an elliptic curve nor an RSA key")
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
