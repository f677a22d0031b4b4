"""The pages of the catalogue through a browser."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from courses.catalogue import operations
from courses.content.models import Accreditation, CourseFacet, CoursePartner, CourseState, Level
from courses.enrolment.models import EnrolmentWay, RunPrerequisite
from lms.clock import now
from lms.db import db
from lms.i18n import Localised
from lms.institutions.models import Role
from tests import make
from tests.conftest import Browser
from tests.measure import Recorder


def titled(th: str, en: str, **given: Any) -> Any:
    made = make.course(title=Localised(th, en), **given)
    operations.index(made)
    return made


def statements(client: Browser, path: str) -> int:
    with Recorder() as recorder:
        assert client.get(path).status_code == 200
    return len(recorder.statements)


@pytest.mark.parametrize(
    "path", ["/", "/courses", "/courses?q=Zebra", "/courses?level=basic&sort=title"]
)
def test_a_list_asks_the_database_as_often_for_5_as_for_300(client: Browser, path: str) -> None:
    place = make.institution()
    for n in range(5):
        make.run(titled("ม้าลาย", f"Zebra {n}", institution=place))
    few = statements(client, path)
    for n in range(295):
        made = make.course(
            lessons=0, institution=place, title=Localised("ม้าลาย", f"Zebra more {n}")
        )
        make.run(made)
        if n < 30:
            operations.index(made)
    assert statements(client, path) == few <= 16


def test_a_course_page_asks_as_often_for_many_lessons_and_runs(client: Browser) -> None:
    learner = make.user()
    small, large = make.course(lessons=1), make.course(lessons=14)
    for course, runs in ((small, 1), (large, 8)):
        made = [make.run(course) for _ in range(runs)]
        make.enrolment(made[0], learner)
    browser = client.as_(learner)
    assert statements(browser, f"/courses/{small.code}") == statements(
        browser, f"/courses/{large.code}"
    )


def test_results_are_counted_first_and_filters_are_removable(client: Browser) -> None:
    titled("โดรน", "Drone one")
    titled("โดรน", "Drone two", level=Level.ADVANCED)
    page = client.get("/courses?q=drone&level=advanced").text
    assert "1 course<" in page
    assert "Drone two" in page
    assert "Drone one" not in page
    assert 'href="/courses?q=drone"' in page
    assert "Level: Advanced" in page


def test_an_empty_answer_helps(client: Browser) -> None:
    titled("โดรน", "Drone")
    page = client.get("/courses?q=qqqqzzzz&level=basic").text
    assert "Nothing fits yet" in page
    assert "Take all filters away" in page


def test_titles_are_in_dictionary_order(client: Browser) -> None:
    for th in ("แมว", "กา", "เก้ง", "ไก่"):
        titled(th, "")
    page = client.speaking("th").get("/courses?sort=title").text
    places = [page.index(f">{th}</a>") for th in ("กา", "เก้ง", "ไก่", "แมว")]
    assert places == sorted(places)


def test_pages_are_bounded(client: Browser) -> None:
    for n in range(25):
        make.course(lessons=0, title=Localised("", f"Course {n:02d}."))
    first, last = (
        client.get("/courses?sort=title").text,
        client.get("/courses?sort=title&page=99").text,
    )
    assert "Course 23." in first
    assert "Course 24." not in first
    assert "Course 24." in last
    assert "25–25 of 25" in last


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10_000,
        "q=" + quote("ก" * 3_000),
        "q=%00",
        "q=%01%02%7f%ff%fe",
        "page=-1",
        "page=9999999999999999999999",
        "page=%E0%B9%91",
        "page=0",
        "level=wizard&level=&skill=x&institution=%27%3B--",
        "sort=relevance",
        "sort=;drop",
        "q=%22%20OR%20%28*",
        "&".join(f"level={n}" for n in range(2_000)),
        "q=<script>alert(1)</script>",
    ],
)
def test_every_address_has_a_clear_answer(client: Browser, query: str) -> None:
    titled("โดรน", "Drone")
    page = client.get(f"/courses?{query}")
    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.text
    assert "<h1" in page.text


def test_the_true_address_is_told_on_the_configured_origin(client: Browser) -> None:
    course = titled("โดรน", "Drone", summary=Localised("บินสำรวจ", "Fly and survey"))
    page = client.get(f"/courses/{course.code.lower()}", headers={"Host": "evil.example"}).text
    assert f'/courses/{course.code}">' in page.split('rel="canonical"')[1][:120]
    assert "evil.example" not in page
    assert '<meta name="description" content="บินสำรวจ">' in page
    assert 'content="noindex' in client.get("/courses?q=drone").text
    assert 'content="noindex' not in client.get("/courses").text


def test_a_draft_is_there_for_its_own_people_only(client: Browser) -> None:
    course = make.course(published=False)
    stranger = make.member(Role.INSTRUCTOR)
    author = make.member(Role.INSTRUCTOR, at=course.institution)
    path = f"/courses/{course.code}"
    assert client.get(path).status_code == client.as_(stranger).get(path).status_code == 404
    assert client.get(path).data == client.get("/courses/NOT-THERE").data
    assert "This is a draft" in client.as_(author).get(path).text
    assert course.code not in client.as_(author).get("/courses").text


def test_a_resting_institution_shows_no_courses(client: Browser) -> None:
    titled("โดรน", "Drone", institution=make.institution(is_active=False))
    assert "Drone" not in client.get("/courses").text


def test_an_archived_course_says_so(client: Browser) -> None:
    course = titled("โดรน", "Drone")
    course.state = CourseState.ARCHIVED
    assert "no longer offered" in client.get(f"/courses/{course.code}").text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Enrol"),
        ({"seats": 1, "seats_taken": 1}, "Join the waiting list"),
        ({"way": EnrolmentWay.APPROVAL}, "Ask for a place"),
        ({"way": EnrolmentWay.CODE, "code_digest": "x"}, "Enrol with a code"),
        ({"way": EnrolmentWay.STAFF}, "Ask them for a place"),
        ({"closes_at": now() - timedelta(hours=1)}, "No run is open for enrolment now"),
        ({"opens_at": now() + timedelta(days=3)}, "Enrolment opens on"),
    ],
)
def test_a_learner_sees_the_one_thing_to_do(
    client: Browser, given: dict[str, Any], says: str
) -> None:
    run = make.run(**given)
    assert says in client.as_(make.user()).get(f"/courses/{run.course.code}").text


def test_a_stranger_logs_in_and_comes_back(client: Browser) -> None:
    run = make.run()
    page = client.get(f"/courses/{run.course.code}").text
    assert f"/log-in?next=/courses/{run.course.code}" in page


def test_enrolling_from_the_page_of_a_course(client: Browser) -> None:
    run = make.run()
    browser = client.as_(make.user())
    browser.post(f"/runs/{run.public_id}/enrol")
    page = browser.get(f"/courses/{run.course.code}").text
    assert "Continue learning" in page
    assert f"/learn/{run.public_id}" in page


def test_what_must_come_first_is_named(client: Browser) -> None:
    first, run = titled("ก่อน", "The first one"), make.run()
    db.session.add(RunPrerequisite(run_id=run.id, course_id=first.id))
    page = client.as_(make.user()).get(f"/courses/{run.course.code}").text
    assert "Complete this first" in page
    assert "The first one" in page


def test_partners_groups_dimensions_and_accreditation_are_shown(client: Browser) -> None:
    course = titled("โดรน", "Drone")
    partner = make.institution(name=Localised("ภาคี", "Partner House"))
    db.session.add_all(
        [
            CoursePartner(course_id=course.id, institution_id=partner.id),
            CourseFacet(course_id=course.id, facet="dimension", value="safety"),
            CourseFacet(course_id=course.id, facet="target_group", value="elderly"),
            Accreditation(
                course_id=course.id,
                body=Localised("สดช.", "ONDE"),
                number="A-7",
                valid_to=date(2999, 1, 1),
            ),
            Accreditation(
                course_id=course.id,
                body=Localised("เก่า", "Old"),
                number="B-1",
                valid_to=date(2001, 1, 1),
            ),
        ]
    )
    page = client.get(f"/courses/{course.code}").text
    assert all(
        text in page for text in ("Partner House", "Safety", "Older persons", "A-7", "Accredited")
    )
    assert "B-1" not in page
    assert course.code in client.get(f"/institutions/{partner.code}").text


def test_an_institution_shows_itself_and_its_courses(client: Browser) -> None:
    place = make.institution(
        about=Localised("สอนบิน", "Teaches flying"), website="https://fly.example"
    )
    titled("โดรน", "Drone", institution=place)
    page = client.get(f"/institutions/{place.code.lower()}").text
    assert all(text in page for text in ("Teaches flying", "https://fly.example", "Drone"))
    assert client.get("/institutions/NOBODY").status_code == 404


def test_home_greets_everybody(client: Browser) -> None:
    make.run(titled("โดรน", "Drone"))
    page = client.get("/").text
    assert all(text in page for text in ("Drone", "How it works", 'action="/courses"'))


def test_pages_read_nothing_into_a_write(client: Browser) -> None:
    titled("โดรน", "Drone")
    with Recorder() as recorder:
        client.get("/courses?q=drone")
    assert not [
        s
        for s, _ in recorder.statements
        if s.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
