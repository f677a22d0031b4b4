"""Whose numbers a person may see: everybody's, or those of the institutions they work for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask_login import current_user
from sqlalchemy import select

from lms.accounts.public import Claim
from lms.db import db
from lms.errors import DomainError, NotFound
from lms.i18n import lazy_gettext as _l
from lms.institutions.public import Institution, Permission, held_at
from lms.workforce.asking import Question

INSTITUTION = "institution"
Where = tuple[tuple[str, str], ...]


class OneInstitutionOnly(DomainError):
    message = _l("These are the numbers of one institution: they cannot be divided by institution.")


@dataclass(frozen=True)
class Scope:
    """`institutions` are codes, the most senior first; empty where somebody sees everything."""

    everywhere: bool
    institutions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.everywhere and not self.institutions

    def bind(self, where: Iterable[tuple[str, str]], chosen: str | None = None) -> Where:
        """The filters as this person may set them: an institution of theirs is always one of them."""
        given = dict(where)
        if self.everywhere:
            return tuple(given.items())
        wanted = given.get(INSTITUTION) or chosen or next(iter(self.institutions), "")
        if wanted not in self.institutions:
            raise NotFound
        return tuple((given | {INSTITUTION: wanted}).items())

    def narrow(self, question: Question, chosen: str | None = None) -> Question:
        """The question as this person may ask it."""
        if self.everywhere:
            return question
        if INSTITUTION in question.by:
            raise OneInstitutionOnly
        return replace(question, where=self.bind(question.where, chosen))


def scope() -> Scope:
    """Of who reads this page."""
    return scope_of(current_user.claims)


def scope_of(claims: Iterable[Claim]) -> Scope:
    """Of a person with these roles; who may see no numbers gets an empty one."""
    everywhere, ids = held_at(claims, Permission.NUMBERS_VIEW)
    if everywhere or not ids:
        return Scope(everywhere)
    codes = (
        select(Institution.code)
        .where(Institution.id.in_(ids))
        .order_by(Institution.rank, Institution.code)
    )
    return Scope(False, tuple(db.session.scalars(codes)))
