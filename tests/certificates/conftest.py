"""Nothing that one test counted slows down another."""

import pytest

from certificates import views
from certificates.look_ups import gatherer


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    views.misses.clear()
    views.files.clear()
    gatherer._counts.clear()
