"""Files are kept once, under the digest of their content."""

import pytest

from lms import storage
from lms.errors import NotFound


def test_the_same_content_twice_is_one_file(database: None) -> None:
    assert storage.put(b"paper") == storage.put(b"paper")
    assert storage.get(storage.put(b"paper")) == b"paper"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64])
def test_what_is_not_a_known_digest_is_not_there(database: None, name: str) -> None:
    with pytest.raises(NotFound):
        storage.get(name)
