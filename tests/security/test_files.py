"""What people upload never runs here, never climbs, and is never somebody else's."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from courses.content import media as operations
from courses.content.media import BadDrawing
from courses.content.models import Course, Media, MediaKind
from lms import storage
from lms.db import db
from lms.errors import DomainError
from lms.storage.bucket import Bucket
from tests import files, make, s3
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.courses.authoring.tus import Client

HOSTILE = {
    "script": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>alert(1)</script><rect width='9' height='9'/></svg>",
    "handler": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='alert(1)'><rect width='9' height='9' onclick='x()'/></svg>",
    "link": b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'><a xlink:href='javascript:alert(1)'><rect width='9' height='9'/></a><rect width='1' height='1'/></svg>",
    "picture from outside": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='https://elsewhere.example/x.png'/><rect width='9' height='9'/></svg>",
    "style from outside": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><style>@import 'https://elsewhere.example/x'</style><rect width='9' height='9'/></svg>",
    "page inside": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject><rect width='9' height='9'/></svg>",
}  # fmt: skip
SIGNS = (b"script", b"alert", b"onload", b"onclick", b"javascript", b"elsewhere", b"foreignObject")


@pytest.fixture
def course(database: None) -> Course:
    return make.course()


def bring(folder: Path, course: Course, content: bytes, name: str = "x.jpg") -> Media:
    path = folder / "brought"
    path.write_bytes(content)
    media = operations.add(course, operations.receive(path, name), by=None)
    db.session.commit()
    return media


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_drawing_is_kept_without_what_could_run(
    course: Course, tmp_path: Path, content: bytes
) -> None:
    media = bring(tmp_path, course, content, "x.svg")
    kept = storage.get(media.digest)
    assert b"<rect" in kept
    assert not any(sign in kept for sign in SIGNS)
    assert (media.kind, media.width) == (MediaKind.IMAGE, 9)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>" + b"<g>" * 10_000,
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<rect/>" * 50_000 + b"</svg>",
    ],
)
def test_a_drawing_that_cannot_be_made_safe_is_refused(
    course: Course, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(DomainError):
        bring(tmp_path, course, content, "x.svg")


SENT = {
    "picture": (files.picture, "inline"),
    "drawing": (lambda: HOSTILE["script"], "inline"),
    "paper": (files.pdf, "inline"),
    "word": (files.word, "attachment"),
    "old word": (files.old_word, "attachment"),
    "text": (lambda: b"name,points\n=cmd,1\n", "attachment"),
}


@pytest.mark.parametrize("sample", SENT)
def test_files_are_sent_where_nothing_in_them_can_run(
    client: Browser, course: Course, tmp_path: Path, sample: str
) -> None:
    make_content, shown = SENT[sample]
    media = bring(tmp_path, course, make_content(), "งาน.html")
    reader = client.as_(make.user())
    answer = reader.get(f"/media/{media.public_id}/anything.html")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy.split("; ")
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in answer.content_type
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith(shown)
    assert "filename*=UTF-8''%E0%B8%87%E0%B8%B2%E0%B8%99." in disposition
    assert 'filename="' in disposition
    assert disposition.isascii()
    asked = reader.get(f"/media/{media.public_id}/x?download=1")
    assert asked.headers["Content-Disposition"].startswith("attachment")


def test_originals_are_for_authors(client: Browser, course: Course, tmp_path: Path) -> None:
    """Learners get what was drawn anew; who sees drafts gets the file as it came."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "CANARY at home"
    media = bring(tmp_path, course, files.picture(exif=exif))
    learner, author = client.as_(make.user()), client.as_(studio.owner(course))
    path = f"/media/{media.public_id}/{media.name}"
    assert b"CANARY" not in learner.get(path).data
    assert learner.get(path).content_type == "image/webp"
    assert learner.get(f"{path}?original=1").status_code == 404
    assert b"CANARY" in author.get(f"{path}?original=1").data


