import io
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import page as conformance
import pikepdf
import pypdf
import pytest
import segno

from certificates.designs import KEYS
from certificates.page import qr
from certificates.rendering import DESIGNS, render
from certificates.statement import CourseTitle, DocumentType, Signatory, Words, canonical, read
from tests.certificates.papers import INK, ISSUERS, POST, hardest_names, paper, sample

PROFILES = (conformance.ValidationProfile.PDF_A_3A, conformance.ValidationProfile.PDF_UA_1)


def read_by_poppler(file: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=file, capture_output=True, check=True
    )
    return done.stdout.decode()


def read_by_pypdf(file: bytes) -> str:
    text = pypdf.PdfReader(io.BytesIO(file)).pages[0].extract_text()
    return re.sub(r"([่-๋]?)\u0E4D([่-๋]?)\u0E32", r"\1\2ำ", text)


def comes_back(names: list[str]) -> None:
    """Four names on a paper: the holder's, and three in brackets under the signatures."""
    for at in range(0, len(names), 4):
        four = (names[at : at + 4] + names[:4])[:4]
        signatories = tuple(Signatory(POST, None, name, INK) for name in four[1:])
        design = KEYS[at // 4 % 2]
        file = render(paper(design=design, holder=Words(four[0], ""), signatories=signatories))
        for text in (read_by_poppler(file), read_by_pypdf(file)):
            lines = re.sub(r"[ \u00a0]+", " ", text.replace("\n", " "))
            assert four[0] in [line.strip() for line in text.splitlines()]
            for name in four[1:]:
                assert f"({name})" in lines


def test_the_hardest_names_come_back_letter_by_letter() -> None:
    comes_back(hardest_names(40))


@pytest.mark.soak
def test_three_hundred_names_come_back_letter_by_letter() -> None:
    comes_back(hardest_names(300))


@pytest.mark.parametrize("design", KEYS)
def test_every_paper_is_pdf_a_3a_and_pdf_ua_1(design: str) -> None:
    crowded = {
        "issuers": ISSUERS,
        "signatories": (Signatory(POST, ISSUERS[0].name, "นายก ข", INK),) * 3,
    }
    for statement in (paper(design=design), paper(design=design, **crowded), sample(design=design)):
        for profile in PROFILES:
            report = conformance.validate_pdf_bytes(render(statement), profile=profile)
            assert not [failure.message for failure in report.failures]


def test_the_statement_can_be_taken_out_again() -> None:
    with pikepdf.open(io.BytesIO(render(paper()))) as pdf:
        attached = pdf.attachments["statement.json"]
        assert attached.get_file().read_bytes() == canonical(paper())
        assert attached.relationship == "/Source"
        assert len(pdf.Root.AF) == 1


def test_the_same_statement_is_the_same_file() -> None:
    assert render(paper()) == render(read(canonical(paper())))


@pytest.mark.parametrize("design", KEYS)
@pytest.mark.parametrize("name", ["ก" * 120, "น้ำ" * 40, "W" * 120, "ซี"], ids=range(4))
def test_a_name_stays_on_one_line_and_on_the_paper(design: str, name: str) -> None:
    middle = DESIGNS[design].middle
    boxes = boxes_of(render(paper(design=design, holder=Words(name, ""))), name)
    assert len(boxes) == 1
    left, right = boxes[0]
    assert left > middle.x - 3
    assert right < middle.x + middle.width + 3


def boxes_of(file: bytes, text: str) -> list[tuple[float, float]]:
    """Left and right edge, in millimetres, of each line that reads so."""
    command = ["pdftotext", "-bbox-layout", "-", "-"]
    done = subprocess.run(command, input=file, capture_output=True, check=True).stdout.decode()
    lines = re.findall(r'<line xMin="([\d.]+)".*?xMax="([\d.]+)".*?</line>', done, re.S)
    spoken = re.findall(r"<line .*?</line>", done, re.S)
    heard = ["".join(re.findall(r">([^<]+)</word>", line)) for line in spoken]
    edges = [(float(a) / 72 * 25.4, float(b) / 72 * 25.4) for a, b in lines]
    return [edge for edge, said in zip(edges, heard, strict=True) if said == text.replace(" ", "")]


def test_a_title_breaks_between_its_pieces() -> None:
    pieces = ("การพัฒนากำลังคน", "ดิจิทัล", "เพื่อขับเคลื่อน", "เศรษฐกิจสร้างสรรค์", "ด้วยปัญญาประดิษฐ์",
              "เชิงกำเนิด", "สำหรับ", "ผู้ประกอบการ", "ท้องถิ่น")  # fmt: skip
    title = "".join(pieces)
    text = read_by_poppler(render(paper(course=CourseTitle("C", Words(title, ""), pieces))))
    said = "\n".join(text.splitlines())
    start = said.index("“") + 1
    lines = said[start : said.index("”")].split("\n")
    assert len(lines) == 2
    assert lines[0] in {"".join(pieces[:at]) for at in range(len(pieces))}
    assert "".join(lines) == title


def test_digits_are_thai_or_not() -> None:
    thai, western = (read_by_poppler(render(paper(thai_digits=each))) for each in (True, False))
    assert "ให้ไว้ ณ วันที่ ๒๒ เดือน พฤศจิกายน พุทธศักราช ๒๕๖๙" in thai
    assert "เลขที่ RMUTI ๓-๐๐๔๒/๒๕๗๐" in thai
    assert "ให้ไว้ ณ วันที่ 22 เดือน พฤศจิกายน พุทธศักราช 2569" in western
    assert "7K2M 9QXA 4TBN" in thai


@pytest.mark.parametrize("document", DocumentType)
def test_each_document_has_its_own_word(document: DocumentType) -> None:
    words = {"wuthibat": "วุฒิบัตร", "kiattibat": "เกียรติบัตร", "prakat": "ประกาศนียบัตร"}
    text = read_by_poppler(render(paper(document=document)))
    assert words[document] in text.splitlines()
    assert "CERTIFICATE" in text


@pytest.mark.parametrize("design", KEYS)
def test_a_sample_says_so(design: str) -> None:
    assert read_by_poppler(render(sample(design=design))).count("ตัวอย่าง") == 2
    assert "ตัวอย่าง" not in read_by_poppler(render(paper(design=design)))


def test_a_letter_that_the_font_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="letter"):
        render(paper(holder=Words("王小明", "")))


