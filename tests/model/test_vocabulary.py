"""Known words and pairs of words in blocks."""

from __future__ import annotations

import re

import pytest

from thresher.model.vocabulary import Vocabulary, tokens

KNOWN = Vocabulary(("000", "ferry", "share", "this", "鹅"), ((3, 4),))


def test_words_are_found_in_lower_case_with_the_block_that_they_stand_in():
    found = KNOWN.find(["The Ferry sails", "nothing", "SHARE it, ferry"])
    assert found.places.tolist() == [2, 3, 2]
    assert found.owners.tolist() == [0, 2, 2]


def test_a_pair_counts_only_where_one_word_follows_the_other_in_one_block():
    assert KNOWN.find(["share this"]).places.tolist() == [3, 4, 6]
    assert KNOWN.find(["share", "this"]).places.tolist() == [3, 4]
    assert KNOWN.find(["share of this"]).places.tolist() == [3, 4]


def test_numbers_of_as_many_digits_are_one_word():
    assert KNOWN.find(["in 127 days", "in 999 days"]).places.tolist() == [1, 1]


def test_letters_of_scripts_without_spaces_are_words():
    assert KNOWN.find(["大鹅来了"]).places.tolist() == [5]


def test_the_share_of_known_words_is_told_for_each_block():
    assert KNOWN.find(["the ferry", "", "share this"]).shares.tolist() == [0.5, 0.0, 1.0]


def test_line_breaks_inside_a_block_do_not_begin_a_new_one():
    assert tokens(["a b\nc", "d"]) == ["a", "b", "c", "\n", "d"]
    assert KNOWN.find(["x\ny", "ferry"]).owners.tolist() == [1]


@pytest.mark.parametrize(
    "text",
    [
        "\u201cWell\u2014no,\u201d she said;  it's 4.50\u20ac (or 5)!",
        "na\u00efve caf\u00e9\u00a0au lait\u2009\u00b2 x_y\t\x0c\x1f",
        "\u0130stanbul \ud800 half",
        "\u6771\u4eac\u3068 Tokyo, \u0e01\u0e32 1",
        "".join(map(chr, range(0x20, 0x500))),
        "".join(map(chr, range(0x4E00, 0x4F00))) + " han.",
        "",
    ],
)
def test_tokens_are_what_a_pattern_finds_however_they_are_parted(text):
    unspaced = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    lower = re.sub("[1-9]", "0", text.lower().replace("\ud800", "?"))
    assert tokens([text, "ferry"]) == [*re.findall(rf"[{unspaced}]|[^\W{unspaced}]+|[^\w ]", lower), "\n", "ferry"]
