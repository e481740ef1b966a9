"""A run on other machines is told of as a local one is."""

from __future__ import annotations

import json

import pytest

from thresher.report.meter import Meter
from thresher.settings import Settings
from thresher.tasks import context, parts, stages
from thresher.tasks.run import plan
from thresher.tasks.watch import Watch


@pytest.fixture
def meter(monkeypatch):
    """The measures of a run that begins now."""
    fresh = Meter()
    monkeypatch.setattr(context, "meter", lambda: fresh)
    return fresh


def test_a_watched_run_tells_of_each_stage_and_of_its_parts_until_none_is_left(captures, tmp_path, meter):
    settings = Settings().changed({"engine": {"part_files": 2}})
    run = plan([str(captures / "text")], str(tmp_path / "out"), settings)
    with Watch(run, pause=0.01):
        for stage in (parts.PAGES, parts.STRIPPED):
            for part in run.parts:
                folder = parts.place(stage, run, part)
                aside = tmp_path / f"{stage}-{part.name}"
                aside.mkdir()
                (aside / stages.BOOKS).write_text(json.dumps({"captures": 3}))
                folder.parent.mkdir(parents=True, exist_ok=True)
                aside.rename(folder)
    assert len(run.parts) > 1
    assert {name: (one.records, one.total - one.size) for name, one in meter.stages.items()} == {
        "pages": (3 * len(run.parts), 0),
        "articles": (3 * len(run.parts), 0),
    }


def test_a_run_that_ends_early_is_no_longer_watched(captures, tmp_path, meter):
    run = plan([str(captures / "text")], str(tmp_path / "out"), Settings())
    with Watch(run, pause=60):
        pass
    assert {name: one.records for name, one in meter.stages.items()} == {"pages": 0}
