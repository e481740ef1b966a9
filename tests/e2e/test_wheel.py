"""The wheel holds all that an installation needs, and works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_defaults_the_rules_and_the_mark_of_types(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    config = {f"thresher/{file.relative_to(ROOT)}" for file in (ROOT / "config").rglob("*") if file.is_file()}
    assert len(config) > 10
    assert config <= names
    assert {"thresher/py.typed", "thresher/cli.py"} <= names
    assert not [name for name in names if name.startswith(("tests/", "fixtures/", "pipeline/"))]


def test_the_unpacked_wheel_works_away_from_the_checkout(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as files:
        files.extractall(tmp_path / "site")
    elsewhere = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    call = [sys.executable, "-m", "thresher", "doctor"]
    done = subprocess.run(call, cwd=tmp_path, env=elsewhere, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    assert str(tmp_path / "site" / "thresher" / "config") in done.stdout.decode()
