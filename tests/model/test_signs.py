"""What the characters of blocks are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.model.signs import CLASSES, Signs


def test_every_character_of_a_text_is_counted_in_its_class():
    signs = Signs(["Hello World. Yes!", "© 2024 X"])
    assert signs.of("upper").tolist() == [3, 1]
    assert signs.of("lower").tolist() == [10, 0]
    assert signs.of("stop").tolist() == [2, 0]
    assert signs.of("digit").tolist() == [0, 4]
    assert signs.of("mark").tolist() == [0, 1]


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("The ferry sails. It is late.", 6, 2),
        ("Version 2.4 of the map", 6, 0),
        ("渡船又开航了。人们很高兴。", 6, 2),
        ("Паром отходит!", 2, 1),
        ("", 0, 0),
    ],
)
def test_words_and_sentences_are_counted_in_any_script(text, words, sentences):
    signs = Signs([text])
    assert signs.words.tolist() == [words]
    assert signs.sentences.tolist() == [sentences]


def test_the_first_and_the_last_character_are_those_of_each_text():
    signs = Signs(["“Yes”", "a1", ""])
    assert [CLASSES[place] for place in signs.first] == ["quote", "lower", "space"]
    assert [CLASSES[place] for place in signs.last] == ["quote", "digit", "space"]


def test_capitalised_words_are_those_that_begin_with_a_capital():
    assert Signs(["Old Mill lane, McKay"]).capitalised.tolist() == [3]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_the_counts_of_a_text_do_not_depend_on_the_texts_around_it(texts):
    together = Signs(texts)
    for at, text in enumerate(texts):
        alone = Signs([text])
        assert together.counts[at].tolist() == alone.counts[0].tolist()
        assert together.words[at] == alone.words[0]
        assert together.sentences[at] == alone.sentences[0]
        assert (together.first[at], together.last[at]) == (alone.first[0], alone.last[0])
        assert together.counts[at].sum() == len(text)
