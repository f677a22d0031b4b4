"""Takes published docstrings for translation, beside the messages that every file has.

A function below `@measure(…)` is a published number: its docstring is read by people.
"""

import ast
from collections.abc import Collection, Generator
from typing import IO, Any

from babel.messages.extract import extract_python

PUBLISHED = "measure"
Found = tuple[int, Any, Any, Any]


def extract(
    file: IO[bytes], keywords: Any, comment_tags: Collection[str], options: Any
) -> Generator[Found, None, None]:
    """A method of Babel: the messages of a Python file, and its published docstrings."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_publishes, node.decorator_list)):
            text = ast.get_docstring(node)
            if text:
                yield node.lineno, None, " ".join(text.split()), []


def _publishes(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == PUBLISHED
