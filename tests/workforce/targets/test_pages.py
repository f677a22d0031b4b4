"""Setting targets, seeing them beside what was counted, and the evidence for them."""

import hashlib
import html
import io
import re
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from lms import storage
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.errors import NotFound
from lms.i18n import Localised, speaking
from lms.institutions.models import Institution, Role
from lms.jobs.queue import drain
from lms.workforce.asking import Question
from lms.workforce.periods import Period
from lms.workforce.scope import Scope
from lms.workforce.targets import operations, queries
from lms.workforce.targets.models import Target, TargetEvidence
from tests import make
from tests.conftest import Browser
from tests.workforce.cockpit.crowds import count, crowd
from tests.workforce.cockpit.test_overview import statements

pytestmark = pytest.mark.usefixtures("database")
YEAR = str(Period.now(now()))
MOST_STATEMENTS = 7  # fewer than there are targets
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def place() -> Institution:
    return make.institution()


@pytest.fixture
def analyst(client: Browser, place: Institution) -> Browser:
    reader = client.as_(make.member(Role.ANALYST, place)).speaking("en")
    db.session.commit()
    return reader


def typed(place: Institution, **more: Any) -> dict[str, Any]:
    return {"owner": place.code, "measure": "M01", "period": YEAR, "number": "20"} | more


def set_one(browser: Browser, place: Institution, **more: Any) -> Target:
    answer = browser.post("/numbers/targets/new", typed(place, **more))
    assert answer.status_code == 302, answer.text
    db.session.rollback()
    return db.session.scalars(sa.select(Target).order_by(Target.id.desc())).first()  # type: ignore[return-value]


def test_a_target_stands_beside_the_number(analyst: Browser, place: Institution) -> None:
    crowd(place, {"3001": 15})
    count()
    target = set_one(analyst, place, number="1,000", title_en="A thousand", monthly="1," * 11 + "1")
    page = analyst.get("/numbers/targets").text
    assert "A thousand" in page
    assert ">1,000<" in page
    assert ">15<" in page
    shown = analyst.get(f"/numbers/targets/{target.public_id}").text
    assert "Month by month" in shown
    assert '<svg class="chart' in shown or "<svg" in shown
    assert db.session.scalar(sa.select(AuditEntry.verb).filter_by(verb="target.set"))


def test_people_are_counted_in_whole_numbers(analyst: Browser, place: Institution) -> None:
    page = analyst.speaking("en").post("/numbers/targets/new", typed(place, number="1.5"))
    assert "there are no halves" in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Target)) == 0


def test_the_overview_asks_for_the_target(analyst: Browser, place: Institution) -> None:
    set_one(analyst, place, number="40")
    question = Question("M01", Period.parse(YEAR))
    assert queries.target_for(question) == 40
    assert queries.target_for(Question("M01", Period.parse(YEAR), ("sex",))) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "0"}, "above 0"),
        ({"number": "many"}, "Write a number"),
        ({"number": "NaN"}, "Write a number"),
        ({"measure": "M07a", "number": "101"}, "at most 100"),
        ({"measure": "M16"}, "Choose one of the list"),
        ({"first": "colour=red"}, "no dimension called"),
        ({"measure": "M17", "first": "mode=online"}, "cannot be divided"),
        ({"first": "sex=77"}, "is not a value"),
        ({"period": "2565"}, "is over"),
        ({"monthly": "1,2"}, "for each of the 12 months"),
        ({"monthly": "a,b"}, "whole numbers with commas"),
        ({"owner": "NOBODY"}, "Choose one of the list"),
    ],
)
def test_a_wrong_target_is_refused_and_what_was_typed_stays(
    analyst: Browser, place: Institution, wrong: dict[str, str], said: str
) -> None:
    answer = analyst.post("/numbers/targets/new", typed(place, **{"number": "21"} | wrong))
    assert answer.status_code == 200
    assert said in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Target.id))) == 0


def test_a_period_that_is_over_takes_no_target(place: Institution) -> None:
    who = make.member(Role.ANALYST, place)
    with pytest.raises(operations.PeriodIsOver), speaking("en"):
        operations.set_target(
            operations.Owner(place), measure="M01", period="2560", number=Decimal(3), by=who
        )


def test_one_owner_sets_one_target_for_one_number(analyst: Browser, place: Institution) -> None:
    target = set_one(analyst, place)
    again = analyst.post("/numbers/targets/new", typed(place))
    assert "already" in again.text
    analyst.post(f"/numbers/targets/{target.public_id}/withdraw")
    other = set_one(analyst, place, number="30")
    back = analyst.post(f"/numbers/targets/{target.public_id}/restore")
    assert back.status_code == 302
    db.session.rollback()
    live = db.session.scalars(sa.select(Target.id).where(Target.withdrawn_at.is_(None))).all()
    assert live == [other.id]


