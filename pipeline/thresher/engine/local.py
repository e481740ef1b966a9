"""The local engine: one pool of worker processes for a run, fed with batches in order.

A worker that hangs, dies or wants too much memory costs the one record that did it: its batch-mates are run again.
"""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from thresher.engine import worker
from thresher.engine.server import forking
from thresher.engine.shelf import Shelved
from thresher.nouns import Capture, Reason, Rejection, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from thresher.kit import Kit

In = TypeVar("In")
Out = TypeVar("Out")

BATCH_ITEMS = 16
BATCH_BYTES = 2**20  # bodies of one batch: small enough to spread one archive over all workers
BATCHES_AHEAD = 3  # batches under way or waiting for each worker: bounds memory, hides the reader's pauses


class Watch(Protocol):
    """Is told of the batches that a run waits for and gets back."""

    def awaited(self, items: Sequence[Any]) -> None:
        """The run waits for this batch."""

    def worked(self, process: int, items: Sequence[Any], seconds: Sequence[float]) -> None:
        """A process has done a batch (0: it did not survive); the seconds of each item, as far as they are known."""


class _Unwatched:
    def awaited(self, items: Sequence[Any]) -> None:
        pass

    def worked(self, process: int, items: Sequence[Any], seconds: Sequence[float]) -> None:
        pass


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LocalEngine:
    """Maps functions over records in worker processes; results come in the order of the input.

    Use it as a context manager. Workers are started by a fork server, never forked from a
    process that has threads.
    """

    def __init__(
        self, kit: Kit, workers: int | None = None, *, strict: bool = False, watch: Watch | None = None
    ) -> None:
        self.workers = workers or cores()
        self._watch = watch or _Unwatched()
        self._seconds = kit.settings.limits.record_seconds
        self._bytes = kit.settings.limits.worker_bytes
        context = forking()
        lifeline, self._lifeline = context.Pipe(duplex=False)
        # Workers are renewed now and then: the parsers' caches grow slowly.
        self._pool = ProcessPool(self.workers, 2000, _install, (kit, lifeline, strict), context)

    def __enter__(self) -> Self:
        """Start nothing yet: workers start with the first batch."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers."""
        self._pool.stop()
        self._pool.join()
        self._lifeline.close()

    def map(self, step: Callable[..., list[Out]], items: Iterable[In], *args: Any) -> Iterator[Out | Rejection]:
        """Apply `step(batch, *args)` to all items in batches; yields the results in order."""
        running: deque[tuple[list[In], Any]] = deque()
        for batch in batches(items):
            running.append((batch, self._schedule(step, batch, args)))
            if len(running) >= self.workers * BATCHES_AHEAD:
                yield from self._results(step, *running.popleft(), args)
        while running:
            yield from self._results(step, *running.popleft(), args)

    def _schedule(self, step: Callable[..., list[Out]], batch: list[In], args: tuple[Any, ...]) -> Any:
        return self._pool.schedule(worker.timed, args=(step, batch, *args), timeout=self._seconds)

    def _results(
        self, step: Callable[..., list[Out]], batch: list[In], future: Any, args: tuple[Any, ...]
    ) -> Iterator[Out | Rejection]:
        self._watch.awaited(batch)
        try:
            results, process, seconds = future.result()
        except TimeoutError:
            reason, detail = Reason.TIMEOUT, f"not done after {self._seconds:g} s"
        except ProcessExpired as error:
            reason, detail = Reason.CRASHED, f"worker ended with exit code {error.exitcode}"
        except MemoryError:
            reason, detail = Reason.MEMORY, f"more than {self._bytes:,} bytes were needed"
        else:
            self._watch.worked(process, batch, seconds)
            for item, result in zip(batch, results, strict=True):
                if len(batch) > 1 and isinstance(result, Rejection) and result.reason is Reason.MEMORY:
                    yield from self._alone(step, item, args)  # those before it may have left it too little
                else:
                    yield result
            return
        if len(batch) == 1:
            self._watch.worked(0, batch, [self._seconds] if reason is Reason.TIMEOUT else [])
            yield _lost(batch[0], reason, detail)
            return
        for item in batch:
            yield from self._alone(step, item, args)

    def _alone(self, step: Callable[..., list[Out]], item: In, args: tuple[Any, ...]) -> Iterator[Out | Rejection]:
        return self._results(step, [item], self._schedule(step, [item], args), args)


def _install(kit: Kit, lifeline: Any, strict: bool) -> None:  # noqa: FBT001 - the pool passes arguments by position
    worker.install(kit, lifeline, strict=strict)


def _lost(item: Any, reason: Reason, detail: str) -> Rejection:
    """The rejection of a record that its worker did not survive."""
    capture = item.capture() if isinstance(item, Shelved) else item
    stage = Stage.JUDGE if isinstance(item, Shelved) else Stage.EXTRACT
    return Rejection(capture.origin, reason, stage, capture.url, capture.captured_at, detail)


def batches(items: Iterable[In]) -> Iterator[list[In]]:
    """Cut items into batches of at most BATCH_ITEMS items and about BATCH_BYTES bytes of bodies."""
    batch: list[In] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += len(item.body) if isinstance(item, Capture) else 0
        if len(batch) >= BATCH_ITEMS or weight >= BATCH_BYTES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
