"""Nothing that one test gathered is written in another."""

from collections.abc import Iterator

import pytest

from courses.learning.heartbeats import gatherer


@pytest.fixture(autouse=True)
def nothing_gathered() -> Iterator[None]:
    gatherer.clear()
    yield
    gatherer.clear()
