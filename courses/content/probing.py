"""What is in a film or a sound file, asked of ffprobe, which may open that one file and no other.

Playlists, slide lists and subtitle files are not opened at all: they name other files.
"""

import contextlib
import json
import math
import os
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l

LARGEST = 4 << 30
LONGEST = 4 * 3600
WIDEST = 8192
PIXELS = 36_000_000
SECONDS = 60
CONTAINERS = "mov,matroska,webm,avi,mpegts,mpeg,asf,flv,ogg,mp3,wav,flac,aac,amr,caf,aiff,dv,mxf"
CLOSED = ["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS]
VIDEO = {
    "h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "prores",
    "dnxhd", "theora", "wmv1", "wmv2", "wmv3", "vc1", "msmpeg4v2", "msmpeg4v3", "h263", "flv1",
    "vp6f", "dvvideo", "svq3", "rawvideo", "qtrle", "png", "ffv1", "huffyuv", "cinepak",
}  # fmt: skip
AUDIO = {
    "aac", "mp3", "mp2", "opus", "vorbis", "flac", "ac3", "eac3", "alac", "wmav1", "wmav2",
    "wmapro", "amr_nb", "amr_wb", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le",
    "pcm_f32le", "pcm_u8", "pcm_mulaw", "pcm_alaw", "adpcm_ms", "adpcm_ima_wav", "dts", "speex",
}  # fmt: skip


class Unplayable(DomainError):
    message = _l("This file cannot be played. Save it again as MP4 and upload that.")


class NoPicture(Unplayable):
    message = _l("This file has no picture. A video needs one; upload sound as an audio file.")


class NoSound(Unplayable):
    message = _l("This file has no sound.")


class TooLong(Unplayable):
    message = _l("A video may last 4 hours. Cut it into parts and upload each.")


class TooLarge(Unplayable):
    message = _l("A video file may have 4 GB. Save it smaller (for example as 720p) first.")


class TooManyPixels(Unplayable):
    message = _l("The picture is larger than any screen. Save the video as 1080p or smaller.")


class UnknownCodec(Unplayable):
    message = _l("This kind of video is not known here. Save it as MP4 (H.264) and upload that.")


@dataclass(frozen=True)
class Film:
    """Width and height as they are seen: turned, and with square points. 0 where only heard."""

    duration: float
    width: int
    height: int
    rate: float
    has_sound: bool

    @property
    def has_picture(self) -> bool:
        return self.width > 0


def probe(path: Path, *, picture: bool = True) -> Film:
    """What the file is; an `Unplayable` says what is wrong with it and what to do."""
    if path.stat().st_size > LARGEST:
        raise TooLarge
    found = _ask(path)
    streams = found.get("streams") or []
    video = next((s for s in streams if _is_film(s)), None)
    audio = next((s for s in streams if s.get("codec_type") == "audio"), None)
    if picture and video is None:
        raise NoPicture
    if not picture and audio is None:
        raise NoSound
    _check_codecs(video if picture else None, audio)
    duration = _duration(found, video or audio or {}) or _measured(path)
    if not math.isfinite(duration) or duration < 0.1:
        raise Unplayable
    if duration > LONGEST:
        raise TooLong
    width, height = _seen(video) if video and picture else (0, 0)
    if max(width, height) > WIDEST or width * height > PIXELS:
        raise TooManyPixels
    return Film(round(duration, 3), width, height, _rate(video or {}), audio is not None)


def _is_film(stream: dict[str, Any]) -> bool:
    """A moving picture: the cover of a song is none."""
    attached = (stream.get("disposition") or {}).get("attached_pic")
    return stream.get("codec_type") == "video" and not attached


def _check_codecs(video: dict[str, Any] | None, audio: dict[str, Any] | None) -> None:
    for stream, known in ((video, VIDEO), (audio, AUDIO)):
        if stream is not None and stream.get("codec_name") not in known:
            raise UnknownCodec


def _ask(path: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", *CLOSED, "-show_format", "-show_streams"]
    answer = run([*command, "-of", "json", f"file:{path}"], seconds=SECONDS)
    try:
        found: dict[str, Any] = json.loads(answer or "{}")
    except ValueError as broken:
        raise Unplayable from broken
    if not found.get("streams"):
        raise Unplayable
    return found


def _measured(path: Path) -> float:
    """How long it is where the file does not say: what browsers record does not."""
    command = ["ffmpeg", "-v", "error", "-nostdin", *CLOSED, "-i", f"file:{path}"]
    answer = run([*command, "-c", "copy", "-progress", "pipe:1", "-f", "null", "-"], seconds=300)
    last = [line for line in answer.splitlines() if line.startswith("out_time_us=")]
    with contextlib.suppress(ValueError):
        return int(last[-1].partition("=")[2]) / 1e6 if last else 0.0
    return 0.0


def run(command: list[str], *, seconds: float) -> str:
    """The output of a short command that is confined as the long ones are."""
    try:
        done = subprocess.run(  # noqa: S603
            [*confined(), *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        raise Unplayable from failed
    return done.stdout.decode(errors="replace")


def confined(memory: int = 3 << 30) -> list[str]:
    """Before a command: it dies with us, gives way to others, leaves a core free, stays small."""
    cores = sorted(os.sched_getaffinity(0))
    some = ",".join(map(str, cores[:-1] or cores))
    return [
        *("setpriv", "--pdeathsig", "KILL", "--no-new-privs"),
        *("prlimit", f"--as={memory}", "--core=0", "--nofile=64"),
        *("taskset", "--cpu-list", some, "nice", "-n", "15"),
    ]


def cores() -> int:
    """How many cores long work may use: all but one."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


def _duration(found: dict[str, Any], stream: dict[str, Any]) -> float:
    for source in (found.get("format") or {}, stream):
        with contextlib.suppress(KeyError, ValueError, TypeError):
            return float(source["duration"])
    return 0.0


def _seen(video: dict[str, Any]) -> tuple[int, int]:
    width, height = int(video.get("width") or 0), int(video.get("height") or 0)
    if width < 16 or height < 16:
        raise NoPicture
    shape = _fraction(str(video.get("sample_aspect_ratio", "1:1")).replace(":", "/"))
    if shape and 0.1 < shape < 10:
        width = round(width * shape)
    return (height, width) if _is_turned(video) else (width, height)


def _is_turned(video: dict[str, Any]) -> bool:
    for side in video.get("side_data_list") or []:
        if "rotation" in side:
            return round(abs(float(side["rotation"]))) % 180 == 90
    return False


def _rate(video: dict[str, Any]) -> float:
    """Pictures a second, 30 at most; one a second at least, for slides."""
    rate = _fraction(video.get("avg_frame_rate")) or _fraction(video.get("r_frame_rate")) or 25.0
    return min(30.0, max(1.0, rate))


def _fraction(text: object) -> float:
    try:
        return float(Fraction(str(text)))
    except (ValueError, ZeroDivisionError):
        return 0.0
