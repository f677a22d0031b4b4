"""A person's name in its parts, and how it is printed.

Titles are data (`lms/reference/data/name_titles.csv`); the rules of spacing and order are those of
Thai official letters: รองศาสตราจารย์ พันโท ดร.สุชาดา ใจดี, but นางสาวสุชาดา ใจดี.
"""

import csv
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from lms.errors import DomainError
from lms.i18n import lazy_gettext as _l
from lms.i18n.thai import has_control_characters, normalise

LONGEST_NAME = 100
_TITLES = Path(__file__).parents[1] / "reference" / "data" / "name_titles.csv"


@dataclass(frozen=True)
class Title:
    full: str
    short: str
    en: str
    kind: str
    spaced: bool

    @property
    def printed(self) -> str:
        """The full word on paper; a doctor's degree is written ดร. everywhere."""
        return self.short if self.kind == "degree" else self.full


@cache
def titles() -> tuple[Title, ...]:
    """Every known title, in the order of the list."""
    with _TITLES.open(newline="", encoding="utf-8") as file:
        return tuple(
            Title(
                row["th_full"],
                row["th_abbr"],
                row["en"],
                row["kind"],
                row["space_before_name"] == "1",
            )
            for row in csv.DictReader(file)
        )


@cache
def _spellings() -> dict[str, Title]:
    """Each title by its full and short spelling; an ambiguous short one means the first listed."""
    women = (
        replace(rank, full=rank.full + "หญิง", short=rank.short + "หญิง")
        for rank in titles()
        if rank.kind == "rank"
    )
    known: dict[str, Title] = {}
    for title in (*titles(), *women):
        known.setdefault(_compact(title.full), title)
        if title.short:
            known.setdefault(_compact(title.short), title)
    return known


def _compact(title: str) -> str:
    return normalise(title).replace(" ", "").replace(".", "")


def known_titles(text: str) -> tuple[Title, ...]:
    """The titles in รศ.พ.ท.ดร., academic before military before the rest; none if one is unknown."""
    rest, found = _compact(text), []
    while rest:
        end = next((n for n in range(len(rest), 0, -1) if rest[:n] in _spellings()), 0)
        if not end:
            return ()
        found.append(_spellings()[rest[:end]])
        rest = rest[end:]
    return tuple(sorted(found, key=lambda t: {"academic": 0, "rank": 1}.get(t.kind, 2)))


def full_title(text: str) -> str:
    """น.ส. becomes นางสาว, รศ.ดร. becomes รองศาสตราจารย์ ดร.; the unknown stays as it is."""
    found = known_titles(text)
    return " ".join(title.printed for title in found) if found else normalise(text)


@dataclass(frozen=True)
class PersonName:
    """One-name people, monks, foreigners and ranks fit: every part may be empty."""

    title_th: str = ""
    first_th: str = ""
    last_th: str = ""
    title_en: str = ""
    first_en: str = ""
    middle_en: str = ""
    last_en: str = ""

    def printed_th(self, *, degree: bool = True) -> str:
        """As a certificate prints it; without a Thai name, the English one."""
        name = " ".join(part for part in (self.first_th, self.last_th) if part)
        if not name:
            return self._english()
        return self._thai_title(degree) + name

    def printed_en(self) -> str:
        """Mr. John Paul Smith; without an English name, the Thai one."""
        return self._english() or self.printed_th()

    def _english(self) -> str:
        names = [part for part in (self.first_en, self.middle_en, self.last_en) if part]
        return " ".join([self.title_en, *names]).strip() if names else ""

    def _thai_title(self, degree: bool) -> str:
        found = known_titles(self.title_th)
        if found:
            kept = [title for title in found if degree or title.kind != "degree"]
            if not kept:
                return ""
            return " ".join(title.printed for title in kept) + (" " if kept[-1].spaced else "")
        title = normalise(self.title_th)
        glued = not title or title.endswith(".") or title.startswith("พระ")
        return title if glued else title + " "

    def __str__(self) -> str:
        return self.printed_th()


class NameProblem(DomainError):
    """A name that cannot be a name; subclasses say why."""

    message = _l("This cannot be a name.")


class NameMissing(NameProblem):
    message = _l("Write the name.")


class NameTooLong(NameProblem):
    message = _l("A name has at most 100 characters.")


class NameHidesCharacters(NameProblem):
    message = _l(
        "There is an invisible character in the name. Type it again instead of pasting it."
    )


class NameHasSymbols(NameProblem):
    message = _l("A name has no symbols or pictures.")


class NameHasNoLetters(NameProblem):
    message = _l("A name needs letters.")


def clean_name(text: str) -> str:
    """One part of a name as we store it, in any script; raises a `NameProblem`."""
    text = text.strip()
    if has_control_characters(text):
        raise NameHidesCharacters
    name = normalise(text)
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong
    if any(_is_symbol(c) for c in name):
        raise NameHasSymbols
    if not any(c.isalpha() for c in name):
        raise NameHasNoLetters
    return name


def _is_symbol(c: str) -> bool:
    """Emoji and their parts, signs of mathematics and money, and what only markup needs."""
    return (
        unicodedata.category(c) in ("So", "Sm", "Sc", "Me")
        or c in '"\\{}@#'
        or "\ufe00" <= c <= "\ufe0f"
    )
