"""Statement in, signed file out: the child draws, the key signs, the storage keeps."""

from functools import cache
from pathlib import Path

from certificates.signing import Keys, ensure_keys, read_pkcs12, sign
from certificates.statement import Statement
from flask import current_app
from lms import storage
from lms.child import Child
from lms.clock import now
from lms.config import Config


@cache
def renderer() -> Child:
    """One warm child a process, with limits; started at the first paper."""
    return Child("certificates.rendering", seconds=10)


def keys() -> Keys:
    """The institution's key from PKCS#12, else the development key of this copy."""
    config: Config = current_app.extensions["thaksa_config"]
    return _keys(config.data_dir, config.signing_p12, config.signing_p12_password)


@cache
def _keys(data_dir: Path, p12: str, password: str) -> Keys:
    if p12:
        return read_pkcs12(Path(p12), password.encode() or None)
    return ensure_keys(data_dir / "keys")


def sign_and_keep(statement: Statement) -> str:
    """Draw and sign; the digest under which the file is kept comes back."""
    return storage.put(signed(statement))


def signed(statement: Statement) -> bytes:
    pdf: bytes = renderer().call("certificates.rendering", "render", statement)
    return sign(pdf, keys(), reason=f"{statement.document.value} {statement.code}", at=now())
