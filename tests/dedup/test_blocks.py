"""Shares of the work on duplicates: put together again they are what is decided about the whole set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from thresher.dedup import blocks
from thresher.dedup.compare import Comparer
from thresher.dedup.decide import _twins, decide
from thresher.dedup.groups import components
from thresher.dedup.library import COMMON, Library
from thresher.dedup.pairs import ComparedPairs, is_promising
from thresher.dedup.settle import decisions
from thresher.dedup.tables import article_row, schemas
from thresher.dedup.verdict import Verdict
from thresher.engine.shelf import encoded
from thresher.settings import Dedup

SETTINGS = Dedup()
APART = 7
"""Between the numbers of two texts: a block has some of many."""
DEALT = 5
"""Blocks."""


WIDE = {field.name for field in schemas()["articles"] if field.type == pa.uint64()}


class Whole:
    """All texts, pairs and articles of a set as tables, as they are dealt out to machines."""

    def __init__(self, sheets) -> None:
        self.twins = _twins(sheets, SETTINGS)
        self.pairs = ComparedPairs(Library.of([group[0] for group in self.twins]), SETTINGS)
        rows = self.pairs.rows
        columns = {
            "one": rows["one"] * APART,
            "other": rows["other"] * APART,
            "verdict": rows["verdict"].astype(np.int32),
            "promising": is_promising(rows),
            "version": (rows["verdict"] == Verdict.NOTHING)
            & (self.pairs.library.addresses[rows["one"]] == self.pairs.library.addresses[rows["other"]]),
            "measures": [one.tobytes() for one in rows["measures"]],
        }
        self.pair_table = pa.table(columns)
        copies = rows["verdict"] == Verdict.COPIES
        self.labels = components(len(self.twins), list(zip(rows["one"][copies], rows["other"][copies], strict=True)))

    def texts(self, some, clusters=None) -> pa.Table:
        """Some texts with all that a block wants to know of them, the last first."""
        library = self.pairs.library
        rows = []
        for number in sorted(some, reverse=True):
            lead = self.twins[number][0]
            common = np.flatnonzero(library.marked(number) & COMMON).tolist()
            row = {"text": number * APART, "tokens": lead.tokens, "marks": lead.marks, "common": common or None}
            row |= as_spark_has_it(lead)
            if clusters is not None:
                row["cluster"] = clusters[number]
            rows.append(row)
        return pa.Table.from_pylist(rows, schema=shape(clusters is not None))

    def articles(self, some, **more) -> pa.Table:
        """The articles of some texts; `more` are columns by the place of an article."""
        rows = []
        for number in some:
            for one in self.twins[number]:
                row = {"shelf": one.place[0], "article": one.place[1], "text": number * APART} | as_spark_has_it(one)
                rows.append(row | {name: values[one.place] for name, values in more.items()})
        return pa.Table.from_pylist(rows)


def as_spark_has_it(sheet) -> dict:
    """An article's row; what is unsigned has the same bits with a sign."""
    row = article_row(sheet)
    return row | {name: row[name] - (row[name] >> 63 << 64) for name in WIDE}


def shape(has_cluster) -> pa.Schema:
    others = [(field.name, pa.int64() if field.name in WIDE else field.type) for field in schemas()["articles"]]
    own = {"text": pa.int64(), "tokens": pa.binary(), "marks": pa.binary(), "common": pa.list_(pa.int32())}
    own |= {"cluster": pa.int64()} if has_cluster else {}
    return pa.schema([*own.items(), *others])


@pytest.fixture(scope="module")
def whole(sheets):
    return Whole(sheets)


def dealt(keys) -> list[list[int]]:
    """Numbers by their keys, in blocks."""
    return [[number for number, key in enumerate(keys) if key % DEALT == one] for one in range(DEALT)]


def of_texts(table, some, *, both):
    ends = [np.isin(table.column(name).to_numpy(), np.array(some) * APART) for name in ("one", "other")]
    return table.filter(pa.array(ends[0] & ends[1] if both else ends[0]))


