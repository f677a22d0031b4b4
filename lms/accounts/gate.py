"""Two things come before anything else: a guardian's consent, and new words of terms or notice."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import identity, operations, queries
from lms.errors import Forbidden
from lms.web.forms import is_fetch

OPEN = frozenset({"accounts", "pages", "mailbox"})


def check() -> ResponseReturnValue | None:
    """Send a signed-in person to what they must settle first; nobody else notices."""
    if request.endpoint is None or request.endpoint.partition(".")[0] in OPEN:
        return None
    if not current_user or not current_user.is_authenticated:
        return None
    if current_user.is_waiting and request.method not in ("GET", "HEAD"):
        if is_fetch():
            raise Forbidden
        return redirect(url_for("accounts.waiting"))
    if request.method == "GET" and not is_fetch() and _has_new_words() and _must_agree():
        return redirect(url_for("accounts.agree", next=request.full_path.rstrip("?")))
    return None


def _has_new_words() -> bool:
    """By what this process remembers: no statement."""
    newest = queries.versions()
    agreed = {
        queries.TERMS: current_user.terms_version,
        queries.NOTICE: current_user.notice_version,
    }
    return any(newest.get(p, 0) > (agreed[p] or 0) for p in queries.NEEDED)


def _must_agree() -> bool:
    """What is remembered may be half a second old, and answered meanwhile."""
    return bool(operations.unanswered(identity.account()))
