"""Building, keeping, finding, sharing and deleting reports."""

import re

import pytest
import sqlalchemy as sa

from lms.clock import now
from lms.db import db
from lms.institutions.models import Membership, Role
from lms.workforce.reports.models import Report, Sharing
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder
from tests.workforce.reports.crowds import class_of, count

pytestmark = pytest.mark.usefixtures("database")
ASKED = "measure=M01&by=district&period=all"
FORM = {"measure": "M01", "by": "district", "period": "all", "title": "My report"}


@pytest.fixture
def analyst(client: Browser) -> Browser:
    return client.as_(make.member(Role.ANALYST)).speaking("en")


def kept() -> Report:
    return db.session.scalars(sa.select(Report).order_by(Report.id.desc())).first()  # type: ignore[return-value]


def keep(browser: Browser, sharing: Sharing = Sharing.PRIVATE, **more: str) -> Report:
    answer = browser.post("/numbers/reports/new", FORM | {"sharing": sharing.value} | more)
    assert answer.status_code == 302, answer.text
    return kept()


def test_the_empty_builder_says_what_to_do(analyst: Browser) -> None:
    page = analyst.get("/numbers/reports/new").text
    assert "Choose numbers first" in page
    assert 'value="M05"' in page


def test_the_builder_shows_the_table_and_its_files(analyst: Browser) -> None:
    class_of(17)
    count()
    page = analyst.get(f"/numbers/reports/new?{ASKED}").text
    assert re.search(r"<td class=\"number\">\s*17\s*</td>", page)
    assert "/numbers/export.xlsx?" in page
    assert "Keep this report" in page


def test_boxes_and_lists_of_the_form_are_read_as_a_browser_sends_them(analyst: Browser) -> None:
    class_of(17)
    count()
    address = "measure=M01&measure=M03&period=all&series=&by=district&then=sex&add=&sex="
    page = analyst.get(f"/numbers/reports/new?{address}").text
    assert page.count('scope="col"') == 4
    assert 'class="number">9' in page
    assert "<strong>17</strong>" in page


def test_a_filter_that_is_chosen_gets_a_field_of_its_own(analyst: Browser) -> None:
    class_of(17)
    class_of(9, district="3021")
    count()
    page = analyst.get(f"/numbers/reports/new?{ASKED}&add=sex").text
    assert '<select class="form-select" id="sex" name="sex"' in page
    page = analyst.get("/numbers/reports/new?measure=M01&period=all&district=3021").text
    assert '<option selected value="3021">' in page
    assert ">9<" in re.sub(r"\s", "", page)


@pytest.mark.parametrize(
    ("address", "field", "said"),
    [
        ("measure=M01&period=all&by=district,sex&age_band=25-34&education=1", "by", "three"),
        ("measure=M01&period=all&by=disability,sex", "by", "never divided"),
        ("measure=M01&period=soon", "period", "fiscal year"),
        ("measure=M99&period=all", "measure", "M99"),
        ("measure=M01,M02,M03,M04,M05,M06,M12&period=all", "measure", "six"),
        ("measure=M09a&period=all&by=district", "by", "cannot be divided"),
        ("measure=M01&period=2569-11&series=months", "series", "too short"),
        ("measure=M01&period=all&district=9999", "district", "not a value"),
    ],
)
def test_what_cannot_be_combined_is_told_at_the_field(
    analyst: Browser, address: str, field: str, said: str
) -> None:
    page = analyst.get(f"/numbers/reports/new?{address}")
    assert page.status_code == 200
    error = re.search(rf'id="{field}-error".*?</p>', page.text, re.S)
    assert error is not None, field
    assert said in error[0]


def test_a_kept_report_is_found_and_shown(analyst: Browser) -> None:
    class_of(17)
    count()
    report = keep(analyst)
    assert "My report" in analyst.get("/numbers/reports").text
    page = analyst.get(f"/numbers/reports/{report.public_id}").text
    assert ">17<" in re.sub(r"\s", "", page)


def test_a_report_without_a_name_keeps_what_was_chosen(analyst: Browser) -> None:
    class_of(17)
    count()
    page = analyst.post("/numbers/reports/new", FORM | {"title": "", "sharing": "private"}).text
    assert "This is needed." in page
    assert '<input type="hidden" name="by" value="district">' in page
    assert kept() is None


