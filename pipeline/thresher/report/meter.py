"""What a run measures of itself while it goes: how far it is, how fast, what its workers do, and what was slow.

Nothing here decides about a byte of the output. The counting is done where the work is; a `Ticker` looks at it
now and then, takes samples, and shows it to those who watch.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from thresher.engine.shelf import Judged, Shelved
from thresher.nouns import Rejection
from thresher.report.memory import resident_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from thresher.nouns import Origin

Thing = TypeVar("Thing")

SCHEMA_VERSION = 1
MOST_SAMPLES = 300  # then every second one is let go, and the next ones come half as often
SAMPLE_SECONDS = 0.5  # between two samples of a short run
MOST_SLOWEST = 20
KEPT_SLOW = 5 * MOST_SLOWEST  # a record counts in two stages, and is slow by the sum


@dataclass(frozen=True, slots=True)
class Left:
    """What a stage has still to do when it begins: parts, and the total that its work advances by (0: unknown)."""

    parts: int = 1
    total: int = 0


@dataclass(slots=True)
class Stage:
    """How far one stage of a run is.

    `parts` are all it has, `left` those that this process does. `total` and `size` are in bytes of input where
    `in_bytes` is set, in captures elsewhere. `seconds` is the time of the parts that are done.
    """

    name: str
    parts: int = 1
    left: int = 0
    done: int = 0
    total: int = 0
    size: int = 0
    in_bytes: bool = False
    records: int = 0
    articles: int = 0
    rejections: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    since: float | None = None  # the clock when the part under way began

    @property
    def has_begun(self) -> bool:
        """Whether a part of it is under way or done."""
        return self.since is not None or self.done > 0

    def elapsed(self) -> float:
        """Seconds so far."""
        return self.seconds + (time.monotonic() - self.since if self.since is not None else 0.0)

    def rate(self) -> float:
        """Records a second."""
        return self.records / max(0.001, self.elapsed())

    def remaining(self) -> float | None:
        """Seconds that it will still take at the pace so far; None where that cannot be said."""
        if not self.size or not self.total:
            return None
        return self.elapsed() * max(0, self.total - self.size) / self.size


@dataclass(slots=True)
class Worker:
    """What one worker process has done. A process that takes the place of one that ended goes on with its count."""

    process: int
    records: int = 0
    busy: float = 0.0  # seconds
    last: float = 0.0  # the clock when its last batch came back


@dataclass(frozen=True, slots=True)
class Sample:
    """The run at a moment `t` seconds after its start: what its stage has done so far, and the bytes read by then."""

    t: float
    stage: str
    records: int
    bytes: int
    rss_mib: float


class Meter:
    """The measures of one run."""

    def __init__(self) -> None:
        self.started = datetime.now(UTC)
        self.began = time.monotonic()
        self.finished: datetime | None = None
        self.succeeded: bool | None = None
        self.out = ""
        self.stages: dict[str, Stage] = {}
        self.current = ""
        self.bytes = 0
        self.workers: list[Worker] = []
        self.most_workers = 0
        self.awaiting: tuple[float, str, int] | None = None  # since when, for which first URL of how many records
        self.samples: list[Sample] = []
        self.resident = 0
        self.most_resident = 0
        self.spark: list[dict[str, Any]] = []
        """What the steps of a run on Spark took there: seconds, tasks, bytes of shuffles."""
        self._apart = SAMPLE_SECONDS
        self._slow: dict[Origin, list[Any]] = {}

    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    def expect(self, stages: Mapping[str, int]) -> None:
        """These stages will come, each of so many parts."""
        for name, parts in stages.items():
            self._stage(name).parts = parts

    def _stage(self, name: str) -> Stage:
        return self.stages.setdefault(name, Stage(name))

    @contextmanager
    def part(self, name: str, left: Callable[[], Left] = Left, *, in_bytes: bool = False) -> Iterator[None]:
        """A part of a stage is done in this block; `left` is asked once, when its first part begins."""
        stage = self._stage(name)
        if not stage.left:
            rest = left()
            stage.left, stage.total, stage.in_bytes = rest.parts, rest.total, in_bytes
        stage.since, self.current = time.monotonic(), name
        self.sample()
        try:
            yield
            stage.done += 1
        finally:
            stage.seconds, stage.since = stage.elapsed(), None
            self.sample()

    def advance(self, records: int, size: int) -> None:
        """So many more records, and so much more of the total, are done in the stage under way."""
        stage = self._stage(self.current)
        stage.records += records
        stage.size += size
        if stage.in_bytes:
            self.bytes += size

    def counted(self, outcomes: Iterable[Thing]) -> Iterator[Thing]:
        """The same things; articles and rejections among them are counted for the stage under way."""
        stage = self._stage(self.current)
        for one in outcomes:
            if isinstance(one, Rejection):
                stage.rejections[one.reason] += 1
            elif isinstance(one, Judged):
                stage.articles += 1
            yield one

    def worked_for(self) -> float:
        """Seconds of the stages that workers do."""
        return sum(stage.elapsed() for stage in self.stages.values() if stage.name in {"pages", "articles"})

    def awaited(self, items: Sequence[Any]) -> None:
        """The run waits for this batch."""
        self.awaiting = time.monotonic(), str(_capture_of(items[0]).url), len(items)

    def worked(self, process: int, items: Sequence[Any], seconds: Sequence[float]) -> None:
        """A worker process has done a batch; `seconds` is what each item took, as far as it is known.

        The process is 0 where it did not survive.
        """
        self.awaiting = None
        if process:
            worker = self._worker(process)
            worker.records += len(items)
            worker.busy += sum(seconds)
            worker.last = time.monotonic()
        for item, took in zip(items, seconds, strict=False):
            self._noted(item, took)

    def _worker(self, process: int) -> Worker:
        for worker in self.workers:
            if worker.process == process:
                return worker
        if len(self.workers) < max(1, self.most_workers):
            self.workers.append(Worker(process))
            return self.workers[-1]
        renewed = min(self.workers, key=lambda worker: worker.last)
        renewed.process = process
        return renewed

    def _noted(self, item: Any, seconds: float) -> None:
        capture = _capture_of(item)
        entry = self._slow.setdefault(capture.origin, [capture.url, 0.0])
        entry[1] += seconds
        if len(self._slow) > 2 * KEPT_SLOW:
            slowest = sorted(self._slow.items(), key=lambda pair: -pair[1][1])
            self._slow = dict(slowest[:KEPT_SLOW])

    def sample(self) -> None:
        """Take a sample; where there are many, every second one is let go."""
        self.resident = resident_bytes()
        self.most_resident = max(self.most_resident, self.resident)
        stage = self.stages.get(self.current)
        records = stage.records if stage else 0
        now, held = round(self.elapsed(), 3), round(self.resident / 2**20, 1)
        self.samples.append(Sample(now, self.current, records, self.bytes, held))
        if len(self.samples) > MOST_SAMPLES:
            self.samples = self.samples[::2]
            self._apart *= 2

    def is_due(self) -> bool:
        """Whether the next sample should be taken."""
        return not self.samples or self.elapsed() - self.samples[-1].t >= self._apart

    def row(self) -> dict[str, Any]:
        """`OUT/metrics.json`, as it is now."""
        slowest = sorted(self._slow.items(), key=lambda pair: (-pair[1][1], str(pair[0])))[:MOST_SLOWEST]
        now = self.finished or datetime.now(UTC)
        return {
            "schema_version": SCHEMA_VERSION,
            "started": self.started.isoformat(timespec="milliseconds"),
            "finished": now.isoformat(timespec="milliseconds"),
            "seconds": round(self.elapsed(), 3),
            "workers": self.most_workers,
            "stages": [
                {"name": stage.name, "seconds": round(stage.elapsed(), 3), "parts": stage.done}
                for stage in self.stages.values()
                if stage.left
            ],
            "samples": [
                {"t": one.t, "stage": one.stage, "records": one.records, "bytes": one.bytes, "rss_mib": one.rss_mib}
                for one in self.samples
            ],
            "slowest": [
                {"url": url, "archive": origin.archive, "offset": origin.offset, "seconds": round(seconds, 3)}
                for origin, (url, seconds) in slowest
            ],
            **({"spark": self.spark} if self.spark else {}),
        }


def _capture_of(item: Any) -> Any:
    return item.capture() if isinstance(item, Shelved) else item
