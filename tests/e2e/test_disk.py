"""Disks fill up and inputs change: nothing half done is taken for done, and the next run mends it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CAPTURES = ROOT / "fixtures" / "captures"
INPUTS = sorted((CAPTURES / "text").glob("*.txt"))


def thresher(*arguments: str | Path, blocks: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command, where told under a limit on the size of files: as on a full disk, writing fails midway."""
    limit = [] if blocks is None else ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"]
    call = [*limit, sys.executable, "-m", "thresher", *map(str, arguments)]
    return subprocess.run(call, check=False, capture_output=True, text=True, timeout=300)


def output(out: Path) -> dict[str, bytes]:
    files = (p for p in out.rglob("*") if p.is_file() and ".work" not in p.parts and p.name != "metrics.json")
    return {str(p.relative_to(out)): p.read_bytes() for p in files}


@pytest.fixture
def inputs(tmp_path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for text in INPUTS:
        (folder / text.name).write_bytes(text.read_bytes())
    return folder


@pytest.mark.parametrize("blocks", [2, 12, 40])
def test_a_disk_that_fills_up_fails_the_run_and_the_next_one_writes_all(inputs, tmp_path, blocks):
    out = tmp_path / "out"
    done = thresher("clean", inputs, "--out", out, "--quiet", "--compress", "none", blocks=blocks)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (out / "manifest.json").exists()
    assert thresher("clean", inputs, "--out", out, "--quiet", "--compress", "none").returncode == 0
    assert thresher("clean", inputs, "--out", tmp_path / "other", "--quiet", "--compress", "none").returncode == 0
    assert output(out) == output(tmp_path / "other")


def test_an_input_that_changes_after_an_interrupted_run_is_read_as_it_is_now(inputs, tmp_path):
    out = tmp_path / "out"
    thresher("clean", inputs, "--out", out, "--quiet", blocks=16)
    changed = next(inputs.iterdir())
    changed.write_bytes(changed.read_bytes() + b"\nThe ferry sails again from Monday, the harbour office said.\n")
    assert thresher("clean", inputs, "--out", out, "--quiet").returncode == 0
    assert thresher("clean", inputs, "--out", tmp_path / "other", "--quiet").returncode == 0
    assert output(out) == output(tmp_path / "other")


@pytest.mark.parametrize("change", ["grows", "vanishes"])
def test_an_input_that_changes_under_a_run_fails_it_naming_the_file(inputs, tmp_path, change):
    large = inputs / "z.html"
    large.write_text("<p>The ferry sails at nine in the morning.</p>" * 40_000)
    out = tmp_path / "out"
    call = [sys.executable, "-m", "thresher", "clean", str(inputs), "--out", str(out), "--quiet"]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as process:
        while not list(out.glob(".work/run-*.json")) and process.poll() is None:
            time.sleep(0.01)
        if change == "grows":
            with large.open("a") as stream:
                stream.write("<p>And back.</p>")
        else:
            large.unlink()
        said = process.communicate(timeout=300)[1]
    assert process.returncode != 0
    assert str(large) in said
    assert "Traceback" not in said
    assert not (out / "manifest.json").exists()
