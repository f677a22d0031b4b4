"""The evidence pack: a tagged PDF in Thai whose numbers are those of `ask()`."""

import io

import pytest
from pypdf import PdfReader

from lms.clock import now
from lms.db import db
from lms.i18n import speaking
from lms.i18n.thai import normalise
from lms.institutions.models import Role
from lms.jobs.queue import drain
from lms.workforce.asking import Question
from lms.workforce.measures import ask
from lms.workforce.periods import Period
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count, crowd

pytestmark = pytest.mark.usefixtures("database")


def test_the_pack_is_made_once_and_kept(client: Browser) -> None:
    place = make.institution()
    crowd(place, {"3001": 137, "3021": 19})
    count()
    reader = client.as_(make.member(Role.ANALYST, place)).speaking("en")
    db.session.commit()
    year = str(Period.now(now()))
    missing = reader.get(f"/numbers/targets/pack.pdf?period={year}")
    assert missing.status_code == 302
    asked = reader.post("/numbers/targets/packs", {"period": year})
    again = reader.post("/numbers/targets/packs", {"period": year})
    assert asked.location == again.location
    assert "being made" in reader.get(asked.location).text
    drain()
    assert "data-done" in reader.get(asked.location + "?part=state").text
    pdf = PdfReader(io.BytesIO(reader.get(f"/numbers/targets/pack.pdf?period={year}").data))
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/Lang"].lower().startswith("th")
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/MarkInfo"]["/Marked"]
    assert len(pdf.outline) >= 10
    text = normalise(" ".join(page.extract_text() for page in pdf.pages))
    assert "ชุดหลักฐานผลการดำเนินงานตามบันทึก" in text
    for word in ("ความเท่าเทียม", "ความปลอดภัย", "โอกาสที่ดีกว่า", "การพัฒนาที่ยั่งยืน"):
        assert word in text
    with speaking("th"):
        for code in ("M01", "M03"):
            total = ask(Question(code, Period.parse(year))).total
            assert total.value == 156
    assert "156" in text
    assert not any(
        "/Image" in str(page.get("/Resources", {}).get("/XObject", "")) for page in pdf.pages
    )
    assert not [image for page in pdf.pages for image in page.images]
