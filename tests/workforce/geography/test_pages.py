"""Inhabitants and maps as people upload them."""

import io
from typing import Any

import pytest
import sqlalchemy as sa

from lms.audit.models import AuditEntry
from lms.db import db
from lms.institutions.models import Role
from lms.reference import operations as reference
from lms.reference.queries import districts
from lms.workforce.asking import Question
from lms.workforce.geography import queries
from lms.workforce.geography.models import Population, ProvinceMap
from lms.workforce.measures import ask
from lms.workforce.periods import Period
from tests import make
from tests.workforce.geography.test_outlines import collection, feature, square

pytestmark = pytest.mark.usefixtures("database")


def _upload(browser: Any, path: str, content: bytes, **more: str) -> Any:
    data = {"file": (io.BytesIO(content), "file.csv"), "source": "DOPA", "attribution": "Us"}
    return browser.post(path, data=data | more, content_type="multipart/form-data")


def _korat() -> bytes:
    codes = [code for code, _name in districts("30")]
    return collection(
        *(
            feature(c, square(102 + n % 6 * 0.1, 14 + n // 6 * 0.1, 0.1))
            for n, c in enumerate(codes)
        )
    )


def test_inhabitants_come_in_whole_or_not_at_all(client: Any) -> None:
    browser = client.as_(make.member(Role.ANALYST))
    bad = b"code,year,people\n3001,2568,100\n9999,2568,1\n"
    page = _upload(browser, "/numbers/population", bad)
    assert "Line 3" in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Population)) == 0
    good = b"code,year,people\n3001,2568,100\n3001,2569,120\n"
    checked = _upload(browser, "/numbers/population", good, only_check="y")
    assert "2 rows would come in" in checked.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Population)) == 0
    assert _upload(browser, "/numbers/population", good).status_code == 302
    _upload(browser, "/numbers/population", b"code,year,people\n3001,2569,130\n")
    queries.forget()
    page = browser.get("/numbers/population").text
    assert '<td data-label="Year">2026</td>' in page
    assert "2569" not in page
    told = queries.population("3001", 2570)
    assert told is not None
    assert (told.people, told.year) == (130, 2569)
    assert queries.population("3001", 2567) is None
    assert "population.uploaded" in set(db.session.scalars(sa.select(AuditEntry.verb)))


def test_a_province_is_the_sum_of_its_districts() -> None:
    codes = [code for code, _name in districts("30")]
    for n, code in enumerate(codes):
        db.session.add(Population(area_code=code, year=2568, people=100 + n, source="x"))
    db.session.flush()
    queries.forget()
    told = queries.population("30", 2569)
    assert told is not None
    assert told.people == sum(100 + n for n in range(len(codes)))
    db.session.delete(db.session.get_one(Population, (codes[0], 2568)))
    db.session.flush()
    queries.forget()
    assert queries.population("30", 2569) is None


def test_without_inhabitants_there_is_no_number_of_thousand() -> None:
    table = ask(Question("M10b", Period.parse("all"), ("district",)))
    assert table.total.value is None
    assert all(cell.value is None and not cell.hidden for cell in table.cells.values())


def test_outlines_take_the_place_of_tiles_and_go_again(client: Any) -> None:
    browser = client.as_(make.member(Role.ANALYST))
    refused = _upload(browser, "/numbers/maps/30", b"{}")
    assert "FeatureCollection" in refused.text
    assert 'value="Us"' in refused.text
    assert queries.province_map("30").paths == {}
    assert _upload(browser, "/numbers/maps/30", _korat()).status_code == 302
    queries.forget()
    assert len(queries.province_map("30").paths) == 32
    assert "Us" in browser.get("/numbers/maps/30").text
    browser.post("/numbers/maps/30/tiles")
    queries.forget()
    assert queries.province_map("30").paths == {}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ProvinceMap)) == 0


def test_who_may_only_look_changes_nothing(client: Any) -> None:
    browser = client.as_(make.member(Role.REGISTRAR))
    assert browser.get("/numbers/population").status_code == 200
    assert "Upload a file" not in browser.get("/numbers/population").text
    assert _upload(browser, "/numbers/population", b"x").status_code == 403
    assert _upload(browser, "/numbers/maps/30", b"x").status_code in (403, 404)


def test_who_sees_the_list_of_maps_can_open_each(client: Any) -> None:
    browser = client.as_(make.member(Role.REGISTRAR))
    assert "/numbers/maps/30" in browser.get("/numbers/maps").text
    page = browser.get("/numbers/maps/30")
    assert page.status_code == 200
    assert "Upload outlines" not in page.text
    assert browser.get("/numbers/maps/99").status_code == 404


@pytest.mark.parametrize("code", ["31", "10"])
def test_any_province_has_tiles(code: str) -> None:
    reference.open_province(code)
    db.session.flush()
    tiles = queries.province_map(code).tiles
    assert set(tiles) == {district for district, _name in districts(code)}
    assert len(set(tiles.values())) == len(tiles)


def test_the_province_of_korat_keeps_its_own_tiles() -> None:
    assert queries.province_map("30").tiles["3001"] == (3, 3)


def test_pages_cost_a_fixed_number_of_statements(client: Any) -> None:
    browser = client.as_(make.member(Role.ANALYST))
    browser.get("/numbers/maps")
    counted: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    for engine in (db.engine, db.engines["read"]):
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        browser.get("/numbers/population")
    finally:
        for engine in (db.engine, db.engines["read"]):
            sa.event.remove(engine, "before_cursor_execute", note)
    assert len(counted) <= 20, counted
