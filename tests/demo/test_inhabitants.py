"""The demonstration knows how many people live where, and says that it made them up."""

import pytest

from lms.demo import inhabitants
from lms.reference.queries import districts
from lms.workforce.geography import queries


@pytest.mark.usefixtures("database")
def test_every_district_has_inhabitants_once() -> None:
    inhabitants.load()
    inhabitants.load()
    queries.forget()
    told = queries.population("30", 2600)
    assert told is not None
    assert told.people > 1_000_000
    assert "สมมติ" in told.source
    assert queries.uploads()[0].areas == len(districts("30"))
