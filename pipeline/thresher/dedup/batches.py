"""A batch compared with itself and all earlier ones: the clusters are those of all their articles as one set.

Candidates are found in the tables of fingerprints; pairs that have been compared before are remembered. What is told
is what concerns the batch: its own articles, and earlier ones whose standing it changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thresher.dedup import relate
from thresher.dedup.decide import Findings, grouped, numbered, settle, strongest, ties
from thresher.dedup.evidence import EVIDENCE, StoredEvidence
from thresher.dedup.pairs import ComparedPairs
from thresher.dedup.standing import COPIES, Row, kept_before, touched, write_copies
from thresher.dedup.stored import Shelf, StoredTexts
from thresher.dedup.tables import ARTICLES, PRINTS, TABLES, WORD_ROWS, WORDS, schemas
from thresher.state.store import BATCHES
from thresher.state.tables import Duck, asking, listed, write_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from thresher.dedup.decide import Copy
    from thresher.dedup.sheet import Sheet
    from thresher.settings import Dedup
    from thresher.state.store import View

    Numbers = NDArray[np.int64]
    Settled = tuple[Sheet, tuple[Copy, ...]]

_STEP = 2_048  # articles that are copied at once, with their words


@dataclass(frozen=True, slots=True)
class Earlier:
    """The batches before this one, in their order: name and folder of each."""

    batches: tuple[tuple[str, Path], ...] = ()

    @classmethod
    def of(cls, view: View) -> Earlier:
        """Those that a batch sees."""
        return cls(tuple((one.name, view.folder / BATCHES / one.name) for one in view.read))

    def shelves(self) -> list[Shelf]:
        """Those that hold articles."""
        return [Shelf(folder, name) for name, folder in self.batches if (folder / f"{ARTICLES}.parquet").exists()]

    def files(self, table: str) -> list[tuple[str, Path]]:
        """The files of a table, with the names of their batches."""
        paths = ((name, folder / f"{table}.parquet") for name, folder in self.batches)
        return [(name, path) for name, path in paths if path.exists()]


def decided(own: Sequence[Path], earlier: Earlier | None, settings: Dedup, scratch: Path, memory_mb: int) -> Findings:
    """What the articles in the tables of some folders, together a batch, are to each other and to all earlier ones.

    With a state, which knows no `earlier` batches at first, `scratch` gets the tables of the batch.
    """
    keeps, earlier = earlier is not None, earlier or Earlier()
    shelves = [*earlier.shelves(), *map(Shelf, own)]
    with asking({}, memory_mb, scratch) as duck:
        connection = duck.connection
        if keeps:
            _collect(own, scratch, duck)
        with StoredTexts(shelves, connection, settings.short, scratch) as texts:
            if not len(texts):
                return Findings((), ())
            known = [path for _, path in earlier.files(EVIDENCE)]
            evidence = StoredEvidence(texts, settings, known, scratch, connection) if keeps else None
            pairs = ComparedPairs(texts, settings, evidence)
            found = _Batch(texts, pairs, settings, kept_before(texts, earlier.files(COPIES)))
            if evidence:
                evidence.write(scratch / f"{EVIDENCE}.parquet")
                write_copies(scratch / f"{COPIES}.parquet", found.rows())
            return found.findings()


def tables_of(folder: Path) -> dict[str, Path]:
    """The tables that `decided` has left for later batches, by name."""
    places = {name: folder / f"{name}.parquet" for name in (*TABLES, EVIDENCE, COPIES)}
    return {name: path for name, path in places.items() if path.exists()}


class _Batch:
    """The clusters that a batch touches, settled."""

    def __init__(self, texts: StoredTexts, pairs: ComparedPairs, settings: Dedup, kept: Numbers) -> None:
        self._texts, self._pairs, self._before = texts, pairs, kept
        groups = grouped(pairs)
        self._cluster_of = numbered(len(texts), groups)
        changed = touched(texts, self._cluster_of, kept)
        self._sizes = np.bincount(self._cluster_of[texts.text_of], minlength=len(texts))
        wanted = [group for group in groups if changed[group[0]] and self._is_worth_loading(group)]
        self._settled = settle(pairs, wanted, self._twins([text for group in wanted for text in group]), settings)
        self._best = {group[0]: best for group, (best, _) in zip(wanted, self._settled, strict=True)}

    def _is_worth_loading(self, group: list[int]) -> bool:
        """Whether an article of a cluster has a copy, or had one before."""
        return self._sizes[group[0]] > 1 or not self._texts.is_own[group[0]]

    def _twins(self, texts: Sequence[int]) -> dict[int, list[Sheet]]:
        """The sheets of all articles of some texts."""
        articles = {text: self._texts.articles(text) for text in texts}
        sheets = self._texts.sheets(np.concatenate([np.zeros(0, np.int64), *articles.values()]))
        return {
            text: sorted((sheets[one] for one in some.tolist()), key=lambda one: one.order)
            for text, some in articles.items()
        }

    def _index(self, sheet: Sheet) -> int:
        return self._texts.index(sheet)

    def rows(self) -> Iterator[Row]:
        """The copies of the batch, and the earlier articles whose standing is another now."""
        for best, copies in self._settled:
            for one, kind in ((best, None), *((copy.sheet, copy.kind) for copy in copies)):
                at, now = self._index(one), self._index(best)
                if now != self._before[at]:
                    yield Row(*self._named(at), *self._named(now), kind)

    def _named(self, at: int) -> tuple[str | None, int]:
        """The batch of an article, and its number there."""
        number = int(np.searchsorted(self._texts.base, at, side="right")) - 1
        shelf = self._texts.shelves[number]
        first = self._texts.own.argmax() if shelf.batch is None else self._texts.base[number]
        return shelf.batch, int(at - first)

    def findings(self) -> Findings:
        """The clusters and relations of the batch, and what it changed of earlier ones."""
        texts, pairs = self._texts, self._pairs
        some = relate.worth(pairs, self._cluster_of)
        some = some[texts.is_own[pairs.ones[some]] | texts.is_own[pairs.others[some]]]
        involved = np.unique(np.concatenate((pairs.ones[some], pairs.others[some])))
        texts.bring(involved)
        leads = texts.sheets(texts.leads[involved])
        sheets = {text: leads[int(texts.leads[text])] for text in involved.tolist()}
        links = strongest(relate.links(pairs, sheets, self._cluster_of, some), self._cluster_of)
        sources = sorted({link.source for _, link in links if texts.is_own[link.source]})
        links = [(cluster, link) for cluster, link in links if texts.is_own[link.source]]
        kept = self._kept({cluster for cluster, _ in links})
        settled = sorted((entry for entry in self._settled if entry[1]), key=lambda entry: entry[0].place)
        standing = (one for best, copies in self._settled for one in (best, *(copy.sheet for copy in copies)))
        stood = frozenset(one.place for one in standing if one.batch is not None and self._stood(one))
        return Findings(tuple(settled), tuple(ties(links, self._twins(sources), kept)), stood)

    def _stood(self, one: Sheet) -> bool:
        """Whether an earlier article was kept until now."""
        at = self._index(one)
        return bool(self._before[at] == at)

    def _kept(self, clusters: set[int]) -> dict[int, Sheet]:
        """The kept article of some clusters: of those that the batch left alone, as it was."""
        missing = {}
        for cluster in clusters - self._best.keys():
            one = int(self._texts.leads[cluster])
            missing[cluster] = one if self._sizes[cluster] == 1 else int(self._before[one])
        sheets = self._texts.sheets(np.array(sorted(missing.values()), np.int64))
        return {**self._best, **{cluster: sheets[one] for cluster, one in missing.items()}}


def _collect(own: Sequence[Path], folder: Path, duck: Duck) -> None:
    """The tables of a batch from those of its parts; a text's fingerprints come once."""
    import pyarrow.parquet as pq

    shapes = schemas()
    for name, rows in ((ARTICLES, None), (WORDS, WORD_ROWS)):
        with pq.ParquetWriter(folder / f"{name}.parquet", shapes[name], compression="zstd") as writer:
            for part in own:
                with pq.ParquetFile(part / f"{name}.parquet") as file:
                    for batch in file.iter_batches(_STEP):
                        writer.write_batch(batch, row_group_size=rows)
    first, questions = 0, []
    for part in own:
        file = listed([part / f"{PRINTS}.parquet"])
        questions.append(f"SELECT print, article + {first} AS article, place, quoted, around FROM read_parquet({file})")  # noqa: S608
        first += pq.read_metadata(part / f"{ARTICLES}.parquet").num_rows
    articles = listed([folder / f"{ARTICLES}.parquet"])
    provide = f"""
        SELECT min(file_row_number) AS article FROM read_parquet({articles}, file_row_number = true)
        GROUP BY digest, named"""  # noqa: S608 - of files
    question = f"""
        SELECT print, article::UINTEGER AS article, place, quoted, around FROM ({" UNION ALL ".join(questions)})
        WHERE article IN ({provide}) ORDER BY print, article, place"""  # noqa: S608
    write_answer(folder / f"{PRINTS}.parquet", shapes[PRINTS], duck, question)
