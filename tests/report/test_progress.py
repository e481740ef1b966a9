"""What a terminal shows of a run: stages done, under way and to come, workers, and a batch that takes long."""

from __future__ import annotations

import time

from rich.console import Console

from thresher.nouns import Capture, CaptureKind, Origin
from thresher.report.meter import Left, Meter
from thresher.report.progress import Tree, drawn, span
from thresher.report.summary import stages_table

PAGE = Capture(Origin("a.warc"), "https://a.example/\x1b[31m", None, CaptureKind.HTML)


def shown(thing, width=110) -> str:
    console = Console(width=width, force_terminal=False)
    with console.capture() as captured:
        console.print(thing)
    return captured.get()


def half_way() -> Meter:
    meter = Meter()
    meter.out, meter.most_workers = "out/crawl", 2
    meter.expect({"plan": 1, "pages": 3, "templates": 1, "articles": 3})
    with meter.part("plan"):
        pass
    with meter.part("pages", lambda: Left(2, 400), in_bytes=True):
        meter.advance(30, 200)
    meter.stages["pages"].since = time.monotonic()
    meter.worked(5, [PAGE], [0.5])
    return meter


def test_a_tree_tells_what_is_done_what_is_under_way_and_what_comes():
    lines = shown(drawn(half_way())).splitlines()
    assert "out/crawl" in lines[0]
    assert lines[1].startswith("✓ plan")
    assert lines[2].startswith("▸ pages")
    assert "50 %" in lines[2]
    assert all(told in lines[2] for told in ("part 2 of 2", "30 records", "pages/s", "MiB/s", "left"))
    assert lines[3].startswith("· templates")
    assert "worker 1: 1 records" in lines[5]


def test_a_stage_that_an_earlier_run_did_says_so():
    meter = half_way()
    with meter.part("articles", lambda: Left(3, 30)):
        assert "done before" in next(line for line in shown(drawn(meter)).splitlines() if "templates" in line)


def test_a_batch_that_takes_long_is_named_and_its_address_does_nothing_to_the_terminal():
    meter = half_way()
    meter.awaited([PAGE])
    assert "records from" not in shown(drawn(meter))
    meter.awaiting = (time.monotonic() - 42, *meter.awaiting[1:])
    told = shown(drawn(meter))
    assert "42 s on 1 records from https://a.example/" in told
    assert "\x1b" not in told


def test_a_narrow_terminal_is_enough():
    assert max(map(len, shown(drawn(half_way()), width=40).splitlines())) <= 40


def test_a_tree_leaves_nothing_on_the_terminal():
    console = Console(width=100, force_terminal=True)
    with console.capture() as captured:
        tree = Tree(console)
        tree.show(half_way())
        tree.end(half_way())
    assert captured.get().endswith("\x1b[2K")


def test_the_stages_are_summed_up_at_the_end():
    told = shown(stages_table(half_way()))
    assert "whole run" in told
    assert "most memory" in told
    assert "templates" not in told


def test_times_read_as_a_clock_shows_them():
    assert [span(s) for s in (0.04, 9.96, 42.3, 61, 3725)] == ["0.0 s", "10.0 s", "42 s", "1:01", "1:02:05"]
