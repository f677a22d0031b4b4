"""A GIFT file cut into its questions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.interop.gift.signs import ESCAPED

_MARKS = re.compile(r"\[(id|tag):([^\]\n]{1,200})\]", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One question's lines; `line` is the first of them."""

    line: int
    text: str
    title: str | None
    tags: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """Questions apart by blank lines; lenient where a writer forgot one."""
    lines: list[str] = []
    first, depth, closed = 1, 0, False
    category: tuple[str, ...] = ()
    marks: list[str] = []
    ident = ""
    numbered = list(enumerate(text.split("\n"), start=1))
    for at, (number, raw) in enumerate(numbered):
        line = raw.strip()
        if line.startswith("//"):
            for kind, value in _MARKS.findall(line):
                if kind.casefold() == "tag":
                    marks.append(" ".join(value.split())[:60])
                else:
                    ident = value.strip()
            continue
        if line.upper().startswith("$CATEGORY:") and not lines:
            category = _category(line[10:])
            continue
        after_answers = closed and depth == 0 and lines and lines[-1].endswith("}")
        starts = (
            closed and depth == 0 and (line.startswith("::") or (after_answers and "{" in line))
        )
        ends = not line and (depth == 0 or not _goes_on(numbered, at))
        if (starts or ends) and lines:
            yield Block(first, "\n".join(lines), ident or None, (*category, *marks))
            lines, depth, closed, marks, ident = [], 0, False, [], ""
        if line:
            if not lines:
                first = number
            lines.append(line)
            bare = ESCAPED.sub("", line)
            depth = max(0, depth + bare.count("{") - bare.count("}"))
            closed = closed or "}" in bare
        elif lines:
            lines.append("")
    if lines:
        yield Block(first, "\n".join(lines), ident or None, (*category, *marks))


_LOOK_AHEAD = 40


def _goes_on(numbered: list[tuple[int, str]], at: int) -> bool:
    """Whether an open brace is closed behind a blank line, before another question begins."""
    for _, raw in numbered[at + 1 : at + 1 + _LOOK_AHEAD]:
        line = ESCAPED.sub("", raw.strip())
        if line.startswith(("::", "$CATEGORY:")):
            return False
        opens, closes = line.find("{"), line.find("}")
        if closes >= 0 and (opens < 0 or closes < opens):
            return True
        if opens >= 0:
            return False
    return False


def _category(path: str) -> tuple[str, ...]:
    """The last part of `$course$/top/ความปลอดภัย/รหัสผ่าน` is a tag."""
    parts = [" ".join(part.split()) for part in path.split("/")]
    kept = [part for part in parts if part and not part.startswith("$") and part != "top"]
    return (kept[-1][:60],) if kept else ()
