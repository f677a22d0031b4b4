"""Charts are readable: escaped, told in words, in steps that differ without colour."""

import re
from itertools import pairwise
from pathlib import Path
from unicodedata import category
from xml.etree.ElementTree import Element

import geothai
import pytest
from defusedxml.ElementTree import fromstring

from lms.workforce import charts
from lms.workforce.charts import Item, Scale, Series, Shape, Tile, scale_for
from lms.workforce.charts.colours import DARK_STEPS, ON_DARK_STEPS, ON_STEPS, STEPS
from lms.workforce.charts.shapes import roomiest
from lms.workforce.charts.svg import Canvas, spaced
from lms.workforce.charts.tiles import named
from lms.workforce.charts.wrapping import breadth, lines, shortened

NASTY = '<script>alert("1")</script>'
ITEMS = [
    Item("Pak Chong", "1,204", 1204, href="/numbers?district=3021"),
    Item(NASTY, "–", hidden=True),
]
SCSS = Path(__file__).parents[3] / "lms/frontend/styles/components/_charts.scss"


def drawings(width: float | None) -> dict[str, str]:
    return {
        "bars": charts.bars("People", ITEMS, width=width),
        "intervals": charts.intervals("Rates", [Item("A", "51%", 0.5, low=0.4, high=0.6), *ITEMS]),
        "line": charts.line(
            "Trend", ["Oct", "Nov"], [Series("2570", ITEMS), Series("2569", ITEMS)]
        ),
        "tiles": charts.tiles("Map", [Tile(1, 1, ITEMS[0]), Tile(3, 2, ITEMS[1])], width=width),
        "shapes": charts.shapes(
            "Map", [Shape("M0 0L9 0L9 9Z", ITEMS[0]), Shape("M9 9L20 9L20 20Z", ITEMS[1])], (20, 20)
        ),
        "heat": charts.heat("Matrix", ["a", NASTY], ["x"], {(0, 0): ITEMS[0], (1, 0): ITEMS[1]}),
    }


@pytest.mark.parametrize("width", [None, 640])
@pytest.mark.parametrize("kind", ["bars", "intervals", "line", "tiles", "heat", "shapes"])
def test_it_is_well_formed_named_and_without_styles(kind: str, width: float | None) -> None:
    text = drawings(width)[kind]
    root: Element = fromstring(text)
    names = {e.get("id"): e.text for e in root.iter() if e.tag.endswith("title")}
    assert names[root.get("aria-labelledby")]
    assert "style=" not in text
    assert "<script" not in text
    assert root.get("role") == ("group" if "<a " in text else "img")


@pytest.mark.parametrize("kind", ["bars", "intervals", "line", "tiles", "heat", "shapes"])
def test_what_is_hidden_is_hatched_and_has_no_number(kind: str) -> None:
    text = drawings(None)[kind]
    hatch = re.search(r'pattern id="([\w-]+)"', text)
    assert hatch is not None
    assert f"url(#{hatch[1]})" in text


def test_two_charts_share_no_name() -> None:
    both = charts.bars("One", ITEMS) + charts.bars("One", ITEMS)
    ids = re.findall(r'\bid="([^"]+)"', both)
    assert len(ids) == len(set(ids))


def test_an_empty_chart_is_still_drawn() -> None:
    for drawn in (
        charts.bars("x", []),
        charts.tiles("x", []),
        charts.heat("x", [], [], {}),
        charts.intervals("x", []),
        charts.line("x", [], [Series("y", [])]),
    ):
        assert fromstring(drawn) is not None


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("steps", "words"), [(STEPS, ON_STEPS), (DARK_STEPS, ON_DARK_STEPS)])
def test_steps_differ_without_colour_and_carry_their_words(
    steps: tuple[str, ...], words: tuple[str, ...]
) -> None:
    for lighter, darker in pairwise(steps):
        assert contrast(lighter, darker) >= 1.12
    for step, word in zip(steps, words, strict=True):
        assert contrast(step, word) >= 4.5, step


def test_the_screen_has_the_same_steps() -> None:
    text = SCSS.read_text()
    light, dark = text.split("@mixin steps-dark")
    for part, steps, words in ((light, STEPS, ON_STEPS), (dark, DARK_STEPS, ON_DARK_STEPS)):
        for n, (step, word) in enumerate(zip(steps, words, strict=True)):
            assert f"--step-{n}: {step}; --on-{n}: {word};" in part


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("เฉลิมพระเกียรติ", ["เฉลิมพระ", "เกียรติ"]),
        ("หนองบุญมาก", ["หนองบุญ", "มาก"]),
        ("เมืองนครราชสีมา", ["เมืองฯ"]),
        ("คง", ["คง"]),
        ("Chaloem Phra Kiat", ["Chaloem", "Phra Ki…"]),
    ],
)
def test_names_of_tiles_break_between_words(name: str, rows: list[str]) -> None:
    assert named(name, 8) == rows


def test_the_whole_name_is_in_the_title() -> None:
    text = charts.tiles("Map", [Tile(8, 1, Item("เมืองนครราชสีมา", "5", 5))])
    assert "<title>เมืองนครราชสีมา: 5</title>" in text


