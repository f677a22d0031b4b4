"""A film is made ready once, in the background, or it is said why not."""

import http.server
import os
import shutil
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app

from courses.content import filming, films, posters, probing, transcoding
from courses.content.models import (
    CourseVersion,
    Lesson,
    LessonKind,
    Media,
    MediaFile,
    MediaKind,
    MediaState,
)
from lms import clock
from lms.db import db
from lms.i18n import speaking
from lms.jobs import queue
from lms.jobs.models import Job, JobState
from lms.jobs.queue import drain
from tests import make
from tests.courses.content import filmed


def files(media: Media) -> list[str]:
    rows = db.session.query(MediaFile.path).filter_by(media_id=media.id).order_by(MediaFile.path)
    return [row.path for row in rows]


def made(media: Media) -> Media:
    """As it stands when the work is done."""
    media_id = media.id
    db.session.commit()
    drain()
    return db.session.get_one(Media, media_id)


def folder() -> Path:
    path: Path = current_app.extensions["thaksa_config"].data_dir / "films"
    return path


def leftovers() -> list[Path]:
    return list(folder().glob("*"))


@pytest.fixture(autouse=True)
def _nothing_of_others(database: None) -> None:
    """Tests of one process share the folder; one that kills leaves something in it."""
    shutil.rmtree(folder(), ignore_errors=True)


def test_a_film_becomes_playable_in_every_size_it_has(database: None) -> None:
    media = made(filmed.media(filmed.film()))
    tag = media.digest[:8]
    assert files(media) == [
        f"hls-{tag}/240p.m3u8",
        f"hls-{tag}/240p.mp4",
        f"hls-{tag}/360p.m3u8",
        f"hls-{tag}/360p.mp4",
        f"hls-{tag}/audio.m3u8",
        f"hls-{tag}/audio.mp4",
        f"hls-{tag}/master.m3u8",
        f"poster-{tag}.webp",
        f"video-{tag}.mp4",
    ]
    assert (media.state, media.progress, media.width, media.height) == ("ready", 100, 640, 360)
    assert float(media.duration or 0) == pytest.approx(3, abs=0.2)
    assert leftovers() == []


def test_key_frames_stand_at_the_same_moments_in_every_size(database: None, tmp_path: Path) -> None:
    source = filmed.film(9, sound=False)
    film = probing.probe(source)
    transcoding.make_film(source, film, tmp_path, "x", lambda share: None)
    moments = [
        [line for line in (tmp_path / f"{size}.m3u8").read_text().splitlines() if "EXTINF" in line]
        for size in ("240p", "360p")
    ]
    assert (
        moments[0] == moments[1] == ["#EXTINF:4.000000,", "#EXTINF:4.000000,", "#EXTINF:1.000000,"]
    )


@pytest.mark.parametrize(
    ("width", "height", "names"),
    [
        (1920, 1080, ["240p", "480p", "720p"]),
        (1280, 720, ["240p", "480p", "720p"]),
        (960, 540, ["240p", "480p"]),
        (640, 360, ["240p", "360p"]),
        (360, 640, ["240p", "360p"]),
        (320, 180, ["180p"]),
        (100, 80, ["80p"]),
    ],
)
def test_nothing_is_made_larger_than_it_is(width: int, height: int, names: list[str]) -> None:
    rungs = transcoding.ladder(probing.Film(10, width, height, 25, True))
    assert [rung.name for rung in rungs] == names
    assert all(rung.width <= width + 1 and rung.width % 2 == 0 for rung in rungs)


def test_sound_alone_becomes_one_small_file(database: None) -> None:
    path = filmed.drawn("-f", "lavfi", "-i", "sine=440:d=2", name="เสียง.mp3")
    media = made(filmed.media(path, kind=MediaKind.AUDIO))
    assert files(media) == [f"audio-{media.digest[:8]}.m4a"]
    assert media.state is MediaState.READY


def test_a_film_without_sound_has_no_sound_to_choose(database: None) -> None:
    media = made(filmed.media(filmed.film(2, sound=False)))
    shown = media.about["film"]
    assert (shown["sound"], shown["sizes"]) == (False, ["240p", "360p"])


@pytest.mark.parametrize(
    ("arguments", "name", "message", "thai"),
    [
        (("-f", "lavfi", "-i", "sine=440:d=1"), "x.mp4", "This file has no picture", "ไฟล์นี้ไม่มีภาพ"),
        (("-f", "lavfi", "-i", "testsrc2=s=320x240:r=5:d=1", "-c:v", "gif"), "x.mkv",
         "This kind of video is not known here", "ไม่รู้จักวิดีโอชนิดนี้"),
    ],
)  # fmt: skip
def test_what_cannot_be_played_says_why(
    database: None, arguments: tuple[str, ...], name: str, message: str, thai: str
) -> None:
    media = made(filmed.media(filmed.drawn(*arguments, name=name)))
    assert media.state is MediaState.FAILED
    assert films.problem_of(media).startswith(message)
    with speaking("th"):
        assert films.problem_of(media).startswith(thai)
    assert files(media) == []


