"""Headers, cookies, CSRF, and where a redirect may lead."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from lms.config import Config
from lms.web import bodies

csrf = CSRFProtect()
CSP = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def init_app(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME=f"thaksa_{config.instance}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
        SESSION_REFRESH_EACH_REQUEST=False,  # no cookie on what a shared cache may keep
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=True,
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
        PREFERRED_URL_SCHEME="https" if config.is_https else "http",
    )
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n)  # type: ignore[method-assign]
    bodies.init_app(app)
    csrf.init_app(app)
    app.before_request(refuse_nul_bytes)
    app.after_request(add_headers)


def refuse_nul_bytes() -> None:
    """No text of ours holds U+0000, and PostgreSQL cannot store it."""
    for typed in (request.args, request.form):
        if any("\x00" in name + value for name, value in typed.items(multi=True)):
            abort(400)
    if "\x00" in request.path:
        abort(400)


def add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in headers:
        private = current_user and current_user.is_authenticated
        headers["Cache-Control"] = "private, no-store" if private else "private, no-cache"
        headers.add("Vary", "Cookie")
    return response


def safe_next(target: str | None, default: str) -> str:
    """`target` where it is a path of this site, else `default`."""
    if not target or len(target) > 2000 or not target.startswith("/"):
        return default
    if target.startswith(("//", "/\\")) or any(c < " " or c in "\\\x7f" for c in target):
        return default
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return default
    return target


def absolute(path: str) -> str:
    """A full address on the configured origin; the Host header has no say."""
    origin: str = current_app.extensions["thaksa_config"].base_url
    return origin + path
