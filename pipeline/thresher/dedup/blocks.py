"""A share of the work on duplicates as tables in and tables out: what a machine of a cluster does with its texts.

A block holds texts with some of their pairs or articles. It goes through the functions that decide about whole sets;
texts keep the order of their numbers, so that what hangs on it comes out as it does for the whole set.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from thresher.dedup import relate
from thresher.dedup.compare import MEASURES
from thresher.dedup.decide import Copy, Findings, grouped, settle, strongest, ties
from thresher.dedup.library import COMMON, Library
from thresher.dedup.pairs import PAIR, ComparedPairs, is_promising
from thresher.dedup.relate import Link
from thresher.dedup.settle import decisions
from thresher.dedup.tables import sheet_of
from thresher.dedup.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from thresher.dedup.sheet import Sheet
    from thresher.settings import Dedup

    Numbers = NDArray[np.int64]
    Rows = NDArray[np.void]

PAIRS = "one BIGINT, other BIGINT, verdict INT, promising BOOLEAN, version BOOLEAN, measures BINARY"
"""The columns of compared pairs, as Spark declares them; a version is nothing to a text of its own address."""
PLACED = "shelf INT, article INT, text BIGINT, cluster BIGINT, place INT, kind STRING, similarity DOUBLE, signs BINARY"
"""Where an article stands in its cluster: place 0 is that of the kept one; the others have what makes them copies."""
LINKS = "source BIGINT, target BIGINT, cluster BIGINT, link BINARY"
"""The relations of texts, each with the cluster of its target."""
DECISIONS = "part INT, row INT, decision BINARY"
"""What becomes of articles, as JSON, by their places."""

_SIGNS = msgspec.json.Decoder(tuple[str, ...])
_LINK = msgspec.json.Decoder(Link)


class Block:
    """Texts of a table with their numbers in the whole set, as a library."""

    def __init__(self, table: Any) -> None:
        self.texts, first = np.unique(_numbers(table, "text"), return_index=True)
        table = table.take(first)
        marks = table.column("marks").to_pylist()
        lengths = np.fromiter(map(len, marks), np.int64, len(marks))
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        laid = np.frombuffer(bytearray(b"".join(marks)), np.uint8)
        for number, places in enumerate(table.column("common").to_pylist()):
            if places:
                laid[bounds[number] + np.array(places)] |= COMMON
        self.library = Library(
            np.frombuffer(b"".join(table.column("tokens").to_pylist()), "<u4"),
            laid,
            bounds,
            _numbers(table, "host"),
            _numbers(table, "addressed"),
            tuple(map(title_words, table.column("title").to_pylist())),
            lengths,
        )

    def here(self, texts: Numbers) -> Numbers:
        """Texts as the library numbers them."""
        return np.searchsorted(self.texts, texts)

    def rows(self, table: Any) -> Rows:
        """Compared pairs of the block, sorted."""
        rows = np.zeros(table.num_rows, PAIR)
        for name in ("one", "other"):
            rows[name] = self.here(_numbers(table, name))
        rows["verdict"], rows["is_whole"] = _numbers(table, "verdict"), True
        rows["measures"] = np.frombuffer(b"".join(table.column("measures").to_pylist()), MEASURES)
        return rows[np.lexsort((rows["other"], rows["one"]))]

    def sheets(self, table: Any) -> list[tuple[int, Sheet]]:
        """Articles of the block, each with the number of its text in the library."""
        numbers = self.here(_numbers(table, "text")).tolist()
        return [(number, _sheet(row)) for number, row in zip(numbers, table.to_pylist(), strict=True)]


def _numbers(table: Any, name: str) -> Numbers:
    return np.asarray(table.column(name).to_numpy())


def title_words(title: bytes) -> frozenset[int]:
    """The words of a title, of the bytes that tables have of it."""
    return frozenset(np.frombuffer(title, "<u4").tolist())


def _sheet(row: Mapping[str, Any]) -> Sheet:
    told = {**row, "digest": row["digest"] % (1 << 64)}  # Spark has the same bits with a sign
    return sheet_of(told, None, (row["part"], row["row"]))


def _table(declared: str, columns: Mapping[str, Any]) -> Any:
    """A table with the columns that Spark has been told of."""
    import pyarrow as pa

    kinds = {"BIGINT": pa.int64(), "INT": pa.int32(), "BOOLEAN": pa.bool_(), "BINARY": pa.binary()}
    kinds |= {"STRING": pa.string(), "DOUBLE": pa.float64()}
    shape = [one.split() for one in declared.split(", ")]
    return pa.table({name: pa.array(columns[name], kinds[kind]) for name, kind in shape})


def compared(texts: Any, pairs: Any, settings: Dedup, *, every: bool) -> Any:
    """Pairs with what they are: `every` one, or those that are anything to each other, or might be."""
    block = Block(texts)
    known = ComparedPairs(block.library, settings, rows=np.zeros(0, PAIR))
    rows = known.compared(block.here(_numbers(pairs, "one")), block.here(_numbers(pairs, "other")))
    rows = rows if every else known.worth_keeping(rows)
    addresses = block.library.addresses
    columns = {
        "one": block.texts[rows["one"]],
        "other": block.texts[rows["other"]],
        "verdict": rows["verdict"],
        "promising": is_promising(rows),
        "version": (rows["verdict"] == Verdict.NOTHING) & (addresses[rows["one"]] == addresses[rows["other"]]),
        "measures": [one.tobytes() for one in rows["measures"]],
    }
    return _table(PAIRS, columns)


def placed(texts: Any, pairs: Any, articles: Any, settings: Dedup) -> Any:
    """The articles of whole components of copies, each with its place in its cluster."""
    block = Block(texts)
    known = ComparedPairs(block.library, settings, rows=block.rows(pairs))
    twins: list[list[Sheet]] = [[] for _ in block.texts]
    where = {}
    names = zip(articles.column("shelf").to_pylist(), articles.column("article").to_pylist(), strict=True)
    for (number, sheet), name in zip(block.sheets(articles), names, strict=True):
        twins[number].append(sheet)
        where[sheet.place] = (*name, int(block.texts[number]))
    groups = grouped(known)
    rows: list[tuple[Any, ...]] = []
    for group, (best, copies) in zip(groups, settle(known, groups, twins, settings), strict=True):
        cluster = int(block.texts[group[0]])
        rows.append((*where[best.place], cluster, 0, None, 1.0, b"[]"))
        for place, copy in enumerate(copies, 1):
            told = copy.kind, copy.similarity, msgspec.json.encode(copy.signs)
            rows.append((*where[copy.sheet.place], cluster, place, *told))
    names_of = [one.split()[0] for one in PLACED.split(", ")]
    return _table(PLACED, dict(zip(names_of, zip(*rows, strict=True) if rows else [()] * len(names_of), strict=True)))


def linked(texts: Any, pairs: Any, settings: Dedup) -> Any:
    """The relations of texts; of a text that holds others all pairs are here.

    The texts come with the articles that stand for them, and with their clusters.
    """
    block = Block(texts)
    known = ComparedPairs(block.library, settings, rows=block.rows(pairs))
    cluster_of = np.zeros(len(block.texts), np.int64)
    cluster_of[block.here(_numbers(texts, "text"))] = _numbers(texts, "cluster")
    found = relate.links(known, dict(block.sheets(texts)), cluster_of)
    ends = [(int(block.texts[one.source]), int(block.texts[one.target])) for one in found]
    told = [replace(one, source=pair[0], target=pair[1]) for one, pair in zip(found, ends, strict=True)]
    columns = {
        "source": [source for source, _ in ends],
        "target": [target for _, target in ends],
        "cluster": [int(cluster_of[one.target]) for one in found],
        "link": [msgspec.json.encode(one) for one in told],
    }
    return _table(LINKS, columns)


def decided(articles: Any, links: Any, kept: Any) -> Any:
    """What becomes of the articles of whole clusters.

    The articles come with their places, `links` are those of their texts, `kept` what other clusters keep.
    """
    clusters: dict[int, list[tuple[int, Sheet, Mapping[str, Any]]]] = {}
    twins: dict[int, list[Sheet]] = {}
    for row in articles.to_pylist():
        sheet = _sheet(row)
        clusters.setdefault(row["cluster"], []).append((row["place"], sheet, row))
        twins.setdefault(row["text"], []).append(sheet)
    told = sorted(
        map(_LINK.decode, links.column("link").to_pylist()), key=lambda one: (one.source, one.target, one.kind)
    )
    cluster_of = dict(zip(links.column("target").to_pylist(), links.column("cluster").to_pylist(), strict=True))
    bests = {row["cluster"]: _sheet(row) for row in kept.to_pylist()}
    found = Findings(tuple(_settled(clusters.values())), tuple(ties(strongest(told, cluster_of), twins, bests)))
    rows = [(*place, msgspec.json.encode(one)) for place, one in decisions(found).items()]
    columns = zip(*rows, strict=True) if rows else [(), (), ()]
    return _table(DECISIONS, dict(zip(("part", "row", "decision"), columns, strict=True)))


def _settled(
    clusters: Iterable[list[tuple[int, Sheet, Mapping[str, Any]]]],
) -> Iterable[tuple[Sheet, tuple[Copy, ...]]]:
    for members in clusters:
        (_, best, _), *others = sorted(members, key=lambda one: one[0])
        if others:
            yield (
                best,
                tuple(
                    Copy(sheet, row["kind"], row["similarity"], _SIGNS.decode(row["signs"])) for _, sheet, row in others
                ),
            )