def test_a_file_that_ends_in_the_middle_is_refused_or_shortened(
    database: None, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.mp4"
    whole = filmed.film().read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])
    media = made(filmed.media(torn))
    assert media.state is MediaState.FAILED
    assert leftovers() == []


def test_too_long_too_large_and_too_wide_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(probing, "LONGEST", 2)
    with pytest.raises(probing.TooLong):
        probing.probe(filmed.film())
    monkeypatch.setattr(probing, "PIXELS", 1000)
    monkeypatch.setattr(probing, "LONGEST", 60)
    with pytest.raises(probing.TooManyPixels):
        probing.probe(filmed.film())
    huge = tmp_path / "huge.mp4"
    with huge.open("wb") as file:
        file.truncate(probing.LARGEST + 1)
    with pytest.raises(probing.TooLarge):
        probing.probe(huge)


def test_a_recording_of_a_browser_has_its_length_measured() -> None:
    path = filmed.drawn(
        "-f", "lavfi", "-i", "testsrc2=s=160x120:r=5:d=2", "-c:v", "libvpx", "-live", "1",
        name="live.webm",
    )  # fmt: skip
    assert probing.probe(path).duration == pytest.approx(2, abs=0.5)


class _Canary(http.server.BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def canary() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _Canary.hits.clear()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def atom(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def movie_that_points_to(address: str) -> bytes:
    """A film whose pictures are said to lie at another address (a QuickTime data reference)."""
    url = atom(b"url ", b"\0\0\0\0", address.encode() + b"\0")
    whole = bytearray(filmed.film(1, "160x120", sound=False).read_bytes())
    at = whole.find(b"url \0\0\0\1")
    assert at > 0
    return bytes(whole[: at - 4]) + url + bytes(whole[at + 8 :])


@pytest.mark.parametrize("ending", ["mp4", "m3u8", "txt", "avi", "srt"])
@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{url}/seg.ts\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{url}/sub.m3u8\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{url}/x.mp4'\n",
        "ffconcat version 1.0\nfile '/etc/passwd'\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        "<BaseURL>{url}/</BaseURL><Period><AdaptationSet><Representation id='1'>"
        "<SegmentList><SegmentURL media='a.mp4'/></SegmentList></Representation></AdaptationSet>"
        "</Period></MPD>",
        "[Script Info]\nTitle: x\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,,{url}\n",
        "1\n00:00:01,000 --> 00:00:02,000\n{url}\n",
        "v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}/x.png'/></svg>",
    ],
)
def test_no_file_makes_us_open_another(
    canary: str, tmp_path: Path, content: str, ending: str
) -> None:
    path = tmp_path / f"film.{ending}"
    path.write_text(content.replace("{url}", canary))
    with pytest.raises(probing.Unplayable):
        probing.probe(path)
    assert _Canary.hits == []


def test_a_film_whose_pictures_lie_elsewhere_is_not_followed(canary: str, tmp_path: Path) -> None:
    path = tmp_path / "reference.mp4"
    path.write_bytes(movie_that_points_to(f"{canary}/pictures.mov"))
    try:
        film = probing.probe(path)
        transcoding.make_film(path, film, tmp_path, "x", lambda share: None)
    except probing.Unplayable:
        pass
    assert _Canary.hits == []


def test_asked_twice_only_the_later_work_counts(database: None) -> None:
    media = filmed.media(filmed.film(1))
    filming.request(media)
    media = made(media)
    assert len(files(media)) == len(set(files(media))) == 9
    assert {job.state for job in db.session.query(Job).filter_by(name="content.make_film")} == {
        JobState.DONE
    }


def test_made_again_there_is_still_one_of_each(database: None) -> None:
    media = made(filmed.media(filmed.film(1)))
    before = files(media)
    filming.again(media, by=None)
    assert files(made(media)) == before


def test_a_stopped_film_is_not_made(database: None) -> None:
    media = filmed.media(filmed.film(1))
    db.session.commit()
    filming.stop(media, by=None)
    media = made(media)
    assert (media.state, files(media)) == (MediaState.FAILED, [])
    with pytest.raises(filming.NothingToStop):
        filming.stop(media, by=None)


def test_stopping_in_the_middle_ends_the_work_and_leaves_nothing(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filming, "TICK", 0)
    media = filmed.media(filmed.film(20))
    db.session.commit()
    original = transcoding.make_film

    def stopped(*arguments: object, **more: object) -> object:
        filming.stop(db.session.get_one(Media, media_id), by=None)
        db.session.commit()
        return original(*arguments, **more)  # type: ignore[arg-type]

    media_id = media.id
    monkeypatch.setattr(transcoding, "make_film", _writing(stopped))
    media = made(media)
    assert (media.state, files(media), leftovers()) == (MediaState.FAILED, [], [])


def _writing(function: object) -> object:
    from lms.db import reading, writing

    def wrapped(*arguments: object, **more: object) -> object:
        writing()
        try:
            return function(*arguments, **more)  # type: ignore[operator]
        finally:
            reading()

    return wrapped


