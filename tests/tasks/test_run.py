"""Planning a run and running it: failures name their file, settings of the engine are heard."""

from __future__ import annotations

import errno
import io
import json

import pytest

from thresher.archive import read_captures, sources
from thresher.errors import PartError
from thresher.nouns import Capture, Origin, Reason, Rejection, Stage
from thresher.settings import Settings
from thresher.tasks import context, stages
from thresher.tasks.local import Order, run_corpus
from thresher.tasks.run import plan


def order(captures, out, changes=None) -> Order:
    return Order((str(captures / "text"),), str(out), "", {"output": {"compress": "none"}} | (changes or {}), 1, False)


def test_a_disk_error_while_planning_names_the_file(captures, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "_opened_path", lambda *_: Failing())
    with pytest.raises(PartError, match=r"cannot be read: Input/output error \(.*\.txt(:0)?\)"):
        run_corpus(order(captures, tmp_path / "out"))


class Failing(io.RawIOBase):
    """A file whose disk fails when it is read."""

    def seekable(self):
        return True

    def readable(self):
        return True

    def tell(self):
        return 0

    def seek(self, offset, whence=0):
        return offset if whence == 0 else 400

    def readinto(self, _):
        raise OSError(errno.EIO, "Input/output error")


@pytest.fixture
def _broken_disk(monkeypatch):
    """The planning is undisturbed; then one file of the part cannot be read any more."""
    really = sources._opened_path
    state = {"opened": 0}

    def opened_path(path, storage):
        state["opened"] += path.endswith("lantern-clinic.txt")
        return Failing() if path.endswith("lantern-clinic.txt") and state["opened"] == 2 else really(path, storage)

    monkeypatch.setattr(sources, "_opened_path", opened_path)


@pytest.mark.usefixtures("_broken_disk")
def test_a_disk_error_fails_the_part_naming_the_file_and_the_next_run_goes_on(captures, tmp_path):
    with pytest.raises(PartError, match=r"cannot read: .*Input/output error \(.*lantern-clinic\.txt(:0)?\)"):
        run_corpus(order(captures, tmp_path / "out"))
    manifest = run_corpus(order(captures, tmp_path / "out"))
    undisturbed = run_corpus(order(captures, tmp_path / "other"))
    assert manifest["files"] == undisturbed["files"]


def test_every_stage_advances_to_its_total_and_is_measured(captures, tmp_path):
    run_corpus(order(captures, tmp_path / "out", {"engine": {"part_files": 3}}))
    stages = context.meter().stages
    assert list(stages) == ["plan", "pages", "templates", "originals", "articles", "duplicates", "output", "corpus"]
    assert all(stage.done == stage.left == stage.parts for stage in stages.values())
    assert {name for name, stage in stages.items() if stage.total} == {"pages", "articles", "output"}
    assert all(stage.size == stage.total for stage in stages.values())
    assert stages["articles"].articles == stages["pages"].records == 14


def test_a_run_leaves_its_metrics_beside_its_manifest(captures, tmp_path):
    out = tmp_path / "out"
    manifest = run_corpus(order(captures, out))
    metrics = json.loads((out / "metrics.json").read_bytes())
    assert metrics["schema_version"] == 1
    assert metrics["started"] < metrics["finished"]
    assert metrics["seconds"] >= sum(stage["seconds"] for stage in metrics["stages"]) > 0
    assert metrics["samples"][-1]["bytes"] == sum(file["bytes"] for file in manifest["inputs"])
    assert min(sample["rss_mib"] for sample in metrics["samples"]) > 1
    assert [one["t"] for one in metrics["samples"]] == sorted(one["t"] for one in metrics["samples"])
    slowest = metrics["slowest"]
    assert len(slowest) == 14
    assert [one["seconds"] for one in slowest] == sorted((one["seconds"] for one in slowest), reverse=True)
    assert {one["archive"] for one in slowest} == {file["path"] for file in manifest["inputs"]}


def test_a_run_that_goes_on_measures_what_it_does_itself(captures, tmp_path):
    out = tmp_path / "out"
    run_corpus(order(captures, out, {"output": {"keep_work": True}}))
    (out / "manifest.json").unlink()
    run_corpus(order(captures, out, {"output": {"keep_work": True}}))
    assert [stage["name"] for stage in json.loads((out / "metrics.json").read_bytes())["stages"]] == ["plan", "corpus"]


def test_the_number_of_workers_in_the_settings_is_heard(captures, tmp_path):
    settings = Settings().changed({"engine": {"workers": 3}})
    run = plan([str(captures / "text")], str(tmp_path / "out"), settings)
    try:
        assert context.engine(run, workers=None, strict=False).workers == 3
    finally:
        context.close()


def test_a_failed_record_is_read_again_where_it_lies_and_passed_over_where_none_does(captures, tmp_path):
    run = plan([str(captures / "news.warc.gz")], str(tmp_path / "out"), Settings())
    archive = run.parts[0].files[0].path
    first = next(one for one in read_captures(archive) if isinstance(one, Capture))
    again = stages.reread(run, Rejection(first.origin, Reason.TIMEOUT, Stage.EXTRACT))
    assert again == first
    assert stages.reread(run, Rejection(Origin(archive, 7), Reason.FAILED, Stage.READ)) is None
