"""How near a misspelled word is to a title: edits counted bit by bit, pure."""

from collections.abc import Iterable, Sequence


def edits_inside(pattern: str, text: str) -> int:
    """The fewest letters to change, add, take away or swap until `pattern` stands somewhere in `text`."""
    return min(_scores(pattern, text, anywhere=True), default=len(pattern))


def edits(one: str, other: str) -> int:
    """The same for the whole of both."""
    if not one or not other:
        return max(len(one), len(other))
    return _scores(one, other, anywhere=False)[-1]


def _scores(pattern: str, text: str, *, anywhere: bool) -> list[int]:
    """The distance of the pattern to what ends at each letter of the text (Hyyrö, with swaps)."""
    size = len(pattern)
    if not size:
        return [0]
    full, last = (1 << size) - 1, 1 << (size - 1)
    places: dict[str, int] = {}
    for at, letter in enumerate(pattern):
        places[letter] = places.get(letter, 0) | 1 << at
    more, less, score, before, diagonal = full, 0, size, 0, 0
    scores = []
    for letter in text:
        same = places.get(letter, 0)
        swapped = ((~diagonal & same) << 1) & before
        diagonal = ((((same & more) + more) ^ more) | same | less | swapped) & full
        plus = (less | ~(diagonal | more)) & full
        minus = diagonal & more
        if plus & last:
            score += 1
        elif minus & last:
            score -= 1
        plus = plus << 1 | (0 if anywhere else 1)
        more = (minus << 1 | ~(diagonal | plus)) & full
        less = plus & diagonal
        before = same
        scores.append(score)
    return scores


def forgiven(word: str, *, strictly: bool = False) -> int:
    """How many edits still make it the same word; short words are taken as they are typed."""
    size = len(word)
    shortest = 4 if word.isascii() else 5
    if strictly or size < shortest:
        return 1 if size > 6 else 0
    return 1 if size < 7 else 2 if size < 12 else size // 5


def unlikeness(
    pieces: Sequence[str], texts: Iterable[str], *, strictly: bool = False
) -> float | None:
    """The share of letters that are wrong where every piece is near one of the texts, else None."""
    if not pieces:
        return None
    total = 0
    known = list(texts)
    for piece in pieces:
        readable = [text for text in known if piece.isascii() or not text.isascii()]
        fewest = min((edits_inside(piece, text) for text in readable), default=len(piece))
        if fewest > forgiven(piece, strictly=strictly):
            return None
        total += fewest
    return total / sum(map(len, pieces))