def test_an_unknown_design_is_refused() -> None:
    with pytest.raises(ValueError, match="design"):
        render(paper(design="baroque"))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    hits: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                hits.append("hit")
                line.close()

        Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", hits
        server.shutdown(socket.SHUT_RDWR)


def test_nothing_that_a_picture_names_is_fetched(
    listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, hits = listener
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>SECRET</text></svg>')
    for target in (address, secret.as_uri(), str(secret), "//" + address[7:], "asset:qr"):
        evil = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
            f'<style>@import url("{target}/a.css"); rect {{ fill: url("{target}#x") }}'
            f'@font-face {{ font-family: x; src: url("{target}") }}</style>'
            f'<image href="{target}" width="9" height="9"/><image xlink:href="{target}"/>'
            f'<use href="{target}#a"/><rect width="9" height="9"/><text>a</text></svg>'
        )
        issuer = replace(ISSUERS[0], emblem=evil)
        signatory = Signatory(POST, signature='<?xml version="1.0"?>' + evil)
        text = read_by_poppler(render(paper(issuers=(issuer,), signatories=(signatory,))))
        assert "SECRET" not in text
    entity = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(ValueError, match="SVG"):
        Signatory(POST, signature=entity + "<svg>&e;</svg>")
    time.sleep(0.05)
    assert hits == []


def test_markup_in_a_name_is_only_text() -> None:
    name = "<img src=x> {{ 7*7 }} & <b>"
    assert name in read_by_poppler(render(paper(holder=Words(name, "")))).splitlines()


def test_the_address_is_said_beside_the_code() -> None:
    with pikepdf.open(io.BytesIO(render(paper()))) as pdf:
        dictionaries = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        said = [str(each.Alt) for each in dictionaries if "/Alt" in each]
    assert said == [f"คิวอาร์โค้ดสำหรับตรวจสอบ {paper().verify_url}"]


def test_the_code_is_the_address_at_level_q() -> None:
    drawn = qr("HTTPS://THAKSA.EXAMPLE/V/7K2M9QXA4TBN").decode()
    matrix = [
        list(line)
        for line in segno.make(
            "HTTPS://THAKSA.EXAMPLE/V/7K2M9QXA4TBN", error="q", boost_error=False, micro=False
        ).matrix
    ]
    assert len(matrix) == 29  # version 3
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn)
    dark = {(int(x) + at - 4, int(y) - 4) for x, y, size in runs for at in range(int(size))}
    assert dark == {(x, y) for y, line in enumerate(matrix) for x, on in enumerate(line) if on}
