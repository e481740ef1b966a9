"""Speed and memory of a run over time, as `OUT/metrics.json` has them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from thresher.report.page.listed import Listed, listed

if TYPE_CHECKING:
    from pathlib import Path

METRICS = "metrics.json"
SLOWEST, STAGES = 15, 20  # listed
_POINTS = 240  # of a line


class StageTime(msgspec.Struct, frozen=True):
    """A stage: how long it took, in how many parts."""

    name: str
    seconds: float
    parts: int = 0


class Sample(msgspec.Struct, frozen=True):
    """A moment, `t` seconds after the start: what was done until then, and the memory that was held."""

    t: float
    stage: str
    records: int = 0
    bytes: int = 0
    rss_mib: float = 0.0


class Slow(msgspec.Struct, frozen=True):
    """A record that took long."""

    url: str
    archive: str
    offset: int
    seconds: float


class Metrics(msgspec.Struct, frozen=True):
    """What was measured during a run."""

    schema_version: int
    started: str = ""
    finished: str = ""
    seconds: float = 0.0
    workers: int = 0
    stages: tuple[StageTime, ...] = ()
    samples: tuple[Sample, ...] = ()
    slowest: tuple[Slow, ...] = ()


class Rate(msgspec.Struct, frozen=True):
    """Records a second until `t`, since the sample before it in the same stage."""

    t: float
    stage: str
    records: float


class Pace(msgspec.Struct, frozen=True):
    """Speed and memory: lines of few enough points, and the totals."""

    metrics: Metrics
    rates: tuple[Rate, ...]
    memory: tuple[tuple[float, float], ...]
    stages: Listed[StageTime]
    slowest: Listed[Slow]

    @property
    def peak_mib(self) -> float:
        """Most memory that was held at a sample."""
        return max((held for _, held in self.memory), default=0.0)


def pace(out: Path) -> Pace | None:
    """What was measured during the run; None where nothing was, or by a program that wrote it otherwise."""
    try:
        metrics = msgspec.json.decode((out / METRICS).read_bytes(), type=Metrics)
    except (OSError, msgspec.MsgspecError):
        return None
    if metrics.schema_version != 1:
        return None
    samples = metrics.samples
    memory = tuple((one.t, one.rss_mib) for one in samples)
    return Pace(
        metrics,
        _thinned_rates(_rates(samples)),
        _thinned(memory),
        listed(metrics.stages, STAGES),
        listed(sorted(metrics.slowest, key=lambda one: -one.seconds), SLOWEST),
    )


def _rates(samples: tuple[Sample, ...]) -> list[Rate]:
    rates = []
    for before, one in pairwise(samples):
        passed = one.t - before.t
        if before.stage == one.stage and passed > 0 and one.records >= before.records:
            rates.append(Rate(one.t, one.stage, (one.records - before.records) / passed))
    return rates


def _thinned_rates(rates: list[Rate]) -> tuple[Rate, ...]:
    """Means of neighbours, so that as many are left as a plot can show."""
    step = max(1, -(-len(rates) // _POINTS))
    groups = [rates[at : at + step] for at in range(0, len(rates), step)]
    return tuple(Rate(some[-1].t, some[-1].stage, sum(one.records for one in some) / len(some)) for some in groups)


def _thinned(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The highest of neighbours."""
    step = max(1, -(-len(points) // _POINTS))
    groups = [points[at : at + step] for at in range(0, len(points), step)]
    return tuple((some[-1][0], max(value for _, value in some)) for some in groups)
