"""Giving roles, ending them, inviting people."""

import re
from datetime import timedelta

import pytest

from lms.accounts.identity import load
from lms.accounts.operations import open_session
from lms.clock import now
from lms.db import db, one_transaction
from lms.i18n.dates import to_bangkok
from lms.institutions import belonging, operations, queries
from lms.institutions.models import InstitutionKind, Invitation, Membership, Role
from lms.mail.models import Message
from tests import make
from tests.conftest import Browser


def today():
    return to_bangkok(now()).date()


def newest_link() -> str:
    body = db.session.scalars(db.select(Message.body).order_by(Message.id.desc())).first()
    return re.search(r"(/invitations/\S+)", body).group(1)


def test_an_account_gets_the_role_at_once(client: Browser) -> None:
    here, person = make.institution(), make.user()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    data = {"email": person.email.upper(), "role": "registrar", "ends_on": "30/9/2599"}
    assert browser.post(f"/desk/{here.code}/members/new", data).status_code == 302
    _, held = belonging.member(here, person.public_id)
    assert (held[0].role, held[0].ends_on.year) == (Role.REGISTRAR, 2056)


def test_nobody_holds_a_role_twice(client: Browser) -> None:
    here = make.institution()
    person = make.member(Role.REVIEWER, at=here)
    browser = client.as_(make.member(Role.ADMIN, at=here))
    data = {"email": person.email, "role": "reviewer"}
    page = browser.post(f"/desk/{here.code}/members/new", data)
    assert "holds this role here already" in page.text
    assert person.email in page.text


@pytest.mark.parametrize("role", ["operator", "analyst"])
def test_an_administrator_cannot_give_what_counts_everywhere(client: Browser, role: str) -> None:
    here, person = make.institution(), make.user()
    admin = make.member(Role.ADMIN, at=here)
    data = {"email": person.email, "role": role}
    page = client.as_(admin).post(f"/desk/{here.code}/members/new", data)
    assert "Choose one of the list" in page.text
    with pytest.raises(operations.RoleIsNotYours):
        operations.grant(person, here, Role(role), by=admin)


def test_an_agency_names_its_own_analysts_but_no_operator(database: None) -> None:
    agency = make.institution(kind=InstitutionKind.AGENCY)
    admin = make.member(Role.ADMIN, at=agency)
    assert Role.ANALYST in queries.grantable(admin.id, agency)
    assert Role.OPERATOR not in queries.grantable(admin.id, agency)


def test_the_last_administrator_stays(client: Browser) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    path = f"/desk/{here.code}/members/{admin.public_id}"
    page = client.as_(admin).post(f"{path}/end", {"role": "admin"}, follow_redirects=True)
    assert "You are the last one" in page.text
    page = client.as_(admin).post(f"{path}/until", {"role": "admin", "ends_on": "1/1/2599"})
    assert "You are the last one" in page.text
    make.member(Role.ADMIN, at=here)
    client.as_(admin).post(f"{path}/end", {"role": "admin"})
    assert client.as_(admin).get(f"/desk/{here.code}").status_code == 404


def test_a_role_that_ends_is_gone_within_a_second(database: None) -> None:
    import time

    admin = make.member(Role.ADMIN)
    with one_transaction():
        token = open_session(admin).token
    assert load(token).is_staff
    with one_transaction():
        operations.end_role(db.session.scalars(db.select(Membership)).one(), by=None)
    start = time.monotonic()
    while load(token).is_staff:
        time.sleep(0.02)
    assert time.monotonic() - start < 1


def test_a_role_ends_with_its_last_day(client: Browser) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    browser = client.as_(make.member(Role.REGISTRAR, at=here))
    held = db.session.scalars(db.select(Membership).filter_by(role=Role.REGISTRAR)).one()
    operations.change_end(held, today(), by=admin)
    assert browser.get(f"/desk/{here.code}").status_code == 200
    held.ends_on = today() - timedelta(days=1)
    assert browser.get(f"/desk/{here.code}").status_code == 404
    person = held.user
    operations.grant(person, here, Role.REGISTRAR, by=None)
    db.session.expire_all()
    rows = belonging.member(here, person.public_id)[1]
    assert [row.ended_at is None for row in rows] == [True, False]


