"""Letters that are hard to see are noticed; pictures without letters say nothing."""

import random

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from courses.content.contrast import contrast

WORDS = "The quick brown fox jumps over the lazy dog and writes a long line of text "


def written(ink: str, ground: str, size: int = 22) -> Image.Image:
    picture = Image.new("RGB", (700, 400), ground)
    drawing, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
    for line in range(12):
        drawing.text((20, 10 + line * 32), WORDS[line:], fill=ink, font=font)
    return picture


@pytest.mark.parametrize(
    ("ink", "ground", "true"),
    [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54), ("#aaaaaa", "#ffffff", 2.32),
     ("#ffffff", "#0f5c66", 7.5), ("#556677", "#445566", 1.3)],
)  # fmt: skip
def test_the_ratio_is_near_the_true_one(ink, ground, true):
    assert contrast(written(ink, ground)) == pytest.approx(true, rel=0.3)


def test_faint_letters_fall_below_the_limit_and_strong_ones_do_not():
    assert contrast(written("#b0b0b0", "#ffffff")) < 4.5 < contrast(written("#333333", "#ffffff"))


def test_a_flat_picture_says_nothing():
    assert contrast(Image.new("RGB", (600, 400), "#88aa99")) is None


def test_a_photograph_says_nothing():
    dice = random.Random(1)
    small = Image.new("RGB", (60, 40))
    small.putdata([(dice.randrange(256),) * 3 for _ in range(2400)])
    photograph = small.resize((900, 600), Image.Resampling.BICUBIC).filter(
        ImageFilter.GaussianBlur(9)
    )
    assert contrast(photograph) is None


def test_a_tiny_picture_says_nothing():
    assert contrast(Image.new("RGB", (10, 10))) is None
