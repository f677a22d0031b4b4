"""Where a number can be taken out, defined and aimed at: addresses of other slices, where they are."""

from typing import Any

from flask import current_app, url_for

from lms.institutions.public import Permission, allowed
from lms.workforce.asking import Question

ENDINGS = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "parquet": "Parquet"}


def files_of(question: Question) -> list[tuple[str, str]]:
    """(name, address) of the files that hold the answer to a question."""
    if not _is_there("reports.export"):
        return []
    args: dict[str, Any] = {**question.args()}
    return [
        (name, url_for("reports.export", ending=ending, **args)) for ending, name in ENDINGS.items()
    ]


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
