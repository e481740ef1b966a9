"""What a worker process does: batches of records to pages, batches of pages to outcomes."""

from __future__ import annotations

import os
import resource
import signal
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.flow import guarded, to_article, to_page
from thresher.nouns import Capture, Page, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from thresher.kit import Kit
    from thresher.lessons import Lessons
    from thresher.nouns import Outcome, Record, Rejection, Revisit


class _Bench:
    """The worker's own kit; a process has one, set once before its first batch."""

    kit: Kit
    strict: bool


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


def pages(batch: Sequence[Record]) -> list[Page | Revisit | Rejection]:
    """The pages of captures; what is no capture passes through."""
    kit, strict = _Bench.kit, _Bench.strict
    return [
        guarded(lambda one=one: to_page(one, kit), one, Stage.EXTRACT, strict=strict)  # type: ignore[misc]
        if isinstance(one, Capture)
        else one
        for one in batch
    ]


def outcomes(batch: Sequence[Page | Rejection], lessons: str) -> list[Outcome]:
    """The outcomes of pages, under what is known of their sites by the file `lessons`; rejections pass through."""
    kit, strict = _Bench.kit, _Bench.strict
    site = _lessons(lessons)
    return [
        guarded(lambda one=one: to_article(one, kit, site), one.capture, Stage.JUDGE, strict=strict)  # type: ignore[misc]
        if isinstance(one, Page)
        else one
        for one in batch
    ]


@lru_cache(maxsize=1)
def _lessons(path: str) -> Lessons:
    from thresher.engine.shelf import read_lessons

    return read_lessons(path)
