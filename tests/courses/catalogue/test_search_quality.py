"""What people type finds what they mean, on both databases alike."""

import random

import pytest

from courses.catalogue import queries
from courses.catalogue.search import search
from tests.courses.catalogue.library import QUERIES, TOPICS, Library, fill

LETTERS = {True: "abcdeiorst", False: "กขคงจดตนมรลวสหอ"}


def first_ten(q: str) -> list[int]:
    shelf = queries.shelf()
    hits = search(q, shelf.letters)
    order = sorted(hits.distance, key=lambda key: (hits.distance[key], shelf.places[key]))
    return order[:10]


def precision(library: Library, asked: dict[str, str]) -> tuple[float, list[str]]:
    """Of the ten best, how many are meant; and the queries that were answered badly."""
    shares, bad = [], []
    for q, topic in asked.items():
        meant, found = library.relevant(topic), first_ten(q)
        share = sum(key in meant for key in found) / min(
            10, max(len(found), len(library.about[topic]))
        )
        shares.append(share)
        if share < 0.8:
            bad.append(f"{q}: {share:.2f}")
    return sum(shares) / len(shares), bad


def with_a_typo(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed for another or swapped with its neighbour."""
    at = chance.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    kinds = [
        before + after,
        before + here + here + after,
        before + chance.choice(LETTERS[word.isascii()]) + after,
        before + after[:1] + here + after[1:],
    ]
    return chance.choice(kinds)


@pytest.mark.usefixtures("database")
def test_people_find_what_they_mean() -> None:
    library = fill()
    assert len(queries.shelf().cards) >= 200
    asked, bad = precision(library, QUERIES)
    chance = random.Random(2569)
    words = {
        w: topic for topic, (_th, _en, all_) in TOPICS.items() for w in all_.split() if len(w) > 5
    }
    typos = {with_a_typo(word, chance): topic for word, topic in words.items()}
    misspelled, worse = precision(library, typos)
    print(
        f"precision@10: {asked:.3f} of {len(QUERIES)}, with a typo {misspelled:.3f} of {len(typos)}"
    )
    assert asked >= 0.95, bad
    assert misspelled >= 0.9, worse
