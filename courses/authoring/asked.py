"""A question as plain lines, so that two versions of it can be compared."""

from collections.abc import Mapping
from typing import Any

from lms.i18n import gettext as _


def plain(question: Mapping[str, Any], points: Any) -> str:
    """Every text of a question, one line each, with what is right."""
    lines = [
        str(question["text"]).replace("\n", " "),
        _("Points: %(points)s", points=f"{points:g}"),
    ]
    if "image" in question:
        lines.append(_("Picture: %(text)s", text=question["image"]["alt"]))
    lines += [line for part in PARTS for line in part(question)]
    for name, label in (("sample", _("Model answer")), ("feedback", _("Explanation"))):
        if question.get(name):
            lines.append(f"{label}: {question[name]!s}".replace("\n", " "))
    return "\n".join(lines)


def _mark(right: object) -> str:
    return "✓" if right else "✗"


def _options(question: Mapping[str, Any]) -> list[str]:
    return [
        f"{_mark(o.get('correct'))} {o['text']}"
        + (f" ({o['feedback']})" if o.get("feedback") else "")
        for o in question.get("options", ())
    ]


def _answers(question: Mapping[str, Any]) -> list[str]:
    answer = question.get("answer")
    if isinstance(answer, bool):
        return [_("The statement is true.") if answer else _("The statement is false.")]
    if answer is not None:
        spread = str(question.get("tolerance", "0"))
        return [f"= {answer}" + (f" ± {spread}" if spread not in ("0", "") else "")]
    return [f"= {accepted}" for accepted in question.get("accept", ())]


def _pairs(question: Mapping[str, Any]) -> list[str]:
    return [f"{pair['left']} → {pair['right']}" for pair in question.get("pairs", ())]


def _items(question: Mapping[str, Any]) -> list[str]:
    return [f"{n}. {item}" for n, item in enumerate(question.get("items", ()), start=1)]


def _gaps(question: Mapping[str, Any]) -> list[str]:
    return [
        f"{{{gap['key']}}} " + "; ".join(_options(gap) + _answers(gap))
        for gap in question.get("gaps", ())
    ]


def _regions(question: Mapping[str, Any]) -> list[str]:
    return [
        f"{_mark(region.get('correct'))} {region.get('label', '')} {region['shape']} {region['at']}"
        for region in question.get("regions", ())
    ]


def _rubric(question: Mapping[str, Any]) -> list[str]:
    return [
        f"{criterion['title']}: "
        + "; ".join(f"{level['title']} ({level['points']})" for level in criterion["levels"])
        for criterion in question.get("rubric", ())
    ]


def _limits(question: Mapping[str, Any]) -> list[str]:
    names = ("least_words", "most_words", "files", "megabytes", "picks", "types")
    return [f"{name}: {question[name]}" for name in names if question.get(name)]


PARTS = (_options, _answers, _pairs, _items, _gaps, _regions, _rubric, _limits)
