"""Extractors side by side: each on the same pages in one run, and what came out measured.

Nothing is kept on disk. An extractor that raises has found nothing, and its trouble is counted.
"""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thresher.lab import measures
from thresher.lab.chaff import chaff_lines
from thresher.lab.html import ours
from thresher.lab.peers import EXTRACTORS, peer_pages
from thresher.lab.records import read_gold
from thresher.lab.slices import sampled
from thresher.nouns import Capture, CaptureKind, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from thresher.lab.chaff import Chaff
    from thresher.lab.measures import Overlap
    from thresher.lab.peers import PeerPage
    from thresher.lab.records import Row
    from thresher.lab.sets import BenchSet

ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Job:
    """A page of a set and its gold."""

    set: str
    page: PeerPage
    gold: Row


@dataclass(frozen=True, slots=True)
class Mark:
    """What one extractor's text of one page is worth.

    `overlap` and `chaff` are None where the gold has no full text, `chaff` also where the page is no
    article. `snippets` counts with found, with, without found, without. `trouble` is what it raised.
    """

    set: str
    url: str
    page_type: str
    language: str
    extractor: str
    overlap: Overlap | None
    snippets: tuple[int, int, int, int]
    chaff: tuple[Chaff, ...] | None
    characters: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who takes part, by name, so that a worker process can call them up for itself."""

    peers: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    folds: Path | None = None
    with_product: bool = True

    def extractors(self) -> dict[str, Callable[[Job], str]]:
        """Everyone, in the order of the tables: peers, our engines alone, the product."""
        own = dict(ours.engines(self.engines, self.folds))
        if self.with_product:
            own[ours.PRODUCT] = ours.product(self.folds)
        return {name: _peer(EXTRACTORS[name]) for name in self.peers} | {name: _own(own[name]) for name in own}


def _peer(extract: Callable[[PeerPage], str]) -> Callable[[Job], str]:
    return lambda job: extract(job.page)


def _own(extract: ours.Extract) -> Callable[[Job], str]:
    def run(job: Job) -> str:
        capture = captured(job.page)
        return extract(decoded(capture), capture)

    return run


def captured(page: PeerPage) -> Capture:
    """The page as our own extractors get it."""
    return Capture(Origin("lab"), page.url, None, CaptureKind.HTML, page.body)


def decoded(capture: Capture) -> str:
    """The markup of a capture, by our own decoder."""
    from thresher.extract.page import opened

    return opened(capture).text


def jobs(sets: Iterable[BenchSet], limit: int | None = None) -> Iterator[Job]:
    """The HTML pages of the sets with their gold, or the same `limit` pages of each."""
    for one in sets:
        gold = read_gold(one.gold)
        chosen = set(sampled(gold, limit)) if limit else gold.keys()
        for page in peer_pages(one.captures):
            if page.is_html and page.url in chosen:
                row = gold[page.url]
                yield Job(one.name, replace(page, language=row.get("language")), row)


def compared(
    pages: Iterable[Job], roster: Roster, workers: int | None = 1, say: Callable[[str], None] = print
) -> list[Mark]:
    """The marks of every extractor on every page, in the order of the pages."""
    marks: list[Mark] = []
    for done, found in enumerate(_rounds(pages, roster, workers), 1):
        marks += found
        if done % 100 == 0:
            say(f"{done} pages")
    return marks


def _rounds(pages: Iterable[Job], roster: Roster, workers: int | None) -> Iterator[list[Mark]]:
    if workers == 1:
        extractors = _called_up(roster)
        yield from (marked(job, extractors) for job in pages)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(roster,)) as pool:
        yield from pool.map(_marked, list(pages), chunksize=4)


class _Bench:
    """The extractors of a worker process."""

    extractors: Mapping[str, Callable[[Job], str]]


def _begin(roster: Roster) -> None:
    _Bench.extractors = _called_up(roster)


def _called_up(roster: Roster) -> Mapping[str, Callable[[Job], str]]:
    for name in ("trafilatura", "readability", "courlan", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return roster.extractors()


def _marked(job: Job) -> list[Mark]:
    return marked(job, _Bench.extractors)


def marked(job: Job, extractors: Mapping[str, Callable[[Job], str]]) -> list[Mark]:
    """The marks of every extractor on one page."""
    return [_mark(job, name, *_attempt(extract, job)) for name, extract in extractors.items()]


def _attempt(extract: Callable[[Job], str], job: Job) -> tuple[str, str]:
    try:
        return extract(job), ""
    except (Exception, RecursionError) as error:  # noqa: BLE001 - other people's extractors on wild markup
        return "", f"{type(error).__name__}: {error}"[:200]


def _mark(job: Job, extractor: str, text: str, trouble: str) -> Mark:
    gold, squeezed = job.gold.get("text") or "", measures.squeezed(text)
    page_type = job.gold.get("page_type") or ARTICLE
    return Mark(
        job.set,
        job.page.url,
        page_type,
        job.gold.get("language") or "",
        extractor,
        measures.word_overlap(text, gold) if gold else None,
        (
            *measures.snippets_found(job.gold.get("with"), squeezed),
            *measures.snippets_found(job.gold.get("without"), squeezed),
        ),
        chaff_lines(text, gold) if gold and page_type == ARTICLE else None,
        len(text),
        trouble,
    )


def extractors_of(marks: Sequence[Mark]) -> list[str]:
    """The extractors in their order."""
    return list(dict.fromkeys(mark.extractor for mark in marks))
