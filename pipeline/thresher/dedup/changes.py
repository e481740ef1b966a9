"""What a batch made of the articles of earlier ones, for those who have these in a corpus already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresher.dedup.standing import COPIES, Row
from thresher.dedup.tables import ARTICLES
from thresher.errors import SettingsError
from thresher.state.store import BATCHES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thresher.state.store import Store

Named = tuple[str, int]


def changes(store: Store, batch: str) -> Iterator[dict[str, Any]]:
    """The articles of earlier batches whose standing a batch changed, in the order of their batches.

    Each has `url`, `id` and `batch`, what it is now (`kept`, or a kind of copy) and, where it is a copy, `of` which
    article. What lies in a batch that was dropped has no URL any more. Raises SettingsError for a batch that is none.
    """
    import pyarrow.parquet as pq

    if batch not in {one.name for one, _ in store.batches()}:
        raise SettingsError(f"the state has no such batch ({store.folder}: {batch})")
    path = store.folder / BATCHES / batch / f"{COPIES}.parquet"
    if not path.exists():
        return
    rows = [Row._make(one.values()) for one in pq.read_table(path).to_pylist() if one["batch"] is not None]
    found = [((row.batch or batch, row.article), (row.kept_batch or batch, row.kept_article), row.kind) for row in rows]
    names = _names(store.folder, {place for *both, _ in found for place in both})
    for one, other, kind in found:
        told = {**names[one], "now": kind or "kept"}
        yield told if kind is None else {**told, "of": names[other]}


def _names(folder: Path, places: set[Named]) -> dict[Named, dict[str, Any]]:
    """URL, id and batch of articles."""
    import pyarrow.parquet as pq

    found: dict[Named, dict[str, Any]] = {}
    for batch in sorted({batch for batch, _ in places}):
        at = sorted(article for name, article in places if name == batch)
        path = folder / BATCHES / batch / f"{ARTICLES}.parquet"
        rows = pq.read_table(path, columns=["url", "id"]).take(at).to_pylist() if path.exists() else [{}] * len(at)
        for article, row in zip(at, rows, strict=True):
            found[batch, article] = {"url": row.get("url"), "id": row.get("id"), "batch": batch}
    return found
