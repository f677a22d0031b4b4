"""Where a number can be taken out, defined and aimed at: addresses of other slices, where they are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import current_app, url_for

from lms.institutions.public import Permission, allowed
from lms.workforce.asking import MEASURE, Question

ENDINGS = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "parquet": "Parquet"}


def files_of(questions: Sequence[Question], series: str = "") -> list[tuple[str, str]]:
    """(name, address) of the files that hold the answers to questions that differ in the measure."""
    if not questions or not _is_there("reports.export"):
        return []
    args = _args(questions, series)
    return [
        (name, url_for("reports.export", ending=ending, **args)) for ending, name in ENDINGS.items()
    ]


def builder_of(questions: Sequence[Question], series: str = "") -> str:
    """The address at which a report of the same numbers is put together; empty where nobody can."""
    if not questions or not _is_there("reports.build"):
        return ""
    return url_for("reports.build", **_args(questions, series))


def _args(questions: Sequence[Question], series: str) -> dict[str, Any]:
    first = questions[0]
    same = [q.measure for q in questions if replace(q, measure=first.measure) == first]
    more = {"series": series} if series else {}
    return {**first.args(), MEASURE: ",".join(dict.fromkeys(same)), **more}


def ways() -> dict[str, str]:
    """Addresses of pages of other slices; empty where one is not there or not for this reader."""
    return {
        name: url_for(endpoint) if _is_there(endpoint) and allowed(permission) else ""
        for name, (endpoint, permission) in WAYS.items()
    }


WAYS = {
    "definitions": ("measures.definitions", Permission.NUMBERS_VIEW),
    "reports": ("reports.index", Permission.NUMBERS_VIEW),
    "aim": ("targets.new", Permission.NUMBERS_EDIT),
    "population": ("geography.population", Permission.NUMBERS_EDIT),
}


def _is_there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
