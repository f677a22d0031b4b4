"""Search terms: what is stored, what is asked, and how near two words are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.catalogue.terms import (
    MOST_TERMS,
    Query,
    Synonyms,
    default_groups,
    default_synonyms,
    index_text,
    query_terms,
    trigrams,
    word_similarity,
)

NONE = Synonyms.of([])
mixed = st.text(st.sampled_from("กขคงจนรมสหอะาิีุเแโ่้ัๆ aBc1๒-.\u200b"), max_size=20)


def alternatives(q):
    return [set(group) for group in query_terms(q).groups]


def test_texts_are_stored_as_lower_case_words():
    assert index_text("รู้ทันภัยไซเบอร์สำหรับประชาชน") == "รู้ทัน ภัย ไซเบอร์ สำหรับ ประชาชน"
    assert index_text("AI กับ Excel", "นํ้าใจ ๒๕๖๙") == "ai กับ excel น้ำใจ 2569"
    assert index_text("", " ") == ""


@given(mixed)
def test_the_index_holds_words_only(text):
    stored = index_text(text)
    assert stored == " ".join(stored.split()).casefold()
    assert not re.search("[๐-๙.\u200b-]", stored)
    assert set(re.sub("[^a-c1]", "", text.casefold())) <= set(stored)


@settings(max_examples=50)
@given(st.sampled_from([word for group in default_groups() for word in group]))
def test_any_spelling_finds_what_any_other_spelling_says(word):
    group = next(group for group in default_groups() if word in group)
    (found,) = alternatives(word)
    assert {index_text(other) for other in group} <= found
    assert query_terms(word).groups[0][0] == index_text(word)


def test_the_table_is_large_and_says_nothing_twice():
    terms = [index_text(word) for group in default_groups() for word in group]
    assert len(default_groups()) >= 60
    assert len(set(terms)) == len(terms)
    assert all(len(group) > 1 for group in default_groups())


def test_every_word_must_match_but_fillers_are_let_go():
    assert alternatives("อยากเรียนเอไอ สำหรับ ครู") == [
        {"ai", "เอ ไอ", "ปัญญาประดิษฐ์", "artificial intelligence"},
        {"ครู", "อาจารย์", "teacher"},
    ]
    assert query_terms("เรียน", NONE).groups == (("เรียน",),)
    assert query_terms("ผ้าไหม ผ้าไหม", NONE).groups == (("ผ้าไหม",),)


def test_the_last_word_may_be_unfinished():
    assert query_terms("ผ้า ไหม", NONE).prefix == "ไหม"
    assert query_terms("ผ้า ไหม ", NONE).prefix == ""
    assert query_terms("Exc").prefix == "exc"
    assert query_terms("machine learning").prefix == ""
    assert query_terms("อบรมเอไอ").prefix == ""


def test_a_term_of_several_words_stays_together():
    synonyms = Synonyms.of([["machine learning", "ml"], ["learning", "เรียนรู้"]])
    assert query_terms("machine learning", synonyms).groups == (("machine learning", "ml"),)
    assert query_terms("learning machine", synonyms).groups == (("learning", "เรียนรู้"), ("machine",))


def test_one_or_two_letters_ask_for_beginnings_unless_they_are_a_word_we_know():
    assert query_terms("ยา") == Query((("ยา",),), "ยา", True)
    assert query_terms("ex ").short
    assert not query_terms("AI").short
    assert not query_terms("ยาง").short
    assert not query_terms("ยา หมอ").short


@pytest.mark.parametrize("q", ["", "   ", "!?", "\u200b"])
def test_nothing_asked_is_an_empty_query(q):
    assert not query_terms(q)


@given(mixed | st.text(max_size=30))
def test_any_question_is_answered_in_words_of_the_index(q):
    query = query_terms(q * 20)
    assert len(query.groups) <= MOST_TERMS
    assert bool(query.groups) == bool(query)
    for group in query.groups:
        for term in group:
            assert term == " ".join(term.split())
            assert not re.search(r"[\"'()*:^+\-]", term)


def test_a_term_in_two_groups_means_both():
    synonyms = Synonyms.of([["web", "เว็บ"], ["web", "site"]])
    assert set(synonyms.of_term("web")) == {"web", "เว็บ", "site"}
    assert set(synonyms.of_term("site")) == {"web", "site"}


def test_the_table_is_read_once():
    assert default_synonyms() is default_synonyms()


def test_trigrams_are_those_of_pg_trgm():
    assert trigrams("Word") == ("  w", " wo", "wor", "ord", "rd ")
    assert trigrams("ก ข") == ("  ก", " ก ", "  ข", " ข ")
    assert trigrams("") == ()


def test_word_similarity_is_that_of_pg_trgm():
    assert word_similarity("word", "two words") == pytest.approx(0.8)
    assert word_similarity("", "word") == word_similarity("word", "") == 0


def test_a_typo_is_nearer_than_another_word():
    near = word_similarity("ปัญญาประดิด", "ปัญญาประดิษฐ์ในชีวิตประจำวัน")
    assert near > 0.6
    assert word_similarity("ปัญญาประดิด", "การตลาดออนไลน์") < 0.3


@given(mixed, mixed)
def test_similarity_is_a_share_and_whole_for_what_is_there(query, text):
    assert 0 <= word_similarity(query, text) <= 1
    if trigrams(query):
        assert word_similarity(query, query) == 1
        assert word_similarity(query, f"{query} x {text}") == 1
