"""Pages per second and core, peak memory, and where the time goes: ours and the peers', in one run.

Each runs alone in a fresh process. What is counted is processor time, so that a busy machine does
not change the figures; the wall clock stands beside it.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.lab.machine import machine_facts, peak_memory
from thresher.lab.peers import PEERS, peer_pages
from thresher.lab.stopwatch import OTHER, Stopwatch, watched
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from thresher.kit import Kit
    from thresher.lab.records import Row
    from thresher.nouns import Outcome, Record

WARM_UP = 20  # pages cleaned before the clock starts: imports, models, compiled patterns

STAGES = ("read", "decode", "extract", "metadata", "strip", "language", "emit", OTHER)

# Where the stages of the product are: (stage, place).
POINTS = (
    ("decode", "thresher.extract.page:opened"),
    ("extract", "thresher.extract.page:page"),
    ("metadata", "thresher.metadata.html:votes"),
    ("metadata", "thresher.metadata.text:votes"),
    ("metadata", "thresher.metadata.elect:elect"),
    ("strip", "thresher.strip.judge:Judge.judge"),
    ("strip", "thresher.flow:disjoint"),
    ("strip", "thresher.flow:apply"),
    ("strip", "thresher.flow:render"),
    ("language", "thresher.metadata.language:Identifier.read"),
)


@dataclass(frozen=True, slots=True)
class Timing:
    """One extractor's run over an archive.

    Seconds are of processor time but for `wall`; `start_up` is what the process used before the
    clock started, the warm-up included; `peak` is in bytes. `articles` counts pages with a text.
    """

    name: str
    pages: int
    articles: int
    wall: float
    stages: dict[str, float]
    start_up: float
    peak: int

    @property
    def seconds(self) -> float:
        """The processor time of all stages."""
        return sum(self.stages.values())

    @property
    def pages_per_second(self) -> float:
        """Pages per second and core."""
        return self.pages / self.seconds if self.seconds else 0.0


def time_product(archive: Path, limit: int | None = None) -> Timing:
    """Time the product on an archive, in this process: read, clean, write article lines."""
    from thresher.kit import Kit

    watch = Stopwatch()
    with watched(watch, POINTS):
        kit = Kit.load()
        for record in islice(_records(archive), WARM_UP):
            _outcome(record, kit)
        return _timed("thresher", watch, lambda sink: _clean(archive, limit, kit, watch, sink))


def time_peer(name: str, archive: Path, limit: int | None = None) -> Timing:
    """Time a peer on an archive, in this process: read, extract; nothing is written."""
    watch = Stopwatch()
    row = PEERS[name]
    for page in islice(peer_pages(archive), WARM_UP):
        row(page)

    def run(_sink: Path) -> Iterator[bool]:
        for page in islice(watch.items("read", peer_pages(archive)), limit):
            with watch.stage("extract"):
                found = row(page)
            yield bool(found["text"])

    return _timed(name, watch, run)


def _timed(name: str, watch: Stopwatch, run: Callable[[Path], Iterable[bool]]) -> Timing:
    start_up = time.process_time()
    with tempfile.TemporaryDirectory(prefix="thresher-speed-") as folder:
        began = time.monotonic()
        watch.start()
        found = list(run(Path(folder)))
        watch.stop()
        wall = time.monotonic() - began
    stages = {stage: watch.seconds[stage] for stage in STAGES if stage in watch.seconds}
    return Timing(name, len(found), sum(found), wall, stages, start_up, peak_memory())


def _records(archive: Path) -> Iterator[Record]:
    from thresher.archive import read_captures

    return read_captures(archive)


def _outcome(record: Record, kit: Kit) -> Outcome | None:
    """What becomes of a record; None for a revisit, which is resolved elsewhere."""
    from thresher.flow import guarded, to_article, to_page
    from thresher.nouns import Capture, Rejection, Stage

    if not isinstance(record, Capture):
        return record if isinstance(record, Rejection) else None
    page = guarded(lambda: to_page(record, kit), record, Stage.EXTRACT, strict=False)
    if isinstance(page, Rejection):
        return page
    return guarded(lambda: to_article(page, kit), page.capture, Stage.JUDGE, strict=False)


def _clean(archive: Path, limit: int | None, kit: Kit, watch: Stopwatch, folder: Path) -> Iterator[bool]:
    from thresher.emit.fields import schema
    from thresher.emit.files import writing
    from thresher.emit.rows import article_row
    from thresher.nouns import Article

    row: Callable[[Article], Row] = article_row(kit.digest)
    properties: dict[str, Any] = schema()["properties"]
    with writing(folder, "articles", properties, kit.settings.output) as write:
        for record in islice(watch.items("read", _records(archive)), limit):
            outcome = _outcome(record, kit)
            if isinstance(outcome, Article):
                with watch.stage("emit"):
                    write(row(outcome))
            yield isinstance(outcome, Article)


def time_all(archive: Path, limit: int | None = None) -> list[Timing]:
    """The product and every peer, one after the other, each in a process of its own."""
    product = _in_fresh_process(time_product, archive, limit)
    return [product, *(_in_fresh_process(time_peer, name, archive, limit) for name in PEERS)]


def _in_fresh_process(function: Callable[..., Timing], *arguments: object) -> Timing:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def overview(timings: Sequence[Timing]) -> str:
    """A table with a line for each extractor."""
    headings = ["extractor", "pages", "texts found", "pages/s and core", "ms/page", "wall s", "start-up s", "peak MiB"]
    rows = [
        [
            *(each.name, str(each.pages), str(each.articles)),
            *(number(each.pages_per_second, 1), number(1000 * each.seconds / (each.pages or 1), 1)),
            *(number(each.wall, 1), number(each.start_up, 1), number(each.peak / 2**20, 0)),
        ]
        for each in timings
    ]
    return markdown(headings, rows)


def stage_table(timing: Timing) -> str:
    """Where one extractor's time goes."""
    rows = [
        [stage, number(1000 * seconds / (timing.pages or 1), 2), f"{100 * seconds / (timing.seconds or 1):.1f} %"]
        for stage, seconds in timing.stages.items()
    ]
    return markdown(["stage", "ms/page", "share"], rows)


_EXPLANATION = """\
`thresher lab speed` on `{archive}`: {pages} records, one process at a time, each alone in it. Seconds are
processor time of the process (`wall` is the clock on the wall), counted after a warm-up of {warm_up} pages;
`start-up` is what came before, the warm-up included. So pages per second are per core. The product reads,
cleans and writes article lines with all metadata; peers read through warcio, extract, and write nothing.
Peak memory is the largest resident size of the process.
"""


def document(timings: Sequence[Timing], archive: Path, day: str) -> str:
    """The measurement as a Markdown page: what ran, on what, and what it took."""
    product = timings[0]
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    parts = [
        f"# Speed, {day}",
        _EXPLANATION.format(archive=archive.name, pages=product.pages, warm_up=WARM_UP).rstrip(),
        overview(timings),
        f"## Where the time of {product.name} goes",
        stage_table(product),
        "## The machine",
        facts,
    ]
    return "\n\n".join(parts) + "\n"
