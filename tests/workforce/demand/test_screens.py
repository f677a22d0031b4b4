"""Organisations, vacancies, files and the gap as their readers meet them."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from courses.content.models import CourseSkill
from courses.public import Level
from lms import storage
from lms.accounts.models import Profile, User
from lms.accounts.public import to_csv
from lms.audit.models import AuditEntry
from lms.clock import travel
from lms.db import db, one_transaction
from lms.errors import NotFound
from lms.i18n import Localised, speaking
from lms.institutions.models import InstitutionKind, Role
from lms.institutions.public import today
from lms.reference import queries as reference
from lms.reference.models import FrameworkSkill
from lms.workforce.asking import Cell
from lms.workforce.demand import operations
from lms.workforce.demand.gap import Gap, for_a_file, matched
from lms.workforce.demand.models import Body, DemandFile, Organisation, OrganisationKind, Vacancy
from lms.workforce.demand.operations.importing import AREA
from lms.workforce.demand.queries import demand
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder
from tests.workforce.cockpit.crowds import certify, count, crowd

NUMBERS = ("0994000158378", "0107537000114", "0105536112014")


def organisation(n: int = 0, **given: object) -> Organisation:
    values = {"juristic_id": NUMBERS[n], "kind": OrganisationKind.COMPANY, "by": None}
    names = {"name_th": f"บริษัท ทดสอบ {n} จำกัด", "name_en": f"Test {n} Co., Ltd."}
    made = operations.save_organisation(None, **{**values, **names, **given})  # type: ignore[arg-type]
    db.session.commit()
    return made


def vacancy(of: Organisation, places: int = 3, level: Level = Level.BASIC) -> Vacancy:
    skill = min(reference.skills())
    made = operations.save_vacancy(of, by=None, title="นักวิเคราะห์ข้อมูล", district_code="3001",
                                   places=places, opens_on=today(),
                                   skills=[(skill, level)])  # fmt: skip
    db.session.commit()
    return made


@pytest.fixture
def analyst(database: None) -> User:
    return make.member(Role.ANALYST)


def upload(client: Browser, path: str, text: str, encoding: str = "utf-8-sig") -> str:
    file = (io.BytesIO(text.encode(encoding)), "file.csv")
    return client.post(path, {"file": file}, content_type="multipart/form-data").text


def statements(client: Browser, path: str) -> int:
    with Recorder() as recorder:
        assert client.get(f"/numbers/{path}").status_code == 200
    return len(recorder.statements)


def test_an_organisation_is_kept_and_found(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    typed = {"juristic_id": "๐-๙๙๔๐-๐๐๑๕๘-๓๗-๘", "name_th": "โรงงานทดสอบ", "kind": "company",
             "industry": "10", "employees": "150", "district_code": "3001", "is_fti": "y",
             "is_active": "y"}  # fmt: skip
    answer = client.post("/numbers/organisations/new", typed)
    assert answer.status_code == 302, answer.text
    one = db.session.scalars(sa.select(Organisation)).one()
    assert (one.juristic_id, one.sector, one.province_code) == (NUMBERS[0], "C", "30")
    assert one.firm_size == "medium_m"
    assert [m.body for m in one.memberships] == [Body.FTI]
    assert "โรงงานทดสอบ" in client.get("/numbers/organisations?q=โรงงาน&body=fti").text
    assert "โรงงานทดสอบ" not in client.get("/numbers/organisations?body=chamber").text
    assert client.get(f"/numbers/organisations/{one.public_id}").status_code == 200
    client.post("/numbers/organisations/new", typed)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1
    verbs = set(db.session.scalars(sa.select(AuditEntry.verb)))
    assert {"organisation.added", "organisation.member_marked"} <= verbs


@pytest.mark.parametrize(
    ("number", "words"),
    [("0994000158379", "check each digit"), ("1234567890121", "of a person"), ("12", "check each")],
)
def test_a_wrong_number_is_refused_and_kept(
    client: Browser, analyst: User, number: str, words: str
) -> None:
    client = client.as_(analyst)
    typed = {"juristic_id": number, "name_en": "Kept & shown", "kind": "company"}
    page = client.post("/numbers/organisations/new", typed).text
    assert words in page
    assert "Kept &amp; shown" in page


def test_a_file_is_looked_at_then_taken_in_once(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    text = (
        "juristic_id,name_th,kind,employees,district,chamber\n"
        f"{NUMBERS[0]},บริษัท หนึ่ง จำกัด,company,12,3001,1\n{NUMBERS[1]},สอง,school,,3021,0\n"
    )
    for encoding in ("utf-8-sig", "cp874", "utf-8"):
        page = upload(client, "/numbers/organisations/import", text, encoding)
        assert "The file is good" in page, page
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 0
    digest = page.split('name="digest" value="')[1].split('"')[0]
    for _again in range(2):
        assert client.post("/numbers/organisations/import", {"digest": digest}).status_code == 302
    db.session.expire_all()
    rows = db.session.scalars(sa.select(Organisation).order_by(Organisation.id)).all()
    assert [row.juristic_id for row in rows] == [NUMBERS[0], NUMBERS[1]]
    assert rows[0].firm_size == "small_s"
    file = client.get("/numbers/organisations.csv")
    assert 'filename="thaksa-organisations-20' in file.headers["Content-Disposition"]
    assert file.data.startswith(b"\xef\xbb\xbf")
    assert "บริษัท หนึ่ง จำกัด" in file.text


def test_a_file_that_nobody_takes_in_is_deleted(client: Browser, analyst: User) -> None:
    first, second = client.as_(analyst), client.as_(make.member(Role.ANALYST))
    path = "/numbers/organisations/import"
    text = f"juristic_id,name_th,kind\n{NUMBERS[0]},บริษัท หนึ่ง จำกัด,company\n"
    page = upload(first, path, text)
    digest = page.split('name="digest" value="')[1].split('"')[0]
    assert "choose it again" in second.post(path, {"digest": digest}).text
    upload(second, path, text)
    newest = db.session.scalars(sa.select(DemandFile).order_by(DemandFile.id.desc())).first()
    assert newest is not None
    newest.expires_at += timedelta(hours=20)
    db.session.commit()
    for later, is_kept in ((23, True), (25, True), (45, False)):
        with travel(timedelta(hours=later)), one_transaction():
            operations.forget_files()
        assert stored(digest) is is_kept
    assert "choose it again" in second.post(path, {"digest": digest}).text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 0


def stored(digest: str) -> bool:
    try:
        return storage.size(digest, area=AREA) > 0
    except NotFound:
        return False


def test_a_bad_file_changes_nothing_and_says_where(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    text = (
        "juristic_id,name_th,kind,district\n"
        f"{NUMBERS[0]},ดี,company,3001\n123,เลขผิด,company,3001\n{NUMBERS[1]},ผิด,zoo,3001\n"
        f"{NUMBERS[2]},อำเภอผิด,company,3099\n{NUMBERS[0]},ซ้ำ,company,3001\n"
    )
    page = upload(client, "/numbers/organisations/import", text)
    assert "4 rows have problems" in page, page
    for words in ("check each digit", "zoo", "3099", "The same as line 2"):
        assert words in page
    assert "digest" not in page
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 0
    assert "not a text" in upload(client, "/numbers/organisations/import", "\0\0", "latin-1")
    assert "names the columns" in upload(client, "/numbers/organisations/import", "a,b\n1,2\n")


def test_a_file_tells_every_error_of_every_row(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    organisations = (
        "juristic_id,name_th,kind,industry,employees,district,email,chamber\n"
        "123,,zoo,999,none,3099,me,maybe\n"
    )
    page = upload(client, "/numbers/organisations/import", organisations)
    for field in ("juristic_id", "name_th", "kind", "industry", "employees", "district", "email",
                  "chamber"):  # fmt: skip
        assert f"{field}: " in page, field
    vacancies = (
        "juristic_id,title,occupation,district,places,filled,skills,opens_on,closes_on\n"
        f"{NUMBERS[1]},,XX,3099,0,x,nothing,soon,later\n"
        f"{organisation().juristic_id},Analyst,,3001,2,3,,2570-01-02,2570-01-01\n"
    )
    page = upload(client, "/numbers/demand/import", vacancies)
    for words in ("add it first", "title: ", "occupation: ", "district: ", "places: ", "filled: ",
                  "skills: ", "opens_on: ", "closes_on: ", "before it opens", "at least one skill",
                  "No more places"):  # fmt: skip
        assert words in page, words


def test_vacancies_come_by_form_and_by_file(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    one = organisation()
    skill = reference.skills()[min(reference.skills())]
    code = f"{skill.framework_code}:{skill.code}"
    typed = {"title": "Analyst", "district_code": "3001", "places": "2", "opens_on": "1/1/2570",
             "skills": f"{code}:basic"}  # fmt: skip
    new = f"/numbers/organisations/{one.public_id}/demand/new"
    assert client.post(new, typed).status_code == 302
    assert "of that name from that day" in client.post(new, typed).text
    assert "no skill" in client.post(new, typed | {"skills": "nothing:at:all"}).text
    assert "names no level" in client.post(new, typed | {"skills": "digcomp22:3:2"}).text
    assert "before it opens" in client.post(new, typed | {"closes_on": "1/1/2569"}).text
    text = (
        "juristic_id,title,district,places,skills,opens_on\n"
        f"{one.juristic_id},Analyst,3002,5,{code}:advanced,2570-01-01\n"
    )
    page = upload(client, "/numbers/demand/import", text)
    assert "0 new, 1 there already" in page, page
    digest = page.split('name="digest" value="')[1].split('"')[0]
    client.post("/numbers/demand/import", {"digest": digest})
    db.session.expire_all()
    known = db.session.scalars(sa.select(Vacancy)).one()
    assert (known.places, known.district_code, known.skills[0].level) == (5, "3002", "advanced")
    assert "Analyst" in client.get("/numbers/demand").text
    assert "Analyst" not in client.get("/numbers/demand?open=1").text
    assert f"{code}:advanced" in client.get("/numbers/demand.csv").text
    assert client.get(f"/numbers/demand/{known.public_id}").status_code == 200


def test_the_gap_counts_places_and_hides_what_m12_hides(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    vacancy(organisation())
    page = client.get("/numbers/gap").text
    assert "fewer than 5" in page
    assert "นักวิเคราะห์" not in page
    file = client.get("/numbers/gap.csv").text.splitlines()
    assert file[1].endswith(",3,Not shown,0,3"), file
    assert client.get("/numbers/gap?level=advanced").status_code == 200


def test_more_holders_than_places_is_a_number_below_nought_in_the_file() -> None:
    row = Gap("digcomp22:1", "3001", 3, Cell(7), None)
    assert to_csv(for_a_file([row])).splitlines()[1].endswith(",3,Not shown,7,-4")


def test_a_skill_that_another_process_added_is_counted(client: Browser, analyst: User) -> None:
    client = client.as_(analyst)
    made = vacancy(organisation())
    reference.skills()  # as this process keeps them for half a minute
    new = FrameworkSkill(framework_code="digcomp22", code="99", title=Localised("ใหม่", "Brand new"))
    db.session.add(new)
    db.session.flush()
    made.skills[0].skill_id = new.id
    db.session.commit()
    for page in ("demand.csv", "gap", "gap.csv"):
        assert client.get(f"/numbers/{page}").status_code == 200, page
    assert matched(today()) == 0
    assert ("digcomp22:99", "3001") in demand(today())


@pytest.mark.parametrize("wrong", ["level=none", "skill=x", "district=9999"])
def test_a_filter_of_the_gap_that_is_none_is_told(
    client: Browser, analyst: User, wrong: str
) -> None:
    value = wrong.partition("=")[2]
    for page in ("/numbers/gap", "/numbers/gap.csv"):
        answer = client.as_(analyst).get(f"{page}?{wrong}")
        assert answer.status_code == 400
        assert f"“{value}”" in answer.text


def test_the_file_of_the_gap_speaks_thai_and_is_named_by_its_day(
    client: Browser, analyst: User
) -> None:
    vacancy(organisation())
    answer = client.as_(analyst).speaking("th").get("/numbers/gap.csv")
    head, line = answer.text.splitlines()[:2]
    assert "ทักษะ" in head
    assert not any(letter.isascii() and letter.isalpha() for letter in head)
    assert "ไม่แสดง" in line
    assert 'filename="thaksa-skill-gap-20' in answer.headers["Content-Disposition"]


def test_an_association_marks_its_own_members_only(client: Browser, database: None) -> None:
    one = organisation()
    fti = make.institution(code="FTI-NMA", kind=InstitutionKind.ASSOCIATION)
    other = make.institution(code="NMA-CHAMBER", kind=InstitutionKind.ASSOCIATION)
    plain = make.institution(code="FTI-UNI")
    admin = make.member(Role.ADMIN, fti)
    at_plain = make.member(Role.ADMIN, plain)
    client = client.as_(admin)
    assert "Test 0" in client.get("/numbers/members/FTI-NMA").text
    told = {"organisation": one.public_id, "member": "1"}
    assert client.post("/numbers/members/FTI-NMA/mark", told).status_code == 302
    assert client.post("/numbers/members/NMA-CHAMBER/mark", told).status_code == 404
    db.session.expire_all()
    marked = db.session.scalars(sa.select(Organisation)).one().memberships
    assert [(m.body, m.verified_by_id) for m in marked] == [(Body.FTI, fti.id)]
    client = client.as_(at_plain)
    assert client.get("/numbers/members/FTI-UNI").status_code == 404
    with pytest.raises(operations.NotItsBody):
        operations.mark_member(one, Body.FTI, by=None, institution=other)


def test_only_who_keeps_the_numbers_gets_in(client: Browser, database: None) -> None:
    client = client.as_(make.member(Role.ADMIN))
    for path in ("organisations", "demand", "organisations/import", "organisations.csv"):
        assert client.get(f"/numbers/{path}").status_code in (403, 404)
    assert client.get("/numbers/gap").status_code == 200


@pytest.mark.parametrize("path", ["organisations", "demand"])
def test_lists_ask_the_same_number_of_statements(client: Browser, analyst: User, path: str) -> None:
    client = client.as_(analyst)
    vacancy(organisation(0, bodies=[Body.FTI]))
    client.get(f"/numbers/{path}")
    few = statements(client, path)
    for n in (1, 2):
        vacancy(organisation(n, bodies=[Body.CHAMBER, Body.FTI]))
    assert few == statements(client, path) < 25


@pytest.mark.parametrize(
    ("holders", "places", "filled"), [(6, 6, 6), (6, 7, 0), (6, 1, 1), (4, 3, 0), (0, 1, 0)]
)
def test_places_are_matched_with_published_numbers(
    database: None, holders: int, places: int, filled: int
) -> None:
    skill = min(reference.skills())
    course = crowd(make.institution(), {"3001": holders, "3002": 30})
    db.session.add(CourseSkill(course_id=course.id, skill_id=skill, level=Level.BASIC))
    db.session.flush()
    certify(course)
    count()
    vacancy(organisation(), places=places)
    assert matched(today()) == filled
    assert matched(today() - timedelta(days=9)) == 0


def test_where_i_work_is_found_by_name(client: Browser, database: None) -> None:
    organisation(0)
    organisation(1)
    person = make.user()
    client = client.as_(person)
    known = {"first_en": "Namphueng", "last_en": "Thotsop", "locale": "en"}

    def kept() -> str | None:
        db.session.expire_all()
        profile = db.session.get(Profile, person.id)
        return profile.employer if profile else None

    page = client.post("/account/profile", known | {"employer": "ทดสอบ"}).text
    assert "Several organisations fit" in page
    assert NUMBERS[1] in page
    chosen = known | {"employer": "ทดสอบ", "employer_found": NUMBERS[1]}
    assert client.post("/account/profile", chosen).status_code == 302
    assert kept() == NUMBERS[1]
    assert "Test 1" in client.get("/account/profile").text
    assert client.post("/account/profile", known | {"employer": "Test 0"}).status_code == 302
    assert kept() == NUMBERS[0]
    page = client.post("/account/profile", known | {"employer": "0994000158379"}).text
    assert "check each digit" in page
    assert (
        "No organisation of that name"
        in client.post("/account/profile", known | {"employer": "ไม่มีอยู่"}).text
    )
    client.post("/account/profile", known | {"employer": ""})
    assert kept() is None


def test_names_stand_in_both_languages(database: None) -> None:
    one = organisation(name_th="โรงเรียน", name_en=None)
    assert one.name == Localised("โรงเรียน", "")
    assert date.today()


def test_a_gap_is_told_as_short_or_over_with_the_framework(client: Browser, analyst: User) -> None:
    vacancy(organisation(), 7)
    skill = reference.skills()[min(reference.skills())]
    count()
    client = client.as_(analyst)
    page = client.get("/numbers/gap").text
    assert "7 short" in page
    framework = str(reference.frameworks()[skill.framework_code].title)
    assert page.count(framework) >= 3  # in the picture, in the list of the filter, in the table
    assert f'<optgroup label="{framework}">' in page
    told = [line for line in client.get("/numbers/gap.csv").text.splitlines() if line]
    assert "Short (below nought: over)" in told[0]
    assert framework in told[1]


def test_more_people_than_places_is_no_number_below_nought() -> None:
    def told(places: int, holders: int) -> str:
        return Gap("a:b", "3001", places, Cell(holders), None).told

    with speaking("en"):
        assert [told(2, 38), told(12, 0), told(3, 3)] == ["36 over", "12 short", "just enough"]
    with speaking("th"):
        assert [told(2, 38), told(12, 0), told(3, 3)] == ["เกิน 36", "ขาด 12", "พอดี"]


def test_an_organisation_has_a_location_and_nobody_lives_in_it(
    client: Browser, analyst: User
) -> None:
    client = client.as_(analyst).speaking("th")
    page = client.get("/numbers/organisations/new").text
    assert "ที่ตั้ง (อำเภอ)" in page
    text = f"juristic_id,name_th,kind,district\n{NUMBERS[0]},บริษัท หนึ่ง จำกัด,company,9999\n"
    page = upload(client, "/numbers/organisations/import", text)
    assert "ที่ตั้ง (อำเภอ)" in page
    assert "อำเภอที่อยู่อาศัย" not in page
    assert "(ไม่บังคับ)" not in client.get("/numbers/organisations/import").text


def test_whether_a_membership_is_verified_is_said_in_words(client: Browser, analyst: User) -> None:
    organisation(bodies=[Body.FTI])
    page = client.as_(analyst).get("/numbers/organisations").text
    assert "Member of the Federation of Thai Industries (not verified)" in page
    assert f'<span class="digits">{NUMBERS[0]}</span>' in page
