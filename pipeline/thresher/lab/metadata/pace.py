"""What metadata costs: processor time a page beyond parsing the page and finding its text, beside the others.

The product runs as it is and its voters and its election are charged; the others get a page that is parsed already.
Each pass runs in a fresh process; of a page's passes the quickest counts, for what else the machine does only
adds time.
"""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING

from thresher.archive import read_captures
from thresher.errors import RecordError
from thresher.lab.metadata.answers import HTMLDATE, OURS, TRAFILATURA, htmldate_of, trafilatura_of
from thresher.lab.stopwatch import Stopwatch, watched
from thresher.lab.tables import markdown, number
from thresher.nouns import Capture, CaptureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

WARM_UP = 20  # pages before the clock starts: imports, models, compiled patterns
PASSES = 3
WITHOUT_HTMLDATE = "thresher, without asking htmldate"
WHO = (OURS, WITHOUT_HTMLDATE, TRAFILATURA, HTMLDATE)
_POINTS = tuple(
    ("metadata", f"thresher.metadata.{place}")
    for place in ("html:votes", "text:votes", "nameplate:votes", "elect:declared", "elect:elect")
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds of processor time of each page."""

    who: str
    milliseconds: tuple[float, ...]


def measured(archive: Path, limit: int | None = None, passes: int = PASSES, who: Sequence[str] = WHO) -> list[Pace]:
    """The pace of everyone, one process at a time, taking turns pass by pass."""
    found: dict[str, Pace] = {}
    for _ in range(passes):
        for name in who:
            one = _in_fresh_process(name, archive, limit)
            if name in found:
                one = replace(one, milliseconds=tuple(map(min, one.milliseconds, found[name].milliseconds)))
            found[name] = one
    return list(found.values())


def _in_fresh_process(name: str, archive: Path, limit: int | None) -> Pace:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(timed, name, archive, limit).result()


def timed(name: str, archive: Path, limit: int | None = None) -> Pace:
    """Time one reader on an archive, in this process; pages are read one by one outside the clock."""
    clock = _product(name) if name in {OURS, WITHOUT_HTMLDATE} else _peer(name)
    for capture in islice(_pages(archive), min(WARM_UP, limit or WARM_UP)):
        clock(capture)
    return Pace(name, tuple(clock(capture) for capture in islice(_pages(archive), limit)))


def _pages(archive: Path) -> Iterator[Capture]:
    for capture in read_captures(str(archive)):
        if isinstance(capture, Capture) and capture.kind is CaptureKind.HTML:
            yield capture


def _product(name: str) -> Callable[[Capture], float]:
    from thresher.flow import to_article, to_page
    from thresher.kit import Kit
    from thresher.settings import Settings

    kit, watch = Kit.load(Settings()), Stopwatch()
    points = [*_POINTS, ("htmldate", "thresher.metadata.html:_htmldate")]

    def clock(capture: Capture) -> float:
        watch.start()
        with watched(watch, points), suppress(RecordError):  # what was read of it until then was read
            to_article(to_page(capture, kit), kit)
        own = watch.seconds["metadata"]
        return 1_000 * (own if name == WITHOUT_HTMLDATE else own + watch.seconds["htmldate"])

    return clock


def _peer(name: str) -> Callable[[Capture], float]:
    from trafilatura.utils import load_html

    ask = trafilatura_of if name == TRAFILATURA else htmldate_of

    def clock(capture: Capture) -> float:
        tree = load_html(capture.body)
        start = time.process_time_ns()
        with suppress(Exception):  # it took what it took
            ask(tree, capture.url)
        return (time.process_time_ns() - start) / 1_000_000

    return clock


def table(paces: Sequence[Pace]) -> str:
    """A line for each reader."""
    rows = [
        [
            *(one.who, str(len(one.milliseconds)), number(fmean(one.milliseconds), 2)),
            *(number(median(one.milliseconds), 2), number(quantiles(one.milliseconds, n=20)[-1], 2)),
        ]
        for one in paces
    ]
    return markdown(["who", "pages", "ms/page", "median", "95 %"], rows)
