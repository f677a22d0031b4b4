import os
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import load_der_x509_certificate

from certificates.checking import check
from certificates.designs import KEYS
from certificates.rendering import render
from certificates.signing import FILES, Keys, ensure_keys, read_pkcs12, sign
from certificates.verdict import Outcome
from tests.certificates.papers import paper

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def says_pdfsig(file: bytes, keys: Keys, folder: Path) -> str:
    """What poppler says, trusting our root."""
    (folder / "root.der").write_bytes(keys.roots[0])
    (folder / "signed.pdf").write_bytes(file)
    trust = f"certutil -N -d {folder} --empty-password && certutil -A -d {folder} -n us -t CT,C,C -i {folder}/root.der"
    subprocess.run(["bash", "-c", trust], check=True, capture_output=True)
    done = subprocess.run(
        ["pdfsig", "-nssdir", folder, folder / "signed.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_the_keys_stay_the_same(tmp_path: Path) -> None:
    assert ensure_keys(tmp_path / "keys") == ensure_keys(tmp_path / "keys")


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    ensure_keys(tmp_path / "keys")
    for name in FILES:
        path = tmp_path / "keys" / "development" / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_two_that_start_at_once_have_one_pair(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ensure_keys(tmp_path / "keys"), range(8)))
    assert len(set(made)) == 1
    assert os.listdir(tmp_path / "keys") == ["development"]


def test_the_private_key_is_not_shown() -> None:
    assert "secret" not in repr(Keys(b"secret", b"", (b"x",), True))


@pytest.mark.parametrize("design", KEYS)
def test_poppler_and_pyhanko_say_valid(design: str, tmp_path: Path) -> None:
    keys = ensure_keys(tmp_path / "keys")
    file = sign(render(paper(design=design)), keys, reason="ออกใบรับรอง", at=AT)
    said = says_pdfsig(file, keys, tmp_path)
    assert "Signature is Valid" in said
    assert "Certificate is Trusted" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert check(file, keys.roots).signed_at == AT


def test_the_institution_brings_its_own_keys(tmp_path: Path) -> None:
    made = ensure_keys(tmp_path)
    key = serialization.load_der_private_key(made.key, None)
    secret = serialization.BestAvailableEncryption(b"open sesame")
    certificate, *chain = (
        load_der_x509_certificate(each) for each in (made.certificate, *made.chain)
    )
    bundle = pkcs12.serialize_key_and_certificates(b"us", key, certificate, chain, secret)  # type: ignore[arg-type]
    path = tmp_path / "keys.p12"
    path.write_bytes(bundle)
    keys = read_pkcs12(path, b"open sesame")
    assert not keys.development
    file = sign(render(paper()), keys, reason="x", at=AT)
    assert check(file, made.roots).outcome is Outcome.GOOD
    with pytest.raises(ValueError, match=r"(?i)password"):
        read_pkcs12(path, b"wrong")


def test_a_paper_of_the_past_is_signed_in_the_past(tmp_path: Path) -> None:
    keys, then = ensure_keys(tmp_path), AT - timedelta(days=900)
    verdict = check(sign(render(paper()), keys, reason="x", at=then), keys.roots)
    assert (verdict.outcome, verdict.signed_at) == (Outcome.GOOD, then)
