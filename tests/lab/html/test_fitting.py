"""Fitting networks of blocks on invented pages; runs where PyTorch is."""

from __future__ import annotations

import numpy as np
import pytest

from thresher.extract.tree.columns import names
from thresher.lab.html import examples
from thresher.lab.text.corpus import FOLDS, fold
from thresher.lab.text.examples import Source
from thresher.lab.text.validation import fold_file
from thresher.model import network

pytest.importorskip("torch", reason="the extra `train` is not installed")

from thresher.lab.html.fitting import plan
from thresher.lab.text.fitting import fit_all
from thresher.lab.text.training import chances, fit, frozen


def page(number):
    story = [f"On day {number} the ferry sailed with {n} people, and all of them came back by night." for n in range(4)]
    body = "".join(f"<p>{one}</p>" for one in story)
    chaff = "<li><a href=/>Home</a></li><li><a href=/x>Sport</a></li>"
    markup = f"<nav><ul>{chaff}</ul></nav><article><h1>Ferry</h1>{body}</article><footer><p>Follow us</p></footer>"
    source = Source("bay", f"https://site{number}.example/", markup, "\n".join(["Ferry", *story]), "article")
    return examples.plain(source)[0]


@pytest.fixture(scope="module")
def pages():
    return [page(number) for number in range(10)]


def test_groups_of_columns_that_pages_go_without_are_columns_and_none_is_all_of_them():
    for chance, places in plan().recipe.forgets:
        assert 0 < chance < 1
        assert len(set(places)) == len(places)
        assert 0 <= min(places) <= max(places) < len(names())
        assert len(places) < len(names()) / 2


def test_each_group_that_the_recipe_means_is_there():
    assert len(plan().recipe.forgets) == 8


def test_a_network_of_blocks_reads_no_words_and_tells_page_types(pages, tmp_path):
    fitted = fit(pages, plan().recipe, lambda _: None)
    (tmp_path / "net.npz").write_bytes(frozen(fitted, names()).saved())
    runtime = network.load(tmp_path / "net.npz", names())
    assert "table" not in runtime.arrays
    found, types = runtime.judged(pages[0].numbers.astype(np.float32))
    assert found == pytest.approx(chances(fitted, pages[:1])[0], abs=0.03)
    assert types.shape == (len(network.PAGE_TYPES),)


def test_there_is_a_network_of_all_pages_and_for_each_fold_one_of_all_others(pages, tmp_path):
    said = []
    fit_all(pages, plan(), tmp_path / "html.npz", tmp_path / "folds", said.append, workers=1)
    files = [tmp_path / "html.npz", *(fold_file(tmp_path / "folds", number) for number in range(FOLDS))]
    for file in files:
        assert network.load(file, names()).columns == names()
    inside = [sum(fold(one.domain) == number for one in pages) for number in range(FOLDS)]
    counts = [len(pages), *(len(pages) - count for count in inside)]
    assert [line.split(": ")[1].split(" examples")[0] for line in said] == list(map(str, counts))
