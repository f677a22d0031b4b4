"""The browser a person came in with before: a signed cookie that holds digests and no address."""

import re

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from lms.accounts.digests import keyed

MOST = 6
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    (r"\bLine/", "LINE"),
    (r"\bFBA[NV]/", "Facebook"),
    (r"\bEdgA?/", "Edge"),
    (r"\bOPR/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\b(Firefox|FxiOS)/", "Firefox"),
    (r"\b(Chrome|CriOS)/", "Chrome"),
    (r"\bSafari/", "Safari"),
)


def cookie_name() -> str:
    return f"thaksa_device_{current_app.extensions['thaksa_config'].instance}"


def knows(cookie: str | None, email: str) -> bool:
    """Whether somebody with this address was logged in here before."""
    return keyed("device", email) in _read(cookie)


def remember(cookie: str | None, email: str) -> str:
    mark = keyed("device", email)
    kept = [mark, *(other for other in _read(cookie) if other != mark)]
    return str(_signer().dumps(kept[:MOST]))


def _read(cookie: str | None) -> list[str]:
    try:
        kept = _signer().loads(cookie or "")
    except BadSignature:
        return []
    return kept if isinstance(kept, list) else []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["thaksa_config"].secret_key, salt="device")


def describe(user_agent: str) -> str:
    """Chrome · Android: enough to recognise one's own phone, no more."""
    browser = next((name for mark, name in _BROWSERS if re.search(mark, user_agent)), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system)))
