"""The evidence pack: a tagged PDF in Thai whose numbers are those of `ask()`."""

import io
from decimal import Decimal

import page as conformance
import pytest
from pypdf import PageObject, PdfReader

from lms.clock import now
from lms.db import db
from lms.i18n import Localised, speaking
from lms.i18n.thai import normalise
from lms.institutions.models import Role
from lms.jobs.queue import drain
from lms.reference.queries import choices, districts
from lms.workforce.asking import Question
from lms.workforce.measures import ask
from lms.workforce.periods import Period
from lms.workforce.targets import operations
from lms.workforce.targets.operations import Owner
from lms.workforce.targets.pack import draw
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import certify, count, crowd

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
    assert "DigComp 2.2" in text  # the framework above its skills
    assert "ยังไม่มีผู้ตอบ" in text
    with speaking("th"):
        for code in ("M01", "M03"):
            total = ask(Question(code, Period.parse(year))).total
            assert total.value == 156
    assert "156" in text
    assert not any(
        "/Image" in str(page.get("/Resources", {}).get("/XObject", "")) for page in pdf.pages
    )
    assert not [image for page in pdf.pages for image in page.images]


LONG = "ศูนย์ส่งเสริมและพัฒนาทักษะดิจิทัลเพื่อการประกอบอาชีพของประชาชนในพื้นที่อำเภอเฉลิมพระเกียรติและอำเภอใกล้เคียง"
FOOT, ROOM = 48, 750  # points: the foot of a page, and what is above it between the margins


def filled(page: PageObject) -> float:
    """How far down the page its words reach, as a share of the room."""
    heights: list[float] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip() and height > FOOT:
            heights.append(height)

    page.extract_text(visitor_text=see)
    return (FOOT + ROOM - min(heights)) / ROOM


@pytest.mark.parametrize(("places", "targets", "most"), [(2, 2, 11), (13, 25, 15)])
def test_pages_are_filled_however_much_there_is(places: int, targets: int, most: int) -> None:
    for n in range(places):
        name = Localised(f"{LONG} แห่งที่ {n}", f"Centre {n}")
        certify(crowd(make.institution(name=name, short_name=name), {f"30{n + 1:02}": 11}))
    count()
    year, programme = Period.now(now()), choices("programme")[0][0]
    for code, _name in districts("30")[:targets]:
        operations.set_target(
            Owner(programme=programme), measure="M05", period=str(year), number=Decimal(500),
            where=(("district", code),), title=Localised(f"{LONG} {code}", code), by=make.user(),
        )  # fmt: skip
    db.session.commit()
    with speaking("th"):
        pdf, _as_of = draw(year)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) <= most
    shares = [round(filled(page), 2) for page in pages]
    assert min(shares[:-1]) > 1 / 3, shares
    report = conformance.validate_pdf_bytes(pdf, profile=conformance.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report.failures
