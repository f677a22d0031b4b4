"""Caption files as people bring them: read, put right, or refused with the line."""

import io

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.content import captions
from courses.content.captions import Cue, NotCaptions

VTT = """WEBVTT - วิดีโอแนะนำ

STYLE
::cue { color: red }

NOTE ร่างแรก

intro
00:01.000 --> 00:04.500 align:start position:10%
สวัสดีครับ

00:00:05.000 --> 00:00:07.250
<v ครู>มาเริ่ม<b>กัน</b>เลย &amp; ไป
"""
SRT = "1\r\n00:00:01,000 --> 00:00:04,500\r\nสวัสดีครับ\r\n\r\n2\r\n00:00:05,000 --> 00:00:07,250\r\n<i>มาเริ่มกันเลย</i>\r\nบรรทัดสอง\r\n"


def lines_of(text: str) -> list[str]:
    with pytest.raises(NotCaptions) as refused:
        captions.read(text)
    return [str(problem) for problem in refused.value.problems]


def test_a_vtt_file_is_read_as_plain_text() -> None:
    reading = captions.read(VTT)
    assert reading.cues == (Cue(1.0, 4.5, "สวัสดีครับ"), Cue(5.0, 7.25, "มาเริ่มกันเลย & ไป"))
    assert [str(note) for note in reading.notes] == [
        "Line 12: markup was taken away; a caption is plain text."
    ]


def test_an_srt_file_of_windows_is_read() -> None:
    assert captions.read(SRT).cues == (
        Cue(1.0, 4.5, "สวัสดีครับ"),
        Cue(5.0, 7.25, "มาเริ่มกันเลย\nบรรทัดสอง"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"])
def test_every_thai_encoding_is_understood(encoding: str) -> None:
    assert captions.read(captions.decode(SRT.encode(encoding))).cues[0].text == "สวัสดีครับ"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\x00" * 50, b"\xff\x81\x82", b"x" * (3 << 20)]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotCaptions):
        captions.read(captions.decode(content))


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00:01,5 --> 00:00:02,25", 1.5, 2.25),
        ("0:01.5 --> 0:02.5", 1.5, 2.5),
        ("1:00:00.000 -> 1:00:01.000", 3600, 3601),
        ("๐๐:๐๐:๐๑,๐๐๐ –> ๐๐:๐๐:๐๒,๐๐๐", 1, 2),
        ("00:00:01:250 --> 00:00:02:000", 1.25, 2),
        ("00:00:01,000 --> 00:00:02,000  X1:40 X2:600", 1, 2),
    ],
)
def test_times_are_read_as_programs_write_them(times: str, start: float, end: float) -> None:
    assert captions.read(f"{times}\nคำ\n").cues == (Cue(start, end, "คำ"),)


def test_missing_numbers_and_missing_empty_lines_do_no_harm() -> None:
    text = "00:01,000 --> 00:02,000\nหนึ่ง\n2\n00:02,000 --> 00:03,000\nสอง\n\n\n00:03,000 --> 00:04,000\nสาม"
    assert [cue.text for cue in captions.read(text).cues] == ["หนึ่ง", "สอง", "สาม"]


def test_an_empty_line_inside_an_srt_caption_is_closed() -> None:
    text = "1\n00:01,000 --> 00:02,000\nบรรทัดหนึ่ง\n\nบรรทัดสอง\n\n2\n00:03,000 --> 00:04,000\nต่อ\n"
    assert captions.read(text).cues[0].text == "บรรทัดหนึ่ง\nบรรทัดสอง"


def test_what_stands_in_the_wrong_order_is_sorted_and_told() -> None:
    text = "00:05.000 --> 00:06.000\nหลัง\n\n00:01.000 --> 00:05.500\nก่อน\n"
    reading = captions.read("WEBVTT\n\n" + text)
    assert [cue.text for cue in reading.cues] == ["ก่อน", "หลัง"]
    assert [str(note) for note in reading.notes] == [
        "Line 3: it begins before the last one has ended.",
        "Line 6: it begins before the one above; put in order.",
    ]


