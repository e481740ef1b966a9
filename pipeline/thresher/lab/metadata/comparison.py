"""Metadata side by side: everyone on the same pages in one run, each answer held against the gold."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thresher.archive import read_captures
from thresher.lab import measures
from thresher.lab.metadata.answers import FIELDS, Answer, everyone
from thresher.lab.records import read_gold
from thresher.lab.slices import sampled
from thresher.nouns import Capture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from thresher.lab.records import Row
    from thresher.lab.sets import BenchSet


@dataclass(frozen=True, slots=True)
class Job:
    """A capture of a set and its gold."""

    set: str
    capture: Capture
    gold: Row


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer on one field of one page is worth.

    `score` is the figure of the field: 1 or 0 for titles and dates, the F1 of the sets of names for authors. `right` is
    a score of 1. `sure` is our confidence and `counts` what winner and rival counted, None of others and of no value.
    """

    set: str
    url: str
    kind: str
    who: str
    field: str
    is_given: bool
    score: float
    said: str
    gold: str
    sure: float | None = None
    counts: tuple[float, float] | None = None

    @property
    def is_right(self) -> bool:
        """Whether a value was given that is the gold's, wholly."""
        return self.is_given and self.score == 1


def gold_of(one: BenchSet) -> dict[str, Row]:
    """The gold of a set by URL, of the pages that have any for a field that is measured."""
    return {url: row for url, row in read_gold(one.gold).items() if any(map(row.get, FIELDS))}


def has_gold(one: BenchSet) -> bool:
    """Whether any page of a set has gold for a field that is measured."""
    return bool(gold_of(one))


def jobs(sets: Iterable[BenchSet], limit: int | None = None) -> Iterator[Job]:
    """The captures whose gold has a field that is measured, or the same `limit` of each set."""
    for one in sets:
        gold = gold_of(one)
        chosen = set(sampled(gold, limit)) if limit else gold.keys()
        for capture in read_captures(str(one.captures)):
            if isinstance(capture, Capture) and capture.url in chosen:
                yield Job(one.name, capture, gold[capture.url])


def compared(pages: Iterable[Job], workers: int = 1, say: Callable[[str], None] = print) -> list[Mark]:
    """The marks of everyone on every page, in the order of the pages."""
    marks: list[Mark] = []
    for done, found in enumerate(_rounds(pages, workers), 1):
        marks += found
        if done % 100 == 0:
            say(f"{done} pages")
    return marks


def _rounds(pages: Iterable[Job], workers: int) -> Iterator[list[Mark]]:
    if workers == 1:
        asked = everyone()
        yield from (marked(job, asked) for job in pages)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin) as pool:
        yield from pool.map(_marked, list(pages), chunksize=4)


class _Room:
    """Who is asked in a worker process."""

    asked: Mapping[str, Callable[[Capture], Answer]]


def _begin() -> None:
    _Room.asked = everyone()


def _marked(job: Job) -> list[Mark]:
    return marked(job, _Room.asked)


def marked(job: Job, asked: Mapping[str, Callable[[Capture], Answer]]) -> list[Mark]:
    """The marks of everyone on one page: on the fields that its gold has, and that are theirs to answer."""
    return [
        mark(job, who, field, answer)
        for who, answer in ((who, _attempt(ask, job.capture)) for who, ask in asked.items())
        for field in FIELDS
        if job.gold.get(field) and (field == "date" or who != "htmldate") and _has_gold(field, job.gold)
    ]


def _has_gold(field: str, gold: Row) -> bool:
    return field != "date" or bool(measures.calendar_days(gold["date"]))


def _attempt(ask: Callable[[Capture], Answer], capture: Capture) -> Answer:
    try:
        return ask(capture)
    except (Exception, RecursionError):  # noqa: BLE001 - other people's readers on wild markup say nothing then
        return Answer()


def mark(job: Job, who: str, field: str, answer: Answer) -> Mark:
    """Hold one field of an answer against the gold."""
    said, gold = getattr(answer, field), job.gold[field]
    return Mark(
        job.set,
        job.capture.url,
        job.capture.kind,
        who,
        field,
        bool(said),
        _score(field, said, gold) if said else 0.0,
        "; ".join(said) if isinstance(said, tuple) else said or "",
        "; ".join(gold) if isinstance(gold, list) else str(gold),
        answer.sure.get(field),
        answer.counts.get(field),
    )


def _score(field: str, said: object, gold: object) -> float:
    if field == "title":
        return float(measures.normalised(str(said)) == measures.normalised(str(gold)))
    if field == "authors":
        names = measures.author_names(list(said) if isinstance(said, tuple) else said)
        return measures.overlap(names, measures.author_names(gold)).f1
    return float(bool(measures.calendar_days(said) & measures.calendar_days(gold)))
