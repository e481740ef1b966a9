"""A run on other machines is told of as a local one is."""

from __future__ import annotations

import json

from thresher.settings import Settings
from thresher.tasks import context, parts, stages
from thresher.tasks.listener import Silent
from thresher.tasks.run import plan
from thresher.tasks.watch import Watch


class Told:
    def __init__(self):
        self.stages, self.captures = [], 0

    def stage(self, name, total):
        self.stages.append([name, total])

    def advance(self, captures, size):
        self.stages[-1][1] -= size
        self.captures += captures


def test_a_watched_run_tells_of_each_stage_and_of_its_parts_until_none_is_left(captures, tmp_path):
    settings = Settings().changed({"engine": {"part_files": 2}})
    run = plan([str(captures / "text")], tmp_path / "out", settings)
    told = Told()
    context.tell(told)
    try:
        with Watch(run, pause=0.01):
            for stage in (parts.PAGES, parts.STRIPPED):
                for part in run.parts:
                    folder = parts.place(stage, run, part)
                    aside = tmp_path / f"{stage}-{part.name}"
                    aside.mkdir()
                    (aside / stages.BOOKS).write_text(json.dumps({"captures": 3}))
                    folder.parent.mkdir(parents=True, exist_ok=True)
                    aside.rename(folder)
    finally:
        context.tell(Silent())
    assert len(run.parts) > 1
    assert told.stages == [["pages", 0], ["articles", 0]]
    assert told.captures == 2 * 3 * len(run.parts)


def test_a_run_that_ends_early_is_no_longer_watched(captures, tmp_path):
    run = plan([str(captures / "text")], tmp_path / "out", Settings())
    told = Told()
    context.tell(told)
    try:
        with Watch(run, pause=60):
            pass
    finally:
        context.tell(Silent())
    assert [name for name, _ in told.stages] == ["pages"]
    assert told.captures == 0
