"""The measures of a run: samples thinned, slow records by the sum of their stages, workers told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from thresher.engine.shelf import Judged, Shelved, shelved
from thresher.nouns import Capture, CaptureKind, Origin, Page, Reason, Rejection, Stage
from thresher.report import meter as metering
from thresher.report.memory import resident_bytes
from thresher.report.meter import MOST_SAMPLES, MOST_SLOWEST, Left, Meter
from thresher.report.ticker import Ticker


def capture(number: int) -> Capture:
    return Capture(Origin("a.warc", number), f"https://a.example/{number}", None, CaptureKind.HTML)


def test_samples_stay_few_however_long_a_run_is_and_keep_its_beginning():
    meter = Meter()
    for _ in range(5 * MOST_SAMPLES):
        meter.sample()
    assert MOST_SAMPLES / 2 <= len(meter.samples) <= MOST_SAMPLES
    assert meter.samples[0].t < meter.samples[1].t
    assert meter.is_due() is False


def test_a_record_is_as_slow_as_its_stages_are_together():
    meter = Meter()
    items = [capture(number) for number in range(2000)]
    meter.worked(7, items, [number / 1000 for number in range(2000)])
    meter.worked(7, [shelved(Page(items[1990], ()))], [1.0])
    told = meter.row()["slowest"]
    assert len(told) == MOST_SLOWEST
    assert told[0] == {"url": "https://a.example/1990", "archive": "a.warc", "offset": 1990, "seconds": 2.99}
    assert [one["offset"] for one in told[1:4]] == [1999, 1998, 1997]


def test_a_worker_that_takes_the_place_of_another_goes_on_with_its_count():
    meter = Meter()
    meter.most_workers = 2
    for process in (11, 12, 13, 12, 13):
        meter.worked(process, [capture(process)], [0.5])
    meter.worked(0, [capture(1)], [60.0])
    assert [(one.process, one.records) for one in meter.workers] == [(13, 3), (12, 2)]


def test_what_passes_through_a_stage_is_counted_and_not_changed():
    meter = Meter()
    rejection = Rejection(Origin("a.warc"), Reason.EMPTY, Stage.EXTRACT)
    article = Judged(Shelved("article", b"{}"), None)
    with meter.part("articles", lambda: Left(3, 30)):
        assert list(meter.counted([rejection, article, rejection])) == [rejection, article, rejection]
        meter.advance(3, 10)
    stage = meter.stages["articles"]
    assert (stage.articles, stage.rejections, stage.left, stage.done) == (1, {"empty": 2}, 3, 1)
    assert stage.remaining() == pytest.approx(stage.seconds * 2)


def test_the_memory_of_child_processes_counts(tmp_path):
    import subprocess
    import sys

    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not say what the children of a process hold")
    before = resident_bytes()
    code = f"b = bytearray(b'x' * 2**26); open({str(tmp_path / 'up')!r}, 'w').close(); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as child:
        while not (tmp_path / "up").exists():
            pass
        assert resident_bytes() - before > 2**26
        child.communicate(b"\n")


def test_a_view_that_fails_costs_the_run_nothing(caplog):
    class Broken:
        seconds = 0.0

        def show(self, _):
            raise OSError("No space left on device")

        def end(self, _):
            raise OSError("No space left on device")

    with Ticker(Meter(), [Broken()]):
        pass
    assert "progress cannot be shown: OSError: No space left on device" in caplog.text


def test_a_clock_takes_samples_without_being_asked(monkeypatch):
    monkeypatch.setattr(metering, "SAMPLE_SECONDS", 0.0)
    meter = Meter()
    with Ticker(meter):
        while len(meter.samples) < 2:
            pass
