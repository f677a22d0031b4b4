"""Formulas: what is drawn, what is refused and where, and that nothing else comes out."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.content.formulas import ATTRIBUTES, TAGS, BadFormula, mathml, shown
from lms.i18n import speaking


@pytest.mark.parametrize(
    ("latex", "holds"),
    [
        (r"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        ("x^2+1", "<msup><mi>x</mi><mn>2</mn></msup><mo>+</mo>"),
        (r"\sqrt[3]{x}", "<mroot>"),
        (r"\sum_{i=1}^{n} i", "∑"),
        (r"\begin{cases}1&x>0\\0\end{cases}", "<mtable"),
        ("พื้นที่ = กว้าง × ยาว", "<mtext>พื้นที่</mtext>"),
        (r"\text{ร้อยละ} = 5\%", "<mtext>ร้อยละ</mtext>"),
        ("a<b", "<mo>&lt;</mo>"),
        (r"\text{<script>&amp;}", "&lt;script&gt;"),
        (r"\color{red}{x}", "<mi>x</mi>"),
    ],
)
def test_drawn(latex: str, holds: str) -> None:
    assert holds in mathml(latex)


@pytest.mark.parametrize(
    ("latex", "says"),
    [
        ("", "Write a formula"),
        ("x" * 2001, "2000"),
        ("{x", "“}” is missing for what begins at character 1"),
        ("x}", "“}” at character 2"),
        (r"\left( x", r"“\right” is missing for what begins at character 1"),
        (r"\begin{cases} x", r"“\end{cases}” is missing"),
        (r"\begin{cases} x \end{matrix}", r"“\end{matrix}” at character 17"),
        ("x^", "after “^” (character 2)"),
        ("x^2^3", "“^” stands twice"),
        (r"1+\foo{3}", r"“\foo” is not known (character 3)"),
        (r"\frac{1}", r"after “\frac” (character 1)"),
        (r"\href{javascript:alert(1)}{x}", r"“\href” cannot be used here (character 1)"),
        (r"x \style{color:red}{x}", r"“\style” cannot be used here (character 3)"),
        (r"\newcommand{\a}{\a\a}\a", "cannot be used"),
        ("{" * 60 + "}" * 60, "nested too deeply"),
    ],
)
def test_a_bad_formula_says_where(latex: str, says: str) -> None:
    with speaking("en"), pytest.raises(BadFormula) as refusal:
        mathml(latex)
    assert says in str(refusal.value)


def test_what_cannot_be_drawn_is_shown_as_typed() -> None:
    assert shown("x^<") != ""
    assert shown(r"\foo<b>") == r"<code>\foo&lt;b&gt;</code>"


_piece = st.sampled_from(
    [r"\frac", r"\sqrt", "{", "}", "^", "_", "x", "2", "&", r"\\", r"\left(", r"\right)", r"\text{<b>}",
     r"\begin{matrix}", r"\end{matrix}", "<", ">", '"', "&#x3c;script&#x3e;", "ก", "่", r"\color{red}",
     r"\sum", r"\limits", "'", r"\verb|<i>|", r"\mathbb{R}", "[", "]", r"\rule{1em}{2em}", "%", r"\operatorname{a}",
     r"\middle|", r"\genfrac", r"\hspace{1em}", r"\not", r"\overbrace", r"\substack", r"\tag{<b>}", r"\bbox"]
)  # fmt: skip


@given(st.lists(_piece, max_size=25).map("".join))
@settings(max_examples=600, deadline=None)
def test_only_mathml_comes_out(latex: str) -> None:
    try:
        drawn = mathml(latex)
    except BadFormula:
        return
    for tag, attributes in re.findall(r"</?([^\s>]*)([^>]*)>", drawn):
        assert tag in TAGS
        assert set(re.findall(r' ([\w-]+)="', attributes)) <= ATTRIBUTES


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "'",
        "&",
        r"\\",
        "-",
        r"\sqrt",
        "x_",
        r"\frac",
        "^",
        "{",
        r"\left(",
        r"\begin{matrix}",
        r"\text{",
        "[",
    ],
)
def test_the_longest_formula_is_quick(piece: str) -> None:
    started = time.perf_counter()
    shown((piece * 2000)[:2000])
    assert time.perf_counter() - started < 1
