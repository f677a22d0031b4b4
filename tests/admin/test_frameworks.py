"""Versions of a framework: what replaced it, which skills correspond, skills from a file."""

import gzip
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from courses.content.models import CourseSkill
from lms import caching
from lms.admin import frameworks, skill_files
from lms.admin.queries import corresponding, get_framework, mapping_between, skill_named
from lms.audit.models import AuditEntry
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import Role
from lms.institutions.public import today
from lms.reference import queries as reference
from lms.reference.models import Framework, FrameworkSkill, SkillMapping
from lms.workforce.asking import Question
from lms.workforce.measures import ask
from lms.workforce.periods import Period
from lms.workforce.rollups import operations as counting
from lms.workforce.rollups import rebuilding
from lms.workforce.rollups.cube import cube
from lms.workforce.rollups.models import Kind
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder
from tests.workforce.cockpit.test_overview import statements
from tests.workforce.rollups.test_counting import roll_up

pytestmark = pytest.mark.usefixtures("database")
ALWAYS = Period.parse("all")
NEW = "digcomp30"


@pytest.fixture
def newer() -> Framework:
    """The version after DigComp 2.2, with two skills."""
    by = make.member(Role.OPERATOR)
    made = frameworks.add_framework(
        NEW, title=Localised("DigComp 3.0", "DigComp 3.0"), source="European Commission", by=by
    )
    for code in ("1", "2"):
        title = Localised(f"สมรรถนะ {code}", f"Competence {code}")
        frameworks.add_skill(made, code, title=title, by=by)
    db.session.commit()
    return made


def skill(full: str) -> FrameworkSkill:
    found = skill_named(full)
    assert found is not None
    return found


def end(code: str, *, replaced_by: str = "") -> None:
    framework = get_framework(code)
    frameworks.change_framework(
        framework,
        title=framework.title,
        source=framework.source,
        valid_to=today() - timedelta(days=1),
        replaced_by=replaced_by,
        by=make.member(Role.OPERATOR),
    )
    db.session.commit()
    caching.clear_all()


def test_who_holds_a_skill_is_counted_for_what_corresponds_and_once(
    client: Browser, newer: Framework
) -> None:
    course = make.course()
    db.session.add(
        CourseSkill(course_id=course.id, skill_id=skill("digcomp22:2").id, level="basic")
    )
    run = make.run(course)
    for _n in range(6):
        make.enrolment(run)
    counting.rebuild()
    db.session.commit()
    before = cube().people(Kind.APPLIED, ("skill",), ALWAYS)
    assert before["digcomp22:2",] == 6
    assert (f"{NEW}:2",) not in before

    browser = client.as_(make.member(Role.OPERATOR))
    two = {"skill": "2", "other": f"{NEW}:2"}
    for _twice in range(2):
        answer = browser.post("/admin/frameworks/digcomp22/correspondences", two)
        assert answer.location == "/admin/frameworks/digcomp22"
    assert f"{NEW}:2" in browser.get("/admin/frameworks/digcomp22").text
    assert "digcomp22:2" in browser.get(f"/admin/frameworks/{NEW}").text
    roll_up()
    db.session.commit()
    after = cube().people(Kind.APPLIED, ("skill",), ALWAYS)
    assert (after["digcomp22:2",], after[f"{NEW}:2",], after["*",]) == (6, 6, 6)
    assert rebuilding.differences() == []

    ids = [skill(name).id for name in (f"{NEW}:2", "digcomp22:2")]
    parting = f"/admin/frameworks/skills/{ids[0]}/part/{ids[1]}"
    assert browser.post(parting, {}).location == f"/admin/frameworks/{NEW}"
    roll_up()
    db.session.commit()
    assert (f"{NEW}:2",) not in cube().people(Kind.APPLIED, ("skill",), ALWAYS)
    verbs = sa.select(AuditEntry.verb).where(AuditEntry.verb.startswith("skill."))
    assert list(db.session.scalars(verbs.order_by(AuditEntry.id))) == [
        "skill.related",
        "skill.parted",
    ]


def test_two_skills_of_one_framework_do_not_correspond(newer: Framework) -> None:
    one, other = skill(f"{NEW}:1"), skill(f"{NEW}:2")
    with pytest.raises(frameworks.SameFramework):
        frameworks.relate(one, other, by=make.member(Role.OPERATOR))
    assert mapping_between(one, other) is None


def test_a_framework_is_replaced_from_a_day_on(client: Browser, newer: Framework) -> None:
    browser = client.as_(make.member(Role.OPERATOR))
    sent = {"title_th": "DigComp 2.2", "title_en": "DigComp 2.2", "source": "European Commission"}
    page = browser.post("/admin/frameworks/digcomp22/edit", sent | {"replaced_by": NEW}).text
    assert "until which day" in page
    page = browser.post(
        "/admin/frameworks/digcomp22/edit",
        sent | {"replaced_by": "digcomp22", "valid_to": "1/1/2569"},
    ).text
    assert "Choose one of the list" in page
    day = {"replaced_by": NEW, "valid_to": "31/3/2569"}
    answer = browser.post("/admin/frameworks/digcomp22/edit", sent | day)
    assert answer.location == "/admin/frameworks/digcomp22"
    page = browser.get(answer.location).text
    assert "In force until 31 Mar 2026; replaced by DigComp 3.0." in page
    assert "Retired" in browser.get("/admin/frameworks").text
    back = {"title_th": "n", "title_en": "n", "source": "s"}
    page = browser.post(
        f"/admin/frameworks/{NEW}/edit", back | {"replaced_by": "digcomp22", "valid_to": "1/1/2570"}
    ).text
    assert "not in a circle" in page


