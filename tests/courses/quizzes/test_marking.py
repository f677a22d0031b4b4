"""Marking: what each kind of question is worth, and that nothing breaks it."""

import json
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courses.quizzes.marking import (
    BadQuestion,
    BadResponse,
    Mark,
    QuestionKind,
    mark,
    presentation,
    score,
    split,
    validate_response,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)
texts = st.lists(
    st.text(min_size=1, max_size=8).filter(str.strip), min_size=2, max_size=6, unique=True
)


def choice(right=("a",), wrong=("b", "c"), kind="single"):
    options = [
        {"key": k, "text": f"ข้อ {k}", "correct": True, "feedback": f"why {k}"} for k in right
    ]
    options += [{"key": k, "text": f"ข้อ {k}", "feedback": f"why {k}"} for k in wrong]
    return {"kind": kind, "text": "ข้อใดถูก", "options": options, "feedback": "เพราะว่า"}


def short(*accept):
    return {"kind": "short", "text": "โทรเบอร์ใด", "accept": list(accept)}


def numeric(answer=24, tolerance=0, **more):
    return {"kind": "numeric", "text": "กี่", "answer": answer, "tolerance": tolerance} | more


def matching(*pairs):
    return {"kind": "matching", "text": "จับคู่", "pairs": [{"left": a, "right": b} for a, b in pairs]}


def ordering(*items):
    return {"kind": "ordering", "text": "เรียง", "items": list(items)}


EVERY_KIND = [
    choice(), choice("ab", "cd", "multiple"), {"kind": "true_false", "text": "จริงไหม", "answer": False},
    short("1441"), numeric(unit={"th": "ชั่วโมง", "en": "hours"}), matching(("ก", "1"), ("ข", "2"), ("ค", "3")),
    ordering("หนึ่ง", "สอง", "สาม", "สี่"),
]  # fmt: skip


def right_response(kind, key):
    match kind:
        case "single":
            return key["correct"][0]
        case "multiple":
            return key["correct"]
        case "short":
            return key["accept"][0]
        case "matching":
            return key["pairs"]
        case "ordering":
            return key["order"]
        case _:
            return key["answer"]


def worth(question, response):
    body, key = split(question)
    return mark(QuestionKind(question["kind"]), body, key, response).fraction


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda q: q["kind"])
def test_the_right_answer_is_worth_everything_and_none_nothing(question):
    body, key = split(question)
    kind = QuestionKind(question["kind"])
    marked = mark(kind, body, key, right_response(kind, key))
    assert (marked.fraction, marked.correct) == (1, True)
    assert marked.parts
    assert all(marked.parts.values())
    assert mark(kind, body, key, None) == Mark()


@settings(max_examples=150)
@given(st.sampled_from(EVERY_KIND), json_values)
def test_no_response_breaks_marking(question, response):
    body, key = split(question)
    kind = QuestionKind(question["kind"])
    assert 0 <= mark(kind, body, key, response).fraction <= 1
    try:
        cleaned = validate_response(kind, body, response)
    except BadResponse:
        assert mark(kind, body, key, response) == Mark()
    else:
        assert validate_response(kind, body, json.loads(json.dumps(cleaned))) == cleaned
        assert mark(kind, body, key, cleaned) == mark(kind, body, key, response)


@pytest.mark.parametrize(
    ("question", "response"),
    [
        (choice(), "z"), (choice(), ["a"]), (choice(), {"a": 1}), (choice(), 1),
        (choice("ab", "cd", "multiple"), ["a", "a"]), (choice("ab", "cd", "multiple"), "a"),
        (choice("ab", "cd", "multiple"), [["a"]]), (choice("ab", "cd", "multiple"), ["a"] * 10**5),
        (EVERY_KIND[2], "yes"), (EVERY_KIND[2], 1), (EVERY_KIND[2], 0),
        (short("x"), "x" * 301), (short("x"), True), (short("x"), ["x"]), (short("x"), {"a": "x"}),
        (numeric(), "abc"), (numeric(), "1,44"), (numeric(), "1e5"), (numeric(), "nan"), (numeric(), "."),
        (numeric(), "--5"), (numeric(), float("inf")), (numeric(), "24 นาที"),
        (matching(("ก", "1"), ("ข", "2")), {"ก": "1"}), (matching(("ก", "1"), ("ข", "2")), ["ก"]),
        (ordering("ก", "ข"), ["ก", "ข"]), (ordering("ก", "ข"), "ก"),
    ],
)  # fmt: skip
def test_hostile_responses_are_refused(question, response):
    body, _ = split(question)
    with pytest.raises(BadResponse):
        validate_response(QuestionKind(question["kind"]), body, response)


