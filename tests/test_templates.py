"""Templates keep the rules of the house that a machine can check."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [
    p
    for package in ("lms", "courses", "certificates")
    for p in (ROOT / package).rglob("templates/**/*.html")
]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_has_no_inline_code_and_no_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_asks_for_permissions_not_for_roles(path: Path) -> None:
    assert not re.search(r"(?<!quiz\.)\brole\s*==|has_role|is_admin\b", path.read_text())


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_post_form_carries_the_token(path: Path) -> None:
    text = path.read_text()
    if "components" in path.parts:
        return
    for form in re.findall(r"<form\b[^>]*method=.post.*?</form>", text, re.S | re.I):
        assert "csrf" in form
