"""The network in numpy: what it computes, and how it is stored."""

from __future__ import annotations

import numpy as np
import pytest

from thresher.errors import SettingsError
from thresher.model import network
from thresher.model.columns import Word, names, rows
from thresher.model.network import PAGE_TYPES, SHIPPED, Network
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


def test_a_network_for_other_columns_than_those_asked_for_is_refused(tmp_path):
    net = wordless()
    (tmp_path / "net.npz").write_bytes(net.saved())
    assert network.load(tmp_path / "net.npz", net.columns).columns == ("place", "words", "linked")
    for columns in (("place", "words"), ("words", "place", "linked")):
        with pytest.raises(SettingsError, match=r"other columns.*net\.npz"):
            network.load(tmp_path / "net.npz", columns)


def wordless(**more):
    """A network of three columns that reads no words, and tells page types."""
    net = made()
    draw = np.random.default_rng(2)
    arrays = {name: array for name, array in net.arrays.items() if name != "table"}
    arrays |= {"mean": net.arrays["mean"][:3], "scale": net.arrays["scale"][:3]}
    arrays["enter.weight"] = arrays["enter.weight"][:3]
    arrays["types.weight"] = draw.normal(size=(WIDTH, len(PAGE_TYPES))).astype(np.float32)
    arrays["types.bias"] = draw.normal(size=len(PAGE_TYPES)).astype(np.float32)
    return Network(("place", "words", "linked"), (), Vocabulary((), ()), (1, 2), arrays | more)


NUMBERS = np.array([[0, 5, 1], [0.5, 40, 0], [1, 3, 0.5]], np.float32)


def test_a_network_without_words_computes_what_one_does_to_which_no_word_is_known():
    net, worded = wordless(), made()
    weight = np.concatenate([net.arrays["enter.weight"], np.zeros((DIMS + 1, WIDTH), np.float32)])
    arrays = {**worded.arrays, "mean": net.arrays["mean"], "scale": net.arrays["scale"], "enter.weight": weight}
    same = Network(net.columns, (), VOCABULARY, (1, 2), arrays)
    found = VOCABULARY.find(["", "", ""])
    assert net.chances(NUMBERS) == pytest.approx(same.chances(NUMBERS, found), abs=1e-6)


def test_page_types_have_chances_that_sum_up_to_one_and_follow_their_bias():
    _, types = wordless().judged(NUMBERS)
    assert types.shape == (len(PAGE_TYPES),)
    assert types.sum() == pytest.approx(1)
    bias = np.zeros(len(PAGE_TYPES), np.float32)
    bias[2] = 300
    _, biased = wordless(**{"types.bias": bias}).judged(NUMBERS)
    assert biased.argmax() == 2
    assert biased[2] > types[2]


def test_a_network_that_learnt_no_page_types_tells_none():
    assert made().judged(*read())[1] is None


def test_a_stored_network_tells_page_types_and_keeps_what_was_weighed_beside_it(tmp_path):
    net = wordless(opinion=np.array([0.5, 1, -2], np.float32))
    (tmp_path / "net.npz").write_bytes(net.saved())
    loaded = network.load(tmp_path / "net.npz", net.columns)
    assert "table" not in loaded.arrays
    assert loaded.arrays["opinion"].tolist() == [0.5, 1, -2]
    for ours, theirs in zip(loaded.judged(NUMBERS), net.judged(NUMBERS), strict=True):
        assert ours == pytest.approx(theirs, abs=0.02)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"plain"])
def test_a_file_that_holds_no_network_is_named(tmp_path, data):
    (tmp_path / "net.npz").write_bytes(data)
    with pytest.raises(SettingsError, match=r"net\.npz"):
        network.load(tmp_path / "net.npz")


def test_the_shipped_network_is_small_and_hears_only_topics_that_the_shipped_rules_have():
    from thresher.kit import Kit

    assert SHIPPED.stat().st_size < 400_000
    assert set(network.load(SHIPPED).topics) <= set(Kit.load().judge.topics)
