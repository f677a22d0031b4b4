"""A learner at a browser: reads labels in their language, answers from the course's own key."""

import re
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

from lms.i18n import gettext, speaking

COURSES = Path(__file__).resolve().parents[2] / "lms" / "demo" / "courses"


class Walk:
    """One page of one browser, and what its reader knows."""

    def __init__(self, page: Page, locale: str) -> None:
        self.page, self.locale = page, locale

    def say(self, message: str, **values: Any) -> str:
        with speaking(self.locale):
            return gettext(message, **values)

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, message: str, **values: Any) -> None:
        self.button(message, **values).first.click()
        self.page.wait_for_load_state()

    def button(self, message: str, **values: Any) -> Locator:
        text = self.say(message, **values)
        named = self.page.get_by_role("button", name=text, exact=True)
        return named.or_(self.page.get_by_role("link", name=text, exact=True))

    def write(self, label: str, value: str) -> None:
        name = re.compile("^" + re.escape(self.say(label)))
        self.page.get_by_label(name).first.fill(value)

    def tick(self, label: str) -> None:
        self.page.get_by_label(self.say(label), exact=False).first.check()

    def sees(self, message: str, **values: Any) -> bool:
        return self.page.get_by_text(self.say(message, **values)).first.is_visible()

    def code_from_mail(self, address: str) -> str:
        """The six figures of the newest message in the mailbox of this copy."""
        mailbox = self.page.context.new_page()
        for _ in range(40):
            mailbox.goto(f"/mailbox?to={address}")
            links = mailbox.locator("main table a")
            if links.count():
                links.first.click()
                text = mailbox.locator("main").inner_text().replace(address, "")  # may hold figures
                found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
                if found:
                    mailbox.close()
                    return found.group()
            mailbox.wait_for_timeout(250)
        raise AssertionError(f"no code for {address}")

    def answer(self, course: str, test: str) -> None:
        """Answer every question that is shown; right, as the course's key has it."""
        key = yaml.safe_load((COURSES / course / f"{test}.yaml").read_text(encoding="utf-8"))
        by_text = {_squeeze(q["text"]): q for q in key["questions"]}
        for section in self.page.locator("section.question").all():
            if not section.is_visible():
                self.press("Next")
            legend = _squeeze(section.locator("legend").inner_text())
            _fill(section, by_text[legend])


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _fill(section: Locator, question: dict[str, Any]) -> None:
    kind = question["kind"]
    if kind in ("single", "multiple"):
        for option in question["options"]:
            if option.get("correct"):
                section.get_by_label(option["text"], exact=True).check()
    elif kind == "true_false":
        value = "true" if question["answer"] else "false"
        section.locator(f"input[value={value}]").check()
    elif kind == "short":
        section.locator("input[type=text], input:not([type])").first.fill(
            str(question["accept"][0])
        )
    elif kind == "numeric":
        section.locator("input").first.fill(str(question["answer"]))
    elif kind == "matching":
        for pair in question["pairs"]:
            section.get_by_label(pair["left"], exact=True).select_option(label=pair["right"])
    else:
        _order(section, question["items"])


def _order(section: Locator, items: list[str]) -> None:
    """By the selects, or by the buttons that a script put in their place."""
    if section.locator("select").first.is_visible():
        for place, item in enumerate(items, start=1):
            section.get_by_label(item, exact=True).select_option(index=place)
        return
    for place, item in enumerate(items):
        for _ in range(len(items)):
            rows = [_squeeze(row.inner_text()) for row in section.locator(".pairs__label").all()]
            if rows.index(item) <= place:
                break
            section.locator("[data-item]").nth(rows.index(item)).locator("[data-move='-1']").click()
    keep = section.locator("[data-keep-order]")
    if keep.is_visible():
        keep.click()
