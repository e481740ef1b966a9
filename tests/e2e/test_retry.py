"""What failed is put into quarantine, and what is tried again is as if nothing had failed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from thresher import read_captures

if TYPE_CHECKING:
    from pathlib import Path

STORY = "<html><head><title>The {0} ferry</title></head><body><article><h1>The {0} ferry</h1>{1}</article>{2}</body>"
SENTENCE = "The {0} ferry sails at nine in the morning and comes back before the night falls over the harbour."


def story(name: str, rest: str = "") -> str:
    paragraphs = "".join(f"<p>{SENTENCE.format(name)} It was trip number {trip}.</p>" for trip in range(6))
    return STORY.format(name, paragraphs, rest)


def thresher(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "thresher", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )


def output(out: Path) -> dict[str, bytes]:
    files = (p for p in out.rglob("*") if p.is_file() and ".work" not in p.parts and p.name != "metrics.json")
    return {str(p.relative_to(out)): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "morning.html").write_text(story("morning"))
    (folder / "large.html").write_text(story("large", "<p>b" * 700_000))
    (folder / "evening.html").write_text(story("evening"))
    return folder


@pytest.fixture(scope="module")
def narrow(pages, tmp_path_factory) -> Path:
    """The output of a run whose workers had too little memory for one of the pages."""
    folder = tmp_path_factory.mktemp("narrow")
    (folder / "thresher.toml").write_text(f"[limits]\nworker_bytes = {3 * 2**27}\n")
    done = thresher("clean", pages, "--out", folder / "out", "--config", folder / "thresher.toml", "--no-dedup")
    assert done.returncode == 0, done.stderr
    assert "thresher retry" in done.stderr
    return folder / "out"


def test_a_record_that_failed_is_in_quarantine_with_its_bytes_and_its_reason(pages, narrow):
    assert json.loads((narrow / "manifest.json").read_bytes())["books"]["rejections"] == {"memory": 1}
    (archive,) = (narrow / "quarantine").iterdir()
    with archive.open("rb") as stream:
        ((headers, body),) = [(one.rec_headers, one.content_stream().read()) for one in ArchiveIterator(stream)]
    assert headers.get_header("Thresher-Reason") == "memory"
    assert headers.get_header("Thresher-Origin").endswith("large.html:0")
    assert body == (pages / "large.html").read_bytes()
    (again,) = read_captures(archive)
    assert again.body == body


def test_what_is_tried_again_is_as_if_nothing_had_failed(pages, narrow, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(narrow, again)  # the other tests want it as it is
    done = thresher("retry", again, "--worker-bytes", 2**31, "--quiet")
    assert done.returncode == 0, done.stderr
    assert thresher("clean", pages, "--out", tmp_path / "out", "--quiet", "--no-dedup").returncode == 0
    assert output(again) == output(tmp_path / "out")
    assert not list((again / ".work").glob("pages"))


def test_nothing_is_tried_again_where_nothing_failed(pages, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_bytes((pages / "morning.html").read_bytes())
    assert thresher("clean", tmp_path / "in", "--out", tmp_path / "out", "--quiet").returncode == 0
    before = output(tmp_path / "out")
    done = thresher("retry", tmp_path / "out")
    assert done.returncode == 2
    assert "no finished run with failed records is there" in done.stderr
    assert output(tmp_path / "out") == before


def test_an_input_that_has_changed_since_is_not_tried_again(pages, tmp_path):
    (tmp_path / "in").mkdir()
    page = tmp_path / "in" / "a.html"
    page.write_bytes((pages / "large.html").read_bytes())
    config = tmp_path / "thresher.toml"
    config.write_text(f"[limits]\nworker_bytes = {3 * 2**27}\n")
    assert thresher("clean", tmp_path / "in", "--out", tmp_path / "out", "--config", config).returncode == 0
    before = output(tmp_path / "out")
    page.write_text(story("other"))
    done = thresher("retry", tmp_path / "out")
    assert done.returncode == 1
    assert "has changed since the run" in done.stderr
    assert str(page) in done.stderr
    assert output(tmp_path / "out") == before


def test_a_batch_that_a_state_knows_is_not_tried_again_behind_its_back(pages, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_bytes((pages / "large.html").read_bytes())
    config = tmp_path / "thresher.toml"
    config.write_text(f"[limits]\nworker_bytes = {3 * 2**27}\n")
    call = ("clean", tmp_path / "in", "--out", tmp_path / "out", "--config", config, "--state", tmp_path / "state")
    assert thresher(*call, "--batch", "first").returncode == 0
    done = thresher("retry", tmp_path / "out")
    assert done.returncode == 2
    assert "drop it there" in done.stderr