@pytest.mark.parametrize(
    ("picks", "earned"),
    [
        ("ab", 1),
        ("a", "1/2"),
        ("ac", 0),
        ("abc", "1/2"),
        ("c", 0),
        ("cde", 0),
        ("abcde", 0),
        ("abcd", 0),
    ],
)
def test_a_wrong_pick_costs_what_a_right_one_earns(picks, earned):
    assert worth(choice("ab", "cde", "multiple"), list(picks)) == Fraction(earned)


def test_picking_everything_earns_nothing_unless_all_is_right():
    assert worth(choice("abc", "d", "multiple"), list("abcd")) == 0
    assert worth(choice("abc", "", "multiple"), list("abc")) == 1


@given(st.sets(st.sampled_from("abcdef")), st.sampled_from("abc"), st.sampled_from("def"))
def test_one_more_right_pick_never_costs_and_one_more_wrong_never_earns(picks, right, wrong):
    question = choice("abc", "def", "multiple")
    before = worth(question, sorted(picks))
    if len(picks | {right}) < 6:
        assert worth(question, sorted(picks | {right})) >= before
    assert worth(question, sorted(picks | {wrong})) <= before


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("1441", "๑๔๔๑"), ("1441", " 1 4 4 1 "), ("1441", "1,441"), ("พ.ร.บ.", "พรบ"), ("Excel", "EXCEL"),
        ("น้ำ", "นํ้า"), ("รหัสผ่าน", "รหัส ผ่าน"), ("two-factor", "Two Factor"), ("STRASSE", "straße"),
        ("C#", "c #"), ("1.5", "๑.๕"), ("?", "?"), (1441, 1441), ("แอป", "“แอป”"),
    ],
)  # fmt: skip
def test_a_short_answer_is_read_kindly(accepted, typed):
    assert worth(short(accepted), typed) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("1441", "144"),
        ("C#", "C"),
        ("1.5", "15"),
        ("?", "!"),
        ("50%", "50"),
        ("ก่า", "กา"),
        ("x", "!"),
    ],
)
def test_a_short_answer_is_not_read_blindly(accepted, typed):
    assert worth(short(accepted), typed) == 0


