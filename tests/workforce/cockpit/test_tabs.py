"""The way round inside the numbers: few tabs, the pages of a tab below it, nothing that is not allowed."""

import re

import pytest

from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser

MOST_TABS = 7


def way_round(page: str) -> str:
    return page.split('<nav class="ways"')[1].split("</nav>", maxsplit=1)[0]


def tabs_of(page: str) -> list[str]:
    return re.findall(r'class="tabs__link"[^>]*>([^<]+)<', way_round(page))


def test_pages_that_belong_together_share_a_tab(database: None, client: Browser) -> None:
    client = client.as_(make.member(Role.ANALYST))
    page = client.get("/numbers/organisations").text
    assert len(tabs_of(page)) <= MOST_TABS
    assert re.search(r'aria-current="true">Skills and employers<', way_round(page))
    assert re.search(r'aria-current="page">Organisations<', way_round(page))
    for title in ("Skill gap", "Demand"):
        assert title in way_round(page)
    assert "Inhabitants" not in way_round(page)
    assert "Inhabitants" in way_round(client.get("/numbers/maps").text)


@pytest.mark.parametrize("path", ["/numbers", "/numbers/reports", "/numbers/definitions"])
def test_a_page_of_its_own_has_no_second_row(database: None, client: Browser, path: str) -> None:
    way = way_round(client.as_(make.member(Role.ANALYST)).get(path).text)
    assert way.count('aria-current="page"') == 1
    assert "ways__pages" not in way


def test_a_group_of_one_is_called_as_its_page(database: None, client: Browser) -> None:
    place = make.institution()
    page = client.as_(make.member(Role.REGISTRAR, place)).get("/numbers/gap").text
    assert "Skill gap" in tabs_of(page)
    assert "Skills and employers" not in tabs_of(page)
    assert "Organisations" not in way_round(page)
