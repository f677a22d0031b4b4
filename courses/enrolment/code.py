"""The code that opens a run to who knows it; only its digest is kept."""

import hashlib

from lms.i18n.thai import arabic_digits, normalise

SHORTEST = 8


def digest(run_public_id: str, code: str) -> str:
    """Of the code as people mean it: spaces, capitals and Thai digits make no difference."""
    meant = "".join(arabic_digits(normalise(code)).split()).casefold()
    return hashlib.sha256(f"{run_public_id}/{meant}".encode()).hexdigest()
