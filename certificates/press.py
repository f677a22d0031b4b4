"""Statement in, signed file out: the child draws, the key signs, the storage keeps."""

import io
import subprocess
from functools import cache
from pathlib import Path

from flask import current_app
from PIL import Image

import certificates.verdict  # noqa: F401 - the child's answers are of its classes
from certificates.signing import Keys, ensure_keys, read_pkcs12, sign
from certificates.statement import Statement
from lms import storage
from lms.child import Child
from lms.clock import now
from lms.config import Config

PREVIEW_WIDTH = 560


@cache
def renderer() -> Child:
    """One warm child a process, with limits; started at the first paper."""
    return Child("certificates.rendering", seconds=10)


@cache
def examiner() -> Child:
    """Another for strangers' files: what they break is only theirs."""
    return Child("certificates.checking", seconds=10)


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
    pdf = _drawn(statement)
    return sign(pdf, keys(), reason=f"{statement.document.value} {statement.code}", at=now())


def picture(statement: Statement) -> bytes:
    """The paper as a small WebP."""
    size = ["-scale-to-x", str(PREVIEW_WIDTH * 2), "-scale-to-y", "-1"]
    png = subprocess.run(  # noqa: S603 - our own paper, and nothing of it in the command
        ["pdftoppm", "-png", "-singlefile", *size, "-"],  # noqa: S607
        input=_drawn(statement),
        capture_output=True,
        check=True,
        timeout=20,
    ).stdout
    target = io.BytesIO()
    with Image.open(io.BytesIO(png)) as page:
        height = round(page.height * PREVIEW_WIDTH / page.width)
        small = page.convert("RGB").resize((PREVIEW_WIDTH, height), Image.Resampling.LANCZOS)
    small.save(target, "WEBP", quality=62, method=6)
    return target.getvalue()


def _drawn(statement: Statement) -> bytes:
    drawn: bytes = renderer().call("certificates.rendering", "render", statement)
    return drawn
