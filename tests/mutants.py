"""`python -m tests.mutants [MODULE …]`: which small faults in marking no test would notice.

Each function gets one changed operator, number or truth at a time, in a child of its own, and the
tests of marking run until one fails. What survives is printed with its line; docs/quizzes.md says
why each of those is no fault.
"""

import ast
import contextlib
import copy
import importlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

import lms.app  # noqa: F401 - loaded once, for all children

OLD, NEW = "tests/courses/quizzes/test_marking.py", "tests/courses/quizzes/test_new_kinds.py"
TESTS = {
    "hotspot": [NEW], "cloze": [NEW], "rubrics": [NEW], "written": [OLD, NEW], "marking": [OLD, NEW],
    "kinds": [NEW, OLD],
}  # fmt: skip
SECONDS = 120
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
}  # fmt: skip


def places(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every node that can be changed, by its number in the walk, and what becomes of it."""
    for number, node in enumerate(ast.walk(tree)):
        if type(node) in SWAPS:
            yield number, f"{type(node).__name__} → {SWAPS[type(node)].__name__}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield number, f"{node.value} → {not node.value}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            yield number, f"{node.value} → {node.value + 1}"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield number, "not x → x"
        elif isinstance(node, ast.Name) and node.id in ("min", "max", "any", "all"):
            yield number, f"{node.id} → {OTHER[node.id]}"


OTHER = {"min": "max", "max": "min", "any": "all", "all": "any"}


def changed(made: ast.Module, number: int) -> tuple[ast.Module, int]:
    """The statements with that one node changed, and the line of it."""
    line = made.body[0].lineno
    for at, node in enumerate(ast.walk(made)):
        line = getattr(node, "lineno", line)
        if at != number:
            continue
        if isinstance(node, ast.Constant):
            node.value = not node.value if isinstance(node.value, bool) else int(node.value) + 1  # type: ignore[arg-type]
        elif isinstance(node, ast.UnaryOp):
            _replace(made, node, node.operand)
        elif isinstance(node, ast.Name):
            node.id = OTHER[node.id]
        else:
            node.__class__ = SWAPS[type(node)]  # type: ignore[assignment]
        break
    return made, line


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
            elif isinstance(value, list):
                setattr(node, name, [new if item is old else item for item in value])


def code_of(tree: ast.FunctionDef, name: str) -> CodeType:
    module = compile(ast.fix_missing_locations(ast.Module([tree], [])), name, "exec")
    return next(c for c in module.co_consts if isinstance(c, CodeType) and c.co_name == tree.name)


def survives(function: FunctionType, code: CodeType, tests: list[str]) -> bool:
    """Whether every test passes in a child where the function has that code (no random ones)."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)  # what runs for ever is noticed too
        function.__code__ = code
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = pytest.main(
                ["-x", "-q", "-p", "no:cacheprovider", "-m", "not hypothesis", *tests]
            )
        os._exit(int(result != 0))
    return os.waitpid(child, 0)[1] == 0


def mutate(module: ModuleType, tests: list[str]) -> tuple[int, list[str]]:
    """How many faults were tried, and those that no test noticed."""
    path = Path(str(module.__file__))
    tried, alive = 0, []
    for tree in ast.parse(path.read_text(encoding="utf-8")).body:
        function = getattr(module, getattr(tree, "name", ""), None)
        if not isinstance(tree, ast.FunctionDef) or not isinstance(function, FunctionType):
            continue
        bare = copy.deepcopy(tree)
        bare.returns, bare.decorator_list = None, []
        for argument in ast.walk(bare.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
        for number, what in list(places(ast.Module(bare.body, []))):
            body, line = changed_body(bare, number)
            tried += 1
            if survives(function, code_of(body, str(path)), tests):
                alive.append(f"{path.name}:{line} {tree.name}: {what}")
                print("  survives:", alive[-1], flush=True)
    return tried, alive


def changed_body(tree: ast.FunctionDef, number: int) -> tuple[ast.FunctionDef, int]:
    """The function with one change in its body; its defaults stay."""
    made, line = changed(ast.Module(copy.deepcopy(tree.body), []), number)
    holder = copy.deepcopy(tree)
    holder.body = made.body
    return holder, line


def main(names: list[str]) -> None:
    for name in names or TESTS:
        module = importlib.import_module(f"courses.quizzes.{name}")
        tried, alive = mutate(module, TESTS[name])
        print(f"{name}: {tried} faults, {tried - len(alive)} noticed, {len(alive)} survive")


if __name__ == "__main__":
    main(sys.argv[1:])
