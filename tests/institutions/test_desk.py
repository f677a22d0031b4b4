"""Every page of a desk, for those who sit there and for those who do not."""

import pytest

from lms.clock import now
from lms.i18n import Localised
from lms.institutions.models import Registration, Role
from lms.institutions.operations import add_signatory, add_term, offer_role
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder

PAGES = [
    "", "/members", "/members?role=former", "/members?q=na", "/members/new", "/invitations",
    "/rights", "/settings", "/signatories", "/signatories/new", "/terms", "/audit",
]  # fmt: skip
REGISTRAR_PAGES = ["", "/people", "/people/new"]


@pytest.mark.parametrize("page", [*PAGES, "/people", "/people/new"])
@pytest.mark.parametrize("locale", ["th", "en"])
def test_an_administrator_opens_every_page(client: Browser, page: str, locale: str) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    answer = client.as_(admin).speaking(locale).get(f"/desk/{here.code}{page}")
    assert answer.status_code == 200, answer.text[:500]


@pytest.mark.parametrize("page", [*PAGES, "/people", "/people/new"])
def test_a_foreign_desk_looks_like_no_desk(client: Browser, page: str) -> None:
    there = make.institution()
    for role in (Role.ADMIN, Role.REGISTRAR, Role.INSTRUCTOR):
        browser = client.as_(make.member(role, at=make.institution()))
        foreign = browser.get(f"/desk/{there.code}{page}")
        unknown = browser.get(f"/desk/NOWHERE{page}")
        assert foreign.status_code == unknown.status_code == 404
        assert without_token(foreign.text) == without_token(unknown.text)


def without_token(text: str) -> str:
    import re

    return re.sub(
        r'(csrf[-_]token" (?:content|value)=")[^"]+|(name="next" value=")[^"]+', r"\1\2", text
    )


@pytest.mark.parametrize("page", [p for p in PAGES if p])
def test_a_registrar_has_a_desk_but_not_the_keys(client: Browser, page: str) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.REGISTRAR, at=here))
    assert browser.get(f"/desk/{here.code}{page}").status_code == 404
    for own in REGISTRAR_PAGES:
        assert browser.get(f"/desk/{here.code}{own}").status_code == 200


def test_the_desk_of_one_institution_opens_at_once(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.REGISTRAR, at=here))
    assert browser.get("/desk").location == f"/desk/{here.code}"


def test_a_learner_has_no_desk(client: Browser) -> None:
    assert client.as_(make.user()).get("/desk").status_code == 403


def test_nested_things_belong_to_their_institution(client: Browser) -> None:
    here, there = make.institution(), make.institution()
    admin, other = make.member(Role.ADMIN, at=here), make.member(Role.ADMIN, at=there)
    post = add_signatory(there, post=Localised("คณบดี", "Dean"), by=None)
    term = add_term(there, label="1/2569", starts_on=now().date(), ends_on=now().date(), by=None)
    invitation = offer_role(there, email="new@example.org", role=Role.INSTRUCTOR, by=other)
    person = make._add(Registration(institution_id=there.id, user=make.user(email=None))).user
    browser = client.as_(admin)
    for path in (
        f"/desk/signatories/{post.public_id}",
        f"/desk/terms/{term.public_id}",
        f"/desk/{here.code}/members/{other.public_id}",
        f"/desk/{here.code}/people/{person.public_id}/email",
    ):
        assert browser.get(path).status_code == 404, path
        assert client.as_(other).get(path.replace(here.code, there.code)).status_code == 200, path
    for path in (
        f"/desk/invitations/{invitation.public_id}/withdraw",
        f"/desk/invitations/{invitation.public_id}/resend",
        f"/desk/{here.code}/members/{other.public_id}/end",
        f"/desk/{here.code}/members/{other.public_id}/until",
    ):
        assert browser.post(path, {"role": "admin"}).status_code == 404, path
    assert invitation.withdrawn_at is None


@pytest.mark.parametrize("page", ["", "/members", "/invitations", "/rights", "/people", "/audit"])
def test_lists_cost_the_same_however_long(client: Browser, page: str) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    browser = client.as_(admin)

    def statements() -> int:
        browser.get(f"/desk/{here.code}{page}")
        with Recorder() as recorder:
            assert browser.get(f"/desk/{here.code}{page}").status_code == 200
        return len(recorder.statements)

    def grow() -> None:
        make.member(Role.INSTRUCTOR, at=here)
        offer_role(here, email=f"new{id(object())}@example.org", role=Role.REVIEWER, by=admin)
        make._add(Registration(institution_id=here.id, user=make.user()))

    grow()
    few = statements()
    for _ in range(5):
        grow()
    assert statements() == few


def test_the_colours_are_one_cached_file(client: Browser) -> None:
    here = make.institution(colour="#2f8f5b")
    page = client.get("/log-in").text
    path = page.split('href="/colours.css')[1].split('"')[0]
    sheet = client.get(f"/colours.css{path}")
    assert f".of-{here.code.lower()}{{--institution:#2f8f5b}}" in sheet.text
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "immutable" not in client.get("/colours.css?v=old").headers["Cache-Control"]


def test_a_registrar_finds_the_runs_of_the_own_institution(client: Browser) -> None:
    here = make.institution()
    run = make.run(make.course(institution=here), seats=40, seats_taken=3)
    foreign = make.run()
    page = client.as_(make.member(Role.REGISTRAR, at=here)).get(f"/desk/{here.code}").text
    assert f"/runs/{run.public_id}/roll" in page
    assert "3 of 40 seats taken" in page
    assert f"/runs/of/{run.course.code}/new" in page
    assert foreign.public_id not in page
