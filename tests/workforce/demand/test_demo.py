"""The invented employers of the demonstration are good data."""

import pytest
import sqlalchemy as sa

from lms.db import db
from lms.demo import employers
from lms.institutions.models import Role
from lms.reference import juristic
from lms.workforce.demand.models import Organisation, Vacancy
from tests import make
from tests.conftest import Browser


def test_invented_employers_load_once(database: None) -> None:
    for _again in range(2):
        db.session.rollback()
        employers.load()
    rows = db.session.scalars(sa.select(Organisation)).all()
    assert len(rows) == 25
    assert all(row.firm_size and row.sector and row.province_code == "30" for row in rows)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Vacancy)) == employers.VACANCIES


def test_numbers_are_typed_as_people_type_them() -> None:
    number = employers.number(7)
    thai = number.translate({ord(str(n)): chr(0x0E50 + n) for n in range(10)})
    assert juristic.clean(f" {thai[:3]}-{thai[3:8]} {thai[8:]} ") == number
    with pytest.raises(juristic.BadJuristicNumber):
        juristic.clean(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_pages_of_invented_employers_are_thai(client: Browser, database: None) -> None:
    employers.load()
    browser = client.as_(make.member(Role.ANALYST, locale="th")).speaking("th")
    page = browser.get("/numbers/organisations").text
    assert "สมาชิกสภาอุตสาหกรรม" in page
    assert "ช่องว่างทักษะ" in browser.get("/numbers/gap").text
    assert "ตำแหน่งงานว่าง" in browser.get("/numbers/demand?open=1").text
