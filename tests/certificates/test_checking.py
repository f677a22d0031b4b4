import hashlib
import io
import random
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.general import SigningError

from certificates import checking, seal
from certificates.checking import LIMIT, check, examine
from certificates.rendering import render
from certificates.signing import Keys, ensure_keys, sign
from certificates.statement import Words
from certificates.verdict import Outcome
from tests.certificates.papers import paper, sample

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return ensure_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def signed(keys: Keys) -> bytes:
    return sign(render(paper()), keys, reason="ออกใบรับรอง", at=AT)


def hole(file: bytes) -> tuple[int, int]:
    return seal._hole(file)


def test_an_untouched_file_is_good(signed: bytes, keys: Keys) -> None:
    verdict = check(signed, keys.roots)
    assert verdict.outcome is Outcome.GOOD
    assert verdict.statement == paper()
    assert verdict.code == "7K2M9QXA4TBN"


def test_an_untouched_sample_is_a_sample(keys: Keys) -> None:
    file = sign(render(sample()), keys, reason="x", at=AT)
    assert check(file, keys.roots).outcome is Outcome.SAMPLE


def test_a_thousand_changed_bytes_are_all_seen(signed: bytes, keys: Keys) -> None:
    chance = random.Random(1)
    for _ in range(1000):
        changed = bytearray(signed)
        changed[chance.randrange(len(signed))] ^= chance.randrange(1, 256)
        with pytest.raises((seal.Broken, checking.Unproven)):
            checking._proven(bytes(changed), "", keys.roots)


def test_three_hundred_changed_digits_of_the_signature_are_all_seen(
    signed: bytes, keys: Keys
) -> None:
    chance, (start, end) = random.Random(2), hole(signed)
    for _ in range(300):
        changed = bytearray(signed)
        place = chance.randrange(start, min(start + 2_800, end))
        changed[place] = chance.choice(
            b"0123456789ABCDEFabcdef <>".replace(changed[place : place + 1], b"")
        )
        with pytest.raises((seal.Broken, checking.Unproven)):
            checking._proven(bytes(changed), "", keys.roots)


@pytest.mark.soak
def test_every_digit_of_the_signature_in_every_other_value(signed: bytes, keys: Keys) -> None:
    start, _ = hole(signed)
    for place in range(start + 1, start + 2_800):
        for digit in b"0123456789ABCDEF".replace(signed[place : place + 1], b""):
            changed = bytearray(signed)
            changed[place] = digit
            with pytest.raises((seal.Broken, checking.Unproven)):
                checking._proven(bytes(changed), "", keys.roots)


def test_two_hundred_appended_updates_are_all_seen(signed: bytes, keys: Keys) -> None:
    chance = random.Random(3)
    for turn in range(200):
        if turn % 2:
            more = chance.randbytes(chance.randrange(1, 200)) + b"\n%%EOF\n" * (turn % 4 == 1)
            file = signed + more
        else:
            writer = IncrementalPdfFileWriter(io.BytesIO(signed))
            writer.root["/Lang"] = pdf_string(f"x-{turn}")
            writer.update_root()  # type: ignore[no-untyped-call]
            output = io.BytesIO()
            writer.write(output)  # type: ignore[no-untyped-call]
            file = output.getvalue()
        assert check(file, keys.roots).outcome is Outcome.ALTERED


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file[:-1],
        lambda file: file + b"\n",
        lambda file: b" " + file,
        lambda file: file.replace(b"/ByteRange [0 ", b"/ByteRange [1 "),
        lambda file: file.replace(b"/ByteRange [0", b"/ByteRange  [0"),
        lambda file: file[: len(file) // 2],
        lambda file: file[: hole(file)[0] + 1] + file[hole(file)[0] + 1 : hole(file)[1]].lower() + file[hole(file)[1] :],
        lambda file: file.replace(b"%%EOF\n", b"%%EOF\r"),
    ],
    ids=range(8),
)  # fmt: skip
def test_none_of_these_is_good(change, signed: bytes, keys: Keys) -> None:  # type: ignore[no-untyped-def]
    assert check(change(signed), keys.roots).outcome not in (Outcome.GOOD, Outcome.SAMPLE)


def test_a_resaved_file_is_altered(signed: bytes, keys: Keys) -> None:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        pdf.save(output)
    verdict = check(output.getvalue(), keys.roots)
    assert (verdict.outcome, verdict.code) == (Outcome.ALTERED, "7K2M9QXA4TBN")
    assert verdict.statement is None


def test_a_file_signed_by_others_is_not_ours(keys: Keys, tmp_path: Path) -> None:
    forged = sign(render(paper()), ensure_keys(tmp_path), reason="x", at=AT)
    assert check(forged, keys.roots).outcome is Outcome.NOT_OURS


def test_an_unsigned_paper_is_not_good(keys: Keys) -> None:
    assert check(render(paper()), keys.roots).outcome is Outcome.ALTERED


def test_nothing_is_signed_twice(signed: bytes, keys: Keys) -> None:
    with pytest.raises(SigningError):
        sign(signed, keys, reason="x", at=AT)


def test_another_pdf_is_not_a_certificate(keys: Keys) -> None:
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(output)
    assert check(output.getvalue(), keys.roots).outcome is Outcome.NOT_A_CERTIFICATE


@pytest.mark.parametrize(
    "file", [b"", b"hello", b"%PDF-", b"PK\x03\x04", b"%PDF-1.7\n" + b"\0" * 5_000]
)
def test_what_is_no_pdf_is_not_a_certificate(file: bytes, keys: Keys) -> None:
    assert check(file, keys.roots).outcome is Outcome.NOT_A_CERTIFICATE


def test_a_large_file_is_not_read(keys: Keys) -> None:
    assert check(b"%PDF-" + b"\0" * LIMIT, keys.roots).outcome is Outcome.TOO_LARGE


def test_the_register_has_the_last_word(signed: bytes, keys: Keys) -> None:
    issued = hashlib.sha256(signed).hexdigest()
    again = sign(render(paper(holder=Words("นายอื่น", ""))), keys, reason="x", at=AT)
    assert check(signed, keys.roots, known_digest=lambda _: issued).outcome is Outcome.GOOD
    assert check(again, keys.roots, known_digest=lambda _: issued).outcome is Outcome.ALTERED
    assert check(signed, keys.roots, known_digest=lambda _: None).outcome is Outcome.UNKNOWN


def test_hostile_bytes_never_raise(signed: bytes, keys: Keys) -> None:
    chance = random.Random(4)
    for _ in range(60):
        at, size = chance.randrange(len(signed)), chance.randrange(1, 3_000)
        file = signed[:at] + chance.randbytes(size) + signed[at + chance.choice((0, size)) :]
        assert examine(file, keys.roots).outcome not in (Outcome.GOOD, Outcome.SAMPLE)
