"""How somebody works a page: with a pointer, or with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, TimeoutError, expect

MOST_TABS = 600
LEAVES = """thing => thing.tagName === "A" ? !thing.hasAttribute("data-open")
  : thing.type === "submit" && Boolean(thing.form) && !thing.closest("[data-swap], form[data-enhance], dialog")"""


class Hands(Protocol):
    """Both do the same; a test that is given either proves it."""

    def press(self, thing: Locator) -> None: ...
    def fill(self, field: Locator, text: str) -> None: ...
    def choose(self, field: Locator, value: str) -> None: ...
    def check(self, box: Locator) -> None: ...
    def attach(self, field: Locator, file: Path) -> None: ...
    def act(self, label: str) -> None: ...
    def enter(self, text: Locator) -> None: ...


class Pointer:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, thing: Locator) -> None:
        thing.click()

    def fill(self, field: Locator, text: str) -> None:
        field.fill(text)

    def choose(self, field: Locator, value: str) -> None:
        field.select_option(value)

    def check(self, box: Locator) -> None:
        box.check()

    def attach(self, field: Locator, file: Path) -> None:
        field.set_input_files(file)

    def act(self, label: str) -> None:
        """A button of the editor's toolbar."""
        self.page.locator(f'.acts [aria-label="{label}"]').first.click()

    def enter(self, text: Locator) -> None:
        text.click()


class Keys:
    """Nothing but the keyboard: Tab to a thing, then what its kind answers to."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, thing: Locator) -> None:
        leaves = bool(thing.evaluate(LEAVES))
        self._reach(thing)
        if leaves:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
            return
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(400)  # what is changed in place, or saved and then left
        self.page.wait_for_load_state()

    def fill(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, field: Locator, value: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Home")
        self._until(lambda: field.input_value() == value, "ArrowDown")

    def check(self, box: Locator) -> None:
        if box.is_checked():
            return
        if box.get_attribute("type") == "radio":
            self._reach_group(box)
            self._until(box.is_checked, "ArrowDown")
            return
        self._reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def attach(self, field: Locator, file: Path) -> None:
        for key in ("Space", "Enter") * 3:  # what has just opened may miss one
            self._reach(field)
            try:
                with self.page.expect_file_chooser(timeout=2_000) as chooser:
                    self.page.keyboard.press(key)
            except TimeoutError:
                continue
            chooser.value.set_files(file)
            return
        raise AssertionError("no keyboard opens this field")

    def act(self, label: str) -> None:
        """From the text to the toolbar and along it."""
        self.page.keyboard.press("Alt+F10")
        active = "document.activeElement.getAttribute('aria-label')"
        self._until(lambda: self.page.evaluate(active) == label, "ArrowRight")
        self.page.keyboard.press("Enter")

    def enter(self, text: Locator) -> None:
        self._reach(text)

    def _reach(self, thing: Locator) -> None:
        expect(thing).to_be_visible()
        handle = thing.element_handle()
        here = "thing => thing === document.activeElement || thing.contains(document.activeElement)"
        self._until(lambda: bool(self.page.evaluate(here, handle)), "Tab")

    def _reach_group(self, radio: Locator) -> None:
        handle = radio.element_handle()
        here = "thing => document.activeElement.name === thing.name && document.activeElement.type === 'radio'"
        self._until(lambda: bool(self.page.evaluate(here, handle)), "Tab")

    def _until(self, there: Callable[[], bool], key: str) -> None:
        for _ in range(MOST_TABS):
            if there():
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead there")
