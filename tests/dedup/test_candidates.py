"""Fingerprints, the pairs that they propose, and the measures of a pair."""

from __future__ import annotations

import itertools
import random
from itertools import pairwise

import numpy as np
import pytest

from thresher.dedup import compare
from thresher.dedup.candidates import candidates
from thresher.dedup.compare import MEASURES, Comparer
from thresher.dedup.library import COMMON, Library
from thresher.dedup.passages import is_same_title, mark_host_passages
from thresher.dedup.prints import SHINGLE, WINDOW, winnowed
from thresher.dedup.records import article_sheet

WORDS = [f"word{number}" for number in range(5_000)]


def library(*texts: str, urls: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> Library:
    rows = [
        {
            "url": urls[number] if urls else f"https://site{number}.example/{number}",
            "title": titles[number] if titles else f"headline {number} of many",
            "text": text,
        }
        for number, text in enumerate(texts)
    ]
    return Library.of([article_sheet(row, (0, number), f"test:{number}") for number, row in enumerate(rows)])


def prose(seed: int, words: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def pairs(of: Library, most_tokens: int = 10**6) -> set[tuple[int, int]]:
    pieces = [zip(ones.tolist(), others.tolist(), strict=True) for ones, others in candidates(of, most_tokens)]
    return {pair for piece in pieces for pair in piece}


@pytest.mark.parametrize("seed", range(20))
def test_every_shared_run_of_eight_words_shares_a_fingerprint(seed):
    shared = prose(seed + 100, SHINGLE + WINDOW - 1)
    of = library(f"{prose(seed)} {shared} {prose(seed + 200)}", f"{prose(seed + 300)} {shared} {prose(seed + 400)}")
    prints, places = winnowed(of.hashes, of.bounds)
    first = set(prints[places < of.bounds[1]].tolist())
    assert first & set(prints[places >= of.bounds[1]].tolist())


def test_no_fingerprint_reaches_from_one_text_into_the_next():
    of = library("one two three four", "five six seven eight nine")
    _, places = winnowed(of.hashes, of.bounds)
    assert set(places.tolist()) == {4}


def test_copies_are_candidates_and_strangers_are_not():
    story = prose(1)
    of = library(story, f"An opening line. {story}", prose(2), prose(3))
    assert pairs(of) == {(0, 1)}


def test_a_quotation_alone_makes_a_candidate():
    words = prose(9, 12)
    of = library(f"{prose(1)} {words} {prose(2)}", f"{prose(3)} \u201c{words}\u201d {prose(4)}", f"{prose(5)} {words}")
    assert (0, 1) in pairs(of)
    assert (0, 2) not in pairs(of)


def test_many_copies_stay_linked_without_all_their_pairs():
    story = prose(1)
    of = library(*(f"{prose(seed, 15)} {story}" for seed in range(2, 82)))
    found = pairs(of)
    assert len(found) < 80 * 10
    linked = {0}
    for _ in range(80):
        linked |= {b for a, b in found if a in linked} | {a for a, b in found if b in linked}
    assert len(linked) == 80


def test_the_parts_in_which_fingerprints_are_made_change_nothing():
    story = prose(1)
    of = library(story, f"An opening line. {story}", prose(2), f"{prose(3)} {story[:700]}")
    assert pairs(of) == pairs(of, most_tokens=97)


def test_a_passage_on_differently_titled_pages_of_one_host_is_common():
    notice = prose(50, 40)
    titles = ("ferry strike ends", "council votes on budget", "rain floods valley")
    urls = tuple(f"https://paper.example/{number}" for number in range(3))
    of = library(*(f"{prose(seed)} {notice}" for seed in range(3)), urls=urls, titles=titles)
    mark_host_passages(of, 10**6)
    marked = of.marked(0) & COMMON != 0
    assert not marked[:197].any()
    assert marked[203:-3].all()


def test_versions_of_one_story_on_one_host_make_no_common_passage():
    story = prose(1)
    titles = ("ferry strike ends at last", "ferry strike ends at last today", "the ferry strike ends at last")
    urls = tuple(f"https://paper.example/{number}" for number in range(3))
    of = library(*(f"{story} {prose(seed, 9)}" for seed in range(2, 5)), urls=urls, titles=titles)
    mark_host_passages(of, 10**6)
    assert not (of.marks & COMMON).any()


def test_titles_are_the_same_with_a_word_more_and_not_with_half_of_them():
    title = frozenset({1, 2, 3, 4})
    assert is_same_title(title, title | {5})
    assert not is_same_title(title, frozenset({1, 2, 7, 8}))
    assert not is_same_title(title, frozenset())


def test_measures_of_a_pair_count_what_they_say():
    story, tail, head = prose(1, 50), prose(2, 20), prose(3, 10)
    of = library(f"{story} {tail}", f"{head} {story}")
    found = Comparer(of).all(np.array([0]), np.array([1]))
    assert found.dtype == MEASURES
    one, other = found["one"][0], found["other"][0]
    assert (one["own"], one["shared"], one["head"], one["tail"], one["gap"], one["run"]) == (70, 50, 0, 20, 20, 50)
    assert (other["own"], other["shared"], other["head"], other["tail"], other["gap"]) == (60, 50, 10, 0, 10)


def test_facts_are_counted_from_the_first_shared_word_to_the_last():
    words = prose(1, 40).split()
    first, second = words[:20], words[20:]
    of = library(
        f"on 17 May {' '.join(first)} rose to 40 {' '.join(second)} 99",
        f"{' '.join(first)} rose to 50 {' '.join(second)}",
    )
    one = Comparer(of).all(np.array([0]), np.array([1]))["one"][0]
    numbers = sum(word[-1].isdigit() for word in words)
    assert (one["facts"], one["agreed"]) == (numbers + 1, numbers)


def test_blocks_of_pairs_are_measured_as_single_pairs_are(sheets):
    of = Library.of(sheets)
    ones = np.arange(len(of) - 1)
    comparer = Comparer(of)
    whole = comparer.all(ones, ones + 1)
    single = np.concatenate([comparer.all(np.array([a]), np.array([b])) for a, b in pairwise(range(len(of)))])
    assert (whole == single).all()


@pytest.mark.parametrize("size", [1, 700, 10**6])
def test_the_blocks_in_which_pairs_are_compared_change_no_measure(size, monkeypatch):
    story = prose(1)
    of = library(story, f"An opening line. {story}", "Four words are here", f"{prose(3)} {story[:700]}", prose(4))
    ones, others = (np.array(column) for column in zip(*itertools.combinations(range(5), 2), strict=True))
    whole = Comparer(of).all(ones, others)
    monkeypatch.setattr(compare, "_BLOCK", size)
    monkeypatch.setattr(compare, "_CHUNK", 2 * size)
    comparer = Comparer(of)
    assert (comparer.all(ones, others) == whole).all()
    assert [side.shared.sum() for side, _ in comparer.sides(ones, others)] == whole["one"]["shared"].tolist()
    assert whole["one"]["shared"].max() > 150
