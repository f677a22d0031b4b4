"""Two languages, Thai first: gettext bound once, `speaking()`, and text kept in both."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.support import LazyProxy, Translations
from markupsafe import Markup, escape

LOCALES = ("th", "en")
DEFAULT_LOCALE = "th"
_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)
_folder = Path(__file__).resolve().parents[2] / "translations"


@cache
def catalogue(locale: str) -> NullTranslations:
    """The compiled messages of one language, read once a process."""
    return Translations.load(_folder, [locale], "messages")


def compiled_messages(locale: str) -> Path:
    """The file they are read from."""
    return _folder / locale / "LC_MESSAGES" / "messages.mo"


def current_locale() -> str:
    return _locale.get()


def set_locale(locale: str) -> None:
    """Set the language of this context: the request does it, `speaking()` does it."""
    _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Inside the block every string comes in the reader's language."""
    token = _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)
    try:
        yield
    finally:
        _locale.reset(token)


def gettext(message: str, **values: Any) -> str:
    text = catalogue(_locale.get()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    """The form for `n`; the text may call it count, num or n, and have more values."""
    text = catalogue(_locale.get()).ngettext(one, many, n)
    return text % ({"count": n, "num": n, "n": n} | values)


def lazy_gettext(message: str, **values: Any) -> LazyProxy:
    """A string that is translated when it is shown."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


@dataclass(frozen=True)
class Localised:
    """Text in Thai and English; prints the reader's language and falls back to the other."""

    th: str = ""
    en: str = ""

    def in_(self, locale: str) -> str:
        return (self.th or self.en) if locale == "th" else (self.en or self.th)

    def __str__(self) -> str:
        return self.in_(_locale.get())

    def __html__(self) -> str:
        """Marks the language of a fallback, so that a screen reader says it right."""
        locale = _locale.get()
        if locale == "th" and not self.th and self.en:
            return Markup('<span lang="en">%s</span>') % self.en
        if locale == "en" and not self.en and self.th:
            return Markup('<span lang="th">%s</span>') % self.th
        return escape(str(self))

    def __bool__(self) -> bool:
        return bool(self.th or self.en)

    def to_json(self) -> dict[str, str]:
        return {"th": self.th, "en": self.en}

    @classmethod
    def of(cls, value: "Localised | dict[str, str] | str | None") -> "Localised":
        if isinstance(value, Localised):
            return value
        if isinstance(value, dict):
            return cls(value.get("th", ""), value.get("en", ""))
        return cls(value or "", "")
