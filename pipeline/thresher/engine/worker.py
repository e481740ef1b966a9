"""What a worker process does: batches of records to pages, batches of pages to outcomes."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from functools import lru_cache
from operator import sub
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from thresher.dedup.sheet import NOWHERE, sheet
from thresher.engine.shelf import Judged, Paged, Shelved, shelved
from thresher.flow import guarded, to_article, to_page
from thresher.metadata.memory import showing
from thresher.nouns import Capture, Stage
from thresher.strip.sightings import sighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

    from thresher.kit import Kit
    from thresher.lessons import Lessons
    from thresher.nouns import Page, Record, Rejection, Revisit

In = TypeVar("In")
Out = TypeVar("Out")


class _Bench:
    """The worker's own kit; a process has one, set once before its first batch."""

    kit: Kit
    strict: bool
    seconds: tuple[float, ...] = ()  # what each item of the batch under way took


def install(kit: Kit, lifeline: Connection, *, strict: bool) -> None:
    """Make this process a worker: take the kit, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    _Bench.kit, _Bench.strict = kit, strict
    _bound(kit.settings.limits.worker_bytes)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _bound(extra: int) -> None:
    """Let this process take so many more bytes of address space and no more, where the system can see to that."""
    statm = Path("/proc/self/statm")
    if not extra or not statm.exists():
        return
    taken = int(statm.read_text().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + extra
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _end_with(lifeline: Connection) -> None:
    """Leave no orphans: the parent alone holds the other end, so it closes however the parent dies."""
    try:
        lifeline.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def timed(step: Callable[..., list[Out]], batch: list[Any], *args: Any) -> tuple[list[Out], int, tuple[float, ...]]:
    """What `step` makes of a batch; this process; and the seconds that each item took, where the step tells."""
    _Bench.seconds = ()
    return step(batch, *args), os.getpid(), _Bench.seconds


def _each(batch: Sequence[In], work: Callable[[In], Out]) -> list[Out]:
    """What is made of each item, and how long that takes."""
    results, clock = [], [time.perf_counter()]
    for one in batch:
        results.append(work(one))
        clock.append(time.perf_counter())
    _Bench.seconds = tuple(map(sub, clock[1:], clock))
    return results


def pages(batch: Sequence[Record]) -> list[Paged | Revisit | Rejection]:
    """The pages of captures; what is no capture passes through."""
    kit, strict = _Bench.kit, _Bench.strict

    def page(one: Record) -> Paged | Revisit | Rejection:
        if not isinstance(one, Capture):
            return one
        return guarded(lambda: paged(to_page(one, kit)), one, Stage.EXTRACT, strict=strict)

    return _each(batch, page)


def paged(page: Page) -> Paged:
    """A page for the shelf, and what it shows of its site."""
    return Paged(shelved(page), sighted(page), showing(page))


def outcomes(batch: Sequence[Shelved | Rejection], lessons: str) -> list[Judged | Rejection]:
    """The outcomes of pages, under what is known of their sites by the file `lessons`; rejections pass through."""
    kit, strict = _Bench.kit, _Bench.strict
    site = _lessons(lessons)
    compared = kit.settings.dedup.enabled

    def judged(page: Page) -> Judged:
        article = to_article(page, kit, site)
        return Judged(shelved(article), sheet(article, NOWHERE) if compared else None)

    def outcome(one: Shelved | Rejection) -> Judged | Rejection:
        if not isinstance(one, Shelved):
            return one
        page = one.record()
        return guarded(lambda: judged(page), page.capture, Stage.JUDGE, strict=strict)

    return _each(batch, outcome)


@lru_cache(maxsize=1)
def _lessons(path: str) -> Lessons:
    from thresher.engine.shelf import read_lessons

    return read_lessons(path)
