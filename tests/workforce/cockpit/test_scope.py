"""Who works for an institution sees its numbers, and nobody else's: not even to subtract from."""

import pytest

from lms.db import db
from lms.errors import NotFound
from lms.institutions.models import Institution, Membership, Role
from lms.workforce.asking import Question
from lms.workforce.cockpit.panels import PANELS
from lms.workforce.periods import Period
from lms.workforce.scope import OneInstitutionOnly, Scope
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count, crowd

STAFF = pytest.mark.parametrize("role", [Role.ADMIN, Role.REGISTRAR])


@pytest.fixture
def places(database: None) -> tuple[Institution, Institution]:
    one, two = make.institution(code="ONE"), make.institution(code="TWO")
    crowd(one, {"3001": 31})
    crowd(two, {"3001": 57})
    count()
    return one, two


@STAFF
def test_staff_see_their_institution_and_no_total(
    places: tuple[Institution, Institution], client: Browser, role: Role
) -> None:
    staff = client.as_(make.member(role, at=places[0]))
    page = staff.get("/numbers").text
    assert ">31<" in page
    assert ">88<" not in page
    assert ">57<" not in page
    assert f"Digital workforce of {places[0].short_name.en}" in page
    for name in PANELS:
        answer = staff.get(f"/numbers/{name}?period=all")
        assert (answer.status_code == 404) == PANELS[name].for_everybody_only
        if answer.status_code == 200:
            assert ">57<" not in answer.text
            assert ">88<" not in answer.text
            assert str(places[1].short_name.en) not in answer.text


@STAFF
def test_another_institution_is_not_there(
    places: tuple[Institution, Institution], client: Browser, role: Role
) -> None:
    staff = client.as_(make.member(role, at=places[0]))
    unknown = staff.get("/numbers?institution=NOBODY")
    foreign = staff.get("/numbers?institution=TWO")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    for path in ("trend", "trend/part", "print", "map", "filter/sex"):
        assert staff.get(f"/numbers/{path}?institution=TWO").status_code == 404
    assert staff.get("/numbers/filter/institution").status_code == 404
    assert staff.get("/numbers/compare").status_code == 404


def test_a_course_of_another_institution_is_nobody_here(
    places: tuple[Institution, Institution], client: Browser
) -> None:
    foreign = crowd(places[1], {"3001": 44})
    count()
    staff = client.as_(make.member(Role.ADMIN, at=places[0]))
    page = staff.get(f"/numbers?course={foreign.code}").text
    assert ">44<" not in page


def test_who_works_for_several_chooses(
    places: tuple[Institution, Institution], client: Browser
) -> None:
    person = make.member(Role.ADMIN, at=places[0])
    db.session.add(Membership(user=person, institution=places[1], role=Role.REGISTRAR))
    staff = client.as_(person)
    assert ">31<" in staff.get("/numbers").text
    other = staff.get("/numbers?institution=TWO").text
    assert ">57<" in other
    assert ">31<" not in other
    assert ">88<" not in other
    assert 'value="ONE"' in other


def test_a_scope_forces_its_institution() -> None:
    own = Scope(False, ("ONE", "TWO"))
    assert own.bind([("sex", "male")]) == (("sex", "male"), ("institution", "ONE"))
    assert own.bind([], "TWO") == (("institution", "TWO"),)
    for foreign in ("OTHER", "one", "*", "na", "0"):
        with pytest.raises(NotFound):
            own.bind([("institution", foreign)])
    with pytest.raises(NotFound):
        Scope(False).bind([])
    assert Scope(True).bind([("sex", "male")]) == (("sex", "male"),)


def test_a_scope_is_never_divided_by_institution() -> None:
    period = Period.parse("2570")
    with pytest.raises(OneInstitutionOnly):
        Scope(False, ("ONE",)).narrow(Question("M05", period, by=("institution",)))
    narrowed = Scope(False, ("ONE",)).narrow(Question("M05", period, by=("district",)))
    assert narrowed.where == (("institution", "ONE"),)
