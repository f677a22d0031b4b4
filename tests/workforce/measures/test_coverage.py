"""Districts covered: what a reader can count in the published table, and no more."""

import pytest

from lms.workforce.asking import Question
from lms.workforce.measures import ask, retention
from lms.workforce.measures.retention import OneFilter
from lms.workforce.periods import Period, after
from lms.workforce.rollups.cube import cube
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
    cohorts = retention(Question("M02", ALWAYS)).cohorts
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
    filtered = retention(Question("M02", ALWAYS, where=(("institution", "PLACE1"),))).cohorts
    whole = {c.month: c.size for c in retention(Question("M02", ALWAYS)).cohorts}
    assert all(c.month in whole or c.size.hidden or c.size.value for c in filtered)
    with pytest.raises(OneFilter):
        retention(Question("M02", ALWAYS, where=(("sex", "male"),)))


def counted_back(where: tuple[tuple[str, str], ...]) -> dict[tuple[int, int], int]:
    """What a reader gets out of shown cohorts: people by month of beginning and months later."""
    found = {}
    for cohort in retention(Question("M02", ALWAYS, where=where)).cohorts:
        if cohort.size.hidden:
            continue
        size = int(cohort.size.value or 0)
        found[cohort.month, 0] = size
        for later, share in enumerate(cohort.later, start=1):
            if not share.hidden:
                found[cohort.month, later] = round((share.value or 0) * size)
    return found


@pytest.mark.usefixtures("numbers")
def test_cohorts_of_a_course_and_of_everybody_do_not_tell_about_a_few() -> None:
    wide = counted_back(())
    pairs = 0
    for name in ("institution", "course", "mode"):
        values = [key[0] for key in ask(Question("M02", ALWAYS, (name,))).cells]
        for value in values:
            for place, number in counted_back(((name, value),)).items():
                if place in wide and number and wide[place] > number:
                    pairs += 1
                    assert wide[place] - number >= 5, (name, value, place)
    assert pairs


@pytest.mark.usefixtures("numbers")
def test_cohorts_do_not_add_up_to_a_few_in_a_month() -> None:
    shown, lines = counted_back(()), 0
    months = sorted(cube().active_months())
    truth = cube().cohorts(())[()]
    for at, month in enumerate(months):
        whole = ask(Question("M02", Period.of_month(month))).total
        if whole.hidden:
            continue
        parts = [(months[at - n], n) for n in range(min(at, 12) + 1) if after(month, -n) in months]
        secret = [int(truth[months.index(m), n]) for m, n in parts if (m, n) not in shown]
        left = int(whole.value or 0) - sum(shown.get(part, 0) for part in parts)
        if any(secret):
            lines += 1
            assert left >= 5
            assert len(secret) > 1 or left > sum(secret)
    assert lines
