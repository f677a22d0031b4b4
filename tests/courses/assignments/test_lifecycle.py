"""Which state follows which: every pair, also the impossible ones."""

from itertools import product

import pytest

from courses.assignments.lifecycle import Impossible, Move, State, after

POSSIBLE = {
    ("draft", "submit"): "submitted",
    ("submitted", "take_back"): "draft",
    ("submitted", "begin"): "marking",
    ("marking", "begin"): "marking",
    ("marking", "put_back"): "submitted",
    ("marking", "return"): "returned",
    ("marking", "pass"): "passed",
    ("marking", "fail"): "failed",
    ("passed", "pass"): "passed",
    ("passed", "fail"): "failed",
    ("failed", "pass"): "passed",
    ("failed", "fail"): "failed",
    ("failed", "return"): "returned",
}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)), ids=str)
def test_a_move_leads_where_it_may_and_nowhere_else(state: State, move: Move) -> None:
    leads_to = POSSIBLE.get((state.value, move.value))
    if leads_to is None:
        with pytest.raises(Impossible):
            after(state, move)
    else:
        assert after(state, move) is State(leads_to)


def test_nothing_leads_back_to_the_markers_once_it_is_released() -> None:
    for state in (State.RETURNED, State.PASSED, State.FAILED):
        for move in Move:
            try:
                assert after(state, move) not in (State.DRAFT, State.SUBMITTED, State.MARKING)
            except Impossible:
                continue
