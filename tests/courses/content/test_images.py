"""Pictures are drawn anew in a few widths, upright, and without what phones write into them."""

import io
import time
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from courses.content import drawing, images
from tests import files


def draw(folder: Path, content: bytes) -> drawing.Drawn:
    path = folder / "picture"
    path.write_bytes(content)
    return images.draw(path)


def opened(made: drawing.File) -> Image.Image:
    return Image.open(io.BytesIO(made.content))


@pytest.mark.parametrize(
    ("width", "made"),
    [
        (300, [(300, "w480.webp")]),
        (480, [(480, "w480.webp")]),
        (700, [(480, "w480.webp"), (700, "w960.webp")]),
        (1000, [(480, "w480.webp"), (960, "w960.webp"), (1000, "w1600.webp")]),
        (4000, [(480, "w480.webp"), (960, "w960.webp"), (1600, "w1600.webp")]),
    ],
)
def test_widths_are_never_larger_than_the_picture(
    tmp_path: Path, width: int, made: list[tuple[int, str]]
) -> None:
    drawn = draw(tmp_path, files.picture(size=(width, width // 2)))
    assert (drawn.width, drawn.height) == (width, width // 2)
    assert [(f.width, f.path) for f in drawn.files if f.path.endswith("webp")] == made
    for each in drawn.files:
        assert opened(each).size == (each.width, each.height)


def test_avif_comes_only_where_it_is_smaller(tmp_path: Path) -> None:
    drawn = draw(tmp_path, files.picture(size=(1200, 800)))
    sizes = {f.path: len(f.content) for f in drawn.files}
    assert sizes.get("w960.avif", 0) < sizes["w960.webp"]


def test_a_picture_stands_upright_and_says_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "CANARY at home"
    drawn = draw(tmp_path, files.picture(size=(1200, 800), exif=exif))
    assert (drawn.width, drawn.height) == (800, 1200)
    for each in drawn.files:
        picture = opened(each)
        assert picture.width < picture.height
        assert not picture.getexif()
        assert b"CANARY" not in each.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_a_phone_is_known(tmp_path: Path, orientation: int) -> None:
    """The one red corner ends where a browser would show it."""
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (0, 0, 100, 60))
    exif = Image.Exif()
    exif[0x0112] = orientation
    target = io.BytesIO()
    image.save(target, "PNG", exif=exif)
    drawn = opened(draw(tmp_path, target.getvalue()).files[0]).convert("RGB")
    w, h = drawn.size
    corners = {1: (5, 5), 2: (w - 5, 5), 3: (w - 5, h - 5), 4: (5, h - 5), 5: (5, 5), 6: (w - 5, 5), 7: (w - 5, h - 5), 8: (5, h - 5)}  # fmt: skip
    red = drawn.getpixel(corners[orientation])
    assert isinstance(red, tuple)
    assert (red[0] > 200, red[1] < 80) == (True, True)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "P", "L", "LA", "1", "I;16"])
def test_every_kind_of_colour_is_drawn(tmp_path: Path, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        image = Image.frombytes("I;16", (64, 64), b"\x00\x80" * 64 * 64)
        target = io.BytesIO()
        image.save(target, "PNG")
        content = target.getvalue()
    else:
        content = files.picture(kind, (600, 400), mode)
    first = opened(draw(tmp_path, content).files[0])
    assert first.mode in ("RGB", "RGBA")
    if mode == "I;16":
        grey = first.convert("L").getpixel((20, 20))
        assert isinstance(grey, int)
        assert 118 < grey < 138
    if mode in ("RGBA", "LA"):
        assert first.mode in ("RGBA", "RGB")


def test_transparency_stays(tmp_path: Path) -> None:
    image = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 100, 100))
    target = io.BytesIO()
    image.save(target, "PNG")
    first = opened(draw(tmp_path, target.getvalue()).files[0]).convert("RGBA")
    assert first.getpixel((400, 300)) == (0, 0, 0, 0) or first.getpixel((400, 300))[3] == 0  # type: ignore[index]


def test_colours_of_other_screens_are_brought_to_ours(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    drawn = draw(tmp_path, files.picture(size=(600, 400), icc_profile=profile))
    assert drawn.files
    assert "icc_profile" not in opened(drawn.files[0]).info


def test_a_moving_picture_stands_still_and_says_so(tmp_path: Path) -> None:
    frames = [Image.new("L", (300, 200), n) for n in (1, 99, 200)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    drawn = draw(tmp_path, target.getvalue())
    assert drawn.moves
    assert not getattr(opened(drawn.files[0]), "is_animated", False)


def test_the_same_picture_is_drawn_the_same(tmp_path: Path) -> None:
    content = files.picture()
    assert draw(tmp_path, content) == draw(tmp_path, content)


@pytest.mark.parametrize("side", [9000, 60_000])
def test_a_bomb_of_points_is_refused_by_its_header(tmp_path: Path, side: int) -> None:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")
    content = bytearray(target.getvalue())
    if side > 9000:
        import struct
        import zlib

        content[16:24] = struct.pack(">II", side, side)
        content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    images.draw_warm()
    began = time.perf_counter()
    with pytest.raises(images.TooManyPixels):
        draw(tmp_path, bytes(content))
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("cut", [0, 3, 30, 300])
def test_a_broken_picture_is_told(tmp_path: Path, cut: int) -> None:
    with pytest.raises(images.BadPicture):
        draw(tmp_path, files.picture()[:cut] + b"\x00" * 20)


def test_what_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images._child, "seconds", 0.01)
    images._child.close()
    with pytest.raises(images.TakesTooLong):
        draw(tmp_path, files.picture("PNG", (5000, 5000)))
