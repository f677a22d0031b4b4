"""What a learner does in a browser: comes in, enrols, goes through a course."""

import re
from pathlib import Path

import yaml

from tests.journeys.walk import COURSES, Walk


def register(walk: Walk, address: str, *, password: str = "") -> None:
    """Fill in the form; the code is on its way afterwards."""
    walk.go("/sign-up")
    walk.write("Date of birth", "13/4/2505")
    walk.write("First name", "น้ำทิพย์")
    walk.write("Last name", "ปิ่นเพชรกล้า")
    walk.write("E-mail", address)
    if password:
        walk.write("Password", password)
    walk.tick("I agree to the terms of use")
    walk.tick("I have read the privacy notice")
    walk.press("Create my account")


def sign_up(walk: Walk, address: str, *, password: str = "") -> None:
    register(walk, address, password=password)
    walk.write("Code of 6 figures", walk.code_from_mail(address))
    walk.press("Go on")
    assert "/check-mail" not in walk.page.url, walk.page.locator("main").inner_text()


def log_in(walk: Walk, address: str, password: str) -> None:
    walk.go("/log-in")
    walk.write("E-mail", address)
    walk.write("Password", password)
    with walk.page.expect_navigation():
        walk.page.locator("main button[value=password]").click()
    assert not walk.page.url.endswith("/log-in"), walk.page.locator("main").inner_text()


def enter(walk: Walk, course: str) -> str:
    """Enrol unless that is done, and give the address of the room."""
    walk.go(f"/courses/{course}")
    place = walk.page.locator("main a[href^='/learn/']")
    if not place.count():
        walk.press("Enrol")
    else:
        place.first.click()
        walk.page.wait_for_load_state()
    found = re.search(r"/learn/\w+", walk.page.url)
    assert found is not None, walk.page.url
    return found.group()


def lessons(course: str) -> list[dict[str, str]]:
    about = yaml.safe_load((COURSES / course / "course.yaml").read_text(encoding="utf-8"))
    return [lesson for module in about["modules"] for lesson in module["lessons"]]


def learn(walk: Walk, course: str, *, until: str = "") -> None:
    """Do every lesson in its order, as the page offers it."""
    room = re.sub(r"(/learn/\w+).*", r"\1", walk.page.url)
    for lesson in lessons(course):
        walk.go(f"{room}/{lesson['key']}")
        if lesson["kind"] == "quiz":
            take(walk, course, Path(lesson["source"]).stem)
        elif lesson["kind"] == "survey":
            answer_survey(walk)
        else:
            walk.page.locator("main form[action$='/complete'] button").first.click()
        if lesson["key"] == until:
            return


def take(walk: Walk, course: str, test: str) -> None:
    walk.press("Start the quiz")
    walk.answer(course, test)
    walk.press("Check and submit")
    assert walk.sees("Every question has an answer.")
    walk.press("Submit my answers")


def answer_survey(walk: Walk) -> None:
    for group in walk.page.locator("main fieldset").all():
        group.locator("input[type=radio]").first.check()
    walk.press("Send my answers")
