"""Completion: every rule alone, all together, and that it never goes back."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.learning.completion import (
    Completion,
    Facts,
    Remaining,
    RemainingKind,
    Rules,
    evaluate,
    gain,
    normalised_gain,
)

percents = st.integers(0, 100)
rule_sets = st.builds(
    Rules, percents, st.booleans(), st.none() | percents, st.booleans(), st.none() | percents,
    st.integers(0, 4),
)  # fmt: skip
records = st.builds(
    Facts, st.integers(0, 12), st.integers(0, 14), st.booleans(),
    st.none() | percents | st.decimals(0, 100, places=2), st.booleans(),
    st.integers(0, 8), st.integers(0, 8), st.integers(0, 5),
)  # fmt: skip

FULL = Rules(80, True, 60, True, 80, 2)
ALL_DONE = Facts(10, 8, True, 60, True, 6, 5, 2)


def test_all_rules_met_is_complete():
    assert evaluate(FULL, ALL_DONE) == Completion(True, (), 100, passed=True)


@pytest.mark.parametrize(
    ("missing", "kind", "done", "needed"),
    [
        ({"lessons_done": 7}, RemainingKind.LESSONS, 7, 8),
        ({"pretest_taken": False}, RemainingKind.PRETEST, 0, 1),
        ({"posttest_percent": Decimal("59.99")}, RemainingKind.POSTTEST, 59, 60),
        ({"posttest_percent": None}, RemainingKind.POSTTEST, 0, 60),
        ({"survey_answered": False}, RemainingKind.SURVEY, 0, 1),
        ({"sessions_attended": 4}, RemainingKind.ATTENDANCE, 4, 5),
        ({"assignments_passed": 1}, RemainingKind.ASSIGNMENTS, 1, 2),
    ],
)
def test_one_thing_missing_is_named_with_its_numbers(missing, kind, done, needed):
    completion = evaluate(FULL, replace(ALL_DONE, **missing))
    assert completion.remaining == (Remaining(kind, done, needed),)
    assert completion.remaining[0].left == needed - done
    assert not completion.met
    assert 0 < completion.percent < 100


def test_two_things_remain():
    completion = evaluate(Rules(posttest_pass_percent=60), Facts(6, 2))
    assert [r.kind for r in completion.remaining] == ["lessons", "posttest"]
    assert completion.remaining[0].left == 4
    assert completion.percent == 2 * 100 // 7


def test_what_is_not_asked_does_not_remain():
    assert evaluate(Rules(), Facts(3, 3)) == Completion(True, (), 100, passed=True)
    assert evaluate(
        Rules(content_percent=0, survey_required=True), Facts(3, 0, survey_answered=True)
    ).met


def test_nothing_to_do_is_not_done():
    assert evaluate(Rules(), Facts()) == Completion(False, (), 0)
    assert not evaluate(Rules(content_percent=0), Facts(5, 5)).met


def test_a_pass_mark_of_zero_still_asks_to_take_the_test():
    rules = Rules(content_percent=0, posttest_pass_percent=0)
    assert not evaluate(rules, Facts()).met
    assert evaluate(rules, Facts(posttest_percent=0)).met


@given(rule_sets, records)
def test_hundred_percent_is_shown_exactly_when_complete(rules, facts):
    completion = evaluate(rules, facts)
    assert completion.met == (completion.percent == 100)
    assert completion.remaining == () if completion.met else True
    assert all(r.left > 0 or r.needed == 0 for r in completion.remaining)
    assert 0 <= completion.percent <= 100


@given(rule_sets, records, records)
def test_more_done_never_uncompletes(rules, facts, more):
    best = [p for p in (facts.posttest_percent, more.posttest_percent) if p is not None]
    later = replace(
        facts,
        lessons_done=facts.lessons_done + more.lessons_done,
        pretest_taken=facts.pretest_taken or more.pretest_taken,
        posttest_percent=max(best, default=None),
        survey_answered=facts.survey_answered or more.survey_answered,
        sessions_attended=facts.sessions_attended + more.sessions_attended,
        assignments_passed=facts.assignments_passed + more.assignments_passed,
    )
    before, after = evaluate(rules, facts), evaluate(rules, later)
    assert after.met >= before.met
    assert after.percent >= before.percent
    assert {r.kind for r in after.remaining} <= {r.kind for r in before.remaining}


@given(rule_sets, records)
def test_doing_what_remains_completes(rules, facts):
    assume(evaluate(rules, facts).remaining)
    done = {r.kind: r.needed for r in evaluate(rules, facts).remaining}
    names = {
        "lessons": "lessons_done", "pretest": "pretest_taken", "posttest": "posttest_percent",
        "assignments": "assignments_passed", "attendance": "sessions_attended", "survey": "survey_answered",
    }  # fmt: skip
    assert evaluate(rules, replace(facts, **{names[kind]: n for kind, n in done.items()})).met


@given(rule_sets)
def test_rules_survive_storage(rules):
    assert Rules.from_json(json.loads(json.dumps(rules.to_json()))) == rules


@pytest.mark.parametrize(
    "stored",
    [
        {"content_percent": 101}, {"content_percent": None}, {"content_percent": "80"}, {"content": 80},
        {"posttest_pass_percent": -1}, {"survey_required": 1}, {"assignments_required": -1},
        {"attendance_percent": 80.5}, {"content_percent": True},
    ],
)  # fmt: skip
def test_bad_rules_are_refused(stored):
    with pytest.raises(ValueError, match=r"must be|unknown"):
        Rules.from_json(stored)


def test_negative_facts_are_refused():
    with pytest.raises(ValueError, match="lessons_done"):
        Facts(lessons_done=-1)


def test_gain():
    assert gain(40, 70) == 30
    assert gain(70, Decimal("62.50")) == Decimal("-7.50")
    assert normalised_gain(40, 70) == Decimal("0.5")
    assert normalised_gain(100, 100) is None


@given(st.integers(0, 99), percents)
def test_normalised_gain_is_one_at_full_marks_and_grows_with_the_post_test(pre, post):
    assert normalised_gain(pre, 100) == 1
    assert normalised_gain(pre, pre) == 0
    assert normalised_gain(pre, post) <= 1
