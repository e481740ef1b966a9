"""A long run is made of invented pages and watched from outside."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from thresher.archive import read_captures
from thresher.lab.commands import lab
from thresher.lab.endurance import soak
from thresher.nouns import Capture


def test_a_stream_repeats_its_archives_until_it_is_long_enough(tmp_path, monkeypatch):
    monkeypatch.setattr(soak, "_FILES", 2)
    made = soak.make_stream(tmp_path, 20_000_000)
    files = sorted(tmp_path.iterdir())
    assert made >= 20_000_000
    assert files[0].samefile(files[2])
    assert not files[0].samefile(files[1])


def test_a_big_archive_holds_more_media_than_pages_and_every_record_can_be_read(tmp_path):
    made = soak.make_one(tmp_path, 25_000_000)
    captures = list(read_captures(tmp_path / "one.warc.gz"))
    assert all(isinstance(one, Capture) or one.reason.value == "media_type" for one in captures)
    assert len(captures) == 15
    assert made > 24_000_000


def test_a_watched_run_tells_what_it_held_and_what_it_did(tmp_path):
    options = {"--shape": "tiny", "--size": "0.000012", "--every": "0.3", "--folder": tmp_path}
    options |= {"--out": tmp_path / "long.md", "--date": "2026-11-27"}
    said = CliRunner().invoke(lab, ["soak", *(str(word) for option in options.items() for word in option)])
    assert said.exit_code == 0, said.output
    page = (tmp_path / "long.md").read_text("utf-8")
    assert re.search(r"\| tiny +\| +0\.00 +\| +12 +\| +11 +\|", page)
    assert "from second" in page
    assert re.search(r"\| pages +\|", page)
    assert (tmp_path / "long-tiny.svg").read_bytes().startswith(b"<?xml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long-tiny.svg", "long.md"]


def test_how_steady_a_run_was_is_told_by_stage():
    moments = [
        (0, "plan", 0),
        (1, "pages", 0),
        (3, "pages", 20),
        (5, "pages", 60),
        (6, "articles", 0),
        (7, "articles", 9),
    ]
    told = soak.paces({"samples": [{"t": t, "stage": stage, "records": records} for t, stage, records in moments]})
    assert [(one.seconds, one.stage, one.rate) for one in told] == [
        (3, "pages", 10),
        (5, "pages", 20),
        (7, "articles", 9),
    ]


@pytest.mark.parametrize("size", ["0", "-1"])
def test_a_size_of_nothing_is_refused(size):
    assert CliRunner().invoke(lab, ["soak", "--size", size]).exit_code == 2
