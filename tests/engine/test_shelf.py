"""Records between the stages come back as they went in."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thresher.engine.shelf import ROW_GROUP, read_item, read_items, shelved, write_items
from thresher.nouns import (
    Article,
    Block,
    BlockKind,
    Capture,
    CaptureKind,
    Duplicate,
    Evidence,
    Link,
    Origin,
    Page,
    Passage,
    Reason,
    Rejection,
    Relation,
    Removal,
    Revisit,
    Stage,
    Vote,
)

words = st.text(st.characters(codec="utf-8"), max_size=20)
maybe = st.none() | words
moments = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
origins = st.builds(Origin, words, st.integers(0, 2**62), maybe, maybe)
captures = st.builds(
    Capture,
    origins,
    words,
    moments,
    st.sampled_from(CaptureKind),
    st.just(b""),
    words,
    maybe,
    st.none() | st.integers(100, 599),
)
links = st.lists(st.builds(Link, st.integers(0, 9), st.integers(0, 9), words), max_size=2).map(tuple)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(BlockKind),
        words,
        st.integers(0, 9),
        number=st.integers(0, 9),
        language=words,
        links=links,
        uncut=st.lists(links, max_size=2).map(tuple),
    ),
    max_size=4,
).map(tuple)
votes = st.lists(st.builds(Vote, words, words, words, st.floats(0, 1)), max_size=3).map(tuple)
shares = st.none() | st.floats(0, 1)
pages = st.builds(Page, captures, blocks, votes, words, maybe, shares, st.booleans(), maybe, comments=blocks)
rejections = st.builds(
    Rejection, origins, st.sampled_from(Reason), st.sampled_from(Stage), maybe, moments, words, maybe
)
revisits = st.builds(Revisit, origins, words, moments, maybe, maybe, moments)
removals = st.lists(
    st.builds(Removal, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), words, words, st.floats(0, 1), words),
    max_size=2,
).map(tuple)
evidence = st.dictionaries(
    words, st.builds(Evidence, words | st.lists(words, max_size=2), words, st.floats(0, 1)), max_size=2
)
duplicates = st.lists(
    st.builds(Duplicate, words, words, st.integers(0, 9), maybe, moments, words, st.floats(0, 1)), max_size=2
)
passages = st.builds(Passage, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
relations = st.lists(
    st.builds(Relation, words, words, words, words, st.floats(0, 1), st.lists(passages, max_size=2).map(tuple)),
    max_size=2,
)
articles = st.builds(
    Article,
    words,
    words,
    words,
    words,
    captures,
    markdown=maybe,
    html=maybe,
    comments=st.lists(words, max_size=2).map(tuple),
    evidence=evidence,
    removals=removals,
    duplicates=duplicates.map(tuple),
    relations=relations.map(tuple),
)


@given(items=st.lists(pages | rejections | revisits | articles, max_size=6))
def test_records_come_back_as_they_went_in(tmp_path_factory, items):
    path = tmp_path_factory.mktemp("shelf") / "items.parquet"
    write_items(path, map(shelved, items))
    assert [item for _, item in read_items(path)] == items
    assert [read_item(path, row) for row in range(len(items))] == items


@given(page=pages)
def test_where_a_page_comes_from_is_known_without_reading_the_rest(page):
    known = shelved(page).capture()
    assert (known.origin, known.url, known.captured_at) == (
        page.capture.origin,
        page.capture.url,
        page.capture.captured_at,
    )


def test_rows_are_found_over_many_groups_and_by_kind(tmp_path):
    origin = Origin("a.warc")
    items = [
        Rejection(origin, Reason.EMPTY, Stage.READ, str(n)) if n % 2 else Revisit(origin, str(n), None)
        for n in range(ROW_GROUP * 2 + 5)
    ]
    path = tmp_path / "items.parquet"
    write_items(path, map(shelved, items))
    assert read_item(path, ROW_GROUP + 3) == items[ROW_GROUP + 3]
    assert [row for row, _ in read_items(path, frozenset({"revisit"}))] == list(range(0, len(items), 2))
    with pytest.raises(IndexError, match="items"):
        read_item(path, len(items))


def test_of_a_row_group_without_a_sought_kind_no_record_is_read(tmp_path, monkeypatch):
    origin = Origin("a.warc")
    others = [Rejection(origin, Reason.EMPTY, Stage.READ, str(n)) for n in range(ROW_GROUP)]
    path = tmp_path / "items.parquet"
    write_items(path, map(shelved, [*others, Revisit(origin, "the one", None)]))
    read, groups = pq.ParquetFile.read_row_group, []

    def counted(file, group, columns):
        groups.extend([group] if "item" in columns else [])
        return read(file, group, columns=columns)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    assert [row for row, _ in read_items(path, frozenset({"revisit"}))] == [ROW_GROUP]
    assert groups == [1]
