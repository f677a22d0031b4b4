"""Every string a person reads is there in Thai and in English."""

import pytest

from lms.i18n import check, gettext, speaking


@pytest.fixture(scope="module")
def template():  # type: ignore[no-untyped-def]
    return check.extract()


@pytest.mark.parametrize("locale", ["th", "en"])
def test_the_catalogue_is_complete(template, locale: str) -> None:  # type: ignore[no-untyped-def]
    assert check.problems(template, locale) == []


def test_a_string_comes_in_the_readers_language() -> None:
    with speaking("th"):
        assert gettext("There is nothing here.") != "There is nothing here."
    with speaking("en"):
        assert gettext("There is nothing here.") == "There is nothing here."
