"""What extraction alone costs: processor time a page and memory, our engines beside the peers.

A page is handed over decoded and a text comes back: no reading, no decoding, no rules, no metadata. Each
pass runs alone in a fresh process, extractors taking turns pass by pass; of a page's passes the quickest
counts, for what else the machine does only adds time.
"""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING

from thresher.lab.html.comparison import Job, captured, decoded
from thresher.lab.html.ours import engines
from thresher.lab.machine import machine_facts, peak_memory
from thresher.lab.peers import EXTRACTORS, peer_pages
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

WARM_UP = 20  # pages before the clock starts: imports, models, compiled patterns
PASSES = 3
QUALITY, SPEED = "trafilatura", "resiliparse"  # what the others are compared with
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Pace:
    """One extractor over an archive: milliseconds of processor time of each page, and of its process.

    `texts` counts pages with a text, `failed` those on which it raised, `peak` is the largest resident
    memory in bytes.
    """

    name: str
    milliseconds: tuple[float, ...]
    texts: int
    failed: int
    peak: int

    @property
    def mean(self) -> float:
        """Milliseconds a page."""
        return fmean(self.milliseconds) if self.milliseconds else 0.0


def measured(archive: Path, names: Sequence[str], limit: int | None = None, passes: int = PASSES) -> list[Pace]:
    """The pace of peers and engines by name, one process at a time."""
    found: dict[str, Pace] = {}
    for _ in range(passes):
        for name in names:
            one = _in_fresh_process(name, archive, limit)
            found[name] = quicker(found[name], one) if name in found else one
    return [found[name] for name in names]


def quicker(one: Pace, other: Pace) -> Pace:
    """Two passes of an extractor as one: of each page the lesser time, of memory the greater peak."""
    fewest = tuple(map(min, one.milliseconds, other.milliseconds))
    return replace(one, milliseconds=fewest, peak=max(one.peak, other.peak))


def _in_fresh_process(name: str, archive: Path, limit: int | None) -> Pace:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(timed, name, archive, limit).result()


def timed(name: str, archive: Path, limit: int | None = None) -> Pace:
    """Time one extractor on an archive, in this process; pages are read one by one outside the clock."""
    extract = _extractor(name)
    for job in islice(_jobs(archive), min(WARM_UP, limit or WARM_UP)):
        _attempt(extract, job)
    milliseconds: list[float] = []
    texts = failed = 0
    for job in islice(_jobs(archive), limit):
        start = time.process_time_ns()
        text = _attempt(extract, job)
        milliseconds.append((time.process_time_ns() - start) / 1_000_000)
        texts += bool(text)
        failed += text is None
    return Pace(name, tuple(milliseconds), texts, failed, peak_memory())


def _extractor(name: str) -> Callable[[Job], str]:
    if name in EXTRACTORS:
        peer = EXTRACTORS[name]
        return lambda job: peer(job.page)
    engine = engines([name])[name]
    return lambda job: engine(job.page.markup or "", captured(job.page))


def _jobs(archive: Path) -> Iterator[Job]:
    """The pages with their markup: all extractors get the same decoded text."""
    for page in peer_pages(archive):
        yield Job("", replace(page, markup=decoded(captured(page))), {})


def _attempt(extract: Callable[[Job], str], job: Job) -> str | None:
    try:
        return extract(job)
    except (Exception, RecursionError):  # noqa: BLE001 - counted
        return None


def table(paces: Sequence[Pace]) -> str:
    """A line for each extractor."""
    means = {pace.name: pace.mean for pace in paces}
    headings = ["extractor", "pages", "texts found", "ms/page", "median", "95 %", f"times {QUALITY}", f"times {SPEED}"]
    rows = [
        [
            *(pace.name, str(len(pace.milliseconds)), str(pace.texts), number(pace.mean, 2)),
            *(number(median(pace.milliseconds), 2), number(_high(pace.milliseconds), 2)),
            *(_times(pace.mean, means.get(name)) for name in (QUALITY, SPEED)),
            number(pace.peak / _MEGABYTE, 0),
        ]
        for pace in paces
    ]
    return markdown([*headings, "peak MiB"], rows)


def _high(milliseconds: Sequence[float]) -> float:
    return quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else milliseconds[0]


def _times(value: float, base: float | None) -> str:
    return number(value / base, 2) if base else ""


_EXPLANATION = """\
`thresher lab pace` on `{archive}`: {pages} pages, extraction alone. Every extractor gets the same decoded markup
and gives back a text; reading, decoding, imports and a warm-up of {warm_up} pages are not counted. Milliseconds are
processor time on one core, of {passes} passes the quickest of each page; `median` and `95 %` are over pages. Each
pass runs in a process of its own, one after the other; `peak MiB` is the largest resident size of that process.
"""


def document(paces: Sequence[Pace], archive: Path, day: str, plot: str, passes: int = PASSES) -> str:
    """The measurement as a Markdown page: what ran, on what, and what it took. `plot` is the picture's file name."""
    pages = max((len(pace.milliseconds) for pace in paces), default=0)
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    parts = [
        f"# What finding the main text costs, {day}",
        _EXPLANATION.format(archive=archive.name, pages=pages, warm_up=WARM_UP, passes=passes).rstrip(),
        table(paces),
        f"![Milliseconds a page and peak memory of each extractor]({plot})",
        "## The machine",
        facts,
    ]
    return "\n\n".join(parts) + "\n"
