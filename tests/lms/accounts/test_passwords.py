"""Passwords: what is refused and why, and the passphrase we suggest."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.passwords import (
    PasswordProblem,
    passphrase_words,
    problem,
    suggest_passphrase,
)


def learner(password, *about):
    return problem(password, staff=False, about=about)


@pytest.mark.parametrize(
    ("password", "staff", "why"),
    [
        ("xk7-trombone", False, None), ("xk7-trombon", False, "too_short"), ("xk7-trombone", True, "too_short"),
        ("xk7-trombone-ok", True, None), ("xk7-trombone-o", True, "too_short"), ("", False, "too_short"),
        ("ช้างขึ้นบันไดไปดูดาว", False, None), ("ab9" + "xyzw q" * 20 + "12345", False, None),
        ("ab9" + "xyzw q" * 20 + "123456", False, "too_long"), ("x" * 10**6, False, "too_long"),
    ],
)  # fmt: skip
def test_length_is_counted_by_role(password, staff, why):
    assert problem(password, staff=staff) == why


def test_length_is_counted_after_nfc():
    decomposed = "e\u0301" * 3 + "xk7trb"
    assert len(decomposed) == 12
    assert learner(decomposed) is PasswordProblem.TOO_SHORT


@pytest.mark.parametrize(
    "password",
    [
        "PasswordPassword", "password2569!", "!!!Sunshine123", "123456789012", "987654321098", "aaaaaaaaaaaa",
        "abcabcabcabca", "qwertyuiopasdf", "Qwertyuiop123", "abcdefghijklmnop", "รหัสผ่านรหัสผ่าน", "รหัสผ่าน2569",
        "iloveyou iloveyou ", "2569256925692569", "............", "1-3450-00012-34-5", "2026-11-22 10:42", "กขฃคฅฆงจฉชซฌญ", "ฟหกดเ้่าสวงผป",
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password):
    assert learner(password) is PasswordProblem.COMMON


@pytest.mark.parametrize(
    ("password", "about"),
    [
        ("somchai-2569", ["สมชาย", "somchai@example.com"]), ("Somchai.Jaidee1", ["Somchai Jaidee"]),
        ("สมชายใจดี2569", ["สมชาย", "ใจดี"]), ("0812345678-xyz", ["0812345678"]),
        ("jaidee.somchai", ["somchai.jaidee@nrru.ac.th"]),
    ],
)  # fmt: skip
def test_what_others_know_of_the_person_is_refused(password, about):
    assert learner(password) is None
    assert learner(password, *about) is PasswordProblem.ABOUT_YOU


def test_a_long_phrase_may_hold_the_name():
    assert learner("somchai rides a green buffalo", "somchai@example.com") is None
    assert learner("abc-trombone-xk7", "abc") is None


@given(st.text(max_size=140), st.booleans(), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_taken_or_refused(password, staff, about):
    why = problem(password, staff=staff, about=about)
    length = len(unicodedata.normalize("NFC", password))
    assert (why is PasswordProblem.TOO_SHORT) == (length < (15 if staff else 12))
    assert (why is PasswordProblem.TOO_LONG) == (length > 128)


@given(st.text(st.sampled_from("กขabc19-"), min_size=1, max_size=6), st.integers(3, 20))
def test_a_repetition_of_little_is_refused_however_long(unit, times):
    password = (unit[:3] * times * 4)[:60]
    assert learner(password if len(password) >= 12 else unit[0] * 12) is PasswordProblem.COMMON


def test_what_is_fine_for_staff_is_fine_for_learners():
    for _ in range(50):
        phrase = suggest_passphrase()
        assert problem(phrase, staff=True) is None
        assert problem(phrase, staff=False) is None
        words = phrase.split("-")
        assert len(words) == len(set(words)) == 4
        assert set(words) <= set(passphrase_words())


def test_suggestions_differ():
    assert len({suggest_passphrase() for _ in range(50)}) == 50


def test_the_words_are_many_short_and_not_mistaken_for_each_other():
    words = passphrase_words()
    assert len(words) >= 512
    assert all(re.fullmatch("[\u0e01-\u0e4e]{2,9}", word) for word in words)
    assert len({re.sub("[็-์]", "", word) for word in words}) == len(words)
