"""ผ้าไหมหางกระรอก as strokes: two-ply threads whose flecks swell and fade along the cloth."""

from math import cos, pi, sin


def weave(
    x: float,
    y: float,
    width: float,
    height: float,
    rows: int,
    *,
    upright: bool = False,
    ply: int = 0,
    pitch: float = 1.5,
    wave: float = 26.0,
) -> str:
    """Path data of one of the two plies; where one has long flecks, the other has short ones."""
    along, across = (height, width) if upright else (width, height)
    count = round(along / pitch)
    step, depth = along / count, across / rows
    strokes = []
    for row in range(rows):
        for index in range(count):
            middle = (index + 0.5 + 0.5 * (row % 2 - 0.5)) * step
            swell = 0.5 + 0.5 * cos(2 * pi * (middle / wave + row * 0.19))
            share = 0.14 + 0.58 * (swell if ply == 0 else 1 - swell)
            top = (0.10 if ply == 0 else 0.90 - share) + row
            lean = min(share * depth * 0.42, step * 0.8)  # as far for its length in every row
            start, length = (middle + lean / 2, top * depth), (-lean, share * depth)
            (a, b), (c, d) = (start[::-1], length[::-1]) if upright else (start, length)
            strokes.append(f"M{x + a:.2f} {y + b:.2f}l{c:.2f} {d:.2f}")
    return "".join(strokes)


def rosette(x: float, y: float, radius: float, petals: int, depth: float, turn: float) -> str:
    """Path data of one closed wave around a centre; several of them, turned, make a medallion."""
    points = []
    for step in range(petals * 8):
        angle = 2 * pi * step / (petals * 8)
        reach = radius * (1 - depth / 2 + depth / 2 * cos(petals * angle + turn))
        points.append((x + reach * sin(angle), y - reach * cos(angle)))
    following = points[1:] + points[:1]
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in zip(points, following, strict=True)]
    curves = [
        f"Q{a:.2f} {b:.2f} {c:.2f} {d:.2f}"
        for (a, b), (c, d) in zip(following, middles[1:] + middles[:1], strict=True)
    ]
    return f"M{middles[0][0]:.2f} {middles[0][1]:.2f}{''.join(curves)}Z"
