"""A film made ready for every line: HLS in up to three sizes and sound only, one plain MP4, a poster.

Each rendition is one file that the playlists name in byte ranges, so that a four-hour film is
eleven files. Everything is made in a folder that the caller throws away.
"""

import contextlib
import errno
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from courses.content.probing import CLOSED, Film, Unplayable, confined, cores, run
from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

SEGMENT = 4
STALLED = 180.0
LATEST = 12 * 3600.0
SOUND = 96_000
POSTER = 1280


class NoRoom(DomainError):
    """The disk is full; it is tried again later."""

    message = _l(
        "The server has no room for this video now. It goes on by itself as soon as it has."
    )


class Broken(Unplayable):
    message = _l("The video could not be read to its end. Save it again as MP4 and upload that.")


@dataclass(frozen=True)
class Rung:
    """One size of the ladder; `bits` a second at most."""

    name: str
    width: int
    height: int
    bits: int


LADDER = ((240, 400_000), (480, 1_000_000), (720, 2_200_000))


@dataclass(frozen=True)
class Made:
    """A file that learners are sent, under its path beneath the media."""

    path: str
    file: Path
    content_type: str
    width: int | None = None
    height: int | None = None


def ladder(film: Film) -> list[Rung]:
    """The sizes for a film: never larger than it is; its own where none is near."""
    short = min(film.width, film.height)
    sizes = [(edge, bits) for edge, bits in LADDER if edge <= short]
    if short < LADDER[-1][0] and (not sizes or short > 1.25 * sizes[-1][0]):
        bits = next(bits for edge, bits in LADDER if edge >= short)
        sizes.append((short, bits))
    return [_rung(film, edge, short, bits) for edge, bits in sizes]


def _rung(film: Film, edge: int, short: int, bits: int) -> Rung:
    width, height = (max(2, 2 * round(s * edge / short / 2)) for s in (film.width, film.height))
    return Rung(f"{edge}p", width, height, bits)


def plain_rung(rungs: Sequence[Rung]) -> Rung:
    """The one for browsers without HLS: the largest up to 480p, else the smallest there is."""
    return next((rung for rung in reversed(rungs) if _edge(rung) <= 480), rungs[0])


def _edge(rung: Rung) -> int:
    return min(rung.width, rung.height)


def room_needed(film: Film) -> int:
    """Bytes that the making may take at most, the plain copy included."""
    rungs = ladder(film) if film.has_picture else []
    bits = sum(rung.bits + SOUND for rung in rungs) + 2 * SOUND
    if rungs:
        bits += plain_rung(rungs).bits + SOUND
    return round(film.duration * bits / 8 * 1.1) + (64 << 20)


def make_film(
    source: Path, film: Film, folder: Path, tag: str, tick: Callable[[float], None]
) -> list[Made]:
    """Every file of a film but its poster; `tick` hears the share that is done, and may raise."""
    rungs = ladder(film)
    execute(film_command(source, film, rungs), folder, film.duration, lambda s: tick(0.92 * s))
    plain = plain_rung(rungs)
    copy = [*_quiet(), "-i", f"{plain.name}.mp4", "-c", "copy", "-movflags", "+faststart"]
    execute([*copy, "plain.mp4"], folder, film.duration, lambda s: tick(0.92 + 0.08 * s))
    hls = f"hls-{tag}"
    made = [Made(f"{hls}/master.m3u8", folder / "master.m3u8", "application/vnd.apple.mpegurl")]
    for name in [rung.name for rung in rungs] + (["audio"] if film.has_sound else []):
        playlist = folder / f"{name}.m3u8"
        made.append(Made(f"{hls}/{name}.m3u8", playlist, "application/vnd.apple.mpegurl"))
    for rung in rungs:
        stream = folder / f"{rung.name}.mp4"
        made.append(Made(f"{hls}/{rung.name}.mp4", stream, "video/mp4", rung.width, rung.height))
    if film.has_sound:
        made.append(Made(f"{hls}/audio.mp4", folder / "audio.mp4", "audio/mp4"))
    whole = folder / "plain.mp4"
    made.append(Made(f"video-{tag}.mp4", whole, "video/mp4", plain.width, plain.height))
    return made


def make_sound(
    source: Path, film: Film, folder: Path, tag: str, tick: Callable[[float], None]
) -> list[Made]:
    """One small file of what is heard."""
    command = [*_reading(source), "-map", "0:a:0", *_sound(), "-vn", "-movflags", "+faststart"]
    execute([*command, *_length(film), "sound.m4a"], folder, film.duration, tick)
    return [Made(f"audio-{tag}.m4a", folder / "sound.m4a", "audio/mp4")]


