"""The ways round inside the numbers: every slice says in its wiring which page it adds."""

from dataclasses import dataclass

from babel.support import LazyProxy
from flask import has_request_context, request, url_for

from lms.institutions.public import Permission, allowed


@dataclass(frozen=True)
class Tab:
    """A page of the numbers; the smallest `order` stands first."""

    endpoint: str
    title: LazyProxy
    permission: Permission
    order: int

    @property
    def slice(self) -> str:
        return self.endpoint.partition(".")[0]


_tabs: dict[str, Tab] = {}


def register(
    endpoint: str,
    title: LazyProxy,
    permission: Permission = Permission.NUMBERS_VIEW,
    *,
    order: int = 50,
) -> None:
    """Show a page to everybody who holds `permission` anywhere."""
    _tabs[endpoint] = Tab(endpoint, title, permission, order)


def number_tabs() -> list[tuple[str, str, bool]]:
    """(title, address, whether the reader is there) of the pages that the reader may open."""
    here = _here()
    return [
        (str(tab.title), url_for(tab.endpoint), tab.endpoint == here)
        for tab in sorted(_tabs.values(), key=lambda tab: (tab.order, tab.endpoint))
        if allowed(tab.permission)
    ]


def _here() -> str:
    """The tab of this page: its own, else the first of its slice."""
    endpoint = request.endpoint or "" if has_request_context() else ""
    if endpoint in _tabs:
        return endpoint
    slice_name = endpoint.partition(".")[0]
    same = sorted((t for t in _tabs.values() if t.slice == slice_name), key=lambda t: t.order)
    return same[0].endpoint if same else ""