def test_the_database_keeps_the_rules(place: Institution) -> None:
    who, at = make.user().id, place.id
    db.session.commit()
    right = {"measure": "M01", "period": YEAR, "created_by_id": who, "changed_at": now()}
    for wrong in (
        {"number": 1},
        {"number": 0, "institution_id": at},
        {"number": 1, "institution_id": at, "programme": "digital_korat"},
    ):
        db.session.add(Target(**right, **wrong))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_an_administrator_sets_targets_for_their_own_numbers_only(
    client: Browser, place: Institution
) -> None:
    other = make.institution()
    admin = client.as_(make.member(Role.ADMIN, place)).speaking("en")
    db.session.commit()
    target = set_one(admin, place)
    assert target.where == (("institution", place.code),)
    foreign = admin.post("/numbers/targets/new", typed(place, first=f"institution={other.code}"))
    assert foreign.status_code == 404
    assert "Choose one of the list" in admin.post("/numbers/targets/new", typed(other)).text
    stranger = client.as_(make.member(Role.ADMIN, other)).speaking("en")
    db.session.commit()
    assert stranger.get(f"/numbers/targets/{target.public_id}").status_code == 404
    assert stranger.post(f"/numbers/targets/{target.public_id}/withdraw").status_code == 404
    assert target.public_id not in stranger.get("/numbers/targets").text
    assert stranger.get("/numbers/targets/packs").status_code == 403


def many(place: Institution, conditions: str, count: int, since: int = 0) -> None:
    who = make.user()
    for n in range(since, since + count):
        db.session.add(
            Target(
                institution_id=place.id, measure="M01", period=YEAR, number=n + 1,
                conditions=f"district={3001 + n}{conditions}", created_by_id=who.id,
                changed_at=now(), title=Localised(en=f"Number {n:03}"),
            )
        )  # fmt: skip
    db.session.commit()


def test_no_target_is_lost_behind_those_of_others(client: Browser, place: Institution) -> None:
    other = make.institution(code=place.code.lower())
    many(other, f"&institution={other.code}", 520)
    many(place, f"&institution={place.code}", 3, since=600)
    assert len(queries.targets(Period.parse(YEAR), Scope(everywhere=True))) == 523
    own = queries.targets(Period.parse(YEAR), Scope(False, (place.code,)))
    assert [str(target.title) for target in own] == ["Number 600", "Number 601", "Number 602"]
    assert list(queries.targets(Period.parse(YEAR), Scope(False))) == []
    page = client.as_(make.member(Role.ADMIN, place)).speaking("en").get("/numbers/targets").text
    assert "Number 602" in page
    assert "Number 001" not in page


def test_the_list_has_pages(analyst: Browser, place: Institution) -> None:
    many(place, "", 60)
    first = analyst.get("/numbers/targets").text
    assert "Number 049" in first
    assert "Number 050" not in first
    assert "Next page" in first
    following = re.search(r'href="(/numbers/targets\?[^"]*after=[^"]+)"', first)
    assert following is not None
    last = analyst.get(following[1].replace("&amp;", "&")).text
    assert "Number 050" in last
    assert "Number 059" in last
    assert "Number 049" not in last
    assert "Next page" not in last


def test_evidence_is_a_file_or_an_address(analyst: Browser, place: Institution) -> None:
    target = set_one(analyst, place)
    path = f"/numbers/targets/{target.public_id}/evidence"
    about = {"title": "Signed list", "dated": "1/10/2569"}
    file = {"file": (io.BytesIO(PNG), "ลงชื่อ.png")}
    assert analyst.post(path, about | file).status_code == 302
    assert analyst.post(path, about | {"link": "https://example.org/x"}).status_code == 302
    for wrong, said in (
        ({}, "one of the two"),
        ({"link": "javascript:alert(1)"}, "begins with https"),
        ({"file": (io.BytesIO(b"<script>"), "x.png")}, "PDF, a picture"),
        ({"link": "https://example.org/", "dated": "1/10/2599"}, "still to come"),
    ):
        assert said in analyst.post(path, about | wrong).text
    db.session.rollback()
    papers = db.session.scalars(sa.select(TargetEvidence).order_by(TargetEvidence.id)).all()
    assert [p.link for p in papers] == [None, "https://example.org/x"]
    address = f"/numbers/targets/evidence/{papers[0].public_id}"
    answer = analyst.get(address)
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment")
    analyst.post(f"{address}/remove")
    assert analyst.get(address).status_code == 404


