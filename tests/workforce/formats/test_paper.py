"""The PDF: tagged, Thai that can be copied, charts as vectors, nothing fetched."""

import contextlib
import io
import socket
import subprocess
import threading
from typing import Any

import pytest
from markupsafe import Markup
from pypdf import PdfReader

from lms.i18n import speaking
from lms.workforce.asking import Cell
from lms.workforce.formats import Line, to_pdf
from lms.workforce.printing import printed
from tests.workforce.formats.sheets import PEOPLE, sheet

CHART = Markup(
    '<svg viewBox="0 0 320 60" role="img" aria-labelledby="t"><title id="t">กราฟ</title><rect class="bar" width="200" height="20"/>'
    '<text x="0" y="50">น้ำผึ้ง ที่อยู่ ขามสะแกแสง</text></svg>'
)


def read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    command = ["pdftotext", "-layout", "-", "-"]
    words = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=20).stdout
    return reader, words.decode()


@pytest.fixture(scope="module")
def thai() -> bytes:
    with speaking("th"):
        return to_pdf(sheet(), [CHART], ".bar{fill:#0f5c66}")


def test_it_is_tagged_and_says_its_language_and_title(thai: bytes) -> None:
    reader, _words = read(thai)
    root: Any = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "th"
    assert reader.metadata is not None
    assert reader.metadata.title == sheet().title


def test_numbers_words_and_definitions_can_be_copied(thai: bytes) -> None:
    words = read(thai)[1].replace("\n", " ")
    for said in (
        "12,345",
        "74.1%",
        "ไม่แสดง",
        "เมืองนครราชสีมา",
        "นับคนที่ถือใบรับรอง",
        "น้ำผึ้ง ที่อยู่ ขามสะแกแสง",
        "ปีงบประมาณ 2570",
    ):
        assert said in words, said


def test_the_chart_is_drawn_not_pictured(thai: bytes) -> None:
    for page in read(thai)[0].pages:
        assert not page.images


def test_a_long_table_repeats_its_header_and_numbers_its_pages() -> None:
    lines = tuple(Line((str(n),), (f"อำเภอที่ {n}",), (Cell(n + 5),)) for n in range(200))
    made = sheet(columns=(PEOPLE,), lines=lines, total=(Cell(90000),))
    reader, _words = read(to_pdf(made))
    assert len(reader.pages) > 3
    second = reader.pages[1].extract_text()
    assert str(PEOPLE.title)[:6] in second
    assert f"2 / {len(reader.pages)}" in second


def test_nothing_that_a_title_names_is_fetched() -> None:
    hits = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]

        def listen() -> None:
            with contextlib.suppress(TimeoutError):
                hits.append(server.accept())

        listener = threading.Thread(target=listen)
        listener.start()
        address = f"http://127.0.0.1:{port}/x"
        printed(
            f'<img src="{address}" alt=""><svg><image href="{address}"/></svg>'
            f'<link rel="stylesheet" href="{address}"><img src="file:///etc/passwd" alt="">',
            f"@import url({address});p{{background:url({address})}}",
            title="x",
            lang="th",
        )
        listener.join()
    assert not hits


def test_a_title_is_text_wherever_it_stands() -> None:
    hostile = '"}<script>x</script><h1>'
    _reader, words = read(to_pdf(sheet(title=hostile)))
    assert "<script>" in words
