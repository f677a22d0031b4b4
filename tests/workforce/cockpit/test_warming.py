"""What was counted is drawn before a reader asks for it."""

import pytest
from flask import Flask

from lms.institutions.models import Role
from lms.workforce.cockpit import warming
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count, crowd
from tests.workforce.cockpit.test_overview import statements


@pytest.mark.usefixtures("database")
def test_a_page_that_is_warm_counts_nothing_more(app: Flask, client: Browser) -> None:
    reader = client.as_(make.member(Role.ANALYST)).speaking("en")
    reader.get("/profile")
    crowd(make.institution(), {"3001": 12, "3021": 8})
    count()
    held = app.extensions["thaksa_cube"]
    asked = held.asked
    assert warming.once(app, held, warming.NEVER)[0] == held.edit > 0
    assert held.asked == asked  # nobody looks: the next count is not drawn for anybody
    known = set(held.store.kept._held)
    assert min(statements(reader, "/numbers/print") for _n in range(2)) <= 8
    assert not [key for key in held.store.kept._held if key[0] == "people" and key not in known]


@pytest.mark.usefixtures("database")
def test_what_somebody_looks_at_is_counted_again_before_they_ask(
    app: Flask, client: Browser
) -> None:
    reader = client.as_(make.member(Role.ANALYST)).speaking("en")
    crowd(make.institution(), {"3001": 12, "3021": 8})
    count()
    held = app.extensions["thaksa_cube"]
    for page in (
        "/numbers?age_band=25-34&sex=male",
        "/numbers/courses/part?age_band=25-34&sex=male",
    ):
        assert reader.get(page).status_code == 200
    crowd(make.institution(), {"3001": 7})
    count()
    warming.once(app, held, warming.NEVER)
    dims = {key[2] for key in held.store.kept._held if key[0] == "people"}
    assert ("age_band", "sex") in dims
    assert ("age_band", "course", "sex") in dims


@pytest.mark.usefixtures("database")
def test_every_filter_is_counted_ahead_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "PAUSE", 0.0)
    crowd(make.institution(), {"3001": 12, "3021": 8})
    count()
    held = app.extensions["thaksa_cube"]
    asked = held.asked
    warming.widen(app, held)
    dims = {key[2] for key in held.store.kept._held if key[0] == "people"}
    assert {("sex",), ("mode",), ("age_band",), ("institution", "mode")} <= dims
    assert ("mode",) in {key[2] for key in held.store.kept._held if key[0] == "cohorts"}
    assert held.asked == asked