def test_the_file_of_removed_evidence_is_deleted(analyst: Browser, place: Institution) -> None:
    picture = PNG + b"removed"
    target, digest = set_one(analyst, place), hashlib.sha256(picture).hexdigest()
    path = f"/numbers/targets/{target.public_id}/evidence"

    def hand_in(dated: str) -> None:
        file = (io.BytesIO(picture), "x.png")
        analyst.post(path, {"title": "Signed list", "dated": dated, "file": file})

    def is_stored() -> bool:
        drain()
        try:
            return storage.size(digest, area=operations.EVIDENCE) > 0
        except NotFound:
            return False

    hand_in("1/10/2599")  # still to come: refused
    assert not is_stored()
    hand_in("1/10/2569")
    hand_in("2/10/2569")
    db.session.rollback()
    for is_last in (False, True):
        one = db.session.scalars(sa.select(TargetEvidence).limit(1)).one()
        analyst.post(f"/numbers/targets/evidence/{one.public_id}/remove")
        assert is_stored() is not is_last


def test_a_plan_is_tried_before_it_is_set(analyst: Browser, place: Institution) -> None:
    lines = f"owner,measure,period,number\n{place.code},M01,{YEAR},50\n{place.code},M05,{YEAR},x\n"
    tried = analyst.post(
        "/numbers/targets/plan", {"file": (io.BytesIO(("\ufeff" + lines).encode()), "plan.csv")}
    ).text
    assert "1 line cannot be set" in tried
    assert 'name="do"' not in tried
    good = lines.replace(",x", ",40")
    tried = analyst.post(
        "/numbers/targets/plan", {"file": (io.BytesIO(good.encode()), "plan.csv")}
    ).text
    assert "Set 2 targets" in tried
    assert db.session.scalar(sa.select(sa.func.count(Target.id))) == 0
    assert analyst.post("/numbers/targets/plan", {"plan": good, "do": "set"}).status_code == 302
    db.session.rollback()
    assert set(db.session.scalars(sa.select(Target.number))) == {50, 40}
    analyst.post("/numbers/targets/plan", {"plan": good.replace(",50\n", ",60\n"), "do": "set"})
    db.session.rollback()
    assert set(db.session.scalars(sa.select(Target.number))) == {60, 40}
    bad = analyst.post("/numbers/targets/plan", {"file": (io.BytesIO(b"a,b\n1,2\n"), "p.csv")})
    assert "columns are missing" in bad.text


@pytest.mark.parametrize("code", ["M07a", "m07A", "M07A"])
def test_a_plan_has_measures_with_a_letter_however_it_is_written(
    analyst: Browser, place: Institution, code: str
) -> None:
    lines = f"owner,measure,period,number\n{place.code},{code},{YEAR},50\n"
    assert analyst.post("/numbers/targets/plan", {"plan": lines, "do": "set"}).status_code == 302
    db.session.rollback()
    assert db.session.scalar(sa.select(Target.measure)) == "M07a"


def test_a_plan_tells_every_error_of_every_line(analyst: Browser, place: Institution) -> None:
    lines = (
        "owner,measure,period,number,dimension_1,value_1,monthly\n"
        f"NOBODY,M99,soon,many,shoe_size,44,x\n{place.code},M05,{YEAR},-1,sex,third,\n"
    )
    page = analyst.post("/numbers/targets/plan", {"file": (io.BytesIO(lines.encode()), "p.csv")})
    for words in ("no targets for this owner", "no measure called “M99”", "Write a period",
                  "number above 0", "no dimension called “shoe_size”", "one whole number for each",
                  "“third” is not a value", "2 lines cannot be set"):  # fmt: skip
        assert words in html.unescape(page.text), words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file is empty"),
        (b"\n\n", "file is empty"),
        (b"owner,measure,period,number\n", "no lines"),
    ],
)
def test_an_empty_plan_is_told(analyst: Browser, content: bytes, words: str) -> None:
    page = analyst.post("/numbers/targets/plan", {"file": (io.BytesIO(content), "plan.csv")}).text
    assert words in page


def test_a_list_of_a_period_that_is_none_is_told(analyst: Browser) -> None:
    answer = analyst.get("/numbers/targets?period=soon")
    assert answer.status_code == 400
    assert "Write a period" in answer.text


def test_the_example_of_a_plan_can_be_read(analyst: Browser) -> None:
    text = analyst.get("/numbers/targets/plan.csv").data.decode("utf-8-sig")
    assert text.startswith("owner,measure,period,number")


def test_the_list_costs_the_same_however_long(analyst: Browser, place: Institution) -> None:
    crowd(place, {"3001": 6})
    count()
    set_one(analyst, place)
    for measure in ("M02", "M03", "M04", "M05", "M06", "M18", "M07a", "M12"):
        set_one(analyst, place, measure=measure)
    assert statements(analyst, "/numbers/targets") <= MOST_STATEMENTS
