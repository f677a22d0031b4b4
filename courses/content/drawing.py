"""In the confined child: a picture of a stranger becomes pictures of our own, without its metadata."""

import contextlib
import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from courses.content.contrast import contrast

FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "MPO"]
MOST_PIXELS = 50_000_000
SIZES = (480, 960, 1600)
TALLEST = 16_000
MOST_CAREFUL = 4_000_000  # more points than these are packed quickly, not tightly
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True)
class File:
    """One picture that learners may be sent."""

    path: str
    content_type: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """Width and height as the picture is seen; `problem` is pixels or broken, else empty."""

    problem: str = ""
    width: int = 0
    height: int = 0
    moves: bool = False
    files: list[File] = field(default_factory=list)
    contrast: float | None = None


def draw(path: str) -> Drawn:
    """WebP in up to three widths, and AVIF in the middle one where that is smaller."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _draw(Path(path))
    except Image.DecompressionBombError:
        return Drawn("pixels")
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError):
        return Drawn("broken")


def _draw(path: Path) -> Drawn:
    with Image.open(path, formats=FORMATS) as source:
        width, height = source.size
        if width * height > MOST_PIXELS:
            return Drawn("pixels")
        turned = source.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        moves = bool(getattr(source, "is_animated", False)) and source.format != "MPO"
        largest = _fit(width, height, SIZES[-1] if not turned else TALLEST)
        source.draft(None, (largest[0] * 2, largest[1] * 2))
        picture = _upright(_plain(source), SIZES[-1])
    if turned:
        width, height = height, width
    files = []
    for name, wide in _widths(width):
        size = _fit(width, height, wide)
        small = picture if picture.size == size else _resized(picture, size)
        large = size[0] * size[1] > MOST_CAREFUL
        files.append(_saved(small, f"w{name}.webp", "WEBP", quality=82, method=0 if large else 4))
        if name == 960 and not large:
            smaller = _saved(small, "w960.avif", "AVIF", quality=62, speed=8)
            if len(smaller.content) < 0.95 * len(files[-1].content):
                files.append(smaller)
    return Drawn("", width, height, moves, files, contrast(picture))


def _widths(width: int) -> list[tuple[int, int]]:
    """(name, width): what is narrower than the picture, and one as wide as it is or may be."""
    last = next((size for size in SIZES if size >= width), SIZES[-1])
    return [(size, min(size, width)) for size in SIZES if size < width or size == last]


def _fit(width: int, height: int, wide: int) -> tuple[int, int]:
    scale = min(1.0, wide / width, TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _plain(source: Image.Image) -> Image.Image:
    """Eight bits a colour, RGB or RGBA, in the colours that screens show; not larger than needed."""
    if source.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        deep = source.convert("F")
        brightest = deep.getextrema()[1]
        span = 65535.0 if isinstance(brightest, float) and brightest > 255 else 255.0
        source = deep.point(lambda value: value * (255.0 / span)).convert("L")
    alpha = source.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in source.info
    if source.mode in ("P", "PA", "1"):
        return source.convert("RGBA" if alpha else "RGB")
    return source


def _upright(picture: Image.Image, wide: int) -> Image.Image:
    """Reduced first, then turned and recoloured: that is the least memory."""
    exif, profile = picture.getexif(), picture.info.get("icc_profile")
    turned = exif.get(0x0112, 1) in (5, 6, 7, 8)
    width, height = picture.size
    seen = (height, width) if turned else (width, height)
    size = _fit(*seen, wide)
    size = (size[1], size[0]) if turned else size
    if size != picture.size:
        if "transparency" in picture.info and picture.mode in ("RGB", "L"):
            picture = picture.convert("RGBA")
        smaller = _resized(picture, size)
        smaller.info = dict(picture.info)
        smaller.getexif().update(exif)
        picture = smaller
    else:
        picture.load()
    picture = _turned(picture, exif.get(0x0112, 1))
    return _on_screen(picture, profile)


def _turned(picture: Image.Image, orientation: int) -> Image.Image:
    marked = picture.copy() if orientation != 1 else picture
    if orientation != 1:
        marked.getexif()[0x0112] = orientation
        marked = ImageOps.exif_transpose(marked)
    return marked


def _on_screen(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB; a profile that cannot be read is left out."""
    alpha = picture.mode in ("RGBA", "LA", "La", "RGBa") or "transparency" in picture.info
    mode = "RGBA" if alpha else "RGB"
    if profile and picture.mode in ("RGB", "CMYK", "RGBA"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            if changed is not None:
                return changed
    return picture.convert(mode)


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(picture: Image.Image, path: str, kind: str, **options: int) -> File:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, kind, **options)
    return File(path, f"image/{kind.lower()}", target.getvalue(), *picture.size)
