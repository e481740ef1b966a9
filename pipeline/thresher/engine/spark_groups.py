"""What hangs together, over all machines: each text gets the smallest number of its component."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.dedup.groups import components

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from thresher.engine.spark_tables import Bench

OF_ONE = 1 << 20
"""Pairs that one machine joins by itself."""

_BOTH_WAYS = "SELECT one AS text, other AS near FROM {pairs} UNION SELECT other, one FROM {pairs}"
_FIRST = "SELECT text, least(text, min(near)) AS label FROM {edges} GROUP BY text"
_NEAR = """
    SELECT own.text, own.label AS before, least(own.label, min(other.label)) AS label
    FROM {edges} e JOIN {labels} own ON own.text = e.text JOIN {labels} other ON other.text = e.near
    GROUP BY own.text, own.label"""
# What a text learns of its neighbours it tells to the one whose number was its label; then each takes the label of its
# label. So whole groups take a smaller label at once, and a chain of n texts is done in about log n rounds.
_TOLD = """
    SELECT text, min(label) AS label FROM (SELECT text, label FROM {near} UNION ALL SELECT before, label FROM {near})
    GROUP BY text"""
_NEXT = """
    SELECT n.text, least(own.label, further.label) AS label, n.before > least(own.label, further.label) AS fell
    FROM {near} n JOIN {told} own ON own.text = n.text JOIN {told} further ON further.text = own.label"""
_OF_STARS = "SELECT other AS text, one AS label FROM {stars} UNION SELECT one, one FROM {stars}"


def labelled(bench: Bench, name: str, pairs: Any, most: int = OF_ONE) -> Any:
    """The components that pairs of `one` and `other` make.

    Each machine joins its own pairs first. If no more than `most` are left one machine joins these, else all do, by the
    smallest label of any neighbour until none falls any more.
    """
    shape = "one BIGINT, other BIGINT"
    stars = bench.kept(f"{name}-stars", pairs.mapInArrow(_stars, shape))
    if bench.rows(f"{name}-stars") <= most:
        whole = bench.kept(f"{name}-whole", stars.repartition(1).mapInArrow(_stars, shape))
        return bench.ask(_OF_STARS, stars=whole)
    edges = bench.kept(f"{name}-edges", bench.ask(_BOTH_WAYS, pairs=stars))
    labels = bench.kept(f"{name}-labels", bench.ask(_FIRST, edges=edges))
    turn, falls = 0, bench.rows(f"{name}-labels") > 0
    while falls:
        turn += 1
        near = bench.kept(f"{name}-near-{turn}", bench.ask(_NEAR, edges=edges, labels=labels))
        labels = bench.ask(_NEXT, near=near, told=bench.ask(_TOLD, near=near))
        labels = bench.kept(f"{name}-labels-{turn}", labels)
        falls = bool(bench.ask("SELECT 1 FROM {labels} WHERE fell LIMIT 1", labels=labels).collect())
        labels = labels.select("text", "label")
    return labels


def _stars(batches: Iterable[Any]) -> Iterator[Any]:
    """The pairs of one machine with far fewer: each text with the smallest of those that hang together here."""
    import pyarrow as pa

    held = [np.stack((batch.column("one").to_numpy(), batch.column("other").to_numpy())) for batch in batches]
    if not held:
        return
    texts, ends = np.unique(np.concatenate(held, axis=1), return_inverse=True)
    ends = ends.reshape(2, -1)
    roots = components(len(texts), zip(ends[0].tolist(), ends[1].tolist(), strict=True))
    others = np.flatnonzero(roots != np.arange(len(roots)))
    columns = {"one": texts[roots[others]], "other": texts[others]}
    yield from pa.table(columns).to_batches()
