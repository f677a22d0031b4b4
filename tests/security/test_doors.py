"""What is somebody else's is not there: every route, method and role, with the same bytes as nothing."""

import hashlib
import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from lms import audit
from lms.accounts.models import User
from lms.db import db, metadata, one_transaction
from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.security.world import World, build

UNKNOWN = {"default": "ZZZZZZZZZZZZ", "int": "999999", "path": "nothing-here"}
PUBLIC = re.compile(
    r"^/($|courses|institutions|[vV]($|/)|media|healthz|readyz|robots|styleguide|texts|locale|theme|log-in|sign-up|"
    r"check-mail|child-waits|confirm|forgot|reset|guardian|colours|emblems|mailbox|invitations|account/erased|data|outcomes|runs/<public:run_id>$)"
)
# A run is public: anybody may ask for a place in it, and who has none is sent to its course.
ASKABLE = re.compile(r"^/runs/<public:run_id>/enrol$|^/learn/<public:run_id>(/<slug>)?$")
# Analysts keep these for everybody.
KEPT = re.compile(r"^/numbers/(targets|organisations|demand)/")
QUIET = {"user_session", "audit_entry", "job", "log_in_failure", "look_ups"}


@pytest.fixture
def world(database: None) -> World:
    with one_transaction():
        return build()


def _addresses(app: Flask, world: World) -> Iterator[tuple[str, str, str]]:
    """(method, the owner's address, the same with things that do not exist)."""
    for rule in app.url_map.iter_rules():
        if PUBLIC.match(rule.rule) or ASKABLE.match(rule.rule) or not rule.arguments:
            continue
        own, nothing = rule.rule, rule.rule
        for part, name in re.findall(r"(<(?:\w+(?:\([^)]*\))?:)?(\w+)>)", rule.rule):
            kind = "int" if part.startswith("<int") else "default" if "public" in part else "path"
            named = world.values | (world.studio if rule.rule.startswith("/studio") else {})
            value = named.get(name, UNKNOWN[kind])
            if name == "code" and rule.rule.startswith(("/desk", "/institutions")):
                value = world.values["institution"]
            own, nothing = own.replace(part, value), nothing.replace(part, UNKNOWN[kind])
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, own, nothing


