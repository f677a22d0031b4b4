"""Marks, their combination, and what they show."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assignments import scoring
from courses.assignments.brief import BadBrief, Brief
from tests.courses.assignments.works import BEST, FAIR, RUBRIC, WORST


def brief(**asked: object) -> Brief:
    return Brief.from_json({"rubric": RUBRIC} | asked)


@pytest.mark.parametrize(
    ("scores", "percent"), [(BEST, "100.00"), (FAIR, "66.66"), (WORST, "0.00")]
)
def test_the_share_of_the_best_levels_rounded_down(scores: dict[str, str], percent: str) -> None:
    assert str(scoring.percent(brief(), scores)) == percent


@pytest.mark.parametrize(
    ("second", "percents", "result"),
    [
        ("none", ["40"], "40"), ("average", ["40"], None), ("average", ["40", "61"], "50.50"),
        ("average", ["33.33", "33.34"], "33.33"), ("higher", ["40", "61"], "61"),
        ("agree", ["50", "60"], "55.00"), ("agree", ["50", "60.01"], None),
        ("agree", ["0", "100", "70"], "70"),
    ],
)  # fmt: skip
def test_marks_together(second: str, percents: list[str], result: str | None) -> None:
    combined = scoring.combine(brief(second=second, tolerance=10), [Decimal(p) for p in percents])
    assert combined == (None if result is None else Decimal(result))


marks = st.decimals(0, 100, places=2)


@given(marks, marks, st.sampled_from(["average", "higher", "agree"]))
def test_two_marks_never_leave_their_span(one: Decimal, two: Decimal, second: str) -> None:
    result = scoring.combine(brief(second=second, tolerance=100), [one, two])
    assert result is not None
    assert min(one, two) - Decimal("0.01") < result <= max(one, two)


@given(st.dictionaries(st.sampled_from(["c1", "c2"]), st.sampled_from(["a", "b", ""])))
def test_a_mark_is_a_percentage_or_not_complete(scores: dict[str, str]) -> None:
    cleaned = scoring.clean(brief(), scores)
    assert scoring.missing(brief(), cleaned) == 2 - len(cleaned)
    if len(cleaned) == 2:
        assert 0 <= scoring.percent(brief(), cleaned) <= 100


def test_a_skill_is_shown_where_every_marker_saw_it() -> None:
    assert scoring.evidence(brief(), [BEST]) == [("c1", "digcomp22:1:basic")]
    assert scoring.evidence(brief(), [BEST, WORST]) == []
    assert scoring.evidence(brief(pass_percent=50), [FAIR]) == [("c1", "digcomp22:1:basic")]
    assert scoring.evidence(brief(), []) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"text": "none"}, "text"), ({"text": "odd"}, "text"), ({"days": -1}, "days"),
        ({"pass_percent": 101}, "pass_percent"), ({"pass_percent": True}, "pass_percent"),
        ({"max_words": 0}, "max_words"), ({"files": {"most": 0}}, "files_most"),
        ({"files": {"megabytes": 51}}, "files_megabytes"), ({"files": {"evil": 1}}, "files"),
        ({"second": "third"}, "second"), ({"rubric": [{"key": "c", "title": "x"}]}, "rubric-0"),
        ({"rubric": [RUBRIC[0], RUBRIC[0]]}, "rubric"), ({"rubric": [{"title": "x"}]}, "rubric"),
        ({"rubric": [RUBRIC[0] | {"title": " "}]}, "rubric-0"),
        ({"rubric": [RUBRIC[0] | {"skill": "nowhere"}]}, "rubric-0"),
        ({"rubric": [{"key": "c", "title": "x", "levels": [
            {"key": "a", "title": "x", "points": 1}, {"key": "b", "title": "y", "points": 1}]}]},
         "rubric-0"),
    ],
)  # fmt: skip
def test_a_bad_brief_says_where(asked: dict[str, object], field: str) -> None:
    with pytest.raises(BadBrief) as refused:
        Brief.from_json(asked)
    assert refused.value.field == field


def test_an_unknown_setting_is_not_ignored() -> None:
    with pytest.raises(BadBrief, match="evil"):
        Brief.from_json({"evil": 1})


def test_a_brief_comes_back_as_it_was() -> None:
    asked = brief(files={"most": 2, "types": ["pdf"]}, second="agree", due="run", anonymous=True)
    assert Brief.from_json(asked.to_json()) == asked
    assert Brief.of({}).points == 10
