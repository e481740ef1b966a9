"""Fitting a small network on invented pages; runs where PyTorch is."""

from __future__ import annotations

import numpy as np
import pytest

from thresher.lab.text.examples import Example
from thresher.model import network
from thresher.model.columns import Word, names, rows
from thresher.model.vocabulary import Vocabulary, tokens
from thresher.nouns import Block, BlockKind

pytest.importorskip("torch", reason="the extra `train` is not installed")

from thresher.lab.text.training import Recipe, chances, fit, frozen

TOPICS = ("sharing",)
RECIPE = Recipe(
    epochs=30,
    batch=4,
    rate=0.01,
    width=16,
    dims=4,
    dilations=(1, 2),
    blocks=40,
    dropout=0.0,
    word_dropout=0.0,
    wordless=0.0,
    domains=2,
    words=50,
    pairs=10,
)


def example(number):
    story = [f"On day {number} the ferry sailed with {n} people, and all of them came back." for n in range(4)]
    texts = ["Home", "Share this", "Sport", *story, "Share this", "Follow us"]
    blocks = [Block(BlockKind.PARAGRAPH, text, line=at) for at, text in enumerate(texts)]
    read = rows(blocks, "", Word(TOPICS, ((0, 0),) * len(texts), (0.0,) * len(texts)), TOPICS)
    labels = np.array([0, 0, 0, 1, 1, 1, 1, 0, 0], np.float32)
    url = f"https://site{number}.example/"
    return Example(
        "own",
        url,
        f"site{number}.example",
        "article",
        "whole",
        read.numbers.astype(np.float16),
        read.words,
        labels,
        tuple(tokens(texts)),
        (),
    )


@pytest.fixture(scope="module")
def examples():
    return [example(number) for number in range(12)]


@pytest.fixture(scope="module")
def fitted(examples):
    return fit(examples, RECIPE, lambda _: None)


def test_the_network_learns_to_tell_the_article_from_what_is_round_it(examples, fitted):
    guessed = chances(fitted, examples[:1])[0] > 0.5
    assert guessed.tolist() == (examples[0].labels > 0.5).tolist()


def test_the_same_examples_and_seed_make_the_same_weights(examples, fitted):
    again = fit(examples, RECIPE, lambda _: None)
    one, two = (frozen(each, names(TOPICS), TOPICS).saved() for each in (fitted, again))
    assert one == two


def test_the_runtime_computes_what_was_fitted(examples, fitted, tmp_path):
    (tmp_path / "net.npz").write_bytes(frozen(fitted, names(TOPICS), TOPICS).saved())
    runtime = network.load(tmp_path / "net.npz")
    found = runtime.vocabulary.find_tokens(examples[0].tokens, len(examples[0].words))
    ours = runtime.chances(examples[0].numbers.astype(np.float32), found)
    assert ours == pytest.approx(chances(fitted, examples[:1])[0], abs=0.03)


def test_a_word_of_one_site_is_not_learnt(fitted):
    assert "share" in fitted.words
    assert Vocabulary(fitted.words).find(["xylophone"]).places.tolist() == []
