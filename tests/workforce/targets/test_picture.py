"""The map of the evidence pack: outlines where somebody uploaded them, else tiles."""

import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from lms.clock import now
from lms.db import db
from lms.reference.models import Province
from lms.reference.queries import districts
from lms.workforce.geography.operations import draw_map
from lms.workforce.geography.outlines import read
from lms.workforce.periods import Period
from lms.workforce.targets.pack import draw
from lms.workforce.targets.sections import Pack
from tests import make
from tests.workforce.cockpit.crowds import count, crowd
from tests.workforce.geography.test_outlines import collection, feature, square

pytestmark = pytest.mark.usefixtures("database")


def test_outlines_take_the_place_of_tiles_on_paper_too() -> None:
    crowd(make.institution(), {"3001": 137, "3021": 19})
    count()
    year = Period.now(now())
    pack = Pack.of(year)
    assert pack.districts is not None
    assert "chart--tiles" in pack.districts.drawings[0]
    korat = districts("30")
    ground = collection(
        *(
            feature(code, square(102 + n % 4 * 0.1, 14 + n // 4 * 0.1, 0.1))
            for n, (code, _name) in enumerate(korat)
        )
    )
    province = db.session.scalars(sa.select(Province).filter_by(code="30")).one()
    draw_map(province, read(ground, korat), attribution="Us", by=None)
    db.session.commit()
    pack = Pack.of(year)
    assert pack.districts is not None
    [drawing] = pack.districts.drawings
    assert "chart--shapes" in drawing
    assert drawing.count("<path") >= len(korat)
    assert '<p class="small muted">Us</p>' in drawing
    pdf, _as_of = draw(year)
    assert any("Us" in page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
