"""Questions written as GIFT."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from courses.public import QuestionKind, exchange

_SIGNS = re.compile(r"[\\~=#{}:]")


def write(drafts: Sequence[exchange.Draft]) -> exchange.Written:
    """A GIFT file in UTF-8; kinds that GIFT has no words for are left out and listed."""
    blocks: list[str] = []
    left_out: list[exchange.Draft] = []
    for draft in drafts:
        answers = _inside(draft)
        if answers is None:
            left_out.append(draft)
            continue
        text = str(draft.question["text"])
        title = f"::{_protect(draft.title)}::" if draft.title else ""
        marks = "".join(f"// [tag:{tag}]\n" for tag in draft.tags if "]" not in tag)
        general = draft.question.get("feedback")
        told = f"\n####{_protect(str(general))}" if general else ""
        blocks.append(f"{marks}{title}[plain]{_protect(text)} {{{answers}{told}}}")
    return exchange.Written(("\n\n".join(blocks) + "\n").encode(), tuple(left_out))


def _inside(draft: exchange.Draft) -> str | None:
    """What stands between the braces; None where GIFT cannot hold it."""
    question = draft.question
    match draft.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            return _write_options(question["options"], several=draft.kind is QuestionKind.MULTIPLE)
        case QuestionKind.TRUE_FALSE:
            return "TRUE" if question["answer"] else "FALSE"
        case QuestionKind.SHORT:
            accepted = [str(answer) for answer in question["accept"]]
            if any("->" in answer or "*" in answer for answer in accepted):
                return None
            return "".join(f"\n\t=%100%{_protect(answer)}" for answer in accepted)
        case QuestionKind.NUMERIC if not question.get("unit"):
            return f"#{question['answer']}:{question.get('tolerance', 0)}"
        case QuestionKind.MATCHING:
            pairs = question["pairs"]
            if any("->" in str(pair["left"]) for pair in pairs):
                return None
            return "".join(
                f"\n\t={_protect(str(pair['left']))} -> {_protect(str(pair['right']))}"
                for pair in pairs
            )
        case QuestionKind.ESSAY if not question.get("rubric"):
            return ""
    return None


def _write_options(options: Sequence[Mapping[str, Any]], *, several: bool) -> str:
    share = Decimal(100) / max(1, sum(1 for option in options if option.get("correct")))
    written = f"{share:.5f}".rstrip("0").rstrip(".")
    lines = []
    for option in options:
        right = option.get("correct") is True
        alone = "=" if right else "~%0%"
        mark = f"~%{'' if right else '-'}{written}%" if several else alone
        said = f"#{_protect(str(option['feedback']))}" if option.get("feedback") else ""
        lines.append(f"\n\t{mark}[plain]{_protect(str(option['text']))}{said}")
    return "".join(lines)


def _protect(text: str) -> str:
    """Signs that mean something behind a backslash, line ends as `\\n`."""
    return _SIGNS.sub(lambda found: "\\" + found.group(), text.strip()).replace("\n", "\\n")
