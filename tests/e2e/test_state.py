"""Batches with a state, through the command line and the library."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from thresher.cleaner import Cleaner
from thresher.lab.sites.making import pages
from thresher.nouns import Article

ROOT = Path(__file__).parents[2]
SITE = "ostlereview.example"


@pytest.fixture(scope="module")
def batches(tmp_path_factory) -> list[Path]:
    """A site's pages in three batches; each by itself too small to tell a template."""
    folder = tmp_path_factory.mktemp("batches")
    made = [one for one in pages(12) if SITE in one.capture.url]
    for number in range(3):
        rows = [
            {"url": c.url, "captured_at": c.captured_at.isoformat(), "text": c.body.decode()}
            for c in (one.capture for one in made[number * 4 : number * 4 + 4])
        ]
        (folder / f"{number}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return [folder / f"{number}.jsonl" for number in range(3)]


def command(batch: Path, out: Path, state: Path, *more: object) -> list[str]:
    words = ("clean", batch, "--out", out, "--state", state, "--batch", batch.stem, "--workers", 1, "--quiet", *more)
    return [*map(str, words), "--compress", "none"]


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".work" not in path.parts and path.name not in {"lock", "metrics.json"}
    }


@pytest.fixture(scope="module")
def run(batches, tmp_path_factory, run_thresher) -> Path:
    """The three batches, one after the other: `out-N` and `state`."""
    folder = tmp_path_factory.mktemp("run")
    for batch in batches:
        done = run_thresher(*command(batch, folder / f"out-{batch.stem}", folder / "state"), cwd=ROOT)
        assert done.returncode == 0, done.stderr
    return folder


def templates(rows, out: Path) -> list[dict]:
    return [row for row in rows(out / "removals") if row["reason"] == "template"]


def test_a_later_batch_removes_what_earlier_ones_have_seen_too(run, rows):
    assert [len(templates(rows, run / f"out-{n}")) > 0 for n in range(3)] == [False, True, True]
    assert "of 12 pages, 2026-Q2: " in templates(rows, run / "out-2")[0]["evidence"]


def test_a_batch_run_again_elsewhere_writes_the_same_bytes_and_changes_no_state(run, batches, run_thresher, tmp_path):
    before = files(run / "state")
    for batch in batches[:2]:
        out = tmp_path / batch.stem
        assert run_thresher(*command(batch, out, run / "state"), cwd=ROOT).returncode == 0
        assert files(out) == files(run / f"out-{batch.stem}")
    assert files(run / "state") == before


def test_a_run_that_is_killed_leaves_a_valid_state_and_ends_the_same_when_run_again(
    run, batches, run_thresher, tmp_path
):
    out, state = tmp_path / "out", tmp_path / "state"
    for moment in (0.7, 1.5, 2.5):
        process = subprocess.Popen(
            [sys.executable, "-m", "thresher", *command(batches[0], out, state)], start_new_session=True, cwd=ROOT
        )
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if (state / "batches").is_dir():
            assert run_thresher("state", "verify", state).returncode == 0
    assert run_thresher(*command(batches[0], out, state), cwd=ROOT).returncode == 0
    assert files(out) == files(run / "out-0")
    assert files(state / "batches" / "0") == files(run / "state" / "batches" / "0")


def test_a_second_run_on_a_held_state_fails_and_says_who_holds_it(run, batches, run_thresher, tmp_path):
    config = tmp_path / "thresher.toml"
    config.write_text("[state]\nwait_seconds = 0.2\n")
    with (run / "state" / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run_thresher(*command(batches[0], tmp_path / "out", run / "state", "--config", config), cwd=ROOT)
    assert done.returncode == 2
    assert "another run holds the state: process " in done.stderr


def test_a_batch_of_other_inputs_under_a_name_that_is_taken_stops_before_any_work(run, batches, run_thresher, tmp_path):
    words = command(batches[1], tmp_path / "out", run / "state")
    words[words.index("--batch") + 1] = "0"
    done = run_thresher(*words, cwd=ROOT)
    assert done.returncode == 2
    assert "made of other inputs or settings" in done.stderr


def test_a_dropped_batch_is_committed_again_by_the_run_that_made_it(run, batches, run_thresher, tmp_path):
    state = tmp_path / "state"
    subprocess.run(["cp", "-r", run / "state", state], check=True)
    out = tmp_path / "out"
    subprocess.run(["cp", "-r", run / "out-2", out], check=True)
    assert "dropped 2" in run_thresher("state", "drop", state, "2").stdout
    assert run_thresher("state", "list", state).stdout.count("sightings") == 2
    assert run_thresher(*command(batches[2], out, state), cwd=ROOT).returncode == 0
    assert files(state) == files(run / "state")


def test_a_forgotten_line_is_shown_no_more_and_never_removed_again(run, batches, rows, run_thresher, tmp_path):
    state = tmp_path / "state"
    subprocess.run(["cp", "-r", run / "state", state], check=True)
    shown = run_thresher("templates", "list", state, SITE).stdout.splitlines()
    line = next(row.split("\t") for row in shown if "ropeworks" in row)
    assert line[1] == "12/12"
    assert (
        "removed as line before the story, line amid it, line behind it"
        in run_thresher("templates", "show", state, SITE).stdout
    )
    assert "ropeworks" in run_thresher("templates", "forget", state, SITE, line[4]).stdout
    assert "ropeworks" not in run_thresher("templates", "list", state, SITE).stdout
    assert run_thresher("templates", "forget", state, SITE, line[4]).returncode == 2
    out = tmp_path / "out"
    assert run_thresher(*command(batches[2], out, state), cwd=ROOT).returncode == 0
    cut = [row["text"] for row in templates(rows, out)]
    assert cut
    assert not any("ropeworks" in text for text in cut)


def test_the_library_applies_what_a_state_knows(run):
    one = next(one for one in pages(12) if SITE in one.capture.url)
    for state, is_cut in ((run / "state", True), (None, False)):
        outcome = Cleaner(state=state).clean_one(one.capture)
        assert isinstance(outcome, Article)
        assert ("ropeworks" not in outcome.text) is is_cut
