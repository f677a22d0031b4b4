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
