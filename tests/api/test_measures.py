"""The interface for programs: the same numbers, the same rules, and nothing without a key."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from lms.accounts.models import User, UserState
from lms.api import operations
from lms.api.models import ApiToken
from lms.audit.models import AuditEntry
from lms.clock import now
from lms.db import db
from lms.institutions.models import Institution, Membership, Role
from lms.workforce.asking import Question
from lms.workforce.measures import MEASURES, ask
from lms.workforce.periods import Period
from lms.workforce.rollups import operations as rollups
from tests import make

pytestmark = pytest.mark.usefixtures("database")
ADDRESS = "/api/v1/measures/M01?period=all"


def _key(user: User, **more: Any) -> dict[str, str]:
    values: dict[str, Any] = {"name": "Sheet", "days": 30} | more
    _token, secret = operations.make_token(user, **values)
    db.session.commit()
    return {"Authorization": f"Bearer {secret}"}


def _numbers(people: int = 12) -> Institution:
    course = make.course()
    run = make.run(course)
    for _ in range(people):
        make.enrolment(run)
    other = make.run()
    for _ in range(7):
        make.enrolment(other)
    rollups.rebuild()
    db.session.commit()
    return course.institution


def test_nobody_gets_numbers_without_a_key(client: Any) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_opens_what_the_page_shows(client: Any) -> None:
    place = _numbers()
    headers = _key(make.member(Role.ANALYST))
    told = client.get(f"{ADDRESS}&by=institution&lang=en", headers=headers).json
    table = ask(Question("M01", Period.parse("all"), ("institution",)))
    assert {row["values"]["institution"]["code"]: row["value"] for row in told["rows"]} == {
        key[0]: cell.value for key, cell in table.cells.items()
    }
    assert told["total"] == {"value": 19, "hidden": False, "people": 19}
    assert told["measure"]["definition"] == MEASURES["M01"].definition
    assert told["least"] == 5
    assert (place.code, 12) in {
        (row["values"]["institution"]["code"], row["value"]) for row in told["rows"]
    }


def test_a_session_of_who_may_see_numbers_opens_them_too(client: Any) -> None:
    assert client.as_(make.member(Role.ANALYST)).get(ADDRESS).status_code == 200
    assert client.as_(make.user()).get(ADDRESS).status_code == 403


def test_hidden_is_said_and_not_told(client: Any) -> None:
    _numbers(people=3)
    headers = _key(make.member(Role.ANALYST))
    rows = client.get(f"{ADDRESS}&by=institution", headers=headers).json["rows"]
    hidden = [row for row in rows if row["hidden"]]
    assert hidden
    assert all(row["value"] is None and "people" not in row for row in hidden)


def test_staff_of_an_institution_get_its_numbers_and_no_others(client: Any) -> None:
    place = _numbers()
    headers = _key(make.member(Role.REGISTRAR, at=place))
    told = client.get(ADDRESS, headers=headers).json
    assert told["total"]["value"] == 12
    assert told["where"]["institution"]["code"] == place.code
    other = make.institution()
    assert client.get(f"{ADDRESS}&institution={other.code}", headers=headers).status_code == 404
    assert client.get(f"{ADDRESS}&by=institution", headers=headers).status_code == 400


def test_a_key_for_one_institution_opens_no_other(client: Any) -> None:
    place = _numbers()
    headers = _key(make.member(Role.ANALYST), scope=place.code)
    assert client.get(ADDRESS, headers=headers).json["total"]["value"] == 12
    other = make.institution()
    assert client.get(f"{ADDRESS}&institution={other.code}", headers=headers).status_code == 404


def test_a_key_dies_with_the_role(client: Any) -> None:
    person = make.member(Role.ANALYST)
    headers = _key(person)
    assert client.get(ADDRESS, headers=headers).status_code == 200
    db.session.execute(sa.update(Membership).filter_by(user_id=person.id).values(ended_at=now()))
    assert client.get(ADDRESS, headers=headers).status_code == 403


def test_a_key_dies_with_the_account(client: Any) -> None:
    person = make.member(Role.ANALYST)
    headers = _key(person)
    person.state = UserState.SUSPENDED
    assert client.get(ADDRESS, headers=headers).status_code == 401


def test_a_key_ends(client: Any) -> None:
    headers = _key(make.member(Role.ANALYST), days=30)
    db.session.execute(sa.update(ApiToken).values(expires_at=now() - timedelta(seconds=1)))
    assert client.get(ADDRESS, headers=headers).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer thk_x", "thk_x"])
def test_what_is_no_key_opens_nothing(client: Any, header: str) -> None:
    _key(make.member(Role.ANALYST))
    assert client.get(ADDRESS, headers={"Authorization": header}).status_code == 401


def test_a_wrong_key_counts_even_beside_a_session(client: Any) -> None:
    browser = client.as_(make.member(Role.ANALYST))
    assert browser.get(ADDRESS, headers={"Authorization": "Bearer no"}).status_code == 401


def test_guessing_is_stopped(client: Any) -> None:
    for _ in range(20):
        client.get(ADDRESS, headers={"Authorization": "Bearer no"})
    answer = client.get(ADDRESS, headers={"Authorization": "Bearer no"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("period=all&sexx=male", "sexx"),
        ("period=all&sex=male&sex=female", "sex"),
        ("period=all&sex=", "sex"),
        ("period=all&sex=unknown", "unknown"),
        ("period=all&district=9999", "9999"),
        ("period=25", "2570"),
        ("", "period"),
        ("period=all&by=skill,sex&district=3001&mode=online", "three"),
        ("period=all&by=disability&sex=male", "Disability"),
    ],
)
def test_what_is_not_understood_is_refused(client: Any, question: str, word: str) -> None:
    headers = _key(make.member(Role.ANALYST))
    answer = client.get(f"/api/v1/measures/M01?lang=en&{question}", headers=headers)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert word in answer.json["detail"]


def test_an_unknown_measure_is_not_there(client: Any) -> None:
    headers = _key(make.member(Role.ANALYST))
    assert client.get("/api/v1/measures/M99?period=all", headers=headers).status_code == 404


def test_an_abolished_district_is_counted_as_what_replaced_it(client: Any) -> None:
    headers = _key(make.member(Role.ANALYST))
    told = client.get(f"{ADDRESS}&district=4303", headers=headers).json
    assert told["where"]["district"]["code"] == "3801"
    assert "3801" in told["notes"][0]
    gone = client.get(f"{ADDRESS}&district=3081", headers=headers)
    assert gone.status_code == 400


def test_answers_are_private_and_set_no_cookie(client: Any) -> None:
    answer = client.get(ADDRESS, headers=_key(make.member(Role.ANALYST)))
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Authorization" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


def test_the_language_is_asked_for(client: Any) -> None:
    headers = _key(make.member(Role.ANALYST))
    thai = client.get("/api/v1/measures?lang=th", headers=headers)
    assert thai.headers["Content-Language"] == "th"
    titles = {m["code"]: m["title"] for m in thai.json["measures"]}
    assert titles["M05"] != MEASURES["M05"].title


def test_the_day_of_use_is_kept(client: Any) -> None:
    client.get(ADDRESS, headers=_key(make.member(Role.ANALYST)))
    assert db.session.scalars(sa.select(ApiToken.last_used_on)).one() is not None


def test_a_question_costs_a_fixed_number_of_statements(client: Any) -> None:
    _numbers()
    headers = _key(make.member(Role.ANALYST))
    client.get(ADDRESS, headers=headers)
    counted: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    for engine in (db.engine, db.engines["read"]):
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(f"{ADDRESS}&by=institution", headers=headers)
    finally:
        for engine in (db.engine, db.engines["read"]):
            sa.event.remove(engine, "before_cursor_execute", note)
    assert len([s for s in counted if s.startswith("SELECT")]) <= 25, counted


def test_the_description_names_every_measure_and_dimension(client: Any) -> None:
    told = client.get("/api/v1/openapi.json").json
    assert told["openapi"] == "3.1.0"
    table = told["paths"]["/measures/{code}"]["get"]
    names = {parameter["name"] for parameter in table["parameters"]}
    assert {"code", "period", "by", "district", "skill", "lang"} <= names
    assert table["parameters"][0]["schema"]["enum"] == list(MEASURES)
    text = json.dumps(told)
    for reference in set(text.split('"#/components/schemas/')[1:]):
        assert reference.split('"')[0] in told["components"]["schemas"]


def test_no_person_stands_in_any_answer(client: Any) -> None:
    person = make.user(first_en="Canaryname", email="canary@example.org")
    for _ in range(9):
        make.enrolment(make.run(), person)
    rollups.rebuild()
    db.session.commit()
    headers = _key(make.member(Role.ANALYST))
    for code in MEASURES:
        answer = client.get(f"/api/v1/measures/{code}?period=all", headers=headers)
        assert "anary" not in answer.text


def test_making_and_revoking_leave_their_rows(client: Any) -> None:
    person = make.member(Role.ANALYST)
    browser = client.as_(person)
    page = browser.post("/numbers/tokens", data={"name": "Sheet", "days": "30", "scope": ""})
    secret = page.text.split('value="thk_')[1].split('"')[0]
    headers = {"Authorization": f"Bearer thk_{secret}"}
    assert client.get(ADDRESS, headers=headers).status_code == 200
    assert secret not in browser.get("/numbers/tokens").text
    token = db.session.scalars(sa.select(ApiToken)).one()
    assert secret not in (token.digest, token.public_id)
    browser.post(f"/numbers/tokens/{token.public_id}/revoke")
    assert client.get(ADDRESS, headers=headers).status_code == 401
    verbs = set(db.session.scalars(sa.select(AuditEntry.verb)))
    assert {"api_token.created", "api_token.revoked"} <= verbs


def test_somebody_elses_key_is_not_there(client: Any) -> None:
    _key(make.member(Role.ANALYST))
    token = db.session.scalars(sa.select(ApiToken)).one()
    stranger = client.as_(make.member(Role.ANALYST))
    assert stranger.post(f"/numbers/tokens/{token.public_id}/revoke").status_code == 404
    assert "Sheet" not in stranger.get("/numbers/tokens").text


def test_a_key_lives_for_a_year_at_most(client: Any) -> None:
    browser = client.as_(make.member(Role.ANALYST))
    page = browser.post("/numbers/tokens", data={"name": "Sheet", "days": "366", "scope": ""})
    assert "thk_" not in page.text
    assert 'value="Sheet"' in page.text
    with pytest.raises(operations.TooLong):
        operations.make_token(make.user(), name="x", days=366)


def test_erasure_forgets_the_keys() -> None:
    from lms.accounts.operations import erase

    person = make.user()
    operations.make_token(person, name="x", days=1)
    erase(person, by=None)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == 0
