"""A campaign: so many executions over all targets, each reproducible from seed, target and number.

A target runs in a process of its own, so that a crash or a hang costs one execution: it is written down, and the
target goes on behind it.
"""

from __future__ import annotations

import multiprocessing
import random
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thresher.lab.fuzz import mutations
from thresher.lab.fuzz.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.lab.fuzz.mutations import Case
    from thresher.lab.fuzz.targets import Target

HANG = 60.0
"""Seconds without progress after which an execution counts as hung: the limit of one record."""

_POLL = 0.5
_MOST_FAULTS = 50  # of one target, after which it is broken enough


@dataclass(frozen=True, slots=True)
class Finding:
    """An execution that went wrong: `what` is `fault`, `crash` or `hang`."""

    target: str
    number: int
    what: str
    told: str


@dataclass
class Tally:
    """What a target ran and found, and the slowest execution in seconds."""

    target: str
    runs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_number: int = 0
    findings: list[Finding] = field(default_factory=list)


def case(target: Target, corpus: Sequence[bytes], seed: int, number: int) -> Case:
    """The input of one execution."""
    rng = random.Random(f"{seed}:{target.name}:{number}")
    return mutations.case(corpus, rng, target.tokens)


def one(target: Target, fixtures: Path, seed: int, number: int) -> Case:
    """The input of one execution again, to look into what was found."""
    return case(target, target.seeds(fixtures), seed, number)


def shares(runs: int, targets: Sequence[Target] = TARGETS) -> dict[str, int]:
    """How many of the executions each target gets, at least one."""
    whole = sum(target.share for target in targets)
    return {target.name: max(1, runs * target.share // whole) for target in targets}


def campaign(
    fixtures: Path, runs: int, seed: int, told: Callable[[Tally], None], targets: Sequence[Target] = TARGETS
) -> list[Tally]:
    """Run all targets, one after the other; `told` hears of each when it is through."""
    tallies = []
    for target in targets:
        tally = _through(target, fixtures, seed, shares(runs, targets)[target.name])
        told(tally)
        tallies.append(tally)
    return tallies


def _through(target: Target, fixtures: Path, seed: int, runs: int) -> Tally:
    """All executions of one target, over as many processes as it takes."""
    tally = Tally(target.name)
    context = multiprocessing.get_context("spawn")
    begin = 0
    while begin < runs and len(tally.findings) < _MOST_FAULTS:
        at, results = context.Value("q", begin - 1), context.SimpleQueue()
        order = _Order(target.name, str(fixtures), seed, begin, runs)
        worker = context.Process(target=_work, args=(order, at, results))
        worker.start()
        hung = _watched(worker, at)
        while not results.empty():
            _enter(tally, results.get())
        last = at.value
        if last >= runs:
            break
        what = "hang" if hung else "crash"
        told = f"no progress in {HANG:.0f} s" if hung else f"exit code {worker.exitcode}"
        tally.findings.append(Finding(target.name, last, what, told))
        begin = last + 1
    tally.runs = runs if len(tally.findings) < _MOST_FAULTS else begin
    return tally


def _watched(worker: Any, at: Any) -> bool:
    """Wait for a worker to end, or end it where it does not get on; returns whether that was so."""
    last, since = at.value, time.monotonic()
    while worker.is_alive():
        worker.join(_POLL)
        if at.value != last:
            last, since = at.value, time.monotonic()
        elif time.monotonic() - since > HANG * (1 if last >= 0 else 5):  # the first comes after the imports
            worker.kill()
            worker.join()
            return True
    return False


def _enter(tally: Tally, result: tuple[Any, ...]) -> None:
    kind, *rest = result
    if kind == "finding":
        tally.findings.append(Finding(tally.target, *rest))
    else:
        seconds, slowest, number = rest
        tally.seconds += seconds
        if slowest > tally.slowest:
            tally.slowest, tally.slowest_number = slowest, number


@dataclass(frozen=True, slots=True)
class _Order:
    """What a worker is to run: executions `begin` to `end` of a target."""

    target: str
    fixtures: str
    seed: int
    begin: int
    end: int


def _work(order: _Order, at: Any, results: Any) -> None:
    """Run what is ordered; `at` says which execution is running, and the end of the order that all are through."""
    target = next(target for target in TARGETS if target.name == order.target)
    corpus = target.seeds(Path(order.fixtures))
    started, slowest, slowest_number, findings = time.process_time(), 0.0, order.begin, 0
    for number in range(order.begin, order.end):
        at.value = number
        before = time.process_time()
        try:
            target.check(case(target, corpus, order.seed, number))
        except Exception:  # noqa: BLE001 - whatever it is, it is a finding
            results.put(("finding", number, "fault", traceback.format_exc(limit=-4)))
            findings += 1
            if findings >= _MOST_FAULTS:
                break
        if (took := time.process_time() - before) > slowest:
            slowest, slowest_number = took, number
    results.put(("time", time.process_time() - started, slowest, slowest_number))
    at.value = order.end
