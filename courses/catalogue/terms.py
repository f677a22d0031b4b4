"""Search terms: how texts are stored for search and how a question is asked of them."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from lms.i18n.thai import arabic_digits, normalise, words

_DEFAULTS = Path(__file__).parent / "data" / "synonyms.csv"
LONGEST_QUERY = 200
MOST_TERMS = 12
SHORTEST_PART = 4
_MOST_PHRASE_WORDS = 6

_RUNS = re.compile("[\u0e01-\u0e4e]+|[^\\W\u0e01-\u0e4e_]+")

# What people type around the thing they look for; dropped unless nothing else is left.
_FILLERS = frozenset(
    [
        "การ",
        "ความ",
        "ที่",
        "และ",
        "ของ",
        "ใน",
        "เพื่อ",
        "สำหรับ",
        "กับ",
        "ด้วย",
        "เรื่อง",
        "อยาก",
        "เรียน",
        "เรียนรู้",
        "คอร์ส",
        "วิชา",
        "รายวิชา",
        "หลักสูตร",
        "วิธี",
        "สอน",
        "อบรม",
        "ฟรี",
        "ให้",
        "เป็น",
        "a",
        "an",
        "the",
        "of",
        "for",
        "and",
        "to",
        "in",
        "on",
        "how",
        "course",
        "learn",
    ]
)


def index_text(*texts: str) -> str:
    """The texts as lower-case words with single spaces: what the index stores."""
    return " ".join(word for text in texts for word in _words(text))


def _words(text: str) -> list[str]:
    return words(arabic_digits(normalise(text)).casefold())


def letters(text: str) -> str:
    """Runs of letters and digits with single spaces; Thai stays uncut, as a misspelling must."""
    return " ".join(_RUNS.findall(arabic_digits(normalise(text)).casefold()))


def with_parts(indexed: str) -> str:
    """An index text and the words inside its compounds: ปลอดภัย of ความปลอดภัย, never รถ of สามารถ."""
    inside = dict.fromkeys(part for word in indexed.split() for part in _parts(word))
    return " ".join([indexed, *inside])


@cache
def _dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_words  # 62,000 words: only who indexes pays

    return frozenset(thai_words())


def _parts(word: str) -> list[str]:
    """The two dictionary words that a Thai compound is made of, as far as they say something."""
    if len(word) < SHORTEST_PART + 2 or word.isascii():
        return []
    cuts = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    pairs = [pair for pair in cuts if _dictionary().issuperset(pair)]
    parts = [part for pair in pairs for part in pair if len(part) >= SHORTEST_PART]
    return [part for part in parts if part not in _FILLERS]


def without_prefix(term: str) -> str | None:
    """ปลอดภัย for ความปลอดภัย: what a noun is made from, where it is a word."""
    for prefix in ("การ", "ความ", "ผู้", "นัก"):
        rest = term.removeprefix(prefix)
        if rest != term and len(rest) >= SHORTEST_PART and rest in _dictionary():
            return rest
    return None


@dataclass(frozen=True)
class Synonyms:
    """Groups of terms that mean the same, by each term as it is stored in the index."""

    by_term: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, groups: Iterable[Iterable[str]]) -> Self:
        """A term in several groups means all of them."""
        by_term: dict[str, tuple[str, ...]] = {}
        for group in groups:
            terms = [term for word in group if (term := index_text(word))]
            for term in terms:
                by_term[term] = tuple(dict.fromkeys((term, *by_term.get(term, ()), *terms)))
        return cls(by_term)

    @cached_property
    def by_length(self) -> dict[int, list[tuple[str, str]]]:
        """Every term without its spaces, and as it is, by how many letters it has."""
        terms: dict[int, list[tuple[str, str]]] = {}
        for term in self.by_term:
            joined = term.replace(" ", "")
            terms.setdefault(len(joined), []).append((joined, term))
        return terms

    def of_term(self, term: str) -> tuple[str, ...]:
        """The term itself first."""
        return self.by_term.get(term, (term,))


def default_groups() -> list[list[str]]:
    """The table that ships; editors add rows of their own."""
    with _DEFAULTS.open(newline="", encoding="utf-8") as file:
        return [row["words"].split("|") for row in csv.DictReader(file)]


@cache
def default_synonyms() -> Synonyms:
    return Synonyms.of(default_groups())


@dataclass(frozen=True)
class Query:
    """All groups must match, each by one of its alternatives; a space in one makes it a phrase.

    `prefix` is the last word as far as it was typed, "" where it is finished or part of a known
    term: the last group also matches by a word that starts so. A short query (one or two letters
    that are no known term) asks for such words only.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""
    short: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups)


