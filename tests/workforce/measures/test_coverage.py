"""Districts covered: what a reader can count in the published table, and no more."""

import pytest

from lms.workforce.asking import Question
from lms.workforce.measures import ask, retention
from lms.workforce.measures.retention import OneFilter
from lms.workforce.periods import Period
from tests.workforce.measures.test_by_sql import numbers  # noqa: F401 - a fixture

ALWAYS = Period.parse("all")


@pytest.mark.usefixtures("numbers")
def test_districts_covered_can_be_counted_in_the_published_table() -> None:
    districts = ask(Question("M05", ALWAYS, ("district",)))
    shown = [
        key
        for key, cell in districts.cells.items()
        if key[0].startswith("30") and not cell.hidden and (cell.value or 0) >= districts.least
    ]
    assert shown
    assert ask(Question("M10a", ALWAYS)).total.value == len(shown)
    assert "32 districts" in ask(Question("M10a", ALWAYS)).notes[0]


@pytest.mark.usefixtures("numbers")
def test_nobody_small_stands_in_a_cohort() -> None:
    cohorts = retention(Question("M02", ALWAYS))
    assert cohorts
    for cohort in cohorts:
        size = cohort.size.value
        assert cohort.size.hidden or (size is not None and size >= 5)
        for share in cohort.later:
            assert share.hidden or size is not None
            if share.value and size:
                assert round(share.value * size) >= 5
                assert size - round(share.value * size) >= 5 or share.value == 1


@pytest.mark.usefixtures("numbers")
def test_a_cohort_takes_one_filter_of_courses() -> None:
    filtered = retention(Question("M02", ALWAYS, where=(("institution", "PLACE1"),)))
    whole = {c.month: c.size for c in retention(Question("M02", ALWAYS))}
    assert all(c.month in whole or c.size.hidden or c.size.value for c in filtered)
    with pytest.raises(OneFilter):
        retention(Question("M02", ALWAYS, where=(("sex", "male"),)))
