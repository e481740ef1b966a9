"""The local engine: order, isolation, and equality with the library."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from thresher import Cleaner, Settings, read_captures
from thresher.engine import worker
from thresher.engine.local import BATCH_ITEMS, LocalEngine, batches
from thresher.engine.shelf import Paged
from thresher.kit import Kit
from thresher.nouns import Capture, CaptureKind, Origin, Page, Reason, Rejection

sys.path.insert(0, str(Path(__file__).parent))  # worker processes import the steps by name
import steps


def capture(name: str, size: int = 0) -> Capture:
    return Capture(Origin("a.warc"), f"https://{name}.example/", None, CaptureKind.TEXT, b"x" * size)


def engine(**limits: float) -> LocalEngine:
    return LocalEngine(Kit(Settings().changed({"limits": limits}), ()), 2)


def test_results_come_in_the_order_of_the_items():
    names = [capture(f"n{number}") for number in range(BATCH_ITEMS * 9 + 1)]
    with engine() as local:
        assert list(local.map(steps.echo, iter(names))) == [one.url for one in names]


@pytest.mark.parametrize(
    ("step", "reason"),
    [("die_on_bad", Reason.CRASHED), ("hang_on_bad", Reason.TIMEOUT), ("devour_on_bad", Reason.MEMORY)],
)
def test_a_record_that_kills_hangs_or_fills_its_worker_costs_itself_only(step, reason):
    names = [capture("bad" if number == 5 else f"n{number}") for number in range(12)]
    with engine(record_seconds=2, worker_bytes=2**29) as local:
        results = list(local.map(getattr(steps, step), names))
    assert [r.url if isinstance(r, Rejection) else r for r in results] == [one.url for one in names]
    (lost,) = (r for r in results if isinstance(r, Rejection))
    assert lost.reason is reason


def test_a_page_that_needs_too_much_memory_costs_itself_only():
    story = b"<p>" + b"The ferry sails at nine, and comes back before the night falls. " * 20
    pages = [replace(capture(f"n{number}"), kind=CaptureKind.HTML, body=story) for number in range(3)]
    pages[1] = replace(pages[1], body=b"<p>b" * 700_000)
    kit = Kit(Settings().changed({"limits": {"worker_bytes": 3 * 2**27}}), ())
    with LocalEngine(kit, 1) as local:
        results = list(local.map(worker.pages, pages))
    assert [one.reason if isinstance(one, Rejection) else one.page.kind for one in results] == [
        "page",
        Reason.MEMORY,
        "page",
    ]


def test_batches_are_bounded_in_number_and_in_bytes():
    small = list(batches(capture("a") for _ in range(BATCH_ITEMS + 1)))
    assert [len(batch) for batch in small] == [BATCH_ITEMS, 1]
    assert [len(batch) for batch in batches(capture("a", 2**20) for _ in range(3))] == [1, 1, 1]


def test_workers_find_the_pages_that_one_process_finds(captures):
    records = list(read_captures(captures / "news.warc.gz"))
    cleaner = Cleaner()
    alone = [cleaner._page(one) if isinstance(one, Capture) else one for one in records]
    with LocalEngine(Kit.load(), 2) as local:
        together = list(local.map(worker.pages, records))
    found = [one.page.record() if isinstance(one, Paged) else one for one in together]
    assert found == alone
    assert sum(isinstance(one, Page) for one in alone) > 5
