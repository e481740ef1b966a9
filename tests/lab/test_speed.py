import pytest
from click.testing import CliRunner

from thresher.lab import speed
from thresher.lab.commands import lab
from thresher.lab.machine import machine_facts, peak_memory
from thresher.lab.speed import Timing, document, overview, stage_table, time_peer, time_product
from thresher.lab.stopwatch import OTHER

OURS = Timing("thresher", 10, 8, 3.5, {"read": 0.5, "extract": 1.0, OTHER: 0.5}, 1.25, 100 * 2**20)
PEER = Timing("peer", 10, 9, 1.0, {"read": 0.25, "extract": 0.25}, 0.5, 50 * 2**20)


def cells(table):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("|")]


def test_pages_per_second_count_processor_time():
    assert (OURS.seconds, OURS.pages_per_second) == (2.0, 5.0)


def test_an_empty_run_has_no_speed():
    assert Timing("thresher", 0, 0, 0.0, {}, 0.0, 0).pages_per_second == 0


def test_the_overview_has_a_line_for_each_extractor():
    assert cells(overview([OURS, PEER]))[2:] == [
        ["thresher", "10", "8", "5.0", "200.0", "3.5", "1.2", "100"],
        ["peer", "10", "9", "20.0", "50.0", "1.0", "0.5", "50"],
    ]


def test_the_stages_sum_to_the_whole():
    rows = cells(stage_table(OURS))[2:]
    assert rows == [["read", "50.00", "25.0 %"], ["extract", "100.00", "50.0 %"], ["other", "50.00", "25.0 %"]]


def test_the_page_says_what_ran_when_and_on_what(tmp_path):
    page = document([OURS, PEER], tmp_path / "speed.warc.gz", "2026-11-20")
    assert page.startswith("# Speed, 2026-11-20\n")
    assert "`speed.warc.gz`: 10 records" in page
    assert str(tmp_path) not in page
    assert all(value in page for value in machine_facts().values())


def test_machine_facts_are_all_known():
    assert all(machine_facts().values())


def test_peak_memory_grows_with_what_was_held():
    before = peak_memory()
    held = bytearray(before + 64 * 2**20)  # larger than all that was resident so far
    held[::4096] = b"x" * len(held[::4096])
    assert peak_memory() >= before + 32 * 2**20


@pytest.mark.parametrize("name", ["trafilatura", "trafilatura, no metadata", "resiliparse"])
def test_a_peer_is_timed_over_all_pages(data, name):
    timing = time_peer(name, data / "harbour" / "captures.warc.gz")
    assert (timing.name, timing.pages, timing.articles) == (name, 6, 6)
    assert {"read", "extract"} <= timing.stages.keys()
    assert timing.peak > 0


def test_a_limit_times_fewer_pages(data):
    assert time_peer("resiliparse", data / "harbour" / "captures.warc.gz", 2).pages == 2


def test_the_product_is_timed_in_every_stage(data):
    timing = time_product(data / "harbour" / "captures.warc.gz")
    assert (timing.pages, timing.articles) == (6, 6)
    assert tuple(timing.stages) == speed.STAGES


def test_speed_writes_a_dated_page(data, tmp_path, monkeypatch):
    monkeypatch.setattr(speed, "time_all", lambda warc, limit: [OURS, PEER])  # noqa: ARG005
    page = tmp_path / "docs" / "speed.md"
    warc = data / "harbour" / "captures.warc.gz"
    result = CliRunner().invoke(lab, ["speed", str(warc), "--out", str(page), "--date", "2026-11-20"])
    assert result.exit_code == 0
    assert page.read_text(encoding="utf-8") == document([OURS, PEER], warc, "2026-11-20")
    assert overview([OURS, PEER]) in result.output


def test_a_page_without_its_date_is_not_written(data, tmp_path):
    warc = data / "harbour" / "captures.warc.gz"
    result = CliRunner().invoke(lab, ["speed", str(warc), "--out", str(tmp_path / "speed.md")])
    assert result.exit_code == 2
    assert not (tmp_path / "speed.md").exists()


def test_each_extractor_runs_in_a_process_of_its_own(data):
    timing = speed._in_fresh_process(time_peer, "resiliparse", data / "harbour" / "captures.warc.gz", 1)
    assert (timing.name, timing.pages) == ("resiliparse", 1)
