"""A run that is killed at any moment, and started again, writes what an undisturbed run writes."""

from __future__ import annotations

import os
import random
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
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".work" not in p.parts}


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
    for _ in range(100):
        if not group_lives(process.pid):
            return
        time.sleep(0.1)
    pytest.fail("workers outlived their parent")


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    with subprocess.Popen(["ps", "-o", "stat=", "-g", str(group)], stdout=subprocess.PIPE) as listing:
        states = listing.communicate()[0].decode().split()
    return any(not state.startswith("Z") for state in states)
