"""Public names inside texts and settings, exchanged for others."""

import json
import re
from collections.abc import Mapping
from typing import Any


def renamed_within(values: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    within: dict[str, Any] = json.loads(renamed(json.dumps(values, ensure_ascii=False), names))
    return within


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Public names are 60 random bits: one that stands in a text means that thing."""
    if not names:
        return text
    found = re.compile("|".join(map(re.escape, names)))
    return found.sub(lambda match: names[match.group()], text)