def test_a_full_disk_is_said_and_tried_again_by_itself(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = filmed.media(filmed.film(1))
    with monkeypatch.context() as patch:
        patch.setattr(transcoding, "room_needed", lambda film: 1 << 60)
        media = made(media)
    assert media.state is MediaState.WAITING
    assert "no room" in films.problem_of(media)
    with clock.travel(timedelta(minutes=11)):
        media = made(media)
    assert (media.state, films.problem_of(media)) == (MediaState.READY, "")


def test_a_film_that_its_workers_lost_can_be_tried_again(database: None) -> None:
    media = filmed.media(filmed.film(1))
    db.session.query(Job).filter_by(key=media.about["job"]).update({"state": JobState.DEAD})
    db.session.commit()
    assert filming.forgotten() == [media.id]
    filming.give_up([media.id])
    assert "Something went wrong" in films.problem_of(media)
    filming.again(media, by=None)
    assert made(media).state is MediaState.READY


def test_a_draft_learns_how_long_its_video_is_and_a_published_one_does_not_change(
    database: None,
) -> None:
    course = make.course(kinds=[LessonKind.VIDEO])
    media = filmed.media(filmed.film(2), course)
    live = db.session.query(Lesson).filter_by(version_id=course.version_id).one()
    live.settings = {"media": media.public_id}
    draft = CourseVersion(course_id=course.id, number=2)
    db.session.add(draft)
    db.session.flush()
    module = make._add(make.Module(version_id=draft.id, position=1, title=make.Localised("ก", "a")))
    lesson = make.lesson(
        course, draft, module, position=1, kind=LessonKind.VIDEO,
        settings={"media": media.public_id},
    )  # fmt: skip
    lesson_id, live_id = lesson.id, live.id
    made(media)
    assert db.session.get_one(Lesson, lesson_id).settings["seconds"] == 2
    assert "seconds" not in db.session.get_one(Lesson, live_id).settings


def test_the_author_chooses_another_picture(database: None) -> None:
    media = made(filmed.media(filmed.film(3)))
    first = media.about["poster"]["path"]
    posters.choose(media, second=2.5, by=None)
    media = made(media)
    assert media.about["poster"]["path"] != first
    assert [path for path in files(media) if path.startswith("poster-")] == [
        media.about["poster"]["path"]
    ]
    with pytest.raises(posters.PosterOutside):
        posters.choose(media, second=99, by=None)
    filming.again(media, by=None)
    assert made(media).about["poster"]["path"] != f"poster-{first}"


def test_long_work_stands_in_a_lane_of_its_own(database: None) -> None:
    filmed.media(filmed.film(1))
    db.session.commit()
    names = {job.id: job.name for job in db.session.query(Job)}
    assert "content.make_film" not in {names[job_id] for job_id, _ in queue.due()}
    assert [names[job_id] for job_id, _ in queue.due(long=True)] == ["content.make_film"]


def test_a_worker_that_lost_its_lease_stores_nothing(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = filmed.media(filmed.film(1))
    db.session.commit()
    media_id, original = media.id, transcoding.make_film

    def overtaken(*arguments: object, **more: object) -> object:
        job = db.session.query(Job).filter_by(name="content.make_film").one()
        job.lease_token = "f" * 32
        db.session.commit()
        return original(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(filming, "TICK", 0)
    monkeypatch.setattr(transcoding, "make_film", _writing(overtaken))
    [(job_id, _)] = queue.due(long=True)
    assert queue.work(job_id) is None
    db.session.expire_all()
    assert files(db.session.get_one(Media, media_id)) == []


def test_the_program_dies_with_the_worker(tmp_path: Path) -> None:
    source = filmed.film(60, "1280x720")
    script = (
        "from pathlib import Path; from courses.content import probing, transcoding as t;"
        f"s = Path({str(source)!r}); f = probing.probe(s); print('go', flush=True);"
        f"t.make_film(s, f, Path({str(tmp_path)!r}), 'x', lambda share: None)"
    )
    from tests.live import ROOT

    worker = subprocess.Popen(
        [str(ROOT / ".venv/bin/python"), "-c", script], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert worker.stdout is not None
    worker.stdout.readline()
    while not [child for child in _children(worker.pid) if _is_ffmpeg(child)]:
        time.sleep(0.02)  # what starts it binds it to the worker first
    children = _children(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() and not _is_over(child) for child in children):
        assert time.monotonic() < deadline, "ffmpeg goes on without its worker"
        time.sleep(0.05)


def _is_ffmpeg(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "ffmpeg"
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def _is_over(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] in "ZX"
    except OSError:
        return True


def test_it_gives_way_to_others(tmp_path: Path) -> None:
    said = probing.run(["sh", "-c", "nice; taskset -p $$; ulimit -v"], seconds=5).splitlines()
    assert int(said[0]) >= 15
    assert int(said[1].rsplit(" ", 1)[1], 16).bit_count() == probing.cores()
    assert int(said[2]) <= 3 << 20