def test_a_report_is_changed_copied_deleted_and_brought_back(analyst: Browser) -> None:
    count()
    report = keep(analyst)
    path = f"/numbers/reports/{report.public_id}"
    assert analyst.get(f"{path}/edit").status_code == 200
    changed = FORM | {"title": "Another name", "by": "sex", "sharing": "everyone"}
    assert analyst.post(f"{path}/edit", changed).status_code == 302
    assert kept().definition["by"] == ["sex"]
    assert analyst.post(f"{path}/duplicate").status_code == 302
    copy = kept()
    assert (copy.title, copy.sharing) == ("Copy of Another name", Sharing.PRIVATE)
    gone = analyst.post(f"{path}/delete")
    assert analyst.get(path).status_code == 404
    assert "Undo" in analyst.get(gone.location).text
    assert analyst.post(f"{path}/restore").status_code == 302
    assert analyst.get(path).status_code == 200


def test_who_finds_it_is_what_its_owner_chose(client: Browser) -> None:
    count()
    place = make.institution()
    owner = make.member(Role.REGISTRAR, place)
    colleague, stranger = make.member(Role.ADMIN, place), make.member(Role.REGISTRAR)
    nobody = make.user()
    mine = client.as_(owner)
    for sharing, seen in (
        (Sharing.PRIVATE, (404, 404)),
        (Sharing.INSTITUTION, (200, 404)),
        (Sharing.EVERYONE, (200, 200)),
    ):
        report = keep(mine, sharing)
        path = f"/numbers/reports/{report.public_id}"
        got = tuple(client.as_(who).get(path).status_code for who in (colleague, stranger))
        assert got == seen, sharing
        assert client.as_(nobody).get(path).status_code == 404
        assert client.as_(colleague).post(f"{path}/delete").status_code == 404
        assert client.as_(colleague).get(f"{path}/edit").status_code == 404


def test_a_shared_report_is_asked_in_the_scope_of_its_reader(client: Browser) -> None:
    mine, other = make.institution(code="MINE"), make.institution(code="OTHER")
    class_of(14, mine)
    class_of(26, other)
    count()
    analyst = client.as_(make.member(Role.ANALYST)).speaking("en")
    report = keep(analyst, Sharing.EVERYONE, by="")
    foreign = keep(analyst, Sharing.EVERYONE, by="", institution="OTHER")
    divided = keep(analyst, Sharing.EVERYONE, by="institution")
    staff = client.as_(make.member(Role.REGISTRAR, mine)).speaking("en")
    page = re.sub(r"\s", "", staff.get(f"/numbers/reports/{report.public_id}").text)
    assert ">14<" in page
    assert ">40<" not in page
    for shared in (foreign, divided):
        page = staff.get(f"/numbers/reports/{shared.public_id}").text
        assert "cannot be answered" in page
        assert not any(f">{n}<" in re.sub(r"\s", "", page) for n in (26, 40))


def test_who_loses_the_role_finds_nothing_any_more(client: Browser) -> None:
    count()
    owner = make.member(Role.ANALYST)
    browser = client.as_(owner)
    path = f"/numbers/reports/{keep(browser).public_id}"
    role = db.session.scalars(sa.select(Membership).filter_by(user_id=owner.id)).one()
    role.ended_at = now()
    db.session.commit()
    late = client.as_(owner)
    assert late.get("/numbers/reports").status_code == 403
    assert late.get(path).status_code == 404
    assert late.post(f"{path}/restore").status_code == 404


def test_the_list_needs_as_many_statements_for_many_as_for_one(analyst: Browser) -> None:
    def statements() -> int:
        with Recorder() as recorder:
            analyst.get("/numbers/reports")
        return len(recorder.statements)

    count()
    keep(analyst)
    one = statements()
    for _ in range(6):
        keep(analyst)
    assert statements() == one


def test_a_title_is_text_on_every_page(analyst: Browser) -> None:
    count()
    report = keep(analyst, title="<script>alert(1)</script>")
    for path in ("/numbers/reports", f"/numbers/reports/{report.public_id}"):
        page = analyst.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_list_is_of_mine_or_of_what_others_share(client: Browser) -> None:
    count()
    mine = client.as_(make.member(Role.ANALYST)).speaking("en")
    other = client.as_(make.member(Role.ANALYST))
    keep(mine, title="Of my own")
    keep(other, Sharing.EVERYONE, title="Of somebody else")
    for address, seen in (("", "11"), ("?whose=mine", "10"), ("?whose=shared", "01")):
        page = mine.get(f"/numbers/reports{address}").text
        found = "".join(str(int(t in page)) for t in ("Of my own", "Of somebody else"))
        assert found == seen, address
