"""Who may come through which door: `@access` declares, loads, checks and hands over."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.errors import Forbidden, NotFound

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True)
class Policy:
    """A question about the reader and the loaded objects; `name` stands in tests/access.txt."""

    name: str
    allows: Callable[[dict[str, Any]], bool]
    needs_log_in: bool = True
    checks_csrf: bool = True

    def __str__(self) -> str:
        return self.name


public = Policy("public", lambda objects: True, needs_log_in=False)
signed_in = Policy("signed_in", lambda objects: True)
signed_out = Policy("signed_out", lambda objects: True, needs_log_in=False)


def own(attribute: str) -> Policy:
    """The loaded object's `attribute` (a user's id) is the reader's own id."""

    def allows(objects: dict[str, Any]) -> bool:
        thing = next(iter(objects.values()))
        return bool(getattr(thing, attribute) == current_user.id)

    return Policy(f"own {attribute}", allows)


def access(policy: Policy, **loaders: Callable[[Any], Any]) -> Callable[[View], View]:
    """Guard a view: the policy is asked about what the URL names, loaded by `loaders`.

    A loader takes the URL's `<name>_id`, `<name>_code` or `<name>`, else the next value in order.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            if policy.needs_log_in and not current_user.is_authenticated:
                return _ask_to_log_in()
            objects = {}
            for name, loader in loaders.items():
                objects[name] = loader(values.pop(_key(name, values)))
            if not policy.allows(objects):
                raise NotFound if objects else Forbidden
            return view(**objects, **values)

        guarded.__access__ = policy  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def _key(name: str, values: dict[str, Any]) -> str:
    for key in (f"{name}_id", f"{name}_code", name):
        if key in values:
            return key
    return next(iter(values))


def _ask_to_log_in() -> ResponseReturnValue:
    if request.headers.get("X-Requested-With") == "fetch":
        return "", 401
    target = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("accounts.log_in", next=target))


def declare(app: Flask, endpoint: str, policy: Policy) -> None:
    """Declare a view that somebody else wrote (static files)."""
    setattr(app.view_functions[endpoint], "__access__", policy)  # noqa: B010 - a mark on a function


def doors(app: Flask | None = None) -> list[str]:
    """Every method, path and policy: the lines of tests/access.txt."""
    app = app or current_app
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        policy = getattr(app.view_functions[rule.endpoint], "__access__", None)
        lines.append(f"{methods:<9} {rule.rule:<56} {policy}")
    return sorted(lines, key=lambda line: (line[10:], line))


def check_doors(app: Flask) -> None:
    """Refuse to start while any view has not said who may call it."""
    undeclared = [
        endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "__access__")
    ]
    if undeclared:
        raise RuntimeError(f"these views have no @access: {', '.join(sorted(undeclared))}")
