"""Asking the index: words and their synonyms first, then what is spelled nearly so.

Both engines answer with the same courses in the same order: how well a course fits is told by where
it says the words, not by a score of the engine's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import bindparam, func, select, text

from courses.catalogue.nearness import edits, forgiven, unlikeness
from courses.catalogue.spelling import FIELDS, fts5, tsquery
from courses.catalogue.terms import (
    Query,
    Synonyms,
    letters,
    near_pieces,
    query_terms,
    trigrams,
)
from lms.caching import Cache
from lms.db import db, is_sqlite
from lms.i18n.thai import is_thai
from lms.institutions.models import Institution
from lms.reference.queries import entries

SYNONYMS = "synonym"
ENOUGH = 5
MOST_CANDIDATES = 30
_NEAR = 10  # after every course that says the words
_SOME = 20
_synonyms: Cache[str, Synonyms] = Cache(1, seconds=20)
_made: Cache[tuple[tuple[str, ...], ...], Synonyms] = Cache(2)
_institutions = select(Institution.code, Institution.short_name, Institution.name).order_by(
    Institution.id
)

_sqlite = text(
    "SELECT rowid, CASE"
    " WHEN rowid IN (SELECT rowid FROM course_search WHERE course_search MATCH :exact) THEN 0"
    " WHEN rowid IN (SELECT rowid FROM course_search WHERE course_search MATCH :title) THEN 1"
    " WHEN rowid IN (SELECT rowid FROM course_search WHERE course_search MATCH :partly) THEN 2"
    " WHEN rowid IN (SELECT rowid FROM course_search WHERE course_search MATCH :about) THEN 3"
    " ELSE 4 END FROM course_search WHERE course_search MATCH :anywhere"
)
_postgresql = text(
    "SELECT course_id, CASE"
    " WHEN words @@ CAST(:exact AS tsquery) THEN 0"
    " WHEN words @@ CAST(:title AS tsquery) THEN 1"
    " WHEN words @@ CAST(:partly AS tsquery) THEN 2"
    " WHEN words @@ CAST(:about AS tsquery) THEN 3"
    " ELSE 4 END FROM course_search WHERE words @@ CAST(:anywhere AS tsquery)"
)
_trigrams = sa.table(
    "course_search_trigram", sa.column("trigram", sa.String), sa.column("course_id", sa.BigInteger)
)
_candidates = (
    select(_trigrams.c.course_id)
    .where(_trigrams.c.trigram.in_(bindparam("pieces", expanding=True)))
    .group_by(_trigrams.c.course_id)
    .order_by(func.count().desc(), _trigrams.c.course_id.desc())
    .limit(MOST_CANDIDATES)
)


@dataclass(frozen=True)
class Hits:
    """Found courses with how far each is from what was asked, 0 the nearest."""

    distance: Mapping[int, float] = field(default_factory=dict)
    only_near: bool = False  # none of them says the words as they were typed
    meant: str = ""  # the known word that was probably meant


def search(q: str, titles: Callable[[int], tuple[str, ...]]) -> Hits:
    """Every course that `q` finds; `titles` tells the letters of a course's titles, () if hidden."""
    synonyms = known_synonyms()
    query = query_terms(q, synonyms)
    if not query:
        return Hits()
    found = {key: d for key, d in _matching(query).items() if titles(key)}
    if len(found) >= ENOUGH or query.short:
        return Hits(found)
    meant = "" if found else _meant(q, synonyms)
    if meant:
        found = {k: d for k, d in _matching(query_terms(meant, synonyms)).items() if titles(k)}
    near = _near(q, titles, strictly=bool(found))
    distance = {**near, **found}
    if distance:
        return Hits(distance, only_near=bool(meant) or not found, meant=meant)
    some = {k: _SOME + d for k, d in _matching(query, some=True).items() if titles(k)}
    return Hits(some, only_near=True)


def _matching(query: Query, *, some: bool = False) -> dict[int, float]:
    """Courses that say all of the words (or some of them), by where they say them."""
    groups = [group for group in query.groups if not some or len(group[0]) > 3]
    if not groups:
        return {}
    spell, statement = (fts5, _sqlite) if is_sqlite() else (tsquery, _postgresql)
    join, prefix = ("or", "") if some else ("and", query.prefix)
    if query.short:
        groups = []
    values = {name: spell(groups, prefix, fields, join) for name, fields in FIELDS.items()}
    if not query.short:
        values["exact"] = spell(groups, "", FIELDS["exact"], join)
    values["partly"] = spell(groups, prefix, FIELDS["partly"], "or")
    return {row[0]: float(row[1]) for row in db.session.execute(statement, values)}


def _near(q: str, titles: Callable[[int], tuple[str, ...]], *, strictly: bool) -> dict[int, float]:
    """Courses whose title has nearly the letters of the query, found by the trigrams they share."""
    pieces = near_pieces(q)
    wanted = sorted({trigram for piece in pieces for trigram in trigrams(piece)})
    if not wanted:
        return {}
    found = {}
    for course_id in db.session.scalars(_candidates, {"pieces": wanted}):
        far = unlikeness(pieces, titles(course_id), strictly=strictly)
        if far is not None:
            found[course_id] = _NEAR + far
    return found


def _meant(q: str, synonyms: Synonyms) -> str:
    """The query with its one misspelled known word put right, "" where there is none."""
    pieces = near_pieces(q)
    right = [_nearest(piece, synonyms) or piece for piece in pieces]
    return "" if right == pieces else " ".join(right)


def _nearest(piece: str, synonyms: Synonyms) -> str | None:
    if piece in synonyms.by_term:
        return None
    best: tuple[int, str] | None = None
    most, said = forgiven(piece), set(piece)
    for size in range(len(piece) - most, len(piece) + most + 1):
        for joined, term in synonyms.by_length.get(size, ()):
            allowed = min(most, forgiven(joined))
            if len(said.difference(joined)) > allowed:
                continue
            fewest = edits(piece, joined)
            if fewest <= allowed and (best is None or fewest < best[0]):
                best = fewest, term
    if best is None:
        return None
    return best[1].replace(" ", "") if is_thai(best[1]) else best[1]


def known_synonyms() -> Synonyms:
    """The operator's table and the names of institutions; made anew only when one has changed."""
    return _synonyms.get("", _read_synonyms)


def _read_synonyms() -> Synonyms:
    rows = [tuple(entry.title.th.split(",")) for entry in entries(SYNONYMS)]
    names = db.session.execute(_institutions).all()
    rows += [(row[0], *(t for name in row[1:] for t in (name.th, name.en))) for row in names]
    groups = tuple(tuple(word for word in row if letters(word)) for row in rows)
    return _made.get(groups, lambda: Synonyms.of(groups))
