"""Templates are compiled once a language, and what is kept is nobody's own."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader

from courses.enrolment.models import CourseRun
from lms.db import db, one_transaction
from lms.i18n import speaking
from lms.web import environment
from lms.web.templating import kept
from tests import make
from tests.conftest import Browser
from tests.measure import alone

PAGE = """{% from "words.html" import said %}
{{ _("Log in") }} {{ _("Run %(number)s", number="<b>") }} {{ said() }}
{% trans %}Log out{% endtrans %} {% trans n="<i>" %}Run {{ n }}{% endtrans %}
{{ ngettext("%(count)s course", "%(count)s courses", 2) }}"""


@pytest.fixture
def languages(app: Flask) -> dict[str, environment.Templates]:
    source = app.jinja_env.overlay(
        loader=DictLoader(
            {"page.html": PAGE, "words.html": "{% macro said() %}{{ _('Courses') }}{% endmacro %}"}
        )
    )
    assert isinstance(source, environment.Templates)
    return source.locales() | {"any": source}


@pytest.mark.parametrize("locale", ["th", "en"])
def test_compiled_words_say_what_looked_up_words_say(
    languages: dict[str, environment.Templates], locale: str
) -> None:
    with speaking(locale):
        compiled = languages[locale].get_template("page.html").render()
        assert compiled == languages["any"].get_template("page.html").render()
    assert ("เข้าสู่ระบบ" in compiled) is (locale == "th")
    assert "<b>" not in compiled
    assert "<i>" not in compiled


def test_a_language_has_its_words_whoever_asked_first(
    languages: dict[str, environment.Templates],
) -> None:
    with speaking("en"):
        assert "เข้าสู่ระบบ" in languages["th"].get_template("page.html").render()


def test_what_is_kept_is_drawn_once_a_language_and_key() -> None:
    drawn: list[int] = []

    def draw() -> str:
        drawn.append(1)
        return str(len(drawn))

    with speaking("th"):
        assert [kept("test", 1, caller=draw), kept("test", 1, caller=draw)] == ["1", "1"]
        assert kept("test", 2, caller=draw) == "2"
    with speaking("en"):
        assert kept("test", 1, caller=draw) == "3"


def test_kept_cards_tell_the_seats_of_now_and_nothing_of_a_reader(client: Browser) -> None:
    with one_transaction():
        run_id = make.run(make.course(), seats=6).id
        people = [make.user(first_en=name) for name in ("Malee", "Somchai")]
        malee, somchai = (client.as_(person).speaking("en") for person in people)
    assert "seats free" in _catalogue(client)
    with one_transaction():
        db.session.get_one(CourseRun, run_id).seats_taken = 2
    own, other = _catalogue(malee), _catalogue(somchai)
    assert "few seats left" in own
    assert "4 seats" not in own
    assert "Malee" in own
    assert "Somchai" in other
    assert "Malee" not in other
    assert _cards(own) == _cards(other)


def _catalogue(browser: Browser) -> str:
    """The page as a warm process gives it: nothing is forgotten in between."""
    return alone(lambda: browser.client.get("/courses")).text


def _cards(page: str) -> str:
    return page[page.index('<ul class="cards">') : page.index("</main>")]


def test_compiled_pages_are_kept_until_they_change(app: Flask, tmp_path: Path) -> None:
    pages = {"page.html": "{{ _('Log in') }}", "other.html": "1"}

    def loaded() -> dict[str, environment.Templates]:
        source = app.jinja_env.overlay(loader=DictLoader(pages))
        assert isinstance(source, environment.Templates)
        made = source.locales()
        for templates in made.values():
            templates.load_all(tmp_path)
        return made

    stale = tmp_path / "th-0000000000000000-page"
    stale.touch()
    said = {locale: each.get_template("page.html").render() for locale, each in loaded().items()}
    assert said == {"th": "เข้าสู่ระบบ", "en": "Log in"}
    first = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(first) == 4
    assert stale not in first
    assert loaded()["th"].get_template("page.html").render() == "เข้าสู่ระบบ"
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == first
    pages["page.html"] = "{{ _('Log out') }}"
    assert loaded()["en"].get_template("page.html").render() == "Log out"
    changed = [path for path, at in first.items() if path.stat().st_mtime_ns != at]
    assert len(changed) == 2  # one page, in each language
