"""Silent slides with Thai captions: MP4, poster and WebVTT made here."""

import subprocess
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from lms.demo import paper


@dataclass(frozen=True)
class Video:
    movie: bytes
    poster: bytes
    captions: str
    transcript: str
    seconds: int


def make(description: dict[str, Any], folder: Path) -> Video:
    """The video that a `video.yaml` describes; slides are drawn, so Thai marks stand right."""
    slides = description["slides"]
    pictures = paper.slides(slides, folder)
    lengths = [int(slide["seconds"]) for slide in slides]
    with tempfile.TemporaryDirectory() as scratch:
        listing = []
        for number, (picture, length) in enumerate(zip(pictures, lengths, strict=True)):
            (Path(scratch) / f"{number}.png").write_bytes(picture)
            listing += [f"file '{number}.png'", f"duration {length}"]
        listing.append(f"file '{len(pictures) - 1}.png'")
        (Path(scratch) / "list.txt").write_text("\n".join(listing))
        _run(scratch, "-f", "concat", "-i", "list.txt", "-vf", "fps=5,format=yuv420p", "-c:v", "libx264",
             "-preset", "veryfast", "-tune", "stillimage", "-crf", "24", "-g", "50",
             "-t", str(sum(lengths)), "-movflags", "+faststart", "movie.mp4")  # fmt: skip
        _run(scratch, "-i", "0.png", "-vf", "scale=960:-1", "-q:v", "4", "poster.jpg")
        movie = (Path(scratch) / "movie.mp4").read_bytes()
        poster = (Path(scratch) / "poster.jpg").read_bytes()
    cues = _cues(slides)
    return Video(
        movie=movie,
        poster=poster,
        captions="WEBVTT\n\n"
        + "\n".join(f"{_at(a)} --> {_at(b)}\n{text}\n" for a, b, text in cues),
        transcript="".join(f"<p>{escape(' '.join(map(str, s['captions'])))}</p>" for s in slides),
        seconds=sum(lengths),
    )


def _run(folder: str, *arguments: str) -> None:
    subprocess.run(  # noqa: S603
        ["ffmpeg", "-y", "-loglevel", "error", *arguments],  # noqa: S607
        cwd=folder,
        check=True,
    )


def _cues(slides: list[dict[str, Any]]) -> list[tuple[float, float, str]]:
    """(from, to, text) in seconds; a slide's cues share its time by their length."""
    cues, start = [], 0.0
    for slide in slides:
        texts = [str(t) for t in slide["captions"]]
        total = sum(len(t) for t in texts)
        at = start
        for text in texts:
            end = at + slide["seconds"] * len(text) / total
            cues.append((at, end, text))
            at = end
        start += slide["seconds"]
    return cues


def _at(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):02d}:{int(minutes % 60):02d}:{rest:06.3f}"
