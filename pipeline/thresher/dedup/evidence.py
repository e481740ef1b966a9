"""What earlier batches found when they compared two texts, so that no pair is compared twice.

It rests on nothing but the two texts, what is common in them, their titles, addresses and the thresholds: where any of
these has changed the pair is compared again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.dedup.compare import MEASURES
from thresher.dedup.sheet import digested
from thresher.dedup.tokens import mixed
from thresher.dedup.verdict import Verdict
from thresher.state.tables import Duck, Table, attach, write_answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from thresher.dedup.stored import StoredTexts
    from thresher.settings import Dedup

EVIDENCE = "article-pairs"
_VERSION = 1  # of what measures and verdicts mean: raised where one of them changes
_SIDES = tuple(name for name, *_ in MEASURES["one"].descr)
_MEASURES = tuple(f"{side}_{name}" for side in ("one", "other") for name in _SIDES)
_SHARED = _SIDES.index("shared")
_KEY = ("one", "other", "context")
_RECALLED = """
    SELECT w.number, w.turned, e.* FROM evidence e JOIN wanted w USING (one, other, context)
    QUALIFY row_number() OVER (PARTITION BY w.number ORDER BY verdict) = 1"""
_COMPARED = "SELECT DISTINCT ON (one, other, context) * FROM compared ORDER BY one, other, context, verdict"


def schema() -> Any:
    """The columns of the table; of pairs that are nothing to each other only `shared` is kept of the measures."""
    import pyarrow as pa

    columns = [(name, pa.uint64()) for name in _KEY]
    measures = [(name, pa.int32()) for name in ("shared", *_MEASURES)]
    return pa.schema([*columns, ("verdict", pa.int8()), *measures])


def thresholds(settings: Dedup) -> int:
    """A digest of all settings that a verdict depends on."""
    told = settings.model_dump(mode="json", exclude={"enabled", "mode", "prefer", "most_tokens"})
    return digested(json.dumps([_VERSION, told], sort_keys=True).encode())


class StoredEvidence:
    """The pairs that earlier batches have compared, and those that this one compares."""

    def __init__(
        self, texts: StoredTexts, settings: Dedup, earlier: Sequence[Path], scratch: Path, connection: Any
    ) -> None:
        import pyarrow.parquet as pq

        self._texts, self._connection = texts, connection
        self._basis = np.uint64(thresholds(settings))
        self._is_empty = not earlier
        attach(connection, {"evidence": Table(schema(), earlier)})
        self._raw = scratch / f"{EVIDENCE}-raw.parquet"
        self._writer = pq.ParquetWriter(self._raw, schema(), compression="zstd")
        self.compared = 0
        """How many pairs were compared now."""

    def _keys(self, rows: NDArray[np.void]) -> tuple[dict[str, NDArray[np.uint64]], NDArray[np.bool_]]:
        """The key of each pair, and whether its texts come in the other order there."""
        contexts, digests = self._texts.contexts(), self._texts.digests
        ones, others = rows["one"], rows["other"]
        turned = digests[ones] > digests[others]
        low, high = np.where(turned, others, ones), np.where(turned, ones, others)
        with np.errstate(over="ignore"):
            context = mixed(contexts[low] + mixed(contexts[high] + self._basis))
        return {"one": digests[low], "other": digests[high], "context": context}, turned

    def are_new(self, ones: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which pairs cannot have been compared before: at least one text is only of this batch."""
        is_known = self._texts.is_known
        return np.asarray(~(is_known[ones] & is_known[others]))

    def recall(self, rows: NDArray[np.void]) -> NDArray[np.bool_]:
        """Fill in the rows of pairs that have been compared before, as their texts are now; says which."""
        import pyarrow as pa

        known = np.zeros(len(rows), np.bool_)
        old = np.flatnonzero(~self.are_new(rows["one"], rows["other"]))
        if not len(old) or self._is_empty:
            return known
        keys, turned = self._keys(rows[old])
        self._connection.register("wanted", pa.table({"number": old, "turned": turned, **keys}))
        found = self._connection.sql(_RECALLED).to_arrow_table()
        self._connection.unregister("wanted")
        self._fill(rows, found)
        known[found.column("number").to_numpy()] = True
        return known

    def _fill(self, rows: NDArray[np.void], found: Any) -> None:
        at, turned = found.column("number").to_numpy(), found.column("turned").to_numpy()
        rows["verdict"][at] = _mirrored(found.column("verdict").to_numpy(), turned)
        whole = np.asarray(found.column(_MEASURES[0]).is_valid())
        rows["is_whole"][at] = whole
        both = {side: np.zeros(len(at), MEASURES[side]) for side in ("one", "other")}
        for side, values in both.items():
            for name in _SIDES:
                values[name] = found.column(f"{side}_{name}").fill_null(0).to_numpy()
            values["shared"] = np.where(whole, values["shared"], found.column("shared").to_numpy())
        for side, other in (("one", "other"), ("other", "one")):
            measures = both[side].copy()
            measures[turned] = both[other][turned]
            rows["measures"][side][at] = measures

    def learn(self, rows: NDArray[np.void], whole: NDArray[np.bool_]) -> None:
        """Take in pairs that were compared now, with all their measures where they are wanted `whole`."""
        import pyarrow as pa

        self.compared += len(rows)
        keys, turned = self._keys(rows)
        measures = rows["measures"]
        shared = np.maximum(measures["one"]["shared"], measures["other"]["shared"])
        columns: dict[str, Any] = {**keys, "verdict": _mirrored(rows["verdict"], turned), "shared": shared}
        for side, other in (("one", "other"), ("other", "one")):
            for name in _SIDES:
                values = np.where(turned, measures[other][name], measures[side][name])
                columns[f"{side}_{name}"] = pa.array(values, pa.int32(), mask=~whole)
        self._writer.write_table(pa.table(columns).select(schema().names).cast(schema()))

    def write(self, path: Path) -> None:
        """Write what was compared now as a table, and let go of it."""
        self._writer.close()
        attach(self._connection, {"compared": Table(schema(), [self._raw])})
        write_answer(path, schema(), Duck(self._connection), _COMPARED)
        self._raw.unlink()


def _mirrored(verdicts: NDArray[np.int8], turned: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Verdicts for pairs whose texts come in the other order where they are `turned`."""
    swapped = np.arange(max(Verdict) + 1, dtype=np.int8)
    swapped[Verdict.ONE_IN_OTHER], swapped[Verdict.OTHER_IN_ONE] = Verdict.OTHER_IN_ONE, Verdict.ONE_IN_OTHER
    return np.where(turned, swapped[verdicts], verdicts)
