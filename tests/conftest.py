"""What all tests share: where the captures are, and a way to call the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def captures() -> Path:
    """Our own captures."""
    return ROOT / "fixtures" / "captures"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The benchmark data and archives kept beside the project; skips where they are not."""
    folder = Path(os.environ.get("THRESHER_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the shared benchmark data is not on this machine")
    return folder


def thresher(*arguments: object, stdin: bytes | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as a user would."""
    command = [sys.executable, "-m", "thresher", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, input=stdin, timeout=300, **options)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def run_thresher():
    """The command line as a function: arguments in, a completed process out."""
    return thresher


def output(out: Path) -> dict[str, bytes]:
    """All files of a run that inputs and settings decide, by name; report and metrics tell how long it took."""
    aside = {"lock", "metrics.json", "report.html"}
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and ".work" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in files if path.name not in aside}


@pytest.fixture(scope="session")
def output_of():
    """The bytes of a run that must be the same whenever and wherever it runs, as a function of its folder."""
    return output


@pytest.fixture(scope="session")
def cleaned(tmp_path_factory, captures) -> Path:
    """The output of one run over all of our captures."""
    out = tmp_path_factory.mktemp("cleaned") / "out"
    done = thresher("clean", captures, "--out", out, "--compress", "none", "--quiet", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return out


def rows_of(folder: Path) -> list[dict]:
    """All rows of the JSON lines files of a folder, in order."""
    return [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]


@pytest.fixture(scope="session")
def rows():
    """The rows of an output folder as a function."""
    return rows_of
