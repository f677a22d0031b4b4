"""Where a log-in leads: never to another host, whatever is asked for; and whose host mails name."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

import pytest

from lms.web.security import safe_next
from tests import make
from tests.conftest import Browser
from tests.lms.accounts.conftest import code_in, link_in

_PREFIXES = (
    "//", "///", "////", "/\\", "\\/", "\\\\", "/\\/", "\\", "/\t/", "/\n/", "/\r/", "\t//",
    " //", "\x00//", "/%09/", "/\x0b/", "/\x1f/", "/\x7f/", "https://", "http://", "https:", "http:",
    "https:/", "https:///", "hTTps://", "ftp://", "javascript:", "data:text/html,", "vbscript:",
    "java\nscript:", "mailto:", "file:///", "//user@", "https://user:pw@", "//@", "/@//", "//;@",
    "https:\\\\", "/\\\t/", "\u2028//", "\ufeff//", "\u3000//", "///\\", "/\\\\", "ws://", "blob:",
    "about:", "//\\", "x:", "//[::1]@",
)  # fmt: skip
_HOSTS = ("evil.example", "evil.example/my", "evil.example?x=/my", "evil.example#/my")
PAYLOADS = [prefix + host for prefix in _PREFIXES for host in _HOSTS]


def test_there_are_two_hundred_payloads() -> None:
    assert len(PAYLOADS) == 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_payload_stays_home(payload: str) -> None:
    target = safe_next(payload, "/my")
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))
    assert "\\" not in target
    assert not any(c < " " for c in target)
    assert urlsplit(target).netloc == ""


def test_log_in_sends_none_of_them_away(client: Browser, mail: Callable[[str], str]) -> None:
    person = make.user()
    for payload in PAYLOADS[::20]:
        if "\x00" in payload:
            continue
        browser = client.as_(person)
        answer = browser.get(f"/log-in?next={quote(payload)}")
        assert urlsplit(answer.location).netloc in ("", "localhost")
        assert answer.location.startswith("/")


def test_a_code_leads_to_next_and_not_away(client: Browser, mail: Callable[[str], str]) -> None:
    person = make.user()
    client.post("/log-in?next=//evil.example", {"email": person.email, "way": "code"})
    client.refresh_token()
    assert client.post("/check-mail", {"code": code_in(mail(person.email))}).location == "/my"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded"])
def test_links_in_mails_name_the_configured_origin(
    client: Browser, mail: Callable[[str], str], header: str
) -> None:
    person = make.user()
    client.refresh_token()
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    client.post("/forgot-password", {"email": person.email}, headers={header: value})
    body = mail(person.email)
    assert "evil.example" not in body
    assert link_in(body).startswith("/reset-password/") or header == "Host"
    if body:
        assert "http://127.0.0.1:8000/reset-password/" in body
