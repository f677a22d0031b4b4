"""Keyed digests, secrets and encryption; every use has a key of its own out of the one secret."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from ipaddress import ip_address, ip_network

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


def _key(use: str) -> bytes:
    secret: str = current_app.extensions["thaksa_config"].secret_key
    return hmac.digest(secret.encode(), f"thaksa/{use}".encode(), "sha256")


def keyed(use: str, *parts: object) -> str:
    """A digest that nobody without the secret can make or try."""
    text = "\x1f".join(str(part) for part in parts)
    return hmac.new(_key(use), text.encode(), hashlib.sha256).hexdigest()


def same(left: str | None, right: str) -> bool:
    return left is not None and hmac.compare_digest(left, right)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits, as many leading zeros as it takes."""
    return f"{secrets.randbelow(1_000_000):06d}"


def network(address: str | None) -> str:
    """The neighbourhood of an IP address: /24, or /64 for IPv6."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    size = 24 if known.version == 4 else 64
    return str(ip_network(f"{known}/{size}", strict=False))


def encrypt(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str | None:
    """None where the secret is another one than it was."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(_key("sensitive")))