@pytest.fixture(scope="module")
def placed(whole):
    """The places of all articles, found in blocks of whole components."""
    return pa.concat_tables(
        blocks.placed(whole.texts(some), of_texts(whole.pair_table, some, both=True), whole.articles(some), SETTINGS)
        for some in dealt(whole.labels)
    )


@pytest.fixture(scope="module")
def links(whole, placed):
    """The relations of all texts, found in blocks that have all pairs of a text that holds others."""
    clusters = dict(zip(placed.column("text").to_pylist(), placed.column("cluster").to_pylist(), strict=True))
    table = whole.pair_table
    verdict, one, other = (table.column(name).to_numpy() for name in ("verdict", "one", "other"))
    larger = np.where(verdict == Verdict.ONE_IN_OTHER, other, one) // APART
    wanted = (verdict >= Verdict.ONE_IN_OTHER) | table.column("version").to_numpy()
    found = []
    for block in range(DEALT):
        pairs = table.filter(pa.array(wanted & (larger % DEALT == block)))
        some = np.unique(np.concatenate([pairs.column(name).to_numpy() for name in ("one", "other")])) // APART
        texts = whole.texts(some.tolist(), {number: clusters[number * APART] for number in some.tolist()})
        found.append(blocks.linked(texts, pairs, SETTINGS))
    return pa.concat_tables(found)


def test_pairs_that_are_compared_in_blocks_are_what_they_are_in_the_whole_set(whole):
    for some in dealt(whole.pairs.rows["one"]):
        pairs = whole.pair_table.take(some)
        texts = np.unique(np.concatenate([pairs.column(name).to_numpy() for name in ("one", "other")])) // APART
        found = blocks.compared(whole.texts(texts.tolist()), pairs, SETTINGS, every=True)
        assert found.column("verdict").to_pylist() == pairs.column("verdict").to_pylist()
    assert len(set(whole.pairs.verdicts.tolist())) == 5


def test_decisions_on_clusters_in_blocks_are_those_on_the_whole_set(whole, sheets, placed, links):
    names = ("cluster", "place", "kind", "similarity", "signs")
    where = list(zip(placed.column("shelf").to_pylist(), placed.column("article").to_pylist(), strict=True))
    more = {name: dict(zip(where, placed.column(name).to_pylist(), strict=True)) for name in names}
    every = whole.articles(range(len(whole.twins)), **more)
    kept = every.filter(pa.compute.equal(every.column("place"), 0))
    cluster_of = dict(zip(placed.column("text").to_pylist(), placed.column("cluster").to_pylist(), strict=True))
    of_source = np.array([cluster_of[text] for text in links.column("source").to_pylist()])
    found = {}
    for block in range(DEALT):
        articles = every.filter(pa.array(every.column("cluster").to_numpy() % DEALT == block))
        made = blocks.decided(articles, links.filter(pa.array(of_source % DEALT == block)), kept)
        for row in made.to_pylist():
            found[row["part"], row["row"]] = row["decision"]
    wanted = decisions(decide(sheets, SETTINGS))
    assert found == {place: encoded(one) for place, one in wanted.items()}
    assert {one.kind for one in wanted.values()} == {None, "exact", "reprint", "reformatted", "updated"}
    assert {link.kind for one in wanted.values() for link in one.relations} >= {"excerpt_of", "contains", "quotes"}


def test_five_thousand_exact_copies_are_one_text_that_is_compared_with_nothing(sheets, monkeypatch):
    one = max(sheets, key=lambda sheet: sheet.words)
    copies = [
        replace(one, place=(0, number), id=f"copy-{number:04}", url=f"https://{number}.example/", captured_at=None)
        for number in range(5_000)
    ]
    whole = Whole(copies)
    monkeypatch.setattr(ComparedPairs, "compared", None)
    monkeypatch.setattr(Comparer, "all", None)
    assert len(whole.twins) == 1
    found = blocks.placed(whole.texts([0]), whole.pair_table, whole.articles([0]), SETTINGS)
    assert found.column("place").to_pylist() == list(range(5_000))
    assert found.column("kind").to_pylist() == [None, *["exact"] * 4_999]
