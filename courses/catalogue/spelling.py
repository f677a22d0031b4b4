"""How each engine spells the words of a course and a question about them; pure."""

from collections.abc import Mapping, Sequence

TITLE, ABOUT, LESSONS = "A", "B", "C"
FIELDS = {
    "exact": TITLE,
    "title": TITLE,
    "partly": TITLE,
    "about": TITLE + ABOUT,
    "anywhere": TITLE + ABOUT + LESSONS,
}
_COLUMNS = {TITLE: "title", ABOUT: "about", LESSONS: "lessons"}
_LAST_POSITION = 16_000  # a tsvector counts no further
_MOST_POSITIONS = 255

Groups = Sequence[Sequence[str]]


def fts5(groups: Groups, prefix: str, where: str, join: str) -> str:
    """`groups` joined by "and" or "or", one term of each; `prefix` is another way into the last."""
    phrases = [[f'"{term}"' for term in group] for group in groups] or [[]]
    if prefix:
        phrases[-1].append(f'"{prefix}" *')
    columns = " ".join(_COLUMNS[weight] for weight in where)
    asked = f" {join.upper()} ".join(f"({' OR '.join(group)})" for group in phrases)
    return f"{{{columns}}} : ({asked})"


def tsquery(groups: Groups, prefix: str, where: str, join: str) -> str:
    """The same question for PostgreSQL."""
    phrases = [[_phrase(term, where) for term in group] for group in groups] or [[]]
    if prefix:
        phrases[-1].append(f"{_quoted(prefix)}:*{where}")
    return (" | " if join == "or" else " & ").join(f"({' | '.join(group)})" for group in phrases)


def _phrase(term: str, where: str) -> str:
    return f"({' <-> '.join(f'{_quoted(word)}:{where}' for word in term.split())})"


def vector(texts: Mapping[str, str]) -> str:
    """Texts by their weight as PostgreSQL spells a tsvector: each word with its places."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, words in texts.items():
        for word in words.split():
            position += 1
            if position < _LAST_POSITION:
                places.setdefault(word, []).append(f"{position}{weight}")
        position += 1  # a phrase does not run from one text into the next
    return " ".join(
        f"{_quoted(word)}:{','.join(where[:_MOST_POSITIONS])}"
        for word, where in sorted(places.items())
    )


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
