"""Cloze, essay, upload and hotspot: what is a whole question, and what an answer is worth."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes import cloze, hotspot, rubrics
from courses.quizzes.kinds import BadQuestion, BadResponse, QuestionKind
from courses.quizzes.marking import Mark, mark, validate_response
from courses.quizzes.questions import join, presentation, split
from tests import make
from tests.courses.quizzes.test_marking import EVERY_KIND, json_values

CLOZE, ESSAY, UPLOAD, HOTSPOT = make.ELABORATE
ALL = [*EVERY_KIND, *make.ELABORATE, CLOZE | {"image": HOTSPOT["image"]}]


def without(question: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in question.items() if key != name}


def gaps(*changed: dict[str, Any], text: str = "{1} และ {2}") -> dict[str, Any]:
    return {"kind": "cloze", "text": text, "gaps": list(changed)}


def regions(*changed: dict[str, Any], **more: Any) -> dict[str, Any]:
    return HOTSPOT | {"picks": 1, "regions": list(changed)} | more


ONE = {"key": "1", "kind": "short", "accept": ["ก"]}
TWO = {"key": "2", "kind": "numeric", "answer": 2}
RECT = {"key": "a", "shape": "rect", "at": [0, 0, 10, 10], "correct": True}


def worth(question: dict[str, Any], response: Any) -> Mark:
    body, key = split(question)
    return mark(QuestionKind(question["kind"]), body, key, response)


@pytest.mark.parametrize("question", ALL)
def test_split_and_join_are_each_other_s_inverse(question: dict[str, Any]) -> None:
    kind = QuestionKind(question["kind"])
    body, key = split(question)
    assert split(join(kind, body, key)) == (body, key)


@pytest.mark.parametrize("question", make.ELABORATE)
def test_the_body_tells_nothing_of_what_is_right(question: dict[str, Any]) -> None:
    body, _ = split(question)
    said = str(body)
    for secret in ("1441", "24", "correct", "ลับ", "weight", "[100, 100, 200, 100]", "feedback"):
        assert secret not in said


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (gaps(text="{1}"), "gaps"), (gaps(*[ONE] * 2), "gaps"), (gaps(ONE, TWO, text="{1}"), "text"),
        (gaps(ONE, text="{1} {1}"), "text"), (gaps(ONE, text="{1} {7}"), "text"), (gaps(ONE, text="$x_{1}$"), "text"),
        (gaps(ONE | {"accept": []}, text="{1}"), "gaps"), (gaps(ONE | {"points": 0}, text="{1}"), "gaps"),
        (gaps(ONE | {"points": "x"}, text="{1}"), "gaps"), (gaps(ONE | {"points": 10001}, text="{1}"), "gaps"),
        (gaps(TWO | {"answer": "ก"}, text="{2}"), "gaps"), (gaps(TWO | {"tolerance": -1}, text="{2}"), "gaps"),
        (gaps(ONE | {"kind": "essay"}, text="{1}"), "gaps"), (gaps(ONE | {"key": "a b"}, text="{1}"), "gaps"),
        (gaps({"key": "1", "kind": "choice"}, text="{1}"), "gaps"),
        (gaps({"key": "1", "kind": "choice", "options": [{"key": "a", "text": "ก", "correct": True}]}, text="{1}"), "gaps"),
        (gaps({"key": "1", "kind": "choice", "options": [{"key": k, "text": "ก", "correct": True} for k in "ab"]}, text="{1}"), "gaps"),
        (gaps({"key": "1", "kind": "choice", "options": [{"key": "a", "text": "", "correct": True}, {"key": "b", "text": "ข"}]}, text="{1}"), "gaps"),
        (gaps(*[{"key": str(n), "kind": "short", "accept": ["ก"]} for n in range(21)], text=" ".join(f"{{{n}}}" for n in range(21))), "gaps"),
        (gaps({"key": "1", "kind": "choice", "options": [{"key": f"o{n}", "text": "ก", "correct": not n} for n in range(13)]}, text="{1}"), "gaps"),
        (ESSAY | {"least_words": 301}, "words"), (ESSAY | {"most_words": 0}, "words"), (ESSAY | {"most_words": 4001}, "words"),
        (ESSAY | {"most_words": True}, "words"), (ESSAY | {"rubric": [{"title": "ก", "levels": []}]}, "rubric"),
        (ESSAY | {"rubric": [{"title": "ก", "levels": [{"title": "ข", "points": 0}, {"title": "ค", "points": 0}]}]}, "rubric"),
        (ESSAY | {"rubric": [{"title": "ก", "levels": [{"title": "ข", "points": 1}, {"title": "ค", "points": -1}]}]}, "rubric"),
        (ESSAY | {"rubric": [{"title": "", "levels": make.RUBRIC[0]["levels"]}]}, "rubric"),
        (ESSAY | {"rubric": [make.RUBRIC[0]] * 2}, "rubric"), (ESSAY | {"rubric": "ก"}, "rubric"),
        (ESSAY | {"rubric": [make.RUBRIC[0] | {"key": f"c{n}"} for n in range(11)]}, "rubric"),
        (ESSAY | {"rubric": [{"title": "ก", "levels": [{"title": "ข", "points": n} for n in range(7)]}]}, "rubric"),
        (UPLOAD | {"types": []}, "types"), (UPLOAD | {"types": ["exe"]}, "types"), (UPLOAD | {"files": 0}, "files"),
        (UPLOAD | {"files": 6}, "files"), (UPLOAD | {"megabytes": 26}, "megabytes"), (UPLOAD | {"megabytes": "3"}, "megabytes"),
        (without(HOTSPOT, "image"), "image"), (HOTSPOT | {"image": HOTSPOT["image"] | {"alt": " "}}, "image"),
        (HOTSPOT | {"image": HOTSPOT["image"] | {"width": 0}}, "image"), (HOTSPOT | {"image": {"media": "../x"}}, "image"),
        (HOTSPOT | {"image": "x"}, "image"), (HOTSPOT | {"regions": []}, "regions"), (HOTSPOT | {"picks": 3}, "picks"),
        (HOTSPOT | {"picks": 0}, "picks"), (regions(RECT | {"correct": False}), "regions"),
        (regions(RECT | {"at": [0, 0, 1001, 1]}), "regions"), (regions(RECT | {"at": [1, 0, 1000, 1]}), "regions"),
        (regions(RECT | {"at": [0, 1, 1, 1000]}), "regions"), (regions(RECT | {"at": [0, 0, 0, 1]}), "regions"),
        (regions(RECT | {"at": [0, 0, 1]}), "regions"), (regions(RECT | {"at": [0, 0, 1.5, 1]}), "regions"),
        (regions(RECT | {"at": [True, 0, 1, 1]}), "regions"), (regions(RECT | {"at": "abcd"}), "regions"),
        (regions(RECT | {"shape": "star"}), "regions"), (regions(RECT | {"shape": "circle", "at": [1, 1, 0]}), "regions"),
        (regions(RECT | {"shape": "polygon", "at": [[0, 0], [1, 1]]}), "regions"),
        (regions(RECT | {"shape": "polygon", "at": [[0, 0], [1, 1], [1]]}), "regions"),
        (regions(RECT | {"shape": "polygon", "at": [[n, n] for n in range(41)]}), "regions"),
        (regions(RECT | {"label": "ก"}), "regions"), (regions(RECT | {"label": "ก"}, RECT | {"key": "b"}), "regions"),
        (regions(RECT, RECT | {"key": "b", "correct": False, "label": "ก"}), "regions"),
        (regions(RECT | {"label": "ก"}, RECT | {"key": "b", "correct": False, "label": "ก"}), "regions"),
        (regions(*[RECT | {"key": f"r{n}"} for n in range(21)]), "regions"), (regions(RECT, RECT), "regions"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_at_its_field(question: dict[str, Any], field: str) -> None:
    with pytest.raises(BadQuestion) as refusal:
        split(question)
    assert refusal.value.field == field
    assert str(refusal.value)


@pytest.mark.parametrize(
    "question",
    [
        regions(RECT | {"at": [0, 0, 1, 1]}), regions(RECT | {"shape": "circle", "at": [0, 0, 1]}),
        gaps(*[{"key": str(n), "kind": "short", "accept": ["ก"]} for n in range(20)], text=" ".join(f"{{{n}}}" for n in range(20))),
        ESSAY | {"least_words": 1, "most_words": 4000}, without(without(ESSAY, "least_words"), "rubric"),
        ESSAY | {"least_words": 300}, UPLOAD | {"files": 5, "megabytes": 25}, {"kind": "upload", "text": "ก"},
        regions(RECT | {"at": [0, 0, 1000, 1000]}), regions(*[RECT | {"key": f"r{n}"} for n in range(20)], picks=20),
        regions(RECT | {"shape": "polygon", "at": [[n, n] for n in range(40)]}),
        gaps(ONE, text="{1} ราคา $5 และ $6 {ก}"), gaps(ONE, text="\\$ {1} \\$"),
    ],
)  # fmt: skip
def test_the_bounds_themselves_are_allowed(question: dict[str, Any]) -> None:
    assert split(question)


def test_what_is_left_out_has_its_usual_value() -> None:
    assert split(without(HOTSPOT, "picks"))[0]["picks"] == 1
    body, _ = split({"kind": "upload", "text": "ก"})
    assert (body["types"], body["files"], body["megabytes"]) == (
        ["image", "pdf", "document"],
        1,
        10,
    )
    _, key = split(gaps(ONE, TWO))
    assert key["gaps"] == {
        "1": {"accept": ["ก"], "weight": "1"},
        "2": {"answer": "2", "tolerance": "0", "weight": "1"},
    }
    rows = [{"title": "ก", "levels": [{"title": "ข", "points": n} for n in range(2)]}] * 2
    body, _ = split(ESSAY | {"rubric": rows})
    assert [criterion["key"] for criterion in body["rubric"]] == ["c1", "c2"]
    assert [level["key"] for level in body["rubric"][0]["levels"]] == ["l1", "l2"]


@pytest.mark.parametrize(
    ("response", "fraction"),
    [
        ({"1": "๑๔๔๑", "2": "24", "3": "a"}, 1), ({"1": "1441"}, Fraction(1, 2)), ({"2": "26 ชม."}, Fraction(1, 4)),
        ({"2": "22"}, Fraction(1, 4)), ({"2": "26.1"}, 0), ({"2": "21.9"}, 0), ({"3": "b"}, 0), ({"3": "a"}, Fraction(1, 4)),
        ({}, 0), ({"9": "x"}, 0), ({"2": "มาก"}, 0), ({"3": "z"}, 0), ("1441", 0), ({"1": "", "3": "a"}, Fraction(1, 4)),
        ({"1": "x" * 301}, 0), ({"1": None, "2": "24"}, Fraction(1, 4)), ({"1": "1441", "2": "25", "3": "b"}, Fraction(3, 4)),
    ],
)  # fmt: skip
def test_gaps_share_the_points_by_their_weight(response: Any, fraction: Fraction) -> None:
    assert worth(CLOZE, response).fraction == fraction


def test_each_filled_gap_says_whether_it_is_right() -> None:
    assert worth(CLOZE, {"1": "1441", "3": "b"}).parts == {"1": True, "3": False}


def test_the_text_is_cut_at_its_gaps_and_not_in_formulas() -> None:
    cut = cloze.pieces("ก {1} $x_{1}$ {2}", frozenset("12"))
    assert cut == [("ก ", "1"), (" $x_{1}$ ", "2"), ("", "")]
    assert cloze.pieces("{9}", frozenset("1")) == [("{9}", "")]


@pytest.mark.parametrize("gone", ["essay", "upload"])
def test_what_people_mark_is_worth_nothing_until_then(gone: str) -> None:
    question = ESSAY if gone == "essay" else UPLOAD
    said = "คำตอบ" if gone == "essay" else ["ABCDEFGH2345"]
    body, key = split(question)
    assert validate_response(QuestionKind(gone), body, said) == said
    assert mark(QuestionKind(gone), body, key, said) == Mark()


def test_essays_keep_their_lines_and_have_a_limit_of_their_own() -> None:
    body, _ = split(ESSAY)
    kind = QuestionKind.ESSAY
    assert validate_response(kind, body, "ก\n\nข") == "ก\n\nข"
    assert validate_response(kind, body, "ก" * 20_000)
    assert validate_response(kind, body, " \n ") is None
    for wrong in ("ก" * 20_001, ["ก"], True):
        with pytest.raises(BadResponse):
            validate_response(kind, body, wrong)


@pytest.mark.parametrize("wrong", ["A", ["A", "B", "C"], [1], [""], ["A" * 13], {"A": 1}])
def test_files_are_named_by_their_public_names(wrong: Any) -> None:
    body, _ = split(UPLOAD)
    with pytest.raises(BadResponse):
        validate_response(QuestionKind.UPLOAD, body, wrong)


def test_a_file_named_twice_is_one() -> None:
    body, _ = split(UPLOAD)
    assert validate_response(QuestionKind.UPLOAD, body, ["A", "A"]) == ["A"]


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [({"c1": "l1", "c2": "l1"}, 1), ({"c1": "l2", "c2": "l2"}, Fraction(2, 5)), ({"c1": "l3", "c2": "l2"}, 0)],
)  # fmt: skip
def test_a_rubric_counts_levels_against_the_best(chosen: dict[str, str], fraction: Any) -> None:
    body, _ = split(ESSAY)
    assert rubrics.fraction_by(body, chosen) == fraction


@pytest.mark.parametrize(
    "chosen", [{}, {"c1": "l1"}, {"c1": "l1", "c2": "l9"}, {"c1": "l1", "c2": ""}]
)
def test_every_criterion_needs_a_level(chosen: dict[str, str]) -> None:
    body, _ = split(ESSAY)
    with pytest.raises(BadResponse):
        rubrics.fraction_by(body, chosen)


@pytest.mark.parametrize(
    ("picks", "fraction"),
    [
        ([[200, 150], [700, 500]], 1), ([[700, 500], [200, 150]], 1), ([[200, 150]], Fraction(1, 2)),
        ([[200, 150], [210, 160]], Fraction(1, 2)), ([[500, 500]], 0), ([[100, 100], [300, 200]], Fraction(1, 2)),
        ([[99, 150]], 0), ([[301, 150]], 0), ([[200, 99]], 0), ([[200, 201]], 0),
        ([[800, 500]], Fraction(1, 2)), ([[801, 500]], 0), ([[700, 700]], Fraction(1, 2)), ([[700, 701]], 0),
        ([[200, 150], [700, 500], [1, 1]], 0), ([[1001, 5]], 0), ([[-1, 5]], 0), ([["200", 150]], 0), ("200,150", 0),
        ([[200.0, 150]], 0), ([[150, 900]], 0),
    ],
)  # fmt: skip
def test_places_are_found(picks: Any, fraction: Any) -> None:
    assert worth(HOTSPOT, picks).fraction == fraction


def test_words_do_for_pointing() -> None:
    body, key = split(HOTSPOT)
    words = {region["label"]: f"@{region['choice']}" for region in key["regions"]}
    assert mark(QuestionKind.HOTSPOT, body, key, [words["ผู้ส่ง"], words["ลิงก์"]]).fraction == 1
    assert mark(QuestionKind.HOTSPOT, body, key, [words["โลโก้"]]).fraction == 0
    assert mark(QuestionKind.HOTSPOT, body, key, [words["ผู้ส่ง"], [200, 150]]).fraction == Fraction(
        1, 2
    )
    assert mark(QuestionKind.HOTSPOT, body, key, ["@unknown"]).fraction == 0
    assert {choice["text"] for choice in body["choices"]} == {"ผู้ส่ง", "ลิงก์", "โลโก้"}


def test_a_region_without_words_is_not_chosen_by_none() -> None:
    body, key = split(regions(RECT))
    assert mark(QuestionKind.HOTSPOT, body, key, ["@"]).fraction == 0
    assert not hotspot.meets("@", key["regions"][0] | {"choice": "k"}, body["image"])


def test_overlapping_places_are_each_found_once() -> None:
    """The first point would fit both; it makes room for the second, which fits only one."""
    both = regions(
        RECT | {"at": [0, 0, 200, 200]}, RECT | {"key": "b", "at": [100, 100, 200, 200]}, picks=2
    )
    assert worth(both, [[150, 150], [50, 50]]).fraction == 1
    assert worth(both, [[150, 150], [250, 250]]).fraction == 1
    assert worth(both, [[50, 50], [60, 60]]).fraction == Fraction(1, 2)


TRIANGLE = [[100, 100], [500, 100], [300, 500]]


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ([300, 200], True), ([100, 100], True), ([300, 100], True), ([300, 500], True), ([200, 300], True),
        ([199, 300], False), ([401, 300], False), ([300, 501], False), ([300, 99], False), ([90, 100], False), ([600, 100], False),
    ],
)  # fmt: skip
def test_a_polygon_holds_its_edge(point: list[int], inside: bool) -> None:
    for corners in (TRIANGLE, TRIANGLE[::-1], TRIANGLE[1:] + TRIANGLE[:1]):
        shape = regions(RECT | {"shape": "polygon", "at": corners})
        assert worth(shape, [point]).correct is inside


def test_a_hollow_polygon_is_hollow() -> None:
    u = [[0, 0], [300, 0], [300, 300], [200, 300], [200, 100], [100, 100], [100, 300], [0, 300]]
    shape = regions(RECT | {"shape": "polygon", "at": u})
    assert [worth(shape, [p]).correct for p in ([50, 200], [150, 200], [250, 200], [150, 50])] == [
        True, False, True, True,
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=2, unique=True)
)
def test_the_order_of_points_does_not_matter(points: list[tuple[int, int]]) -> None:
    given_points = [list(point) for point in points]
    assert worth(HOTSPOT, given_points).fraction == worth(HOTSPOT, given_points[::-1]).fraction


@settings(max_examples=150, deadline=None)
@given(response=json_values)
@pytest.mark.parametrize("question", make.ELABORATE)
def test_marking_never_raises(question: dict[str, Any], response: Any) -> None:
    assert 0 <= worth(question, response).fraction <= 1


@settings(max_examples=100, deadline=None)
@given(question=st.dictionaries(st.sampled_from(["text", "gaps", "rubric", "types", "files", "megabytes", "image", "regions", "picks", "least_words", "most_words"]), json_values))  # fmt: skip
@pytest.mark.parametrize("kind", ["cloze", "essay", "upload", "hotspot"])
def test_nonsense_is_refused_with_a_message(kind: str, question: dict[str, Any]) -> None:
    try:
        body, key = split({"kind": kind, "text": "ก {1}", **question})
    except BadQuestion as refusal:
        said = str(refusal)
    else:
        said = "whole"
        assert split(join(QuestionKind(kind), body, key)) == (body, key)
    assert said


def test_choices_of_gaps_and_words_are_shuffled_alike_for_one_attempt() -> None:
    body, _ = split(CLOZE)
    assert presentation(body, 7) == presentation(body, 7)
    orders = {
        tuple(o["key"] for o in presentation(body, n)["gaps"][2]["options"]) for n in range(20)
    }
    assert orders == {("a", "b"), ("b", "a")}
