"""Labels of blocks from the gold text."""

from __future__ import annotations

import pytest

from thresher.lab.text.alignment import kept, shares

pytest.importorskip("rapidfuzz", reason="the extra `train` is not installed")

GOLD = "The ferry sails again. It had been laid up at the old wharf for eleven years. Nobody knew why."


def test_blocks_of_the_gold_are_whole_and_others_are_not():
    texts = [
        "Home",
        "The ferry sails again.",
        "Share this",
        "It had been laid up at the old wharf for eleven years.",
        "Nobody knew why.",
    ]
    assert shares(texts, GOLD) == [0, 1, 0, 1, 1]


def test_a_block_that_holds_more_than_the_gold_has_a_share():
    label = shares(["By Jane Roe and others too: It had been laid up at the old wharf for eleven years."], GOLD)[0]
    assert 0.5 < label < 0.8


def test_chance_words_of_menus_are_no_gold():
    assert shares(["Why the news again", "The ferry sails again."], GOLD) == [0, 1]


def test_a_paragraph_that_the_gold_has_elsewhere_is_found():
    first = "The ferry sails again with a goat and a band."
    second = "It had been laid up at the old wharf for eleven years."
    assert shares([second, "Share this", first], f"{first} {second}") == [1, 0, 1]


def test_what_is_kept_are_the_blocks_of_which_gold_has_more_than_half():
    assert list(kept(["a", "b"], [0.4, 0.6])) == ["b"]
