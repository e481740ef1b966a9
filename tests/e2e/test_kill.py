"""A run that is killed at any moment, and started again, writes what an undisturbed run writes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("THRESHER_KILLS", "4"))


def command(out: Path) -> list[str]:
    config = out.parent / "thresher.toml"
    # Many small parts, so that there is much to be interrupted.
    config.write_text("[engine]\npart_files = 3\n")
    inputs = str(ROOT / "fixtures" / "captures")
    return [sys.executable, "-m", "thresher", "clean", inputs, "--out", str(out), "--config", str(config), "--quiet"]


def output(out: Path) -> dict[str, bytes]:
    files = (p for p in out.rglob("*") if p.is_file() and ".work" not in p.parts and p.name != "metrics.json")
    return {str(p.relative_to(out)): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> tuple[dict[str, bytes], float]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    began = time.monotonic()
    subprocess.run(command(out), check=True, timeout=300)
    return output(out), time.monotonic() - began


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_run_started_again_writes_the_same_bytes(undisturbed, tmp_path, number):
    wanted, seconds = undisturbed
    out = tmp_path / "out"
    moments = random.Random(number)
    for _ in range(3):
        process = subprocess.Popen(command(out), start_new_session=True)
        time.sleep(moments.uniform(0.1, seconds))
        process.kill()
        process.wait()
    subprocess.run(command(out), check=True, timeout=300)
    assert output(out) == wanted


def test_workers_end_when_their_parent_is_killed(tmp_path, undisturbed):
    _, seconds = undisturbed
    process = subprocess.Popen(command(tmp_path / "out"), start_new_session=True)
    time.sleep(seconds / 2)
    process.kill()
    process.wait()
    assert ends(process.pid), "workers outlived their parent"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_its_workers_says_so_and_goes_on_when_started_again(undisturbed, tmp_path, number):
    wanted, _ = undisturbed
    out = tmp_path / "out"
    # A shell that starts programs in the background has them ignore SIGINT, and so might the tests' runner.
    heed = "signal.signal(2, signal.default_int_handler); runpy.run_module('thresher', None, '__main__')"
    call = command(out)
    call[1:3] = ["-c", f"import runpy, signal; {heed}"]
    process = subprocess.Popen(call, start_new_session=True, stderr=subprocess.PIPE)
    while process.poll() is None and not list((out / ".work" / "pages").glob("*")):
        time.sleep(0.05)
    process.send_signal(number)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 1
    assert "thresher: interrupted" in said
    assert "Traceback" not in said
    assert "leaked" not in said
    assert ends(process.pid), "workers outlived their parent"
    subprocess.run(command(out), check=True, timeout=300)
    assert output(out) == wanted


def test_a_killed_worker_costs_at_most_the_record_that_it_was_alone_with(undisturbed, tmp_path):
    wanted, _ = undisturbed
    out = tmp_path / "out"
    process = subprocess.Popen(command(out), start_new_session=True)
    while process.poll() is None and not list((out / ".work" / "pages").glob("*")):
        time.sleep(0.05)
    for worker in workers_of(process.pid)[:1]:
        os.kill(worker, signal.SIGKILL)
    assert process.wait(300) == 0
    books, undisturbed_books = (json.loads(files["manifest.json"])["books"] for files in (output(out), wanted))
    assert books["captures"] == undisturbed_books["captures"]
    assert books["rejections"].get("crashed", 0) <= 1


def workers_of(run: int) -> list[int]:
    """The processes whose parent's parent is the run: the fork server's children."""
    with subprocess.Popen(["ps", "-o", "pid=,ppid=", "-g", str(run)], stdout=subprocess.PIPE) as listing:
        pairs = [[int(word) for word in line.split()] for line in listing.communicate()[0].splitlines()]
    parents = dict(pairs)
    return [pid for pid, parent in pairs if parents.get(parent) == run]


def ends(group: int) -> bool:
    """Whether all processes of a group end within ten seconds."""
    for _ in range(100):
        if not group_lives(group):
            return True
        time.sleep(0.1)
    return False


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    with subprocess.Popen(["ps", "-o", "stat=", "-g", str(group)], stdout=subprocess.PIPE) as listing:
        states = listing.communicate()[0].decode().split()
    return any(not state.startswith("Z") for state in states)
