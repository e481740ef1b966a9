"""Words are counted alike, however the text is written."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from thresher.words import _SIGNS, _WORD, normalised, word_count, words


@given(st.text(st.characters(max_codepoint=127)))
def test_a_text_of_ascii_has_the_words_that_it_has_among_others(text):
    assert words(text) == words(f"{text} \u00e9")[:-1]
    assert normalised(text) == normalised(f"{text} \u00e9").rpartition(" ")[0]


@given(st.text(st.sampled_from("ab\u00e9\u0e01 .'" + _SIGNS)))
def test_signs_part_words_as_spaces_do(text):
    assert words(text) == _WORD.findall(text)
    assert word_count(text) == len(_WORD.findall(text))


@given(st.text())
def test_normalised_text_is_its_words_whatever_its_length(text):
    wanted = words(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())
    assert normalised(text).split() == wanted
    assert normalised(f"{text} " * 300).split() == wanted * 300
    assert word_count(text) == len(words(text))
