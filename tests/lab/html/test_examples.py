"""Annotated pages as rows of numbers with labels, as they are and made harder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("rapidfuzz", reason="the extra `train` is not installed")

from thresher.extract.tree import walk
from thresher.extract.tree.columns import names
from thresher.lab.html import examples
from thresher.lab.html.weather import Chaff
from thresher.lab.text.examples import Source

PARAGRAPHS = [
    f"On day {number} the ferry between the two harbours sailed with {number + 3} people, and all of them came back."
    for number in range(12)
]
RELATED = "".join(
    f"<li><a href=/{number}>Another headline of day {number} from the island</a></li>" for number in range(6)
)
MARKUP = f"""<html><head><title>Ferry days | Bay Courier</title></head><body>
<nav class=top><a href=/>Home</a></nav><article class=story><h1>Ferry days</h1>
{"".join(f"<p>{one}</p>" for one in PARAGRAPHS)}</article>
<aside class=related><h3>Read also on these pages</h3><ul>{RELATED}</ul></aside><footer><p>Bay Courier</p></footer>"""
SOURCE = Source("bay", "https://bay.example/2019/ferry", MARKUP, "\n".join(["Ferry days", *PARAGRAPHS]), "article")
LENT = tuple(
    Chaff(f"d{n}.example", f"<div><h3>Lent {n}</h3><p>Buy boats of maker {n} here</p></div>", is_thread=False)
    for n in range(4)
)


@pytest.fixture(scope="module")
def plain():
    return examples.plain(SOURCE)


@pytest.fixture(scope="module")
def harder():
    return {one.form: one for one in examples.harder((SOURCE, LENT))}


def test_a_page_as_it_is_has_a_row_a_count_and_a_label_for_each_block(plain):
    example, _ = plain
    blocks = len(example.texts)
    assert example.numbers.shape == (blocks, len(names()))
    assert np.isfinite(example.numbers).all()
    assert len(example.words) == len(example.labels) == blocks
    assert (example.form, example.domain, example.page_type) == ("plain", "bay.example", "article")


def test_the_gold_is_labelled_and_nothing_else(plain):
    example, _ = plain
    gold = [text for text, label in zip(example.texts, example.labels, strict=True) if label > 0.5]
    assert gold == ["Ferry days", *PARAGRAPHS]


def test_a_page_lends_what_is_no_article(plain):
    _, pieces = plain
    assert [walk.read(one.html).texts[0] for one in pieces] == ["Read also on these pages"]
    assert {one.domain for one in pieces} == {"bay.example"}


def test_a_page_is_made_harder_in_all_forms(harder):
    assert set(harder) == {"bare", "mixed", "short"} == set(examples.FORMS) - {"plain"}
    assert all(np.isfinite(one.numbers).all() for one in harder.values())


def test_a_bare_page_has_no_names_and_the_same_blocks(plain, harder):
    example, bare = plain[0], harder["bare"]
    related = names().index("related around")
    assert example.numbers[:, related].any()
    assert bare.numbers[:, related].sum() < example.numbers[:, related].sum()
    assert bare.labels.tolist() == example.labels.tolist()


def test_a_mixed_page_has_the_lent_blocks_and_they_are_no_gold(plain, harder):
    example, mixed = plain[0], harder["mixed"]
    assert len(mixed.labels) > len(example.labels)
    assert (mixed.labels > 0.5).sum() == (example.labels > 0.5).sum()


def test_of_a_short_page_little_of_the_article_is_left(plain, harder):
    gold = (harder["short"].labels > 0.5).sum()
    assert 2 <= gold < (plain[0].labels > 0.5).sum()


def test_the_same_page_is_made_harder_in_the_same_way(harder):
    again = {one.form: one for one in examples.harder((SOURCE, LENT))}
    for form, one in harder.items():
        assert np.array_equal(one.numbers, again[form].numbers)


def test_a_page_is_made_harder_even_when_nothing_is_lent():
    assert {one.form for one in examples.harder((SOURCE, ()))} == {"bare", "mixed", "short"}


def test_a_page_too_short_to_shorten_has_no_short_form():
    short = replace(SOURCE, gold="\n".join(["Ferry days", PARAGRAPHS[0]]))
    assert "short" not in {one.form for one in examples.harder((short, LENT))}


@pytest.mark.parametrize(
    ("html", "gold"), [(MARKUP, "Something else entirely was said on other pages."), ("", "Ferry")]
)
def test_a_page_without_its_gold_or_without_blocks_is_no_example(html, gold):
    source = replace(SOURCE, html=html, gold=gold)
    assert examples.plain(source) == (None, ())
    assert examples.harder((source, LENT)) == []


def test_names_make_seeds():
    assert examples.seed("a", "b").random() == examples.seed("a", "b").random()
    assert examples.seed("a", "b").random() != examples.seed("ab").random()
