"""Places on a picture: points in per mille of its width and height; what is right stays here."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from courses.quizzes.kinds import (
    Asked,
    BadQuestion,
    BadResponse,
    Json,
    keyed,
    mappings,
    opaque,
    optional_text,
    whole_of,
)
from lms.i18n import lazy_gettext as _l

FULL = 1000
MOST_REGIONS = 20
CORNERS = (3, 40)
Point = tuple[int, int]


def split(question: Asked) -> tuple[Json, Json]:
    if "image" not in question:
        raise BadQuestion(_l("The question needs a picture."), field="image")
    named = keyed(mappings(question, "regions"), "regions", "r")
    regions = [_split_region(key, region) for key, region in named]
    right = [region for region in regions if region["correct"]]
    if not right or len(regions) > MOST_REGIONS:
        raise BadQuestion(_l("Mark at least one place that is right."), field="regions")
    picks = whole_of(question, "picks", 1, len(right), 1)
    labels = [region["label"] for region in regions if "label" in region]
    if labels:
        _check_labels(regions, labels)
    choices = sorted(
        (
            {"key": region["choice"], "text": region["label"]}
            for region in regions
            if "label" in region
        ),
        key=lambda choice: choice["key"],
    )
    body: Json = {"picks": picks} | ({"choices": choices} if choices else {})
    return body, {"regions": regions}


def _split_region(key: str, region: Asked) -> Json:
    shape, at = str(region.get("shape")), region.get("at")
    if not isinstance(at, list | tuple) or not _is_shape(shape, at):
        raise BadQuestion(
            _l("A place is a rectangle, a circle or a polygon inside the picture."),
            field="regions",
        )
    places = [list(corner) for corner in at] if shape == "polygon" else list(at)
    split_off = {"key": key, "shape": shape, "at": places, "correct": region.get("correct") is True}
    label = optional_text(region, "label")
    choice = {"choice": opaque("region", label["label"])} if label else {}
    return split_off | label | choice | optional_text(region, "feedback")


def _is_shape(shape: str, at: Sequence[Any]) -> bool:
    match shape:
        case "rect":
            if not _are_places(at, 4):
                return False
            x, y, width, height = at
            return bool(min(width, height) > 0 and x + width <= FULL and y + height <= FULL)
        case "circle":
            return bool(_are_places(at, 3) and at[2] > 0)
        case "polygon":
            corners = CORNERS[0] <= len(at) <= CORNERS[1]
            return corners and all(isinstance(c, list | tuple) and _are_places(c, 2) for c in at)
    return False


def _are_places(values: Sequence[Any], count: int) -> bool:
    return len(values) == count and all(type(v) is int and 0 <= v <= FULL for v in values)


def _check_labels(regions: Sequence[Json], labels: Sequence[str]) -> None:
    """Words instead of pointing: they must tell nothing by being there."""
    wrong = [region for region in regions if "label" in region and not region["correct"]]
    named = all("label" in region for region in regions if region["correct"])
    if not named or not wrong or len(set(labels)) < len(labels):
        raise BadQuestion(
            _l("Give words to every right place and to at least one that is wrong, or to none."),
            field="regions",
        )


def join(body: Mapping[str, Any], key: Mapping[str, Any]) -> Json:
    """The description that was split."""
    regions = [{n: v for n, v in region.items() if n != "choice"} for region in key["regions"]]
    return {"picks": body["picks"], "regions": regions}


def clean(body: Mapping[str, Any], response: Any) -> list[Any] | None:
    """Points and chosen words, each once; at most as many as are asked for."""
    if not isinstance(response, list) or len(response) > 2 * MOST_REGIONS:
        raise BadResponse
    picks: list[Any] = []
    for given in response:
        pick = _clean_pick(body, given)
        if pick not in picks:
            picks.append(pick)
    if len(picks) > body["picks"]:
        raise BadResponse(
            _l("Mark at most %(count)s places: take one away first.", count=body["picks"])
        )
    return picks or None


def _clean_pick(body: Mapping[str, Any], given: Any) -> list[int] | str:
    if isinstance(given, str) and given.startswith("@"):
        if given[1:] not in {choice["key"] for choice in body.get("choices", ())}:
            raise BadResponse
        return given
    if isinstance(given, list | tuple) and _are_places(given, 2):
        return list(given)
    raise BadResponse


def read_pick(text: str) -> list[int] | str:
    """`512,300` or `@choice` as a form sends it."""
    if text.startswith("@"):
        return text
    x, comma, y = text.partition(",")
    if not comma or not all(n.isascii() and n.isdigit() and len(n) <= 4 for n in (x, y)):
        raise BadResponse
    return [int(x), int(y)]


def write_pick(pick: list[int] | str) -> str:
    return pick if isinstance(pick, str) else f"{pick[0]},{pick[1]}"


def mark(
    body: Mapping[str, Any], key: Mapping[str, Any], given: Sequence[Any]
) -> tuple[Fraction, dict[str, bool]]:
    """The share of places asked for that were found; the same place twice is found once.

    Where right places overlap, each point goes where it helps most.
    """
    right = [region for region in key["regions"] if region["correct"]]
    reached = [
        [n for n, region in enumerate(right) if meets(pick, region, body["image"])]
        for pick in given
    ]
    taken: dict[int, int] = {}
    for pick in range(len(reached)):
        _place(pick, reached, taken, set())
    parts = {write_pick(pick): bool(places) for pick, places in zip(given, reached, strict=True)}
    return min(Fraction(1), Fraction(len(taken), body["picks"])), parts


def _place(
    pick: int, reached: Sequence[Sequence[int]], taken: dict[int, int], seen: set[int]
) -> bool:
    """Give a point a place of its own, moving others over where that makes room."""
    for place in reached[pick]:
        if place in seen:
            continue
        seen.add(place)
        if place not in taken or _place(taken[place], reached, taken, seen):
            taken[place] = pick
            return True
    return False


def meets(pick: Any, region: Mapping[str, Any], image: Mapping[str, Any]) -> bool:
    """Whether a point lies in a region (its edge is in it), or its words were chosen."""
    if isinstance(pick, str):
        return pick == f"@{region.get('choice', '')}"
    x, y = pick
    match region["shape"]:
        case "rect":
            left, top, width, height = region["at"]
            return bool(left <= x <= left + width and top <= y <= top + height)
        case "circle":
            middle_x, middle_y, radius = region["at"]
            across = (x - middle_x) * image["width"]
            down = (y - middle_y) * image["height"]
            return bool(across**2 + down**2 <= (radius * image["width"]) ** 2)
    return _is_inside((x, y), [tuple(corner) for corner in region["at"]])


def _is_inside(point: Point, corners: Sequence[Any]) -> bool:
    """Ray casting in whole numbers; the edge belongs to the polygon."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if side == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y) and (side > 0) == (by > ay):
            inside = not inside
    return inside
