"""Who may do what at a course: grants that end, owners that stay, invitations that tell nothing."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from courses.authoring.models import CourseInvitation
from courses.authoring.operations import invitations, people
from courses.content.models import Course, CourseGrant, CourseRole
from courses.content.policy import BY_GRANT, Ability
from lms.accounts.models import User, UserState
from lms.audit.models import AuditEntry
from lms.clock import travel
from lms.db import db
from lms.institutions.models import Role
from lms.institutions.public import today
from lms.jobs.queue import drain
from lms.mail.models import Message
from tests import make
from tests.conftest import Browser
from tests.courses.authoring import studio
from tests.courses.enrolment.test_races import at_once

OPENED = {
    Ability.VIEW: "/studio/{code}",
    Ability.MARK: "/studio/{code}/marking",
}
CHANGED = {
    Ability.EDIT: "/studio/{code}/outline/modules",
    Ability.MANAGE: "/studio/{code}/people/invite",
}


@pytest.mark.parametrize("role", CourseRole)
def test_a_grant_opens_what_its_role_may_do_and_no_more(client: Browser, role: CourseRole) -> None:
    course = make.course(published=False)
    browser = client.as_(studio.grant(make.user(), course, role))
    for ability, path in OPENED.items():
        status = browser.get(path.format(code=course.code)).status_code
        assert (status == 200) == (ability in BY_GRANT[role]), path
    for ability, path in CHANGED.items():
        status = browser.post(path.format(code=course.code), data={"title": "ใหม่"}).status_code
        assert (status != 404) == (ability in BY_GRANT[role]), path


def test_a_grant_opens_its_own_course_only(client: Browser) -> None:
    course, other = make.course(published=False), make.course(published=False)
    browser = client.as_(studio.owner(course))
    assert browser.get(f"/studio/{other.code}").status_code == 404


def test_a_grant_stops_at_the_end_of_its_day(client: Browser) -> None:
    course = make.course(published=False)
    for ends_on, status in [(today(), 200), (today() - timedelta(days=1), 404)]:
        browser = client.as_(studio.grant(make.user(), course, ends_on=ends_on))
        assert browser.get(f"/studio/{course.code}").status_code == status


def test_an_ended_grant_stops_at_once(client: Browser) -> None:
    course = make.course(published=False)
    owner, author = studio.owner(course), make.user()
    browser = client.as_(studio.grant(author, course, CourseRole.AUTHOR))
    assert browser.get(f"/studio/{course.code}").status_code == 200
    grant = db.session.scalars(sa.select(CourseGrant).filter_by(user_id=author.id)).one()
    client.as_(owner).post(f"/studio/{course.code}/people/{grant.public_id}/end")
    assert browser.get(f"/studio/{course.code}").status_code == 404


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REVIEWER, Role.REGISTRAR, Role.ADMIN])
def test_staff_see_drafts_of_their_institution_and_write_nothing(
    client: Browser, role: Role
) -> None:
    course = make.course(published=False)
    browser = client.as_(make.member(role, at=course.institution))
    assert browser.get(f"/studio/{course.code}").status_code == 200
    answer = browser.post(f"/studio/{course.code}/outline/modules", data={"title": "x"})
    assert answer.status_code == 404


def test_an_operator_has_nothing_to_do_with_content(client: Browser) -> None:
    course = make.course(published=False)
    browser = client.as_(make.member(Role.OPERATOR, at=course.institution))
    assert browser.get(f"/studio/{course.code}").status_code == 404


def test_the_last_owner_stays(database: None) -> None:
    course = make.course()
    owner = studio.owner(course)
    grant = db.session.scalars(sa.select(CourseGrant)).one()
    with pytest.raises(people.LastOwner):
        people.end(grant, by=owner)
    with pytest.raises(people.LastOwner):
        people.change_end(grant, today() + timedelta(days=9), by=owner)
    studio.grant(make.user(), course, ends_on=today() + timedelta(days=9))
    with pytest.raises(people.LastOwner):
        people.end(grant, by=owner)


def test_of_two_owners_who_leave_at_once_one_stays(app: Flask, database: None) -> None:
    course = make.course()
    owners = [studio.owner(course).id, studio.owner(course).id]
    db.session.commit()

    def leave(user_id: int) -> Any:
        def run() -> str:
            grant = db.session.scalars(sa.select(CourseGrant).filter_by(user_id=user_id)).one()
            try:
                people.end(grant, by=db.session.get_one(User, user_id))
            except people.LastOwner:
                return "stays"
            return "left"

        return run

    assert at_once(app, 2, [leave(owner) for owner in owners]) == {"left": 1, "stays": 1}


def test_the_same_role_is_held_once_and_given_again_when_it_has_ended(database: None) -> None:
    course, user = make.course(), make.user()
    people.give(course, user, CourseRole.MARKER, by=None, ends_on=today())
    with pytest.raises(people.AlreadyHeld):
        people.give(course, user, CourseRole.MARKER, by=None)
    with travel(timedelta(days=1)):
        assert people.give(course, user, CourseRole.MARKER, by=None).is_current(today())


def test_a_colleague_has_the_role_at_once_and_is_told(client: Browser) -> None:
    course = make.course()
    owner, colleague = studio.owner(course), make.member(Role.INSTRUCTOR, at=course.institution)
    code, address, colleague_id = course.code, colleague.email, colleague.id
    answer = client.as_(owner).post(
        f"/studio/{course.code}/people/give",
        data={"person": colleague.public_id, "role": "author", "reason": "เขียนหน่วยที่ 2"},
    )
    assert answer.status_code == 302
    drain()
    letter = db.session.scalars(sa.select(Message).filter_by(address=address)).one()
    assert code in letter.subject
    colleague = db.session.get_one(User, colleague_id)
    assert client.as_(colleague).get(f"/studio/{code}/people").status_code == 200


def test_somebody_who_is_no_colleague_is_not_given_a_role_by_name(client: Browser) -> None:
    course, stranger = make.course(), make.user()
    page = client.as_(studio.owner(course)).post(
        f"/studio/{course.code}/people/give",
        data={"person": stranger.public_id, "role": "author"},
    )
    assert "Choose one of the list." in page.text
    assert not db.session.scalars(sa.select(CourseGrant).filter_by(user_id=stranger.id)).all()


def test_an_invitation_answers_the_same_whether_or_not_the_address_is_known(
    client: Browser,
) -> None:
    course, known = make.course(), make.user()
    browser = client.as_(studio.owner(course))

    def answer(email: str | None) -> tuple[int, str]:
        data = {"invite-email": email, "invite-role": "marker"}
        sent = browser.post(f"/studio/{course.code}/people/invite", data=data)
        page = browser.get(f"/studio/{course.code}/people").text
        return sent.status_code, page.replace(str(email), "ADDRESS").count("ADDRESS")

    assert answer(known.email)[0] == answer("nobody@example.org")[0] == 302
    rows = db.session.scalars(sa.select(CourseInvitation)).all()
    assert {row.email for row in rows} == {known.email, "nobody@example.org"}
    assert not db.session.scalars(sa.select(CourseGrant).filter_by(user_id=known.id)).all()


def _token(course: Course, user: User) -> tuple[str, str, int]:
    """The code of the course, the link of the letter, and whom it went to."""
    invitations.invite(course, str(user.email), CourseRole.REVIEWER, by=studio.owner(course))
    code, address, user_id = course.code, user.email, user.id
    db.session.commit()
    drain()
    letter = db.session.scalars(sa.select(Message).filter_by(address=address)).one()
    return code, letter.body.split("/studio/invitations/")[1].split()[0], user_id


def test_whoever_reads_the_mail_accepts_once(client: Browser) -> None:
    code, token, user_id = _token(make.course(published=False), make.user())
    browser = client.as_(db.session.get_one(User, user_id))
    assert browser.get(f"/studio/{code}").status_code == 404
    assert "Accept the role" in browser.get(f"/studio/invitations/{token}").text
    assert browser.post(f"/studio/invitations/{token}").status_code == 302
    assert browser.get(f"/studio/{code}").status_code == 200
    assert "accepted" in browser.post(f"/studio/invitations/{token}").text
    assert len(db.session.scalars(sa.select(CourseGrant).filter_by(user_id=user_id)).all()) == 1


def test_somebody_else_does_not_accept(client: Browser) -> None:
    _code, token, _user = _token(make.course(published=False), make.user())
    page = client.as_(make.user()).post(f"/studio/invitations/{token}")
    assert "another address" in page.text
    assert client.get("/studio/invitations/unknown").status_code == 404


def test_every_change_of_a_role_is_written_down(database: None) -> None:
    course, user = make.course(), make.user()
    by = studio.owner(course)
    grant = people.give(course, user, CourseRole.MARKER, by=by)
    people.change_end(grant, today() + timedelta(days=3), by=by)
    people.end(grant, by=by)
    db.session.commit()
    verbs = db.session.scalars(sa.select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["course.role_given", "course.role_until", "course.role_ended"]


def test_an_erased_person_has_no_role_and_no_invitation(database: None) -> None:
    course, user = make.course(), make.user()
    people.give(course, user, CourseRole.MARKER, by=None, reason="ชื่อคนอยู่ในเหตุผล")
    invitations.invite(course, str(user.email), CourseRole.AUTHOR, by=studio.owner(course))
    invitations.forget_address(user.id)
    people.forget_person(user.id)
    db.session.expire_all()
    grant = db.session.scalars(sa.select(CourseGrant).filter_by(user_id=user.id)).one()
    assert (grant.ended_at is not None, grant.reason) == (True, "")
    assert not db.session.scalars(sa.select(CourseInvitation)).all()


def test_a_suspended_account_is_given_nothing(database: None) -> None:
    course, suspended = make.course(), make.user(state=UserState.SUSPENDED)
    with pytest.raises(people.NotActive):
        people.give(course, suspended, CourseRole.AUTHOR, by=None)


def test_the_menu_shows_the_studio_to_whoever_has_a_role_somewhere(client: Browser) -> None:
    course, nobody = make.course(), make.user()
    for user, shown in [
        (nobody, False),
        (studio.grant(make.user(), course, CourseRole.OBSERVER), True),
        (make.member(Role.INSTRUCTOR), True),
        (make.member(Role.ANALYST), False),
    ]:
        assert ('href="/studio"' in client.as_(user).get("/courses").text) == shown
    assert client.as_(nobody).get("/studio").status_code == 403


def test_a_list_of_many_people_takes_no_more_statements(client: Browser) -> None:
    from tests.measure import Recorder

    def statements(count: int) -> int:
        course = make.course()
        browser = client.as_(studio.owner(course))
        for _ in range(count):
            studio.grant(make.user(), course, CourseRole.MARKER, granted_by_id=None)
            make.member(Role.INSTRUCTOR, at=course.institution)
        address = f"/studio/{course.code}/people"
        browser.get(address)
        with Recorder() as recorder:
            assert browser.get(address).status_code == 200
        return len(recorder.statements)

    assert statements(1) == statements(12)
