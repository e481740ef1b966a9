"""The pairs of texts that are worth a comparison, found and compared on all machines.

The shuffles are Spark's, over fingerprints, pairs and blocks of texts; what is decided about rows that come together is
decided by the functions of the local engine.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from thresher.dedup import blocks
from thresher.dedup.candidates import counted, is_enough, of_one_address, paired
from thresher.dedup.library import Postings
from thresher.dedup.passages import TITLES, TITLES_SEEN, held_by_strangers, tell_of_several
from thresher.dedup.prints import SHINGLE
from thresher.dedup.verdict import Verdict
from thresher.engine.spark_groups import labelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thresher.engine.spark_tables import Bench
    from thresher.engine.spark_texts import Texts
    from thresher.settings import Dedup

BLOCK_TOKENS = 1 << 21
"""Words of the texts of a block, about: what one process of a machine holds at once."""

_PAIR = "one BIGINT, other BIGINT"
# Of each host the first addresses that hold a passage. Spark takes the first of each partition before it shuffles by
# host: the standing lines of a giant site do not come together.
_FIRST_ADDRESSES = f"""
    SELECT f.print, f.host, f.text, t.title FROM (
        SELECT *, count(*) OVER (PARTITION BY print, host) AS addresses FROM (
            SELECT *, row_number() OVER (PARTITION BY print, host ORDER BY text) AS number FROM (
                SELECT print, host, addressed, min(text) AS text FROM {{postings}} GROUP BY print, host, addressed
            )
        ) WHERE number <= {TITLES_SEEN}
    ) f JOIN {{texts}} t ON t.text = f.text WHERE addresses >= {TITLES}"""
_HOST_PLACES = "SELECT text, place FROM {postings} JOIN {common} USING (print, host)"
_MARKS = f"SELECT DISTINCT text, explode(sequence(place, place + {SHINGLE - 1})) AS place FROM {{places}}"
_BOTH_MARKS = "SELECT * FROM {first} UNION SELECT * FROM {second}"
_UNMARKED = """
    SELECT print, text, place, quoted, around FROM {postings} LEFT ANTI JOIN {marks} USING (text, place)"""
_COUNTED = "SELECT text, count(*) AS prints FROM {postings} GROUP BY text"
_WEIGHED = """
    SELECT w.one, w.other, weight, a.prints AS of_one, b.prints AS of_other
    FROM (SELECT one, other, sum(weight) AS weight FROM {pieces} GROUP BY one, other) w
    JOIN {counts} a ON a.text = w.one JOIN {counts} b ON b.text = w.other"""
_CANDIDATES = "SELECT * FROM {near} UNION SELECT * FROM {of_address}"
_WORDED = """
    SELECT t.text, t.host, t.addressed, t.title, w.tokens, w.marks
    FROM (SELECT one AS text FROM {pairs} UNION SELECT other FROM {pairs} UNION SELECT text FROM {texts} WHERE size > 1)
    JOIN {texts} t USING (text) JOIN {words} w ON w.shelf = t.shelf AND w.article = t.article"""
_COMMON = "SELECT text, collect_list(place) AS common FROM {marks} GROUP BY text"
_GROUPED = """
    SELECT p.print, p.text, p.place, p.quoted, coalesce(l.label, p.text) AS held
    FROM {postings} p LEFT JOIN {labels} l USING (text)"""
_AGAIN = """
    SELECT p.* FROM {pairs} p LEFT JOIN {touched} a ON a.text = p.one LEFT JOIN {touched} b ON b.text = p.other
    WHERE promising AND (a.text IS NOT NULL OR b.text IS NOT NULL)"""
_OTHERS = "SELECT p.* FROM {pairs} p LEFT ANTI JOIN {again} USING (one, other)"
_OF_BLOCKS = """
    SELECT b.block, t.* FROM (SELECT block, one AS text FROM {pairs} UNION SELECT block, other FROM {pairs}) b
    JOIN {texts} t USING (text)"""
_WITH_COMMON = "SELECT w.*, c.common FROM {worded} w LEFT JOIN {common} c USING (text)"


class Pairs:
    """Compared pairs, with the tables that they rest on."""

    def __init__(self, bench: Bench, texts: Texts, settings: Dedup) -> None:
        self._bench, self._texts, self._settings = bench, texts, settings
        self.mean_words = bench.ask("SELECT avg(words) FROM {texts}", texts=texts.texts).collect()[0][0]
        bench.tell("duplicates: passages of sites")
        postings = bench.kept("postings", texts.postings())
        self.marks = bench.kept("marks", bench.ask(_MARKS, places=self._of_hosts(postings)))
        """The tokens in common passages: text and place."""
        postings = bench.kept("unmarked", bench.ask(_UNMARKED, postings=postings, marks=self.marks))
        bench.tell("duplicates: candidates")
        candidates = bench.kept("candidates", self._candidates(postings))
        worded = bench.ask(_WORDED, pairs=candidates, texts=texts.texts, words=texts.words())
        self.worded = bench.kept("worded", worded)
        """The texts that are in any pair, or are the text of several articles, with their words."""
        bench.tell("duplicates: comparisons")
        first = bench.kept("compared", self._compared(candidates, bench.rows("candidates"), every=False))
        bench.tell("duplicates: common passages")
        self.pairs = self._without_common_passages(postings, first)
        """What pairs are that are anything to each other, or might be."""

    def _of_hosts(self, postings: Any) -> Any:
        shown = self._bench.ask(_FIRST_ADDRESSES, postings=postings, texts=self._texts.texts)
        common = self._bench.by(shown, ["print", "host"], ["text"], _told_by_titles, "print BIGINT, host BIGINT")
        return self._bench.ask(_HOST_PLACES, postings=postings, common=common)

    def _candidates(self, postings: Any) -> Any:
        bench = self._bench
        pieces = bench.by(postings, ["print"], ["text", "place"], _paired, f"{_PAIR}, weight BIGINT")
        weighed = bench.ask(_WEIGHED, pieces=pieces, counts=bench.ask(_COUNTED, postings=postings))
        near = weighed.mapInArrow(_near, _PAIR)
        addressed = self._texts.texts.select("addressed", "text")
        return bench.ask(
            _CANDIDATES, near=near, of_address=bench.by(addressed, ["addressed"], ["text"], _of_one_address, _PAIR)
        )

    def _compared(self, pairs: Any, count: int, *, every: bool) -> Any:
        wanted = pairs.selectExpr("one", "other", "one AS key")
        work = partial(blocks.compared, settings=self._settings, every=every)
        told = self._bench.ask(_WITH_COMMON, worded=self.worded, common=self.common())
        return self.in_blocks(wanted, count, told, work, blocks.PAIRS)

    def common(self) -> Any:
        """The tokens of each text that lie in common passages, as a list."""
        return self._bench.ask(_COMMON, marks=self.marks)

    def in_blocks(self, pairs: Any, count: int, texts: Any, work: Any, declared: str) -> Any:
        """What `work` makes of so many pairs and what `texts` tells of their texts; those of one `key` are together."""
        bench, number = self._bench, self.blocks(2 * count * self.mean_words)
        keyed = pairs.selectExpr("*", f"pmod(xxhash64(key), {number}) AS block")
        shipped = bench.ask(_OF_BLOCKS, pairs=keyed, texts=texts)
        return together(bench, number, {"texts": shipped, "pairs": keyed}, work, declared)

    def blocks(self, tokens: float) -> int:
        """Into how many blocks texts are divided that have so many tokens."""
        least: int = self._bench.context.defaultParallelism
        return max(least, int(tokens // BLOCK_TOKENS) + 1)

    def _without_common_passages(self, postings: Any, pairs: Any) -> Any:
        """Judge again once the passages that unrelated texts share are known."""
        bench = self._bench
        related = pairs.where(f"verdict BETWEEN {Verdict.COPIES:d} AND {Verdict.OTHER_IN_ONE:d}")
        labels = labelled(bench, "related", related.select("one", "other"))
        grouped = bench.ask(_GROUPED, postings=postings, labels=labels)
        places = bench.by(grouped, ["print"], ["text", "place"], _of_strangers, "text BIGINT, place INT")
        places = bench.kept("strangers", places)
        marks = bench.ask(_BOTH_MARKS, first=self.marks, second=bench.ask(_MARKS, places=places))
        self.marks = bench.kept("all-marks", marks)
        again = bench.ask(_AGAIN, pairs=pairs, touched=places.select("text").distinct())
        again = bench.kept("again", again)
        others = bench.ask(_OTHERS, pairs=pairs, again=again)
        anew = self._compared(again, bench.rows("again"), every=True)
        return bench.kept("pairs", others.unionByName(anew))


def together(bench: Bench, number: int, frames: dict[str, Any], work: Any, declared: str) -> Any:
    """What `work` makes of the rows of several frames that have one `block`, each frame a table by its name."""
    joined = None
    for name, frame in frames.items():
        named = frame.selectExpr("*", f"'{name}' AS what")
        joined = named if joined is None else joined.unionByName(named, allowMissingColumns=True)
    columns = {name: tuple(frame.columns) for name, frame in frames.items()}
    return bench.in_blocks(joined, number, partial(_parted, work, columns), declared)


def _parted(work: Any, columns: Mapping[str, Sequence[str]], table: Any) -> Any:
    import pyarrow.compute as pc

    what = table.column("what")
    return work(**{name: table.filter(pc.equal(what, name)).select(some) for name, some in columns.items()})


def _postings(table: Any) -> Postings:
    texts, prints, places = (table.column(name).to_numpy() for name in ("text", "print", "place"))
    around = table.column("around").to_numpy().view(np.uint32) if "around" in table.column_names else np.zeros(0, "u4")
    quoted = np.asarray(table.column("quoted").to_numpy(), np.bool_)
    return Postings(prints.view(np.uint64), texts, places.astype(np.int64), quoted, around)


def _told_by_titles(table: Any) -> Any:
    """The passages that differently titled pages of one host hold."""
    prints, hosts, texts = (table.column(name).to_numpy() for name in ("print", "host", "text"))
    titles = table.column("title").to_pylist()
    starts = np.flatnonzero(np.append(True, (prints[1:] != prints[:-1]) | (hosts[1:] != hosts[:-1])))
    known: dict[bytes, bool] = {}
    common = []
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(prints)], strict=True):
        told = texts[start:end].tobytes()
        if told not in known:
            known[told] = tell_of_several(map(blocks.title_words, titles[start:end]))
        if known[told]:
            common.append(start)
    return table.select(["print", "host"]).take(common)


def _paired(table: Any) -> Any:
    import pyarrow as pa

    ones, others, weights = counted(*paired(_postings(table)))
    return pa.table({"one": ones, "other": others, "weight": weights.astype(np.int64)})


def _near(batches: Any) -> Any:
    import pyarrow as pa

    for batch in batches:
        weights, of_one, of_other = (batch.column(name).to_numpy() for name in ("weight", "of_one", "of_other"))
        yield batch.select(["one", "other"]).filter(pa.array(is_enough(weights, of_one, of_other)))


def _of_one_address(table: Any) -> Any:
    import pyarrow as pa

    texts = table.column("text").to_numpy()
    ones, others = of_one_address(table.column("addressed").to_numpy())
    return pa.table({"one": texts[ones], "other": texts[others]})


def _of_strangers(table: Any) -> Any:
    chosen = held_by_strangers(_postings(table), table.column("held").to_numpy())
    return table.select(["text", "place"]).take(chosen)
