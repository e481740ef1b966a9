from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.lab import measures

texts = st.text(alphabet="ab A東ไ.,-\n_9é", max_size=60)


def test_words_are_lower_cased_runs_of_letters_digits_and_underscores():
    assert measures.words("The cat_2 isn't ÉTÉ.") == ["the", "cat_2", "isn", "t", "été"]


def test_letters_of_scripts_without_spaces_are_words_of_their_own():
    assert measures.words("東京2026 ไทย iPhone を") == ["東", "京", "2026", "ไ", "ท", "ย", "iphone", "を"]


def test_korean_and_cyrillic_words_stay_whole():
    assert measures.words("서울 시청 Москва") == ["서울", "시청", "москва"]


def test_word_overlap_counts_repeated_words_as_often_as_both_have_them():
    found = measures.word_overlap("a a a b", "a a c")  # common: a a
    assert (found.precision, found.recall) == (2 / 4, 2 / 3)
    assert found.f1 == pytest.approx(2 * 2 / 7)


@pytest.mark.parametrize(("text", "gold", "f1"), [("", "", 1.0), ("", "word", 0.0), ("word", "", 0.0), ("a", "b", 0.0)])
def test_overlap_of_empty_or_foreign_texts(text, gold, f1):
    assert measures.word_overlap(text, gold).f1 == f1


@given(texts)
def test_a_text_overlaps_itself_wholly(text):
    assert measures.word_overlap(text, text).f1 == 1


@given(texts, texts)
def test_precision_of_one_text_is_recall_of_the_other(one, other):
    assert measures.word_overlap(one, other).precision == measures.word_overlap(other, one).recall


def test_shingles_are_runs_of_four_words_with_their_case():
    assert measures.shingles("The cat sat on it") == {("The", "cat", "sat", "on"): 1, ("cat", "sat", "on", "it"): 1}


def test_a_short_text_is_one_shingle_and_an_empty_one_has_none():
    assert measures.shingles("only two") == {("only", "two"): 1}
    assert measures.shingles(" ... ") == {}


def test_shingle_shares_are_scaled_to_sum_to_one():
    # found: abcd bcde; gold: bcde cdef defg: 1 common, 1 false, 2 lost
    assert measures.shingle_shares("a b c d e", "b c d e f g") == (1 / 4, 1 / 4, 2 / 4)
    assert measures.shingle_shares("", "") == (0, 0, 0)


def test_snippets_are_found_whatever_their_case_and_white_space():
    text = measures.squeezed("Die  STRASSE ist\n\nlang.")
    assert measures.snippets_found(["die straße", "ist lang.", "kurz", " "], text) == (2, 3)
    assert measures.snippets_found(None, text) == (0, 0)


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("Über uns!", "über   UNS"),
        ("Cafe\u0301 \u2013 “news”", "café news"),
        ("snake_case", "Snake case"),
        ("ﬁve", "FIVE"),
    ],
)
def test_titles_are_compared_without_case_punctuation_and_encoding(title, same):
    assert measures.normalised(title) == measures.normalised(same)


def test_accents_make_different_titles():
    assert measures.normalised("resume") != measures.normalised("résumé")


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["Ann Smith", "Bo Li"], {"ann smith", "bo li"}),
        ("By Ann Smith and Bo Li", {"ann smith", "bo li"}),
        ("Von: Jürgen Groß; Eva Kern", {"jürgen gross", "eva kern"}),
        ("Ann Smith, MD, Ph.D.", {"ann smith"}),
        ("Reuters", {"reuters"}),
        (["AFP", "Ann Smith"], {"ann smith"}),  # beside a full name a short word is taken for a credential
        (["", None], set()),
        (None, set()),
        ("Byron Bay", {"byron bay"}),
    ],
)
def test_author_names(authors, names):
    assert measures.author_names(authors) == names


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2025-11-10", {date(2025, 11, 10)}),
        ("2025-11-10T23:30:00-05:00", {date(2025, 11, 10), date(2025, 11, 11)}),
        ("2025-11-10 16:21:53+00:00", {date(2025, 11, 10)}),
        ("Mon, 10 Nov 2025 01:00:00 +0200", {date(2025, 11, 10), date(2025, 11, 9)}),
        ("2025年 11月 10日", {date(2025, 11, 10)}),
        ("posted 2025/1/3, noon", {date(2025, 1, 3)}),
        ("2025-13-40", set()),
        ("2025-11", set()),
        ("0001-01-01T00:00:00+05:00", {date(1, 1, 1)}),
        ("", set()),
        (None, set()),
    ],
)
def test_calendar_days(value, days):
    assert measures.calendar_days(value) == days


@pytest.mark.parametrize(("language", "subtag"), [("de-AT", "de"), ("PT_br", "pt"), ("zh", "zh"), (None, "")])
def test_primary_subtag(language, subtag):
    assert measures.primary_subtag(language) == subtag


def test_f1_of_counts():
    assert measures.f1_of_counts(3, 1, 2) == 6 / 9
    assert measures.f1_of_counts(0, 0, 0) == 0
