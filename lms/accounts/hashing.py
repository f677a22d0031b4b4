"""argon2id. Slow on purpose (0.1–0.2 s): never call it with a transaction open."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    return _hasher.hash(unicodedata.normalize("NFC", password))


def matches(hashed: str | None, password: str) -> bool:
    """As slow for an account without a password, or for no account, as for any other."""
    try:
        fits = _hasher.verify(hashed or _nobody(), unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False
    return fits and hashed is not None


def is_outdated(hashed: str) -> bool:
    """Made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