@pytest.mark.parametrize("suffix", ["x.jpg", "f/w480-00000000.webp", "f/../../x", "f/%2e%2e/x"])
def test_a_file_of_a_draft_of_others_is_not_there(
    client: Browser, tmp_path: Path, database: None, suffix: str
) -> None:
    media = bring(tmp_path, make.course(published=False), files.picture())
    stranger = client.as_(make.user())
    unknown = stranger.get(f"/media/ZZZZZZZZZZZZ/{suffix}")
    theirs = stranger.get(f"/media/{media.public_id}/{suffix}")
    derived = stranger.get(f"/media/{media.public_id}/f/w480-{media.digest[:8]}.webp")
    assert (theirs.status_code, theirs.data) == (unknown.status_code, unknown.data)
    assert (derived.status_code, derived.data) == (unknown.status_code, unknown.data)
    assert unknown.status_code == 404


RANGES = [
    ("bytes=0-0", 206, slice(0, 1)),
    ("bytes=5-9", 206, slice(5, 10)),
    ("bytes=-4", 206, slice(-4, None)),
    ("bytes=10-", 206, slice(10, None)),
    ("bytes=0-999999", 206, slice(None)),
    ("bytes=999999-", 416, slice(0, 0)),
    ("bytes=0-1,3-4", 200, slice(None)),
    ("nonsense", 200, slice(None)),
]


def _ranges(client: Browser, media: Media) -> None:
    reader = client.as_(make.user())
    path, whole = f"/media/{media.public_id}/x.pdf", storage.get(media.digest)
    for asked, status, part in RANGES:
        answer = reader.get(path, headers={"Range": asked})
        assert answer.status_code == status, asked
        assert answer.data == whole[part], asked
    tag = reader.get(path).headers["ETag"]
    assert reader.get(path, headers={"If-None-Match": tag}).status_code == 304
    same = {"Range": "bytes=0-3", "If-Range": tag}
    assert reader.get(path, headers=same).status_code == 206
    assert reader.get(path, headers=same | {"If-Range": '"other"'}).status_code == 200


def test_parts_are_sent_as_they_are_asked_for(
    client: Browser, course: Course, tmp_path: Path
) -> None:
    _ranges(client, bring(tmp_path, course, files.pdf()))


def test_the_same_journey_with_a_bucket(
    app: Flask, client: Browser, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Upload, picture, paper, ranges, replacement: all of it lies in the bucket alone."""
    with s3.serve() as server:
        bucket = Bucket(server.storage_url, server.key, server.secret)
        monkeypatch.setitem(current_app.extensions, "thaksa_store", bucket)
        tus = Client(client.as_(studio.owner(course)).speaking("en"), course)
        tus.upload(files.picture(), "ช้าง.jpg")
        tus.upload(files.pdf(3), "คู่มือ.pdf")
        picture, paper = db.session.scalars(sa.select(Media).order_by(Media.id)).all()
        reader = client.as_(make.user())
        small = reader.get(f"/media/{picture.public_id}/f/w480-{picture.digest[:8]}.webp")
        assert small.data[8:12] == b"WEBP"
        _ranges(client, paper)
        assert len(server.names()) == 2 + len(picture.about["pictures"])
        assert storage.get(paper.digest) == files.pdf(3) or paper.size > 0


def test_a_bomb_is_refused_and_leaves_nothing(course: Course, tmp_path: Path) -> None:
    before = {p for p in storage_folder().rglob("*") if p.is_file()}
    bombs = [
        files.heavy(tmp_path / "lies.docx", declared=1000, real=256 << 20),
        files.heavy(tmp_path / "says.docx", declared=(4 << 30) - 2, real=64 << 20),
    ]
    for bomb in bombs:
        with pytest.raises(DomainError):
            operations.receive(bomb, bomb.name)
    assert {p for p in storage_folder().rglob("*") if p.is_file()} == before
    assert not Path(tmp_path / "unpacked").exists()


def storage_folder() -> Path:
    folder: Path = current_app.extensions["thaksa_config"].data_dir / "files"
    return folder


def test_a_drawing_of_another_kind_of_xml_is_refused(course: Course, tmp_path: Path) -> None:
    with pytest.raises((BadDrawing, DomainError)):
        bring(tmp_path, course, b"<svg:svg xmlns:svg='x'><svg:script/></svg:svg>", "x.svg")
