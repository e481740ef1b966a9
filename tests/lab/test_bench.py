import json
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from thresher.errors import SettingsError
from thresher.lab.bench import contest, contestants, page
from thresher.lab.bench.contest import Meter, Result, excerpt, held, missing, quicker, urls_of
from thresher.lab.commands import lab
from thresher.lab.records import read_gold

OURS = Result("ours", "cleans", True, 11, 2_000_000, Meter(4, 6, 200 * 2**20), Meter(1, 1, 0), 9, 0, {"word_f1": 0.9})
RIVAL = Result("rival", "guesses", False, 11, 2_000_000, Meter(9, 11, 2**20), Meter(1, 1, 0), 8, 3, {"word_f1": 0.8})


def cells(text):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]


def contestant(code, **more):
    return contestants.Contestant(
        "one", lambda archive, out: [sys.executable, "-c", code, str(archive), str(out)], "", **more
    )


@pytest.fixture
def archive(data):
    return data / "harbour" / "captures.warc.gz"


def test_pages_and_megabytes_a_second_leave_out_what_starting_takes():
    assert (OURS.seconds, OURS.pages_per_second, OURS.megabytes_per_second) == (5, 2.0, 0.4)


def test_the_table_says_how_much_longer_a_page_takes_than_ours():
    ours, rival = cells(page.table([OURS, RIVAL]))[2:]
    assert ours[:8] == ["ours", "11", "9", "0", "2.0", "500.00", "0.40", "1.00"]
    assert (rival[3], rival[7], rival[10:12]) == ("3", "2.00", ["1", "0.800"])


def test_who_cannot_take_part_is_named_below_the_table():
    told = page.table([OURS, replace(RIVAL, trouble="not installed: oars")])
    assert len(cells(told)) == 3
    assert told.endswith("Left out: rival: not installed: oars.")


def test_of_two_passes_the_quickest_counts_with_the_lesser_start_and_the_larger_memory():
    other = replace(OURS, whole=Meter(3, 5, 300), start=Meter(2, 2, 0), texts=7)
    both = quicker(OURS, other)
    assert (both.whole, both.start.seconds, both.texts) == (Meter(3, 5, 200 * 2**20), 1, 7)


def test_workers_are_compared_by_the_clock():
    two = replace(OURS, name="two", whole=Meter(2.5, 6, 0))
    assert "two are done 2.00 times as soon" in page.scaling([OURS, two, RIVAL])
    assert page.scaling([OURS, RIVAL]) == ""


def test_the_processes_that_a_contestant_leaves_behind_count_too(archive, tmp_path):
    burn = "import time\nwhile time.process_time() < 0.4: pass"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"
    assert contest.metered(contestant(code), archive, tmp_path).seconds > 0.4


def test_pages_without_a_text_and_without_a_word_are_lost(archive, data):
    gold = read_gold(data / "harbour" / "gold.jsonl.gz")
    urls = urls_of(archive)
    rows = [{"url": urls[0], "text": gold[urls[0]]["text"]}, {"url": urls[1], "text": " "}]
    code = f"import sys; open(sys.argv[2] + '/a.jsonl', 'w').write({chr(10).join(map(json.dumps, rows))!r})"
    (result,) = held(archive, [contestant(code)], gold, 1, lambda _: None)
    assert (result.trouble, result.texts, result.lost) == ("", 1, 5)
    assert result.figures["word_f1"] == pytest.approx(1 / 6)


def test_a_contestant_that_fails_is_left_out_with_its_last_words(archive):
    (result,) = held(archive, [contestant("raise SystemExit('no oars')")], {}, 1, lambda _: None)
    assert result.trouble == "no oars"


def test_one_that_is_not_done_in_time_is_stopped(archive, monkeypatch):
    monkeypatch.setattr(contest, "_LONGEST", 0.5)
    (result,) = held(archive, [contestant("import time; time.sleep(60)")], {}, 1, lambda _: None)
    assert result.trouble == "stopped after 0.5 s"


def test_what_is_not_installed_is_found_before_anything_runs(tmp_path):
    assert missing(contestant("", needs=("json", "no_such_oars"))) == "not installed: no_such_oars"
    assert "does not answer" in missing(contestant("", needs=("json",), interpreter=str(tmp_path / "python")))


def test_an_excerpt_holds_the_first_pages_as_often_as_asked(archive, tmp_path):
    excerpt(archive, tmp_path / "e.warc.gz", 2, 3)
    assert urls_of(tmp_path / "e.warc.gz") == urls_of(archive)[:2]
    assert len((tmp_path / "e.warc.gz").read_bytes()) % 3 == 0


def test_an_archive_without_pages_is_refused(tmp_path):
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    with pytest.raises(SettingsError, match="no page"):
        held(tmp_path / "empty.warc.gz", [], {}, 1, lambda _: None)


def test_the_product_and_a_rival_read_the_same_archive(archive, data):
    chosen = [one for one in contestants.html(1) if one.name in {"thresher", "resiliparse"}]
    gold = read_gold(data / "harbour" / "gold.jsonl.gz")
    ours, rival = held(archive, chosen, gold, 1, lambda _: None)
    assert (ours.trouble, rival.trouble, ours.lost, rival.texts) == ("", "", 0, 6)
    assert ours.figures["word_f1"] > 0.1


def test_the_page_has_a_plot_and_the_machine():
    told = page.document(page.Contest([OURS, RIVAL], [], None, "speed.warc.gz", 2), "2026-11-27", "bench.svg")
    assert "2 times" in told
    assert "(bench.svg)" in told
    assert "processor" in told
    assert page.plot([OURS, RIVAL]).startswith(b"<?xml")


def test_the_command_wants_the_archive_and_a_day(tmp_path):
    runner = CliRunner()
    assert isinstance(runner.invoke(lab, ["bench", str(tmp_path)]).exception, SettingsError)
    assert "--date" in runner.invoke(lab, ["bench", str(tmp_path), "--out", "x.md"]).output


def test_rivals_need_nothing_of_ours():
    rivals = contestants._RIVALS
    code = f"import sys, runpy; runpy.run_path({str(rivals)!r}); print([m for m in sys.modules if 'thresher' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
