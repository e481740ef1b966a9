import pytest
from click.testing import CliRunner

from thresher.errors import SettingsError
from thresher.lab import peers
from thresher.lab.commands import lab
from thresher.lab.html import pace
from thresher.lab.html.pace import Pace, document, measured, quicker, table, timed

SLOW = Pace("trafilatura", (30.0, 10.0), 2, 0, 100 * 2**20)
QUICK = Pace("resiliparse", (2.0, 2.0), 1, 1, 50 * 2**20)


def cells(text):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]


@pytest.fixture
def archive(data):
    return data / "harbour" / "captures.warc.gz"


def test_of_two_passes_the_lesser_time_of_each_page_counts_and_the_greater_memory():
    other = Pace("trafilatura", (20.0, 15.0), 2, 0, 120 * 2**20)
    both = quicker(SLOW, other)
    assert (both.milliseconds, both.peak) == ((20.0, 10.0), 120 * 2**20)


def test_the_table_compares_means():
    rows = cells(table([SLOW, QUICK]))
    assert rows[2][:4] == ["trafilatura", "2", "2", "20.00"]
    assert rows[2][6:] == ["1.00", "10.00", "100"]
    assert rows[3][6:] == ["0.10", "1.00", "50"]


def test_without_the_others_there_is_nothing_to_compare_with():
    assert cells(table([QUICK]))[2][6:] == ["", "1.00", "50"]


@pytest.mark.parametrize("name", ["resiliparse", "jusText", "blocks"])
def test_peers_and_engines_are_timed_over_all_pages(archive, name):
    found = timed(name, archive)
    assert (found.name, len(found.milliseconds), found.texts, found.failed) == (name, 6, 6, 0)
    assert found.peak > 0


def test_a_limit_times_fewer_pages(archive):
    assert len(timed("resiliparse", archive, 2).milliseconds) == 2


def test_a_page_on_which_an_extractor_fails_is_counted(archive, monkeypatch):
    def fail(page):
        raise ValueError(page.url)

    monkeypatch.setitem(pace.EXTRACTORS, "resiliparse", fail)
    found = timed("resiliparse", archive)
    assert (found.texts, found.failed, len(found.milliseconds)) == (0, 6, 6)


def test_every_pass_runs_in_a_process_of_its_own(archive, monkeypatch):
    taken = []
    times = iter([4.0, 9.0, 3.0, 9.5])

    def once(name, warc, limit):
        taken.append((name, warc, limit))
        return Pace(name, (next(times),), 1, 0, 1)

    monkeypatch.setattr(pace, "_in_fresh_process", once)
    found = measured(archive, ["a", "b"], 5, passes=2)
    assert [name for name, _, _ in taken] == ["a", "b", "a", "b"]
    assert [(each.name, each.milliseconds) for each in found] == [("a", (3.0,)), ("b", (9.0,))]


def test_a_fresh_process_gives_back_the_pace(archive):
    assert pace._in_fresh_process("resiliparse", archive, 1).texts == 1


def test_the_page_says_what_ran_when_and_on_what(tmp_path):
    page = document([SLOW, QUICK], tmp_path / "speed.warc.gz", "2026-11-27", "html-pace.svg")
    assert page.startswith("# What finding the main text costs, 2026-11-27\n")
    assert "`speed.warc.gz`: 2 pages" in page
    assert "(html-pace.svg)" in page
    assert str(tmp_path) not in page


def test_pace_writes_a_page_and_its_plot(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(pace, "measured", lambda *_: [SLOW, QUICK])
    page = tmp_path / "docs" / "html.md"
    result = CliRunner().invoke(lab, ["pace", str(archive), "--out", str(page), "--date", "2026-11-27"])
    assert result.exit_code == 0
    assert page.read_text(encoding="utf-8") == document([SLOW, QUICK], archive, "2026-11-27", "html-pace.svg")
    assert page.with_name("html-pace.svg").read_bytes().startswith(b"<?xml")


def test_a_page_without_its_date_is_not_written(archive, tmp_path):
    result = CliRunner().invoke(lab, ["pace", str(archive), "--out", str(tmp_path / "html.md")])
    assert result.exit_code == 2


@pytest.mark.parametrize("names", [["--peers", "reader"], ["--engines", "guesswork"]])
def test_unknown_names_stop_before_any_timing(archive, names):
    result = CliRunner().invoke(lab, ["pace", str(archive), *names])
    assert isinstance(result.exception, SettingsError)


def test_a_peer_that_is_not_installed_takes_no_part_and_cannot_be_asked_for(archive, monkeypatch):
    monkeypatch.setattr(peers, "find_spec", lambda _name: None)
    asked = []
    monkeypatch.setattr(pace, "measured", lambda _archive, names, *_: asked.extend(names) or [SLOW, QUICK])
    assert CliRunner().invoke(lab, ["pace", str(archive)]).exit_code == 0
    assert "jusText" in asked
    assert "readability-lxml" not in asked
    refused = CliRunner().invoke(lab, ["pace", str(archive), "--peers", "readability-lxml"])
    assert "not installed: readability-lxml" in str(refused.exception)
