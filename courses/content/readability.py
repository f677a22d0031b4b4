"""Whether a caption can be read in its time: letters a second, letters a line, lines.

Vowels and tone marks above and below take no room and no time: only letters with a place of their
own count. The same rules stand in scripts/studio/readability.js.
"""

import enum
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from courses.content.captions import Cue


class Doubt(enum.StrEnum):
    FAST = "fast"
    LONG_LINE = "long_line"
    MANY_LINES = "many_lines"
    SHORT = "short"
    LONG = "long"
    OVERLAP = "overlap"
    LATE = "late"


@dataclass(frozen=True)
class Advice:
    """A doubt about the cue at `index`: how much it is, and how much is good."""

    index: int
    doubt: Doubt
    value: float
    limit: float


SPEED = {"th": 17.0, "en": 20.0}
LINE = {"th": 35, "en": 42}
LINES = 2
SHORTEST, LONGEST = 0.8, 8.0


def letters(text: str) -> int:
    """How many letters stand beside each other."""
    return sum(1 for c in text if c != "\n" and unicodedata.category(c) not in ("Mn", "Me", "Cf"))


def advice(cues: Sequence[Cue], language: str, duration: float | None = None) -> list[Advice]:
    """Everything that a reader would stumble over, in order."""
    found = []
    for index, cue in enumerate(cues):
        length = cue.end - cue.start
        speed = round(letters(cue.text) / length, 1)
        if speed > SPEED.get(language, SPEED["en"]):
            found.append(Advice(index, Doubt.FAST, speed, SPEED.get(language, SPEED["en"])))
        lines = cue.text.split("\n")
        widest = max(letters(line) for line in lines)
        if widest > LINE.get(language, LINE["en"]):
            found.append(Advice(index, Doubt.LONG_LINE, widest, LINE.get(language, LINE["en"])))
        if len(lines) > LINES:
            found.append(Advice(index, Doubt.MANY_LINES, len(lines), LINES))
        if length < SHORTEST:
            found.append(Advice(index, Doubt.SHORT, round(length, 1), SHORTEST))
        if length > LONGEST:
            found.append(Advice(index, Doubt.LONG, round(length, 1), LONGEST))
        if index and cue.start < cues[index - 1].end:
            found.append(Advice(index, Doubt.OVERLAP, cue.start, cues[index - 1].end))
        if duration and cue.end > duration + 1:
            found.append(Advice(index, Doubt.LATE, cue.end, duration))
    return found
