"""What earlier batches decided on their articles, and which of these decisions a new batch has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from thresher.state.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from thresher.dedup.stored import StoredTexts

    Numbers = NDArray[np.int64]

COPIES = "article-copies"


class Row(NamedTuple):
    """Article number `article` of a batch (None: the one that says so) is a copy of another, or none any more."""

    batch: str | None
    article: int
    kept_batch: str | None
    kept_article: int
    kind: str | None


def schema() -> Any:
    """The columns of the table: of each copy in the batch, and of each earlier article whose standing it changed."""
    import pyarrow as pa

    one = [("batch", pa.string()), ("article", pa.uint32())]
    other = [("kept_batch", pa.string()), ("kept_article", pa.uint32())]
    return pa.schema([*one, *other, ("kind", pa.string())])


def write_copies(path: Path, rows: Iterable[Row]) -> None:
    """Write the table, sorted."""
    import pyarrow as pa

    shape = schema()
    ordered = sorted(rows, key=lambda row: (row.batch or "", row.article))
    columns = list(zip(*ordered, strict=True)) or [()] * len(shape)
    batch = pa.record_batch([pa.array(values, field.type) for values, field in zip(columns, shape, strict=True)], shape)
    write_table(path, shape, [batch])


def kept_before(texts: StoredTexts, tables: Sequence[tuple[str, Path]]) -> Numbers:
    """The article that stood for each article before this batch, by index: itself, unless an earlier batch said so.

    Where that article is not there any more, its batch having been dropped, a number below 0 stands for it.
    """
    import pyarrow.parquet as pq

    shelf_of = {shelf.batch: number for number, shelf in enumerate(texts.shelves) if shelf.batch is not None}
    kept = np.arange(len(texts.text_of))
    lost: dict[tuple[str, int], int] = {}
    for batch, path in tables:
        for row in map(Row._make, zip(*pq.read_table(path).to_pydict().values(), strict=True)):
            at = _index(texts, shelf_of, row.batch or batch, row.article)
            name = row.kept_batch or batch
            best = _index(texts, shelf_of, name, row.kept_article)
            if at is not None:
                kept[at] = lost.setdefault((name, row.kept_article), -1 - len(lost)) if best is None else best
    return kept


def _index(texts: StoredTexts, shelf_of: Mapping[str, int], batch: str, article: int) -> int | None:
    number = shelf_of.get(batch)
    return None if number is None else int(texts.base[number]) + article


def touched(texts: StoredTexts, cluster_of: Numbers, kept: Numbers) -> NDArray[np.bool_]:
    """Which clusters, by the number of a text, hold other articles than before."""
    size = len(texts)
    cluster = cluster_of[texts.text_of]
    changed = np.bincount(cluster[texts.own], minlength=size) > 0
    earlier = np.flatnonzero(~texts.own)
    if not len(earlier):
        return changed
    _, before = np.unique(kept[earlier], return_inverse=True)
    now = cluster[earlier]
    lowest, highest = np.full(size, len(earlier)), np.full(size, -1)
    np.minimum.at(lowest, now, before)
    np.maximum.at(highest, now, before)
    some = np.flatnonzero(highest >= 0)
    whole = np.bincount(before)[highest[some]] == np.bincount(now, minlength=size)[some]
    changed[some[(lowest[some] != highest[some]) | ~whole]] = True
    # A cluster whose kept article went with its batch has another one now.
    changed[now[kept[earlier] < 0]] = True
    return changed