def test_a_long_name_leaves_room_for_its_number() -> None:
    text = charts.bars("x", [Item("a" * 90, "1,204", 5)])
    assert [len(t) for t in re.findall(r">(a+…)<", text)] == [25, 48]
    assert "a" * 90 + ": 1,204</title>" in text


def test_a_mark_is_never_parted_from_its_letter() -> None:
    assert shortened("ที่นี่", 1) == "…"
    assert shortened("ที่นี่มี", 2) == "ที่…"


@pytest.mark.parametrize("names", [0, 1, 2, 12, 13, 36])
def test_names_below_a_line_do_not_touch_and_the_last_is_there(names: int) -> None:
    for width in (280, 480, 780):
        kinds = spaced(Canvas(1, width), names, 58)
        seen = [n for n, kind in enumerate(kinds) if kind is not None]
        assert not names or seen[-1] == names - 1
        for one, other in pairwise(seen):
            assert (other - one) * (width - 58) / (names - 1) >= 58


def test_a_number_stands_inside_its_outline() -> None:
    horseshoe = "M0,0L100,0L100,30L30,30L30,70L100,70L100,100L0,100Z"
    x, y, room = roomiest(horseshoe)
    assert 0 < x < 100
    assert x < 30 or not 30 < y < 70
    assert room >= 30
    assert roomiest("") == (0, 0, 0)


def test_paper_knows_every_class_of_shapes_it_paints() -> None:
    drawn = "".join(drawings(640).values())
    for kind in ("chart__bar", "chart__track", "chart__line", "chart__dot", "chart__stripe"):
        assert kind in drawn
        assert f".{kind}{{" in charts.PRINT_CSS
    assert "var(" not in charts.PRINT_CSS


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("ขามสะแกแสง", ["ขาม", "สะแก", "แสง"]),
        ("เทพารักษ์", ["เทพา", "รักษ์"]),
        ("เฉลิมพระเกียรติ", ["เฉลิม", "พระ", "เกียรติ"]),
        ("เมืองนครราชสีมา", ["เมืองฯ"]),
        ("Thepharak", ["Theph-", "arak"]),
    ],
)
def test_a_narrow_tile_has_its_name_on_three_lines(name: str, rows: list[str]) -> None:
    assert named(name, 6, 3) == rows


def test_every_district_is_named_on_a_phone() -> None:
    places = [Tile(n % 8 + 1, n // 8 + 1, Item(d.name_th, "0.35", 0.35))
              for n, d in enumerate(geothai.districts("30"))]  # fmt: skip
    narrow = re.findall(r"chart__place--narrow[^>]*>([^<]+)<", charts.tiles("Map", places))
    assert "เมืองฯ" in narrow
    assert not [row for row in narrow if row.endswith("…") or breadth(row) * 10.5 > 36]
    for place in places:
        assert narrow.count(place.item.label[:3]) or any(
            row and place.item.label.startswith(row.rstrip("ฯ")) for row in narrow
        )


def test_marks_stay_on_their_letters_where_a_word_is_divided() -> None:
    for row in lines("ข้อมูลข่าวสารและการสื่อสาร", 9, 4):
        assert category(row[0]) != "Mn"


def test_answers_from_one_to_five_stand_on_an_axis_from_one_to_five() -> None:
    scale = Scale(1, 5, [(n, str(n)) for n in range(1, 6)])
    mean = Item("In all", "3.84", 3.84)
    drawn = charts.intervals("Mean", [Item("A", "3.00", 3.0)], scale=scale, mean=mean, width=100)
    assert re.search(r'<circle[^>]* cx="50.0"', drawn)
    assert "In all 3.84" in drawn
    assert [int(n) for n in re.findall(r">(\d)</text>", drawn)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([0.22, 0.51], [0.0, 0.2, 0.4, 0.6]),
        ([13.3, 26.8], [0, 10, 20, 30]),
        ([-4, 6], [-4, -2, 0, 2, 4, 6]),
        ([], [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_an_axis_has_even_steps_from_nought(values: list[float], marks: list[float]) -> None:
    scale = scale_for(values, str)
    assert [value for value, _words in scale.marks] == pytest.approx(marks)
    assert (scale.low, scale.high) == pytest.approx((marks[0], marks[-1]))


def test_rows_of_a_matrix_stand_under_the_name_of_their_group() -> None:
    cells = {(n, 0): Item("x", str(n), n) for n in range(3)}
    text = charts.heat("M", ["a", "b", "c"], ["x"], cells, groups=["One", "One", "Two"])
    assert re.findall(r'chart__group"[^>]*>(\w+)<', text) == ["One", "Two"]
    tops = [float(y) for y in re.findall(r'<rect class="chart__tile[^>]* y="([\d.]+)"', text)]
    assert tops[2] - tops[1] > tops[1] - tops[0]


def test_on_paper_names_and_numbers_stand_beside_their_bars() -> None:
    items = [Item("การใช้เทคโนโลยีดิจิทัลเพื่อยกระดับงาน", "86", 86, aim=100), Item("สั้น", "9", 9)]
    drawn = charts.bars("Skills", items, width=320)
    bars = re.findall(r'chart__bar" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', drawn)
    ends = [float(x) + float(width) for x, _y, width in bars]
    assert all(float(x) > 100 for x, _y, _width in bars)
    assert max(ends) < 320 - 20
    assert float(re.search(r'height="([\d.]+)"', drawn)[1]) < 90  # type: ignore[index]
