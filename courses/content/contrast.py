"""How well the letters in a picture stand out, as far as a picture tells: a guess, so it only warns.

Small squares that hold two even tones in many strokes look like writing; the middle one of their
contrasts is what is told. Photographs have no such squares.
"""

from statistics import median

from PIL import Image

SIDE = 24
MOST_TILES = 320
FEWEST = 6
EVEN = 5.0


def contrast(picture: Image.Image) -> float | None:
    """The ratio of WCAG, 1 to 21, of what looks like writing; None where nothing does."""
    if picture.has_transparency_data:
        picture = Image.alpha_composite(
            Image.new("RGBA", picture.size, "white"), picture.convert("RGBA")
        )
    grey = picture.convert("L")
    columns, rows = grey.width // SIDE, grey.height // SIDE
    step = max(1, -(-columns * rows // MOST_TILES))
    found = []
    for number in range(0, columns * rows, step):
        y, x = divmod(number, columns)
        tile = grey.crop((x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
        ratio = _writing(tile)
        if ratio is not None:
            found.append(ratio)
    return round(median(found), 2) if len(found) >= FEWEST else None


def _writing(tile: Image.Image) -> float | None:
    """The contrast of the two tones of a square, where it looks like writing."""
    tones = tile.histogram()
    cut = _between(tones)
    if cut is None:
        return None
    dark, light = _tone(tones, 0, cut), _tone(tones, cut, 256)
    less = min(dark[0], light[0]) / (SIDE * SIDE)
    ground = dark if dark[0] > light[0] else light
    if not 0.04 <= less <= 0.45 or light[1] - dark[1] < 10 or ground[2] > EVEN:
        return None
    if _strokes(tile, cut) < 1.5:
        return None
    return (_luminance(light[1]) + 0.05) / (_luminance(dark[1]) + 0.05)


def _between(tones: list[int]) -> int | None:
    """Where the two tones part best (Otsu)."""
    total, weighted = sum(tones), sum(n * count for n, count in enumerate(tones))
    below = below_weighted = 0
    best, cut = 0.0, None
    for n, count in enumerate(tones):
        below += count
        below_weighted += n * count
        if not below or below == total:
            continue
        gap = below_weighted / below - (weighted - below_weighted) / (total - below)
        if below * (total - below) * gap * gap > best:
            best, cut = below * (total - below) * gap * gap, n + 1
    return cut


def _tone(tones: list[int], start: int, end: int) -> tuple[int, float, float]:
    """How many points have the tone, which it mostly is, and how far they are from it."""
    count = sum(tones[start:end])
    if not count:
        return 0, 0.0, 0.0
    most = max(range(start, end), key=lambda n: tones[n])
    away = sum(abs(n - most) * tones[n] for n in range(start, end)) / count
    return count, float(most), away


def _strokes(tile: Image.Image, cut: int) -> float:
    """How often a line changes its tone."""
    points = tile.tobytes()
    changes = sum(
        (points[y * SIDE + x] < cut) != (points[y * SIDE + x + 1] < cut)
        for y in range(SIDE)
        for x in range(SIDE - 1)
    )
    return changes / SIDE


def _luminance(grey: float) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