def test_what_is_over_is_counted_and_said_and_chosen_no_more(newer: Framework) -> None:
    course = make.course()
    held = skill("digcomp22:2")
    db.session.add(CourseSkill(course_id=course.id, skill_id=held.id, level="basic"))
    for _n in range(6):
        make.enrolment(make.run(course))
    counting.rebuild()
    end("digcomp22", replaced_by=NEW)

    table = ask(Question("M01", ALWAYS, where=(("skill", "digcomp22:2"),)))
    assert table.total.value == 6
    assert any("took its place" in note and "DigComp 3.0" in note for note in table.notes)
    in_use = {f"{s.framework_code}:{s.code}" for s in reference.skills_in_use().values()}
    assert "digcomp22:2" not in in_use
    assert f"{NEW}:2" in in_use


def test_skills_come_from_a_file_and_go_into_one(client: Browser, newer: Framework) -> None:
    browser = client.as_(make.member(Role.OPERATOR))
    text = (
        "code,title_th,title_en,corresponds_to\r\n"
        "2,ชื่อใหม่,New name,digcomp22:2; tpqi_gov2567:DL\r\n"
        "5,สมรรถนะ 5,Competence 5,digcomp22:5\r\n"
    )
    taken = f"/admin/frameworks/{NEW}/file"
    for words in ("1 new, 1 renamed, 3 correspondences", "0 new, 0 renamed, 0 correspondences"):
        answer = browser.post(taken, {"file": (BytesIO(text.encode("cp874")), "skills.csv")})
        assert answer.location == f"/admin/frameworks/{NEW}"
        assert words in browser.get(answer.location).text
    names = [str(row[1]) for row in db.session.execute(
        sa.select(FrameworkSkill.id, FrameworkSkill.code).filter_by(framework_code=NEW))]  # fmt: skip
    assert sorted(names) == ["1", "2", "5"]
    told = browser.get(f"/admin/frameworks/{NEW}/skills.csv").text
    assert "2,ชื่อใหม่,New name,digcomp22:2; tpqi_gov2567:DL" in told
    again = skill_files.take_in(newer, told.encode(), by=make.member(Role.OPERATOR))
    assert (again.new, again.changed, again.related, again.wrong) == (0, 0, 0, ())
    assert len(corresponding(newer)) == 2


def test_a_file_with_a_problem_tells_all_and_changes_nothing(
    client: Browser, newer: Framework
) -> None:
    browser = client.as_(make.member(Role.OPERATOR))
    text = (
        "code,title_th,title_en,corresponds_to\n"
        "7,ดี,Good,digcomp22:1\n"
        "a b,,English,digcomp22:99;nonsense\n"
        f"7,ซ้ำ,Twice,{NEW}:1\n"
    )
    sent = {"file": (BytesIO(text.encode()), "skills.csv")}
    page = browser.post(f"/admin/frameworks/{NEW}/file", sent).text
    for words in (
        "2 rows have problems", "no spaces", "title_th: Write a name", "“digcomp22:99”",
        "“nonsense”", "this code twice", "one of another framework",
    ):  # fmt: skip
        assert words in page, words
    assert skill_named(f"{NEW}:7") is None
    for content in (b"", b"\xff\xfe\x00", b"name\nx\n"):
        sent = {"file": (BytesIO(content), "skills.csv")}
        assert browser.post(f"/admin/frameworks/{NEW}/file", sent).status_code == 200
    assert skill_named(f"{NEW}:7") is None


def test_nobody_else_touches_frameworks(client: Browser, newer: Framework) -> None:
    browser = client.as_(make.member(Role.ADMIN))
    one = skill("digcomp22:2").id
    for path in (
        f"{NEW}/edit",
        f"{NEW}/correspondences",
        f"{NEW}/file",
        f"skills/{one}/part/{one}",
    ):
        assert browser.post(f"/admin/frameworks/{path}", {}).status_code == 404, path
    assert browser.get(f"/admin/frameworks/{NEW}/skills.csv").status_code == 404


def test_a_page_says_once_that_a_framework_is_over(client: Browser, newer: Framework) -> None:
    course = make.course()
    held = skill("digcomp22:2")
    db.session.add(CourseSkill(course_id=course.id, skill_id=held.id, level="basic"))
    for _n in range(6):
        make.enrolment(make.run(course))
    counting.rebuild()
    end("digcomp22", replaced_by=NEW)
    reader = client.as_(make.member(Role.ANALYST)).speaking("en")
    page = reader.get("/numbers?period=all&skill=digcomp22:2").text
    assert page.count("took its place") == 1