def test_a_day_that_has_passed_is_refused_and_kept(client: Browser) -> None:
    here = make.institution()
    person = make.member(Role.REVIEWER, at=here)
    browser = client.as_(make.member(Role.ADMIN, at=here))
    path = f"/desk/{here.code}/members/{person.public_id}/until"
    page = browser.post(path, {"role": "reviewer", "ends_on": "1/1/2560"})
    assert "This day has passed" in page.text
    assert 'value="1/1/2560"' in page.text
    page = browser.post(path, {"role": "reviewer", "ends_on": "someday"})
    assert 'value="someday"' in page.text


def test_an_invitation_survives_sign_up(client: Browser) -> None:
    here = make.institution()
    browser = client.as_(make.member(Role.ADMIN, at=here))
    data = {"email": "new@example.org", "role": "instructor"}
    browser.post(f"/desk/{here.code}/members/new", data)
    link = newest_link()
    page = client.get(link)
    assert f"next={link}" in page.text.replace("%2F", "/")
    person = make.user(email="new@example.org")
    page = client.as_(person).post(link, follow_redirects=False)
    assert page.status_code == 302
    assert belonging.member(here, person.public_id)[1][0].role is Role.INSTRUCTOR
    assert client.as_(person).post(link).status_code == 410


def test_an_invitation_is_for_one_address(client: Browser) -> None:
    here = make.institution()
    operations.offer_role(
        here, email="new@example.org", role=Role.ADMIN, by=make.member(Role.ADMIN, at=here)
    )
    link = newest_link()
    thief = make.user()
    page = client.as_(thief).post(link)
    assert "another address" in page.text
    unconfirmed = make.user(email="new@example.org", email_confirmed_at=None)
    assert "another address" in client.as_(unconfirmed).post(link).text
    assert not db.session.scalar(db.select(Membership.id).filter_by(user_id=thief.id))


def test_links_die_when_they_are_old_withdrawn_or_sent_again(client: Browser) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    operations.offer_role(here, email="new@example.org", role=Role.REVIEWER, by=admin)
    first = newest_link()
    invitation = db.session.scalars(db.select(Invitation)).one()
    client.as_(admin).post(f"/desk/invitations/{invitation.public_id}/resend")
    second = newest_link()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    invitation.expires_at = now() - timedelta(seconds=1)
    assert client.get(second).status_code == 410
    invitation.expires_at = now() + timedelta(days=1)
    client.as_(admin).post(f"/desk/invitations/{invitation.public_id}/withdraw")
    assert client.get(second).status_code == 410


def test_everybody_on_the_page_of_rights_has_a_reason(client: Browser) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    registrar = make.user(first_en="Malee", last_en="Rakdee")
    operations.grant(registrar, here, Role.REGISTRAR, by=admin)
    page = client.as_(admin).get(f"/desk/{here.code}/rights").text
    line = re.sub(r"\s+", " ", page)
    assert "<strong>Malee Rakdee</strong> – as Registrar, given by Namphueng Thotsop on" in line


def test_people_are_found_by_thai_and_english_names_page_after_page(client: Browser) -> None:
    here = make.institution()
    admin = make.member(Role.ADMIN, at=here)
    from lms.i18n.thai import sort_key

    for n in range(60):
        name = f"เก่ง{'กขคงจฉชซ'[n % 8]}"
        make.member(Role.INSTRUCTOR, at=here, first_th=name, sort_key=sort_key(name))
    browser = client.as_(admin)
    first = browser.get(f"/desk/{here.code}/members").text
    after = re.search(r"after=(\w{12})", first).group(1)
    second = browser.get(f"/desk/{here.code}/members?after={after}").text
    people = re.compile(r"/members/(\w{12})")
    both = people.findall(first) + people.findall(second)
    assert len(both) == len(set(both)) == 61
    found = browser.get(f"/desk/{here.code}/members", query_string={"q": "เก่งก"}).text
    assert len(people.findall(found)) == 8


def test_erasure_ends_roles_and_forgets_invitations(database: None) -> None:
    from lms.accounts.operations import erase

    person = make.member(Role.REVIEWER)
    here = db.session.scalars(db.select(Membership)).one().institution
    boss = make.member(Role.ADMIN, at=here)
    person.email_confirmed_at = None
    operations.offer_role(here, email=person.email, role=Role.REGISTRAR, by=boss)
    erase(person, by=None)
    assert db.session.scalar(db.select(Invitation.id)) is None
    assert queries.role_counts(here) == {Role.ADMIN: 1}
