"""The ways round inside the numbers: every slice says in its wiring which page it adds."""

import enum
from dataclasses import dataclass

from babel.support import LazyProxy
from flask import has_request_context, request, url_for

from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Permission, allowed


class Group(enum.StrEnum):
    """Pages that share a tab; which of them it is stands in a row below."""

    DEMAND = "demand"
    DATA = "data"


GROUPS = {Group.DEMAND: _l("Skills and employers"), Group.DATA: _l("Data and keys")}


@dataclass(frozen=True)
class Page:
    """A page of the numbers; the smallest `order` stands first."""

    endpoint: str
    title: LazyProxy
    permission: Permission
    order: int
    group: Group | None

    @property
    def slice(self) -> str:
        return self.endpoint.partition(".")[0]


@dataclass(frozen=True)
class Tab:
    """A page, or a group with the pages in it: (title, address, whether the reader is there)."""

    title: str
    href: str
    is_here: bool
    pages: tuple[tuple[str, str, bool], ...] = ()


_pages: dict[str, Page] = {}


def register(
    endpoint: str,
    title: LazyProxy,
    permission: Permission = Permission.NUMBERS_VIEW,
    *,
    order: int = 50,
    group: Group | None = None,
) -> None:
    """Show a page to everybody who holds `permission` anywhere."""
    _pages[endpoint] = Page(endpoint, title, permission, order, group)


def number_tabs() -> list[Tab]:
    """What the reader may open; a group stands where its first page would, and alone a page is no group."""
    here = _here()
    open_to = [page for page in _ordered() if allowed(page.permission)]
    groups: dict[str, list[Page]] = {}
    for page in open_to:
        groups.setdefault(page.group or page.endpoint, []).append(page)
    return [_tab(pages, here) for pages in groups.values()]


def _tab(pages: list[Page], here: str) -> Tab:
    told = tuple((str(p.title), url_for(p.endpoint), p.endpoint == here) for p in pages)
    group = pages[0].group
    if group is None or len(pages) == 1:
        return Tab(*told[0])
    return Tab(str(GROUPS[group]), told[0][1], any(is_here for *_, is_here in told), told)


def _ordered() -> list[Page]:
    return sorted(_pages.values(), key=lambda page: (page.order, page.endpoint))


def _here() -> str:
    """The tab of this page: its own, else the first of its slice."""
    endpoint = request.endpoint or "" if has_request_context() else ""
    if endpoint in _pages:
        return endpoint
    slice_name = endpoint.partition(".")[0]
    return next((page.endpoint for page in _ordered() if page.slice == slice_name), "")
