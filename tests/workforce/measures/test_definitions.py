"""The published definitions, and what a measure refuses."""

from pathlib import Path
from typing import Any

import pytest

from lms.i18n import check, speaking
from lms.i18n.docstrings import extract
from lms.institutions.models import Role
from lms.workforce.asking import Question
from lms.workforce.measures import MEASURES, NotDividedSo, UnknownMeasure, ask, registry
from lms.workforce.measures.registry import words
from lms.workforce.periods import Period
from lms.workforce.values import UnknownValue, WasDivided, meant, value_title, values
from tests import make

ALWAYS = Period.parse("all")
FOLDER = Path(registry.__file__).parent


def test_every_measure_of_the_domain_is_there() -> None:
    assert {code[:3] for code in MEASURES} == {f"M{n:02d}" for n in range(1, 19)}


@pytest.mark.parametrize("code", sorted(MEASURES))
def test_a_definition_is_long_enough_to_defend_a_number(code: str) -> None:
    assert len(words(MEASURES[code].function.__doc__ or "")) > 80
    assert MEASURES[code].source


def test_translators_see_the_definitions() -> None:
    """Babel takes them as it takes every other message, and knows to look here."""
    found = set()
    for path in FOLDER.glob("*.py"):
        with path.open("rb") as file:
            found |= {message for _line, _name, message, _notes in extract(file, (), (), {})}
    assert {words(m.function.__doc__ or "") for m in MEASURES.values()} <= found
    assert "docstrings: lms/workforce/measures/**.py" in (check.FOLDER / "babel.cfg").read_text()


@pytest.mark.parametrize("code", sorted(MEASURES))
def test_a_definition_is_said_in_thai(code: str) -> None:
    with speaking("th"):
        assert any("ก" <= letter <= "๛" for letter in MEASURES[code].definition), code


def test_the_page_has_an_anchor_for_each(client: Any) -> None:
    page = client.as_(make.member(Role.ANALYST)).get("/numbers/definitions")
    for code in MEASURES:
        assert f'id="{code}"' in page.text
    assert client.as_(make.user()).get("/numbers/definitions").status_code == 403


def test_an_unknown_measure_is_refused(database: None) -> None:
    with pytest.raises(UnknownMeasure):
        ask(Question("M99", ALWAYS))


def test_anonymous_answers_are_never_divided_by_people(database: None) -> None:
    with pytest.raises(NotDividedSo, match="Sex"):
        ask(Question("M09a", ALWAYS, ("sex",)))


def test_disability_never_meets_age_in_a_share(database: None) -> None:
    with pytest.raises(NotDividedSo):
        ask(Question("M11b", ALWAYS, ("age_band",)))


def test_what_is_no_value_is_told(database: None) -> None:
    with pytest.raises(UnknownValue, match="9999"):
        ask(Question("M01", ALWAYS, where=(("district", "9999"),)))


def test_a_district_that_was_abolished_means_what_replaced_it(database: None) -> None:
    assert meant("district", "4303").value == "3801"
    with pytest.raises(WasDivided):
        meant("district", "3081")


@pytest.mark.usefixtures("database")
def test_values_stand_in_the_order_of_their_lists() -> None:
    assert [value for value, _title in values("age_band")][-2:] == ["60+", "na"]
    assert len(values("district")) == 33
    assert value_title("district", "3001").th == "เมืองนครราชสีมา"
    run = make.run(number=3)
    assert value_title("run", run.public_id).th.endswith("รุ่นที่ 3")


@pytest.mark.usefixtures("database")
def test_a_short_list_has_all_its_rows() -> None:
    table = ask(Question("M01", ALWAYS, ("age_band",)))
    assert [key[0] for key in table.cells] == [v for v, _t in values("age_band") if v != "na"]
    assert all(cell.value == 0 for cell in table.cells.values())
    assert ask(Question("M01", ALWAYS, ("course",))).cells == {}