def query_terms(q: str, synonyms: Synonyms | None = None) -> Query:
    """What to look for; an empty query where nothing was asked."""
    synonyms = default_synonyms() if synonyms is None else synonyms
    q = q[:LONGEST_QUERY]
    terms = _terms(_words(q), synonyms)[:MOST_TERMS]
    asked = [term for term in terms if term not in _FILLERS] or terms
    if not asked:
        return Query()
    last = asked[-1]
    unfinished = q == q.rstrip() and last == terms[-1] and " " not in last
    groups = tuple(_alternatives(term, synonyms) for term in dict.fromkeys(asked))
    short = len(terms) == 1 and len(last) <= 2 and last not in synonyms.by_term
    return Query(groups, last if unfinished or short else "", short)


def _alternatives(term: str, synonyms: Synonyms) -> tuple[str, ...]:
    root = without_prefix(term)
    also = synonyms.of_term(root) if root else ()
    return tuple(dict.fromkeys((*synonyms.of_term(term), *also)))


def near_pieces(q: str) -> list[str]:
    """What to compare with titles when no word matched: runs of letters, fillers around them gone."""
    pieces = []
    for run in letters(q[:LONGEST_QUERY]).split():
        cut = words(run)
        while cut and cut[0] in _FILLERS:
            cut = cut[1:]
        while cut and cut[-1] in _FILLERS:
            cut = cut[:-1]
        core = "".join(cut)
        pieces.append(core if len(core) > SHORTEST_PART else run)
    telling = [piece for piece in pieces if piece not in _FILLERS and len(piece) > 2]
    return telling[:MOST_TERMS]


def _terms(typed: Sequence[str], synonyms: Synonyms) -> list[str]:
    """The words, but several that are one known term stay together: machine learning."""
    terms: list[str] = []
    at = 0
    while at < len(typed):
        lengths = range(min(_MOST_PHRASE_WORDS, len(typed) - at), 1, -1)
        phrases = (" ".join(typed[at : at + length]) for length in lengths)
        term = next((phrase for phrase in phrases if phrase in synonyms.by_term), typed[at])
        terms.append(term)
        at += term.count(" ") + 1
    return terms


def trigrams(text: str) -> tuple[str, ...]:
    """The three-letter pieces of each word in their order, padded as pg_trgm pads: "  w", " wo"."""
    pieces: list[str] = []
    for word in arabic_digits(normalise(text)).casefold().split():
        padded = f"  {word} "
        pieces += [padded[n : n + 3] for n in range(len(padded) - 2)]
    return tuple(pieces)


def word_similarity(query: str, text: str) -> float:
    """How well the query fits the best stretch of the text, 0 to 1, as pg_trgm defines it.

    The reference in plain Python: the greatest share of common trigrams between the query and any
    run of neighbouring trigrams of the text.
    """
    wanted = set(trigrams(query))
    pieces = trigrams(text)
    best = 0.0
    for start, first in enumerate(pieces):
        if first not in wanted:
            continue
        inside: set[str] = set()
        common: set[str] = set()
        for piece in pieces[start : start + 2 * len(wanted) + 2]:
            inside.add(piece)
            if piece in wanted:
                common.add(piece)
                best = max(best, len(common) / (len(wanted) + len(inside) - len(common)))
    return best