def _checksums() -> dict[str, str]:
    sums = {}
    for table in metadata.sorted_tables:
        if table.name not in QUIET:
            rows = sorted(repr(tuple(row)) for row in db.session.execute(sa.select(table)))
            sums[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return sums


def _plain(text: str) -> str:
    """Without what differs between any two answers to the same person: tokens."""
    return re.sub(r'(csrf[-_]token"?[^>]*?(?:content|value)=")[^"]+', r"\1", text)


@pytest.mark.parametrize(
    "who", ["learner", "author", "instructor", "reviewer", "registrar", "admin", "analyst"]
)
def test_what_is_of_another_institution_is_not_there(
    app: Flask, client: Browser, world: World, who: str
) -> None:
    before = _checksums()
    browser = client.as_(world.strangers[who]).speaking("en")
    opened = []
    for method, own, nothing in _addresses(app, world):
        if own.startswith("/studio/bank/shared/"):  # what all institutions share
            continue
        if who == "analyst" and KEPT.match(own):
            continue
        ask = browser.get if method == "GET" else browser.post
        theirs, unknown = ask(own), ask(nothing)
        if (theirs.status_code, _plain(theirs.text)) != (unknown.status_code, _plain(unknown.text)):
            opened.append((method, own, theirs.status_code, unknown.status_code))
        elif theirs.status_code not in (403, 404):
            opened.append((method, own, theirs.status_code))
    assert opened == [], "\n".join(map(str, opened))
    assert _checksums() == before


def test_nobody_comes_in_without_logging_in(app: Flask, client: Browser, world: World) -> None:
    before = _checksums()
    for method, own, _nothing in _addresses(app, world):
        answer = client.get(own) if method == "GET" else client.post(own)
        assert answer.status_code in (302, 401, 403, 404), (method, own)
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/log-in")
    assert _checksums() == before


def test_without_its_token_a_form_is_refused_and_not_a_fault(app: Flask, client: Browser) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.rule.startswith("/numbers"):
            path = re.sub(r"<[^>]+>", UNKNOWN["default"], rule.rule)
            assert client.client.post(path, data={"a": "b"}).status_code == 400, path


def test_a_left_out_or_odd_id_never_means_everyone(
    app: Flask, client: Browser, world: World
) -> None:
    browser = client.as_(world.strangers["registrar"])
    for odd in ("0", "-1", str(2**63), "", "[]", "*", "%", "null", "1,2", "' OR 1=1 --"):
        for path in (
            f"/runs/{odd}/roll",
            f"/learn/{odd}",
            f"/desk/{odd}/members",
            f"/attempts/{odd}",
        ):
            assert browser.get(path).status_code in (403, 404, 405, 308), path


@pytest.mark.parametrize("number", [2**63, 10**30, "9" * 5000, "๙"])
def test_a_number_that_no_database_holds_names_nothing(
    app: Flask, client: Browser, world: World, number: int | str
) -> None:
    operator = make.member(Role.OPERATOR)
    for person in (operator, world.strangers["learner"]):
        browser, asked = client.as_(person), 0
        for rule in app.url_map.iter_rules():
            if "<int:" not in rule.rule:
                continue
            path = re.sub(r"<int:\w+>", str(number), rule.rule)
            for part, name in re.findall(r"(<(?:\w+:)?(\w+)>)", path):
                value = world.studio if rule.rule.startswith("/studio") else world.values
                path = path.replace(part, value.get(name, UNKNOWN["default"]))
            ask = browser.get if "GET" in (rule.methods or ()) else browser.post
            assert ask(path).status_code == 404, path
            asked += 1
        assert asked > 15


@pytest.mark.parametrize("number", [2**63, 10**30, "9" * 5000, "²"])
def test_a_number_after_the_question_mark_is_one_or_nothing(
    client: Browser, world: World, number: int | str
) -> None:
    browser = client.as_(make.member(Role.OPERATOR))
    for path in ("/admin/jobs?before=", "/admin/mail?before=", "/admin/audit?before=",
                 "/admin/audit?by=", "/desk/{institution}/audit?before="):  # fmt: skip
        assert browser.get(path.format_map(world.values) + str(number)).status_code < 500, path


def test_the_greatest_number_is_looked_for(client: Browser, world: World) -> None:
    browser, most = client.as_(make.member(Role.OPERATOR)), 2**63 - 1
    assert browser.post(f"/admin/frameworks/skills/{most}/part/{most}").status_code == 404
    assert browser.post(f"/account/sessions/{most}/close").status_code == 404


def test_a_form_cannot_set_a_column(client: Browser, world: World) -> None:
    person = world.strangers["learner"]
    columns = {
        f"{c.name}": "1"
        for t in ("user", "membership", "enrolment", "profile")
        for c in metadata.tables[t].columns
    }
    columns |= {
        "state": "suspended",
        "role": "operator",
        "is_operator": "1",
        "first_en": "Same",
        "first_th": "เดิม",
    }
    client.as_(person).post("/account/profile", data=columns)
    db.session.expire_all()
    fresh = db.session.get(User, person.id)
    assert fresh is not None
    assert (fresh.email, fresh.state, fresh.id) == (person.email, person.state, person.id)
    assert (
        db.session.scalar(sa.text("SELECT count(*) FROM membership WHERE role = 'operator'")) == 0
    )


def test_every_change_leaves_a_whole_trail(client: Browser, world: World) -> None:
    assert audit.first_broken() is None
    assert db.session.scalar(sa.text("SELECT count(*) FROM audit_entry")) > 0