@pytest.mark.parametrize(
    ("question", "typed", "earned"),
    [
        (numeric(1441), "1,441", 1), (numeric(1441), "๑,๔๔๑", 1), (numeric(1441), 1441, 1),
        (numeric(24, unit={"th": "ชั่วโมง", "en": "hours"}), "24 ชั่วโมง", 1),
        (numeric(24, unit={"th": "ชั่วโมง", "en": "hours"}), "24HOURS", 1),
        (numeric(24, unit="%"), "24.0 %", 1), (numeric(-5), "\u22125", 1), (numeric("0.1", "0.2"), "0.3", 1),
        (numeric("0.1", "0.2"), "0.31", 0), (numeric(10, 1), "9", 1), (numeric(10, 1), "8.999", 0),
        (numeric(10, 1), "11", 1), (numeric(0), ".5", 0), (numeric("1,441"), "1441.", 1),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(question, typed, earned):
    assert worth(question, typed) == earned


@given(
    st.decimals(-(10**6), 10**6, places=3),
    st.decimals(0, 100, places=3),
    st.decimals(-200, 200, places=3),
)
def test_within_the_tolerance_is_right_and_outside_wrong(answer, tolerance, off):
    assert worth(numeric(answer, tolerance), f"{answer + off:,.3f}") == (abs(off) <= tolerance)


def test_each_right_pair_counts():
    question = matching(("ก", "1"), ("ข", "2"), ("ค", "2"))
    body, key = split(question)
    first, second, third = (left["key"] for left in body["lefts"])
    assert len(body["rights"]) == 2
    assert worth(question, {first: key["pairs"][first]}) == Fraction(1, 3)
    assert worth(
        question, {first: key["pairs"][first], second: key["pairs"][first], third: ""}
    ) == Fraction(1, 3)
    assert worth(question, dict.fromkeys([second, third], key["pairs"][second])) == Fraction(2, 3)


@pytest.mark.parametrize(
    ("order", "earned"),
    [
        ("1234", 1),
        ("1243", "2/3"),
        ("4123", "2/3"),
        ("2143", "1/3"),
        ("4321", 0),
        ("12", "1/3"),
        ("1", 0),
    ],
)
def test_the_longest_run_in_order_counts(order, earned):
    question = ordering("1", "2", "3", "4")
    key = split(question)[1]
    assert worth(question, [key["order"][int(n) - 1] for n in order]) == Fraction(earned)


def test_only_one_order_is_right():
    question = ordering("ก", "ข", "ค", "ง")
    marks = [worth(question, list(order)) for order in permutations(split(question)[1]["order"])]
    assert marks.count(1) == 1
    assert marks.count(0) == 1


@given(texts)
def test_the_body_of_an_ordering_tells_nothing_of_the_order(items):
    assert split(ordering(*items))[0] == split(ordering(*reversed(items)))[0]


@given(texts, st.randoms())
def test_the_body_of_a_matching_tells_nothing_of_the_pairs(lefts, random):
    rights = [f"{n} ขวา" for n in range(len(lefts))]
    shuffled = random.sample(rights, len(rights))
    one = split(matching(*zip(lefts, rights, strict=True)))
    other = split(matching(*zip(lefts, shuffled, strict=True)))
    assert one[0] == other[0]
    assert (one[1] == other[1]) == (rights == shuffled)


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda q: q["kind"])
def test_the_body_holds_no_secret(question):
    body = json.dumps(split(question)[0], ensure_ascii=False)
    for secret in (
        "correct",
        "feedback",
        "why",
        "answer",
        "accept",
        "tolerance",
        "pairs",
        'order"',
        "เพราะว่า",
    ):
        assert secret not in body


@given(st.sampled_from(EVERY_KIND), st.integers())
def test_an_attempt_keeps_its_order_and_loses_nothing(question, seed):
    body, _ = split(question)
    shown = presentation(body, seed)
    assert shown == presentation(body, seed)
    for name, value in body.items():
        if isinstance(value, list):
            assert sorted(map(str, shown[name])) == sorted(map(str, value))
        else:
            assert shown[name] == value


def test_attempts_differ_in_their_order():
    body, _ = split(choice("a", "bcdef"))
    orders = {tuple(o["key"] for o in presentation(body, seed)["options"]) for seed in range(50)}
    first = {order[0] for order in orders}
    assert len(orders) > 40
    assert first == set("abcdef")


@pytest.mark.parametrize(
    "question",
    [
        {}, {"kind": "riddle", "text": "x"}, choice() | {"text": " "}, choice((), "ab"), choice("ab"),
        choice("a", ""), choice("a", "a"), choice() | {"options": "ab"}, choice() | {"options": [1, 2]},
        {"kind": "true_false", "text": "x", "answer": "true"}, short(), short(" "), short("x") | {"accept": "x"},
        numeric("abc"), numeric(None), numeric(True), numeric("1e99"), numeric(1, -1), numeric("nan"),
        matching(("ก", "1")), matching(("ก", "1"), ("ก", "2")), matching(("ก", ""), ("ข", "2")),
        ordering("ก"), ordering("ก", "ก"), ordering("ก", ""),
    ],
)  # fmt: skip
def test_an_incomplete_question_is_refused(question):
    with pytest.raises(BadQuestion):
        split(question)


fractions = st.fractions(0, 1, max_denominator=12)


@given(
    st.lists(st.tuples(fractions, st.integers(1, 5)), min_size=1, max_size=12),
    st.decimals(0, 100, places=2),
)
def test_the_rounded_score_passes_exactly_when_the_exact_one_does(answers, pass_mark):
    marks, points = [Mark(f) for f, _ in answers], [p for _, p in answers]
    exact = sum(f * p for f, p in answers) / sum(points) * 100
    shown = score(marks, points)
    assert (shown >= pass_mark) == (exact >= Fraction(pass_mark))
    assert (shown == 100) == all(m.correct for m in marks)
    assert shown.as_tuple().exponent == -2


def test_two_of_three_is_rounded_down():
    assert score([Mark(Fraction(1)), Mark(Fraction(1)), Mark()], [1, 1, 1]) == Decimal("66.66")
    assert score([], []) == 0
    assert score([Mark(Fraction(1)), Mark()], [Decimal("1.5"), 1]) == 60


@given(json_values)
def test_a_single_choice_is_right_only_by_its_key(response):
    assume(response != "a")
    assert worth(choice(), response) == 0


def test_an_enormous_number_is_refused_and_not_printed():
    with pytest.raises(BadResponse):
        validate_response(QuestionKind.NUMERIC, {}, 10**5000)
