"""Configuration is the environment, read once into a frozen dataclass."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class ConfigError(Exception):
    """Everything that is wrong with the environment, in one message."""


@dataclass(frozen=True)
class Config:
    """All of `THAKSA_*`; the README lists them with the same words."""

    data_dir: Path
    database_url: str
    base_url: str
    port: int
    secret_key: str = field(repr=False)
    mail_url: str = field(default="mailbox:", repr=False)
    mail_from: str = "no-reply@localhost"
    queue_url: str = "sqlite:"
    storage_url: str = "file:"
    storage_key: str = field(default="", repr=False)
    storage_secret: str = field(default="", repr=False)
    default_locale: str = "th"
    web_processes: int = 2
    web_threads: int = 3
    worker_processes: int = 1
    signing_p12: str = ""
    signing_p12_password: str = field(default="", repr=False)
    trusted_proxies: int = 0
    smallest_count: int = 5
    testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach us: the mailbox page is open then."""
        return is_loopback_host(urlsplit(self.base_url).hostname or "")

    @property
    def instance(self) -> str:
        """A word that tells two copies on one host apart, in the cookie's name."""
        parts = urlsplit(self.base_url)
        return str(parts.port or (443 if parts.scheme == "https" else 80))

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def is_loopback_host(host: str) -> bool:
    """Whether a name or an address is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_secret(data_dir: Path) -> str:
    """The secret of this copy, made on the first run and kept beside its data."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f".secret-{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def _wrong_with_storage(url: str, env: Mapping[str, str]) -> list[str]:
    """`file:`, or `s3://bucket/prefix?endpoint=…&region=…` with its keys."""
    if url == "file:":
        return []
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc:
        return ["THAKSA_STORAGE_URL must be file: or s3://bucket/prefix?endpoint=…&region=…"]
    asked = parse_qs(parts.query)
    wrong = [
        f"THAKSA_STORAGE_URL: {name} is not known, only endpoint and region"
        for name in asked
        if name not in ("endpoint", "region")
    ]
    endpoint = urlsplit(asked.get("endpoint", ["https://s3"])[-1])
    if endpoint.scheme not in ("http", "https") or not endpoint.hostname:
        wrong.append("THAKSA_STORAGE_URL: endpoint must be http(s)://host[:port]")
    elif endpoint.scheme == "http" and not is_loopback_host(endpoint.hostname):
        wrong.append("THAKSA_STORAGE_URL: endpoint must be https:// unless it is this machine")
    if not env.get("THAKSA_STORAGE_KEY") or not env.get("THAKSA_STORAGE_SECRET"):
        wrong.append("THAKSA_STORAGE_URL needs THAKSA_STORAGE_KEY and THAKSA_STORAGE_SECRET")
    return wrong


def read(environ: Mapping[str, str] | None = None) -> Config:
    """Read `THAKSA_*`; raises `ConfigError` with the full list of what is wrong."""
    env = os.environ if environ is None else environ
    wrong: list[str] = []
    known = {f"THAKSA_{f.name.upper()}" for f in fields(Config)}
    for name in env:
        if name.startswith("THAKSA_") and name not in known:
            wrong.append(f"{name} is not a setting of Thaksa")

    def number(name: str, default: int, low: int, high: int) -> int:
        raw = env.get(f"THAKSA_{name}", "")
        if not raw:
            return default
        if not raw.isdecimal() or not low <= int(raw) <= high:
            wrong.append(f"THAKSA_{name} must be a whole number from {low} to {high}")
            return default
        return int(raw)

    data_dir = Path(env.get("THAKSA_DATA_DIR") or "var").resolve()
    port = number("PORT", 8000, 1, 65535)
    base_url = (env.get("THAKSA_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        wrong.append("THAKSA_BASE_URL must be http(s)://host[:port] and nothing more")
    elif parts.scheme == "http" and not is_loopback_host(parts.hostname):
        wrong.append("THAKSA_BASE_URL must be https:// unless it is this machine")
    database_url = env.get("THAKSA_DATABASE_URL") or f"sqlite:///{data_dir}/thaksa.sqlite3"
    if database_url.startswith(("postgresql://", "postgres://")):
        database_url = "postgresql+psycopg://" + database_url.split("://", 1)[1]
    if not database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        wrong.append("THAKSA_DATABASE_URL must be sqlite:///… or postgresql://…")
    mail_url = env.get("THAKSA_MAIL_URL") or "mailbox:"
    if not mail_url.startswith(("mailbox:", "smtp://", "smtps://")):
        wrong.append("THAKSA_MAIL_URL must be mailbox:, smtp://… or smtps://…")
    queue_url = env.get("THAKSA_QUEUE_URL") or "sqlite:"
    if not queue_url.startswith(("sqlite:", "redis://")):
        wrong.append("THAKSA_QUEUE_URL must be sqlite: or redis://…")
    default_locale = env.get("THAKSA_DEFAULT_LOCALE") or "th"
    if default_locale not in ("th", "en"):
        wrong.append("THAKSA_DEFAULT_LOCALE must be th or en")
    secret_key = env.get("THAKSA_SECRET_KEY", "")
    if secret_key and len(secret_key) < 32:
        wrong.append("THAKSA_SECRET_KEY must have 32 characters or more")
    storage_url = env.get("THAKSA_STORAGE_URL") or "file:"
    wrong += _wrong_with_storage(storage_url, env)
    web_processes = number("WEB_PROCESSES", 2, 1, 64)
    web_threads = number("WEB_THREADS", 3, 1, 16)
    worker_processes = number("WORKER_PROCESSES", 1, 1, 64)
    trusted_proxies = number("TRUSTED_PROXIES", 0, 0, 5)
    smallest_count = number("SMALLEST_COUNT", 5, 3, 100)
    if wrong:
        raise ConfigError("\n".join(wrong))
    return Config(
        data_dir=data_dir,
        database_url=database_url,
        base_url=base_url,
        port=port,
        secret_key=secret_key or _kept_secret(data_dir),
        mail_url=mail_url,
        mail_from=env.get("THAKSA_MAIL_FROM") or f"no-reply@{parts.hostname or 'localhost'}",
        queue_url=queue_url,
        storage_url=storage_url,
        storage_key=env.get("THAKSA_STORAGE_KEY", ""),
        storage_secret=env.get("THAKSA_STORAGE_SECRET", ""),
        default_locale=default_locale,
        web_processes=web_processes,
        web_threads=web_threads,
        worker_processes=worker_processes,
        signing_p12=env.get("THAKSA_SIGNING_P12", ""),
        signing_p12_password=env.get("THAKSA_SIGNING_P12_PASSWORD", ""),
        trusted_proxies=trusted_proxies,
        smallest_count=smallest_count,
        testing=env.get("THAKSA_TESTING", "") == "1",
    )
