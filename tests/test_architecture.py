"""The rules of the house that a machine can check."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [
    p
    for d in ("lms", "courses", "certificates")
    for p in (ROOT / d).rglob("*.py")
    if "versions" not in p.parts
]
FORBIDDEN = {"utils", "helpers", "common", "services", "managers", "core"}
NAMES = [str(p.relative_to(ROOT)) for p in SOURCES]


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not {p.stem for p in SOURCES} & FORBIDDEN


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if p.name == "operations.py" or p.parent.name == "operations"],
    ids=str,
)
def test_an_operation_knows_nothing_of_a_request(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
            assert not {a.name for a in node.names} & {
                "request",
                "session",
                "current_user",
                "flash",
                "url_for",
                "g",
            }
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert ast.unparse(node.func) != "db.session.commit"


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_reads_use_select(path: Path) -> None:
    assert not re.search(r"\.query\.(filter|get|all|order)|session\.query\(", path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_a_file_can_be_held_in_the_head(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", (ROOT / "lms" / "workforce").rglob("*.py"), ids=str)
def test_the_numbers_use_other_packages_by_their_public_face(path: Path) -> None:
    inside = r"^from (?:lms\.(?:accounts|institutions)|courses|certificates)\.(?!public\b)"
    assert not re.search(inside, path.read_text(), re.MULTILINE)


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name == "views.py"], ids=str)
def test_a_view_is_short(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 20, node.name
