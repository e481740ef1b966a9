"""The network in numpy: what it computes, and how it is stored."""

from __future__ import annotations

import numpy as np
import pytest

from thresher.errors import SettingsError
from thresher.model import network
from thresher.model.columns import Word, names, rows
from thresher.model.network import SHIPPED, Network
from thresher.model.vocabulary import Vocabulary
from thresher.nouns import Block, BlockKind

TOPICS = ("donation", "sharing")
WIDTH, DIMS = 4, 3
VOCABULARY = Vocabulary(("ferry", "share", "this"), ((2, 3),))


def made(seed=0):
    columns = names(TOPICS)
    draw = np.random.default_rng(seed)

    def some(*shape):
        return draw.normal(size=shape).astype(np.float32) / 2

    arrays = {
        "mean": some(len(columns)),
        "scale": np.abs(some(len(columns))) + 1,
        "table": some(len(VOCABULARY), DIMS),
        "enter.weight": some(len(columns) + DIMS + 1, WIDTH),
        "enter.bias": some(WIDTH),
        "convolution.0.weight": some(3 * WIDTH, WIDTH),
        "convolution.0.bias": some(WIDTH),
        "convolution.1.weight": some(3 * WIDTH, WIDTH),
        "convolution.1.bias": some(WIDTH),
        "page.weight": some(2 * WIDTH, WIDTH),
        "page.bias": some(WIDTH),
        "leave.weight": some(WIDTH, WIDTH),
        "leave.bias": some(WIDTH),
        "judge.weight": some(WIDTH, 1),
        "judge.bias": some(1),
    }
    return Network(columns, TOPICS, VOCABULARY, (1, 2), arrays)


TEXTS = ["Home", "The ferry sails again, after eleven years.", "Share this", "Share this ferry"]
BLOCKS = [Block(BlockKind.PARAGRAPH, text, line=at) for at, text in enumerate(TEXTS)]


def read(blocks=BLOCKS):
    word = Word(TOPICS, ((0, 0),) * len(blocks), (0.0,) * len(blocks))
    return rows(blocks, "", word, TOPICS).numbers, VOCABULARY.find([block.text for block in blocks])


def slowly(net, numbers, found):
    """The same, block by block and sum by sum."""
    a = net.arrays
    hidden = []
    for at, row in enumerate(numbers):
        places = [place for place, owner in zip(found.places, found.owners, strict=True) if owner == at]
        vector = sum((a["table"][place] for place in places), np.zeros(DIMS)) / max(1, len(places)) ** 0.5
        entered = np.concatenate([(row - a["mean"]) / a["scale"], vector, [found.shares[at]]])
        hidden.append(np.maximum(entered @ a["enter.weight"] + a["enter.bias"], 0))
    for number, dilation in enumerate(net.dilations):
        nothing = np.zeros(WIDTH)
        beside = [
            np.concatenate(
                [
                    hidden[at - dilation] if at >= dilation else nothing,
                    hidden[at],
                    hidden[at + dilation] if at + dilation < len(hidden) else nothing,
                ]
            )
            for at in range(len(hidden))
        ]
        weight, bias = a[f"convolution.{number}.weight"], a[f"convolution.{number}.bias"]
        hidden = [one + np.maximum(row @ weight + bias, 0) for one, row in zip(hidden, beside, strict=True)]
    page = np.concatenate([np.mean(hidden, axis=0), np.max(hidden, axis=0)])
    page = np.maximum(page @ a["page.weight"] + a["page.bias"], 0)
    logits = [
        np.maximum(one @ a["leave.weight"] + a["leave.bias"] + page, 0) @ a["judge.weight"] + a["judge.bias"]
        for one in hidden
    ]
    return [1 / (1 + np.exp(-float(logit[0]))) for logit in logits]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_the_network_computes_what_its_definition_says(size):
    net = made()
    numbers, found = read(BLOCKS[:size])
    assert net.chances(numbers, found) == pytest.approx(slowly(net, numbers, found), abs=1e-5)


def test_a_stored_network_judges_as_before(tmp_path):
    net = made()
    (tmp_path / "net.npz").write_bytes(net.saved())
    loaded = network.load(tmp_path / "net.npz")
    assert (loaded.columns, loaded.topics, loaded.vocabulary) == (net.columns, net.topics, net.vocabulary)
    assert loaded.chances(*read()) == pytest.approx(net.chances(*read()), abs=0.02)
    (tmp_path / "again.npz").write_bytes(loaded.saved())
    assert network.load(tmp_path / "again.npz").chances(*read()) == pytest.approx(loaded.chances(*read()), abs=1e-3)


def test_a_network_for_other_columns_is_refused(tmp_path):
    net = made()
    other = Network(net.columns[1:], TOPICS, VOCABULARY, (1, 2), net.arrays)
    (tmp_path / "net.npz").write_bytes(other.saved())
    with pytest.raises(SettingsError, match=r"other columns.*net\.npz"):
        network.load(tmp_path / "net.npz")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"plain"])
def test_a_file_that_holds_no_network_is_named(tmp_path, data):
    (tmp_path / "net.npz").write_bytes(data)
    with pytest.raises(SettingsError, match=r"net\.npz"):
        network.load(tmp_path / "net.npz")


def test_the_shipped_network_is_small_and_hears_only_topics_that_the_shipped_rules_have():
    from thresher.kit import Kit

    assert SHIPPED.stat().st_size < 400_000
    assert set(network.load(SHIPPED).topics) <= set(Kit.load().judge.topics)
