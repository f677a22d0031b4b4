import contextlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.statement import (
    CourseTitle,
    DocumentType,
    Issuer,
    Signatory,
    Statement,
    Words,
    canonical,
    digest,
    read,
)
from tests.certificates.papers import INK, paper, sample

LETTERS = st.sampled_from("กขฃญฐ่้ำิีุูํ๑“”abcXYZ 0-'\"\\é𝒳")
lines = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
words = st.builds(Words, lines, lines | st.just(""))
days = st.dates(date(1950, 1, 1), date(2300, 1, 1))
pictures = st.none() | st.just(INK)
courses = st.lists(lines, min_size=1, max_size=6).map(
    lambda pieces: CourseTitle("C-1", Words("".join(pieces), "x"), tuple(pieces))
)
statements = st.builds(
    paper,
    code=st.text("23456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=12, max_size=24),
    revision=st.integers(1, 9_999),
    register_number=lines,
    document=st.sampled_from(DocumentType),
    issued_on=days,
    holder=words,
    course=courses,
    hours=st.decimals(0, 9_999, places=2),
    run=st.none() | lines,
    starts_on=days,
    ends_on=st.none(),
    place=st.none() | words,
    online=st.booleans(),
    issuers=st.lists(
        st.builds(Issuer, lines.map(lambda text: text[:20].strip()), words, st.just("#a1b2c3"), pictures),
        min_size=1, max_size=4,
    ).map(tuple),
    signatories=st.lists(
        st.builds(Signatory, words, st.none() | words, st.none() | lines, pictures),
        min_size=1, max_size=3,
    ).map(tuple),
    skills=st.lists(lines, max_size=4).map(tuple),
    blessing=st.none() | lines,
    thai_digits=st.booleans(),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(statements)
def test_what_is_written_is_read_back(statement: Statement) -> None:
    assert read(canonical(statement)) == statement
    assert digest(read(canonical(statement))) == digest(statement)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_changed_byte_never_reads_as_the_same_statement(data: st.DataObject) -> None:
    written = bytearray(canonical(paper()))
    written[data.draw(st.integers(0, len(written) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(ValueError):
        assert read(bytes(written)) != paper()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b"9" * 5_000, b'"x"',
        canonical(paper()) + b"\n",
        canonical(paper()).replace(b'"revision":1', b'"revision":1.0'),
        canonical(paper()).replace(b'"revision":1', b'"revision":true'),
        canonical(paper()).replace(b'"version":1', b'"version":2'),
        canonical(paper()).replace(b'{"blessing"', b'{"a":1,"blessing"'),
        canonical(paper()).replace(b'"hours":"12"', b'"hours":"12.0"'),
        canonical(paper()).replace(b'"hours":"12"', b'"hours":"NaN"'),
        canonical(paper()).replace(b'"issued_on":"2026-11-22"', b'"issued_on":"20261122"'),
        canonical(paper()).replace(b'"document":"wuthibat"', b'"document":"toilet"'),
        rfc8785.dumps({"version": 1}),
    ],
    ids=range(18),
)  # fmt: skip
def test_anything_off_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read(data)


@pytest.mark.parametrize(
    "change",
    [
        {"code": "short"}, {"register_number": None}, {"register_number": " "}, {"issuers": ()},
        {"signatories": ()}, {"design": "../etc"}, {"verify_base": "javascript:alert(1)"},
        {"verify_base": "https://a.b/c"}, {"hours": Decimal("1.234")}, {"hours": Decimal("-1")},
        {"ends_on": date(2020, 1, 1)}, {"starts_on": None}, {"blessing": "a\nb"}, {"revision": 0},
        {"run": "a\u200bb"}, {"run": "a\u202eb"}, {"skills": ("x",) * 41},
    ],
    ids=range(17),
)  # fmt: skip
def test_what_cannot_be_printed_cannot_be_said(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        paper(**change)


def test_only_a_sample_has_no_number() -> None:
    assert sample().register_number is None
    with pytest.raises(ValueError, match="only a sample"):
        replace(sample(), sample=False)


def test_the_pieces_are_the_title() -> None:
    with pytest.raises(ValueError, match="pieces"):
        CourseTitle("C", Words("ทักษะดิจิทัล", ""), ("ทักษะ", "ดิจิตอล"))


def test_a_picture_is_an_svg_or_a_png() -> None:
    Signatory(Words("ก", ""), signature="data:image/png;base64,AAAA")
    for picture in (
        "http://x/y.png",
        "data:text/html;base64,AAAA",
        "<html>",
        "<svg>" + " " * 200_000,
    ):
        with pytest.raises(ValueError, match=r"picture|neither"):
            Signatory(Words("ก", ""), signature=picture)


def test_the_address_is_in_capitals() -> None:
    assert paper().verify_url == "HTTPS://THAKSA.EXAMPLE.GO.TH/V/7K2M9QXA4TBN"


def test_the_training_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        paper(ends_on=date(2026, 11, 20) - timedelta(days=1))
