"""The environment of templates: one for each language, with its words put in when compiled."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from lms.i18n import LOCALES, compiled_messages, gettext, speaking


class Imported(Template):
    """A file of macros is read once: what is imported without context sees only globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Templates(Environment):
    """Reads every language; `locales()` are the same with their own compiled templates."""

    template_class = Imported
    locale = ""

    def locales(self) -> dict[str, "Templates"]:
        made = {}
        for locale in LOCALES:
            made[locale] = overlay = self.overlay(cache_size=-1)
            overlay.locale = locale
        return made

    def load_all(self, folder: Path) -> None:
        """Every template now, so that no reader waits; compiled ones are kept in the folder."""
        made_of = Path(__file__).read_bytes() + compiled_messages(self.locale).read_bytes()
        kept = f"{self.locale}-{sha256(made_of).hexdigest()[:16]}"
        for old in folder.glob(f"{self.locale}-*"):
            if not old.name.startswith(kept):
                old.unlink(missing_ok=True)
        self.bytecode_cache = FileSystemBytecodeCache(str(folder), f"{kept}-%s")
        for name in self.list_templates():
            self.get_template(name)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if not self.locale:
            return tree
        with speaking(self.locale):
            return Translated(self).visit(tree)  # type: ignore[no-any-return]


class Translated(NodeTransformer):
    """Puts the translation where `_("…")` and `{% trans %}` would look it up; plurals stay."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - its visitor calls it so
        self.generic_visit(call)
        match call:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext" as name),
                args=[nodes.Const(value=str(message))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return self._said(name, gettext(message), call)
        return call

    def _said(self, name: str, text: str, call: nodes.Call) -> nodes.Expr:
        place: dict[str, Any] = {"lineno": call.lineno, "environment": self.environment}
        is_block = name == "gettext"  # of {% trans %}: always a pattern, and markup of our own
        if is_block and not call.kwargs:
            text %= {}
        said: nodes.Expr = nodes.Const(text, **place)
        if is_block:
            said = nodes.MarkSafeIfAutoescape(said, **place)
        if not call.kwargs:
            return said
        values = [
            nodes.Pair(nodes.Const(word.key, **place), word.value, **place) for word in call.kwargs
        ]
        return nodes.Mod(said, nodes.Dict(values, **place), **place)
