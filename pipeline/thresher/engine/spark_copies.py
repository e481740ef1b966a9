"""Duplicates and relations on all machines: clusters of whole components, relations of texts, decisions of clusters."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from thresher.dedup import blocks
from thresher.dedup.verdict import Verdict
from thresher.engine.shelf import encoded
from thresher.engine.spark_groups import labelled
from thresher.engine.spark_pairs import Pairs, together
from thresher.engine.spark_tables import Bench
from thresher.engine.spark_texts import Texts
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thresher.settings import Dedup

_BLOCK_ARTICLES = 1 << 14
# Texts of several articles, and those that have copies: all that may be in a cluster of two articles.
_MEMBERS = """
    SELECT text, coalesce(label, text) AS label FROM {texts} LEFT JOIN {labels} USING (text)
    WHERE size > 1 OR label IS NOT NULL"""
_MEMBER_TEXTS = """
    SELECT m.block, w.*, c.common FROM {members} m JOIN {worded} w USING (text) LEFT JOIN {common} c USING (text)"""
_MEMBER_PAIRS = """
    SELECT a.block, p.* FROM {pairs} p JOIN {members} a ON a.text = p.one JOIN {members} b ON b.text = p.other
    WHERE a.label = b.label"""
_MEMBER_ARTICLES = """
    SELECT m.block, m.text, a.* FROM {members} m JOIN {texts} t USING (text) JOIN {articles} a ON a.key = t.key"""
_LARGER = f"CASE WHEN verdict = {Verdict.ONE_IN_OTHER:d} THEN other ELSE one END"
_LINKED_TEXTS = """
    SELECT s.*, w.tokens, w.marks, c.common, coalesce(k.cluster, w.text) AS cluster
    FROM {worded} w JOIN {leads} s USING (text) LEFT JOIN {common} c USING (text) LEFT JOIN {clusters} k USING (text)"""
_LEADS = """
    SELECT t.text AS text, a.* FROM {texts} t JOIN {articles} a ON a.shelf = t.shelf AND a.article = t.article"""
# What has no copy is kept in its own right, as the only article of a cluster of its own number.
_STANDING = """
    SELECT * FROM {placed} UNION ALL
    SELECT t.shelf, t.article, t.text, t.text AS cluster, 0 AS place, NULL AS kind, 1.0 AS similarity, NULL AS signs
    FROM (SELECT source AS text FROM {links} UNION SELECT cluster FROM {links}) s JOIN {texts} t USING (text)
    LEFT ANTI JOIN {placed} p ON p.text = t.text"""
_LINKS = """
    SELECT l.*, pmod(xxhash64(coalesce(k.cluster, l.source)), {number}) AS block
    FROM {links} l LEFT JOIN {clusters} k ON k.text = l.source"""
_TOLD = """
    SELECT s.text, s.cluster, s.place, s.kind, s.similarity, s.signs, pmod(xxhash64(s.cluster), {number}) AS block, a.*
    FROM {standing} s JOIN {articles} a USING (shelf, article)"""
_KEPT = """
    SELECT l.block, l.cluster, a.* FROM (SELECT DISTINCT block, cluster FROM {links}) l
    JOIN {standing} s ON s.cluster = l.cluster AND s.place = 0
    JOIN {articles} a ON a.shelf = s.shelf AND a.article = s.article"""


def decide(context: Any, shelves: Sequence[Path], settings: Dedup, folder: Path, names: Mapping[int, str]) -> None:
    """Compare all articles on some shelves: `folder` gets a file of decisions for each part, by the names of the parts.

    The bytes are those that the local engine writes for the same articles.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="shuffled-") as scratch:
        bench = Bench.of(context, Path(scratch))
        texts = Texts(bench, shelves, settings)
        if bench.rows("articles"):
            _Decisions(bench, texts, settings).write(folder, names)
    for name in names.values():
        if not (folder / f"{name}.json").exists():
            (folder / f"{name}.json").write_bytes(encoded([]))


class _Decisions:
    def __init__(self, bench: Bench, texts: Texts, settings: Dedup) -> None:
        self._bench, self._texts, self._settings = bench, texts, settings
        self._found = Pairs(bench, texts, settings)
        bench.tell("duplicates: clusters")
        self._placed = bench.kept("placed", self._in_clusters())
        self._clusters = self._placed.select("text", "cluster").distinct()
        bench.tell("duplicates: relations")
        self._links = bench.kept("links", self._related())

    def _in_clusters(self) -> Any:
        bench, found, texts = self._bench, self._found, self._texts
        copies = found.pairs.where(f"verdict = {Verdict.COPIES:d}").select("one", "other")
        labels = labelled(bench, "copies", copies)
        members = bench.kept("members", bench.ask(_MEMBERS, texts=texts.texts, labels=labels))
        number = found.blocks(bench.rows("members") * found.mean_words)
        members = members.selectExpr("*", f"pmod(xxhash64(label), {number}) AS block")
        frames = {
            "texts": bench.ask(_MEMBER_TEXTS, members=members, worded=found.worded, common=found.common()),
            "pairs": bench.ask(_MEMBER_PAIRS, members=members, pairs=found.pairs),
            "articles": bench.ask(_MEMBER_ARTICLES, members=members, texts=texts.texts, articles=texts.articles),
        }
        return together(bench, number, frames, partial(blocks.placed, settings=self._settings), blocks.PLACED)

    def _related(self) -> Any:
        bench, found, texts = self._bench, self._found, self._texts
        pairs = found.pairs.where(f"verdict >= {Verdict.ONE_IN_OTHER:d} OR version")
        pairs = bench.kept("related", pairs.selectExpr("*", f"{_LARGER} AS key"))
        leads = bench.ask(_LEADS, texts=texts.texts, articles=texts.articles)
        worded = found.worded.select("text", "tokens", "marks")
        told = bench.ask(_LINKED_TEXTS, worded=worded, leads=leads, common=found.common(), clusters=self._clusters)
        work = partial(blocks.linked, settings=self._settings)
        return found.in_blocks(pairs, bench.rows("related"), told, work, blocks.LINKS)

    def write(self, folder: Path, names: Mapping[int, str]) -> None:
        """Write a file for each part that has a decision."""
        bench, articles = self._bench, self._texts.articles
        bench.tell("duplicates: decisions")
        standing = bench.ask(_STANDING, placed=self._placed, links=self._links, texts=self._texts.texts)
        standing = bench.kept("standing", standing)
        number = bench.context.defaultParallelism + bench.rows("standing") // _BLOCK_ARTICLES
        links = bench.ask(_LINKS.replace("{number}", str(number)), links=self._links, clusters=self._clusters)
        frames = {
            "articles": bench.ask(_TOLD.replace("{number}", str(number)), standing=standing, articles=articles),
            "links": links,
            "kept": bench.ask(_KEPT, links=links, standing=standing, articles=articles),
        }
        decisions = together(bench, number, frames, blocks.decided, blocks.DECISIONS)
        work = partial(_write, str(folder), dict(names))
        bench.by(decisions, ["part"], ["row"], work, "part INT").collect()


def _write(folder: str, names: Mapping[int, str], table: Any) -> Any:
    """Write the decisions of whole parts."""
    shares: dict[int, list[tuple[int, msgspec.Raw]]] = {}
    for row in table.to_pylist():
        shares.setdefault(row["part"], []).append((row["row"], msgspec.Raw(row["decision"])))
    for part, share in shares.items():
        with writing_whole(Path(folder, f"{names[part]}.json")) as stream:
            stream.write(encoded(share))
    return table.select(["part"]).slice(0, 0)