def test_every_wrong_line_is_named() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:0x.000\nหนึ่ง\n\n00:09.000 --> 00:08.000\nสอง\n\nไม่มีเวลา\n"
    assert lines_of(text) == [
        "Line 3: the time is not like 00:01:02.500 --> 00:01:05.000.",
        "Line 6: it ends before it begins.",
        "Line 9: a text with no time before it.",
    ]


def test_a_number_alone_is_named() -> None:
    assert lines_of("7\n\n00:01,000 --> 00:02,000\nก\n") == [
        "Line 1: a number with no time after it."
    ]


@pytest.mark.parametrize("text", ["", "WEBVTT\n", "สวัสดี", "<html><script>x</script></html>"])
def test_a_file_without_captions_is_refused(text: str) -> None:
    with pytest.raises(NotCaptions):
        captions.read(text)


def test_too_many_captions_are_refused() -> None:
    with pytest.raises(NotCaptions, match="5,000"):
        captions.read("00:01,000 --> 00:02,000\nก\n\n" * 5001)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<img src=x onerror=alert(1)>",
        "a --> b",
        "NOTE x",
        "<c.red><b",
        "&#60;iframe&#62;",
    ],
)
def test_no_markup_leaves_in_what_players_read(hostile: str) -> None:
    cues = [Cue(1, 2, hostile)]
    written = captions.to_vtt(cues).split("\n\n", 1)[1]
    body = written.partition("\n")[2]
    assert "<" not in body
    assert "-->" not in body
    assert (
        captions.read(captions.to_vtt([Cue(1, 2, "ก < ข & ค > ง")])).cues[0].text == "ก < ข & ค > ง"
    )


text_of_cues = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=60
).map(captions.tidy).filter(bool)  # fmt: skip
cue_lists = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 9000), text_of_cues), max_size=12
).map(lambda raw: captions.from_json([[s / 1000, (s + n) / 1000, t] for s, n, t in raw]))


@given(cue_lists.filter(bool))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_again(cues: tuple[Cue, ...]) -> None:
    assert captions.read(captions.to_vtt(cues)).cues == cues


@given(cue_lists.filter(bool))
@settings(max_examples=60, deadline=None)
def test_another_program_reads_what_is_written(cues: tuple[Cue, ...]) -> None:
    theirs = webvtt.from_buffer(io.StringIO(captions.to_vtt(cues)))
    assert [(c.start, c.end) for c in theirs] == [
        (captions.clock(c.start), captions.clock(c.end)) for c in cues
    ]
    srt = captions.to_srt(cues).replace("\r\n", "\n")
    assert len(webvtt.from_buffer(io.StringIO(srt), format="srt")) == len(cues)


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: ("WEBVTT\n\n" + t).encode()))
@settings(max_examples=200, deadline=None)
def test_nothing_but_a_refusal_comes_of_nonsense(content: bytes) -> None:
    try:
        reading = captions.read(captions.decode(content))
    except NotCaptions:
        return
    assert all(cue.end > cue.start and cue.text for cue in reading.cues)


@pytest.mark.parametrize(
    "stored",
    [None, {}, "x", [1], [[1, 2]], [[2, 1, "ก"]], [[1, 2, 3]], [[True, 2, "ก"]], [[0, 1e9, "ก"]],
     [[float("nan"), 2, "ก"]], [[0, 1, "ก" * 2000]], [[0, 1, "ก"]] * 5001],
)  # fmt: skip
def test_a_page_cannot_send_nonsense(stored: object) -> None:
    with pytest.raises(NotCaptions):
        captions.from_json(stored)


def test_everything_can_be_moved_in_time() -> None:
    cues = (Cue(1, 2, "ก"), Cue(5, 6, "ข"))
    assert captions.shifted(cues, 1.5) == (Cue(2.5, 3.5, "ก"), Cue(6.5, 7.5, "ข"))
    assert captions.shifted(cues, -1.5) == (Cue(0.0, 0.5, "ก"), Cue(3.5, 4.5, "ข"))
    assert captions.shifted(cues, -3) == (Cue(2.0, 3.0, "ข"),)