def many(code: str, count: int) -> Framework:
    """A framework with that many skills."""
    by = make.member(Role.OPERATOR)
    made = frameworks.add_framework(code, title=Localised(code, code), source="s", by=by)
    db.session.flush()
    db.session.add_all(
        FrameworkSkill(framework_code=code, code=f"{n:04}", title=Localised(f"ทักษะ {n}", f"Skill {n}"))
        for n in range(count)
    )  # fmt: skip
    db.session.commit()
    return made


def test_a_pair_stands_once_whichever_way_it_was_written(newer: Framework) -> None:
    by = make.member(Role.OPERATOR)
    one, other = skill("digcomp22:1"), skill(f"{NEW}:1")
    assert frameworks.relate(other, one, by=by)
    assert not frameworks.relate(one, other, by=by)
    assert not frameworks.relate(other, one, by=by)
    db.session.commit()
    mapping = db.session.scalars(sa.select(SkillMapping)).one()
    assert mapping.from_skill_id < mapping.to_skill_id
    with pytest.raises(IntegrityError, match="a_pair_stands_once"), db.session.begin_nested():
        db.session.add(SkillMapping(from_skill_id=other.id, to_skill_id=one.id))
    frameworks.part(one, other, by=by)
    assert corresponding(newer) == {}


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"replaced_by": NEW, "valid_to": None}, "what_is_replaced_has_a_day"),
        ({"replaced_by": "digcomp22", "valid_to": today()}, "another_replaces_it"),
        ({"replaced_by": "nobody", "valid_to": today()}, "(?i)foreign key"),
    ],
)
def test_what_replaces_a_framework_is_another_one_from_a_day_on(
    newer: Framework, values: dict[str, object], name: str
) -> None:
    change = sa.update(Framework).filter_by(code="digcomp22").values(**values)
    with pytest.raises(IntegrityError, match=name), db.session.begin_nested():
        db.session.execute(change)


def test_a_framework_may_be_called_like_a_file(client: Browser) -> None:
    many("tpqi.csv", 1)
    browser = client.as_(make.member(Role.OPERATOR))
    assert "Skill 0" in browser.get("/admin/frameworks/tpqi.csv").text
    assert "0000" in browser.get("/admin/frameworks/tpqi.csv/skills.csv").text


def test_a_skill_is_found_by_words_and_chosen_without_a_script(
    client: Browser, newer: Framework
) -> None:
    browser = client.as_(make.member(Role.OPERATOR)).speaking("en")
    path = "/admin/frameworks/digcomp22/correspondences"
    page = browser.post(path, {"skill": "1", "other": "competence 2"}).text
    assert f'value="{NEW}:2"' in page
    assert f'value="{NEW}:1"' not in page
    assert 'value="competence 2"' in page
    sent = {"skill": "1", "other": "competence 2", "choice": f"{NEW}:2"}
    assert browser.post(path, sent).status_code == 302
    assert mapping_between(skill("digcomp22:1"), skill(f"{NEW}:2")) is not None
    assert "no skill of that code" in browser.post(path, sent | {"skill": "x"}).text
    assert "No framework has this skill" in browser.post(path, {"skill": "1", "other": "zz"}).text


def test_a_large_framework_is_shown_in_pages_with_few_statements(client: Browser) -> None:
    browser = client.as_(make.member(Role.OPERATOR)).speaking("en")
    many("large", 250)
    path = "/admin/frameworks/large"
    browser.get(path)
    few = statements(browser, path)
    for n in range(10):
        many(f"other{n}", 200)
    assert statements(browser, path) == few
    page = browser.get(path).text
    assert len(gzip.compress(page.encode())) < 30_000
    assert "Skill 99<" in page
    assert "Skill 100<" not in page
    assert "Skill 100<" in browser.get(f"{path}?after=0099").text
    assert "other3" not in page


def test_a_file_asks_for_all_its_names_at_once(client: Browser, newer: Framework) -> None:
    browser = client.as_(make.member(Role.OPERATOR)).speaking("en")
    head = "code,title_th,title_en,corresponds_to\n"

    def take(text: str) -> str:
        sent = {"file": (BytesIO(text.encode()), "skills.csv")}
        return browser.post(f"/admin/frameworks/{NEW}/file", sent).text

    names = " ".join(f"a:{n}" for n in range(10_000))
    with Recorder() as recorder:
        page = take(f"{head}A1,t,e,{names}\n")
    assert len(recorder.statements) < 30
    assert "At most 20 skills in one row" in page
    assert len(page) < 60_000
    three = "digcomp22:1;digcomp22:2;digcomp22:3"
    page = take(head + "".join(f"B{n},t,e,{three}\n" for n in range(1700)))
    assert "up to 5,000 correspondences" in page
    page = take(head + "".join(f"bad code{n},t,e,\n" for n in range(500)))
    assert "500 rows have problems" in page
    assert page.count("bad code") == 200
    assert "And 300 more rows with problems" in page
