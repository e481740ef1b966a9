"""What it costs that every record is cleaned in a process that can be killed, beside the same work in this process.

Each way runs in a fresh process, on the whole archive and on a quarter of it: the difference between the two is free
of what starting costs, which a long run pays once. Counted is the processor time of the process and of its worker.
"""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from thresher.errors import SettingsError
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from thresher.engine.shelf import Shelved

_HELD: list[object] = []  # the other ends of lifelines: a worker ends when nobody holds its own
_PART = 4  # the short run is a quarter of the long one


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds for so many records, and for the first quarter of them."""

    name: str
    records: int
    whole: float
    part: float

    @property
    def each(self) -> float:
        """Seconds a record, without what starting costs."""
        return (self.whole - self.part) / (self.records - self.records // _PART)


def measured(archive: Path, limit: int, passes: int) -> list[Cost]:
    """Both ways, in turns; of several passes the quickest counts."""
    ways: dict[str, Callable[[Path, int], tuple[float, int]]] = {"in this process": _plain, "in a worker": _isolated}
    seconds: dict[tuple[str, int], list[float]] = {}
    for _ in range(passes):
        for name, way in ways.items():
            for count in (limit // _PART, limit):
                taken, records = _fresh(way, archive, count)
                if records < count:
                    raise SettingsError(f"{records:,} records, fewer than {limit:,} ({archive})")
                seconds.setdefault((name, count), []).append(taken)
    return [Cost(name, limit, min(seconds[name, limit]), min(seconds[name, limit // _PART])) for name in ways]


def overhead(costs: list[Cost]) -> float:
    """How much more a record costs in a worker: .05 is one part in twenty."""
    plain, isolated = costs
    return isolated.each / plain.each - 1


def table(costs: list[Cost]) -> str:
    """Seconds of both ways as a Markdown table."""
    rows = [
        [each.name, str(each.records), number(each.whole, 2), number(each.part, 2), number(1000 * each.each, 2)]
        for each in costs
    ]
    return markdown(["records are cleaned", "records", "s", "s of a quarter", "ms/record"], rows)


def _fresh(way: Callable[[Path, int], tuple[float, int]], archive: Path, count: int) -> tuple[float, int]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(way, archive, count).result()


def _plain(archive: Path, count: int) -> tuple[float, int]:
    """Processor seconds so far, and records read."""
    from thresher.archive import read_captures
    from thresher.engine import worker
    from thresher.engine.local import batches
    from thresher.kit import Kit

    lifeline, held = multiprocessing.Pipe(duplex=False)
    _HELD.append(held)
    worker.install(Kit.load(), lifeline, strict=False)
    done = [one for batch in batches(islice(read_captures(archive), count)) for one in worker.pages(batch)]
    with _no_lessons() as lessons:
        for batch in batches(_pages(done)):
            worker.outcomes(batch, lessons)
    return time.process_time(), len(done)


def _isolated(archive: Path, count: int) -> tuple[float, int]:
    """Processor seconds so far, the worker's among them, and records read."""
    from thresher.archive import read_captures
    from thresher.engine import worker
    from thresher.engine.local import LocalEngine
    from thresher.kit import Kit

    with LocalEngine(Kit.load(), 1) as engine, _no_lessons() as lessons:
        done = list(engine.map(worker.pages, islice(read_captures(archive), count)))
        for _ in engine.map(worker.outcomes, _pages(done), lessons):
            pass
        # The worker is no child of this process, so it has to tell.
        spent: list[Any] = list(engine.map(_clock, [None]))
    return time.process_time() + sum(spent), len(done)


def _clock(batch: Sequence[object]) -> list[Any]:
    return [time.process_time() for _ in batch]


@contextmanager
def _no_lessons() -> Iterator[str]:
    """A file that says that nothing is known of any site."""
    from thresher.engine.shelf import encoded
    from thresher.lessons import Lessons

    with TemporaryDirectory(prefix="thresher-isolation-") as folder:
        path = Path(folder) / "lessons.json"
        path.write_bytes(encoded(Lessons()))
        yield str(path)


def _pages(items: Iterable[object]) -> Iterator[Shelved]:
    from thresher.engine.shelf import Paged

    return (one.page for one in items if isinstance(one, Paged))
