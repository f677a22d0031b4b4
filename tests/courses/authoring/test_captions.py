"""Captions in the studio: files in, files out, cut beside the video, nothing lost."""

import io
from typing import Any

import pytest

from courses.content.models import Caption, Course, CourseRole, Media
from lms.db import db
from tests import make
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.courses.content import filmed

SRT = "1\r\n00:00:01,000 --> 00:00:04,500\r\nสวัสดีครับ\r\n\r\n2\r\n00:00:05,000 --> 00:00:07,000\r\nมาเริ่มกัน\r\n"


@pytest.fixture
def media(database: None) -> Media:
    return filmed.ready()


def author(client: Browser, course: Course) -> Browser:
    return client.as_(studio.owner(course)).speaking("en")


def base(media: Media) -> str:
    return f"/studio/{media.course.code}/media/{media.public_id}/captions"


def written(media: Media, *cues: list[Any], language: str = "th") -> Caption:
    row = Caption(media_id=media.id, language=language, cues=list(cues))
    db.session.add(row)
    db.session.commit()
    return row


def upload(browser: Browser, media: Media, content: bytes, **more: Any) -> Any:
    data = {"language": "th", "file": (io.BytesIO(content), "คำบรรยาย.srt"), **more}
    return browser.post(base(media), data, content_type="multipart/form-data")


