"""Nothing that one test gathered is written in another, nor by a writer of its own accord."""

from collections.abc import Iterator

import pytest

from courses.learning.heartbeats import gatherer


@pytest.fixture(autouse=True)
def nothing_gathered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gatherer, "automatic", False)
    gatherer.clear()
    yield
    gatherer.clear()
