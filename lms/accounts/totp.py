"""Codes of an authenticator app: RFC 6238 with SHA-1, six digits and half a minute. Pure."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP, DIGITS = 30, 6
DRIFT = (0, -1, 1)


def new_secret() -> str:
    """160 random bits in base 32, as apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def code(secret: str, step: int) -> str:
    """The six digits of half a minute (RFC 4226, 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of_code(secret: str, typed: str, moment: datetime) -> int | None:
    """Which half minute the code is of: this one, or one beside it where a clock is off."""
    here = step_of(moment)
    matching = [here + off for off in DRIFT if hmac.compare_digest(code(secret, here + off), typed)]
    return matching[0] if matching else None


def address(secret: str, account: str, issuer: str) -> str:
    """What the QR code holds."""
    label = quote(f"{issuer}:{account}", safe="")
    return (
        f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
    )