def send(browser: Browser, media: Media, edit: int, cues: Any) -> Any:
    return browser.post(
        f"{base(media)}/th",
        json={"base": edit, "cues": cues},
        headers={"X-Requested-With": "fetch", "Accept": "application/json"},
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_a_file_becomes_captions(client: Browser, media: Media, encoding: str) -> None:
    answer = upload(author(client, media.course), media, SRT.encode(encoding))
    assert answer.location == f"{base(media)}/th"
    row = db.session.get_one(Caption, (media.id, "th"))
    assert row.cues == [[1.0, 4.5, "สวัสดีครับ"], [5.0, 7.0, "มาเริ่มกัน"]]


def test_a_wrong_file_is_refused_with_its_lines(client: Browser, media: Media) -> None:
    page = upload(author(client, media.course), media, SRT.replace("04,500", "0x").encode())
    assert "Line 2: the time is not like" in page.text
    assert db.session.get(Caption, (media.id, "th")) is None


def test_a_picture_is_no_caption_file(client: Browser, media: Media) -> None:
    page = upload(author(client, media.course), media, b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert "cannot be read" in page.text


def test_a_file_does_not_take_the_place_of_captions_unasked(client: Browser, media: Media) -> None:
    written(media, [0, 1, "เดิม"])
    browser = author(client, media.course)
    assert "Say that the file replaces them" in upload(browser, media, SRT.encode()).text
    assert upload(browser, media, SRT.encode(), replace="y").status_code == 302
    assert len(db.session.get_one(Caption, (media.id, "th")).cues) == 2


def test_captions_are_saved_as_they_are_cut(client: Browser, media: Media) -> None:
    written(media, [0, 1, "ก"])
    browser = author(client, media.course)
    answer = send(browser, media, 0, [[0, 1, "ก"], [1, 2, "ข"]])
    assert (answer.status_code, answer.json["edit"]) == (200, 1)
    assert send(browser, media, 1, [[0, 1, "ก"], [1, 2, "ข"]]).json["edit"] == 1


def test_the_later_of_two_authors_gets_what_the_first_wrote(client: Browser, media: Media) -> None:
    written(media, [0, 1, "ก"])
    browser = author(client, media.course)
    send(browser, media, 0, [[0, 1, "คนแรก"]])
    answer = send(browser, media, 0, [[0, 1, "คนหลัง"]])
    assert answer.status_code == 409
    assert (answer.json["edit"], answer.json["cues"]) == (1, [[0.0, 1.0, "คนแรก"]])
    assert db.session.get_one(Caption, (media.id, "th")).cues == [[0.0, 1.0, "คนแรก"]]


@pytest.mark.parametrize("cues", [None, "x", [[2, 1, "ก"]], [[0, 1, {}]], [[0, 1, "ก" * 5000]]])
def test_nonsense_is_refused_and_nothing_changes(client: Browser, media: Media, cues: Any) -> None:
    written(media, [0, 1, "ก"])
    assert send(author(client, media.course), media, 0, cues).status_code == 422
    assert db.session.get_one(Caption, (media.id, "th")).edit == 0


def test_without_a_script_all_is_edited_as_text(client: Browser, media: Media) -> None:
    written(media, [0, 1, "ก"])
    browser = author(client, media.course)
    text = "00:00.000 --> 00:02.000\nแก้แล้ว\n"
    assert browser.post(f"{base(media)}/th", {"text": text, "base": "0"}).status_code == 302
    assert db.session.get_one(Caption, (media.id, "th")).cues == [[0.0, 2.0, "แก้แล้ว"]]


def test_a_wrong_text_is_kept_on_the_page_and_its_line_named(client: Browser, media: Media) -> None:
    written(media, [0, 1, "ก"])
    page = author(client, media.course).post(
        f"{base(media)}/th", {"text": "00:03 --> 00:01\nสิ่งที่พิมพ์ไว้\n", "base": "0"}
    )
    assert "Line 1: it ends before it begins." in page.text
    assert "สิ่งที่พิมพ์ไว้" in page.text


def test_a_text_from_before_somebody_elses_change_is_kept_and_told(
    client: Browser, media: Media
) -> None:
    written(media, [0, 1, "ก"])
    browser = author(client, media.course)
    send(browser, media, 0, [[0, 1, "ของคนอื่น"]])
    text = "00:00.000 --> 00:02.000\nของฉัน\n"
    page = browser.post(f"{base(media)}/th", {"text": text, "base": "0"})
    assert "Somebody else changed these captions" in page.text
    assert 'name="base" value="1"' in page.text
    assert "ของฉัน" in page.text


def test_all_can_be_moved(client: Browser, media: Media) -> None:
    written(media, [1, 2, "ก"])
    browser = author(client, media.course)
    browser.post(f"{base(media)}/th/shift", {"seconds": "1.5"})
    browser.post(f"{base(media)}/th/shift", {"seconds": "-0,5"})
    assert db.session.get_one(Caption, (media.id, "th")).cues == [[2.0, 3.0, "ก"]]
    browser.post(f"{base(media)}/th/shift", {"seconds": "เร็ว ๆ"})
    assert db.session.get_one(Caption, (media.id, "th")).edit == 2


def test_captions_begin_empty_and_end(client: Browser, media: Media) -> None:
    browser = author(client, media.course)
    assert browser.post(f"{base(media)}/new", {"language": "en"}).status_code == 302
    assert "New caption here" in browser.get(f"{base(media)}/en").text
    browser.post(f"{base(media)}/en/delete", {})
    assert browser.get(f"{base(media)}/en").status_code == 404
    assert "Choose one of the list" in browser.post(f"{base(media)}/new", {"language": "xx"}).text


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [
        ("vtt", "text/vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nก &lt;b&gt; ข\n"),
        ("srt", "application/x-subrip", "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\n"),
        ("txt", "text/plain", "00:00:01  ก <b> ข\n"),
    ],
)
def test_they_leave_as_files(
    client: Browser, media: Media, ending: str, kind: str, begins: str
) -> None:
    written(media, [1, 2, "ก <b> ข"])
    learner = client.as_(make.user())
    answer = learner.get(f"/media/{media.public_id}/captions/th.{ending}")
    assert answer.content_type == f"{kind}; charset=utf-8"
    assert answer.text.startswith(begins)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = learner.get(
        f"/media/{media.public_id}/captions/th.{ending}",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><b>"]
)
def test_a_caption_is_text_on_every_page(client: Browser, media: Media, hostile: str) -> None:
    written(media, [1, 2, hostile])
    browser = author(client, media.course)
    for page in (browser.get(f"{base(media)}/th").text, browser.get(base(media)).text):
        assert hostile not in page
        assert "<script>alert" not in page


def test_the_captions_of_a_foreign_course_are_not_there(client: Browser, media: Media) -> None:
    written(media, [1, 2, "ก"])
    other = make.course()
    stranger = author(client, other)
    here = base(media)
    crossed = here.replace(media.course.code, other.code)
    unknown = stranger.get(crossed.replace(media.public_id, "ZZZZZZZZZZZZ"))
    for path in (here, f"{here}/th", crossed, f"{crossed}/th"):
        assert stranger.get(path).status_code == 404
        assert stranger.get(path).data == unknown.data
        assert stranger.post(path, {}).status_code == 404
    for act in ("new", "th/shift", "th/delete"):
        assert stranger.post(f"{here}/{act}", {"language": "en"}).status_code == 404
    assert db.session.query(Caption).count() == 1


def test_who_may_only_look_changes_nothing(client: Browser, media: Media) -> None:
    written(media, [1, 2, "ก"])
    looker = client.as_(studio.grant(make.user(), media.course, CourseRole.OBSERVER))
    assert looker.get(f"{base(media)}/th").status_code == 200
    assert send(looker, media, 0, []).status_code == 404
    assert looker.post(f"{base(media)}/th/delete", {}).status_code == 404


def test_captions_of_a_draft_are_not_for_everybody(client: Browser, database: None) -> None:
    media = filmed.ready(make.course(published=False))
    written(media, [1, 2, "ก"])
    assert client.get(f"/media/{media.public_id}/captions/th.vtt").status_code != 200
    assert (
        author(client, media.course).get(f"/media/{media.public_id}/captions/th.vtt").status_code
        == 200
    )