def make_poster(source: Path, film: Film, folder: Path, second: float) -> Path:
    """The picture at `second`, as WebP."""
    second = min(max(0.0, second), max(0.0, film.duration - 0.2))
    wide = min(POSTER, 2 * (film.width // 2))
    height = max(2, 2 * round(film.height * wide / film.width / 2))
    run(
        [
            *("ffmpeg", *_quiet(), "-ss", f"{second:.3f}", *CLOSED, "-i", f"file:{source}"),
            *("-map", "0:v:0", "-frames:v", "1", "-vf", f"scale={wide}:{height},setsar=1"),
            *("-c:v", "libwebp", "-quality", "80", "-f", "webp"),
            f"file:{folder / 'poster.webp'}",
        ],
        seconds=120,
    )
    poster = folder / "poster.webp"
    if not poster.exists() or not poster.stat().st_size:
        raise Broken
    return poster


def first_poster(film: Film) -> float:
    """Where the first poster is taken: past a black beginning, before much has happened."""
    return min(film.duration / 10, 5.0)


def film_command(source: Path, film: Film, rungs: Sequence[Rung]) -> list[str]:
    """One pass over the source for all renditions, with key frames at the same moments."""
    every = range(len(rungs))
    split = "".join(f"[s{n}]" for n in every)
    parts = [f"[0:v:0]fps={film.rate:.3f},split={len(rungs)}{split}"]
    for n, rung in enumerate(rungs):
        scale = f"scale={rung.width}:{rung.height}:flags=bicubic"
        parts.append(f"[s{n}]{scale},setsar=1,format=yuv420p[v{n}]")
    command = [*_reading(source), "-filter_complex", ";".join(parts)]
    for n in every:
        command += ["-map", f"[v{n}]"]
    sounds = len(rungs) + 1 if film.has_sound else 0
    command += ["-map", "0:a:0"] * sounds
    command += ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-crf", "24"]
    command += ["-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT})", "-sc_threshold", "0"]
    for n, rung in enumerate(rungs):
        command += [f"-b:v:{n}", str(rung.bits), f"-maxrate:v:{n}", str(rung.bits)]
        command += [f"-bufsize:v:{n}", str(2 * rung.bits)]
    command += _sound() if sounds else []
    streams = [
        f"v:{n},a:{n},name:{rung.name}" if sounds else f"v:{n},name:{rung.name}"
        for n, rung in enumerate(rungs)
    ]
    if sounds:
        streams.append(f"a:{len(rungs)},name:audio")
    command += ["-f", "hls", "-hls_time", str(SEGMENT), "-hls_playlist_type", "vod"]
    command += ["-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"]
    command += ["-master_pl_name", "master.m3u8", "-var_stream_map", " ".join(streams)]
    return [*command, *_length(film), "-hls_segment_filename", "%v.mp4", "%v.m3u8"]


def _quiet() -> list[str]:
    return ["-y", "-v", "error", "-nostdin"]


def _reading(source: Path) -> list[str]:
    """The source is opened by itself: no playlist, no address, no attachment, no subtitle."""
    threads = str(cores())
    return [
        *_quiet(),
        *("-filter_complex_threads", threads, "-threads", threads),
        *(*CLOSED, "-i", f"file:{source}", "-sn", "-dn", "-map_metadata", "-1"),
        *("-map_chapters", "-1", "-threads", threads, "-max_muxing_queue_size", "2048"),
    ]


def _sound() -> list[str]:
    return ["-c:a", "aac", "-b:a", str(SOUND), "-ac", "2", "-ar", "48000",
            "-af", "aresample=async=1:first_pts=0"]  # fmt: skip


def _length(film: Film) -> list[str]:
    """A file whose header lies about its length does not go on for ever."""
    return ["-t", f"{film.duration + 5:.3f}"]


def execute(
    command: Sequence[str], folder: Path, duration: float, tick: Callable[[float], None]
) -> None:
    """Run ffmpeg in `folder` to its end; killed when it stands still or `tick` raises."""
    whole = [*confined(), "ffmpeg", *command[:-1], "-progress", "pipe:1", command[-1]]
    with (
        (folder / "errors.txt").open("wb") as errors,
        subprocess.Popen(  # noqa: S603
            whole, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        try:
            with _watched(process) as moved:
                for second in _progress(process):
                    moved(second)
                    tick(min(1.0, second / duration))
            code = process.wait()
        finally:
            process.kill()
    if code != 0:
        _explain(folder)


def _progress(process: "subprocess.Popen[bytes]") -> Iterator[float]:
    """Seconds of the film that are done, again and again."""
    assert process.stdout is not None
    for line in process.stdout:
        name, _, value = line.decode(errors="replace").strip().partition("=")
        if name == "out_time_us":
            with contextlib.suppress(ValueError):
                yield max(0.0, int(value) / 1e6)


@contextlib.contextmanager
def _watched(process: "subprocess.Popen[bytes]") -> Iterator[Callable[[float], None]]:
    """Ends the process when it stands still, or when half a day has gone by."""
    over = threading.Event()
    begun = time.monotonic()
    last = [0.0, begun]

    def moved(second: float) -> None:
        if second > last[0]:
            last[:] = [second, time.monotonic()]

    def watch() -> None:
        while not over.wait(2):
            moment = time.monotonic()
            if moment - last[1] > STALLED or moment - begun > LATEST:
                process.kill()

    threading.Thread(target=watch, name="film-watch", daemon=True).start()
    try:
        yield moved
    finally:
        over.set()


def _explain(folder: Path) -> None:
    said = (folder / "errors.txt").read_bytes()[-20_000:].decode(errors="replace")
    if "No space left on device" in said:
        raise NoRoom
    raise Broken


def is_full(failure: OSError) -> bool:
    return failure.errno in (errno.ENOSPC, errno.EDQUOT)
