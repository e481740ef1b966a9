"""Planning a run and running it: failures name their file, settings of the engine are heard."""

from __future__ import annotations

import errno
import io

import pytest

from thresher.archive import read_captures, sources
from thresher.errors import PartError
from thresher.nouns import Capture, Origin, Reason, Rejection, Stage
from thresher.settings import Settings
from thresher.tasks import context, stages
from thresher.tasks.listener import Silent
from thresher.tasks.local import Order, run_corpus
from thresher.tasks.run import plan


def order(captures, out, changes=None) -> Order:
    return Order((str(captures / "text"),), str(out), "", {"output": {"compress": "none"}} | (changes or {}), 1, False)


def test_a_disk_error_while_planning_names_the_file(captures, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "_opened_path", lambda *_: Failing())
    with pytest.raises(PartError, match=r"cannot be read: Input/output error \(.*\.txt(:0)?\)"):
        run_corpus(order(captures, tmp_path / "out"), Silent())


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
        run_corpus(order(captures, tmp_path / "out"), Silent())
    manifest = run_corpus(order(captures, tmp_path / "out"), Silent())
    undisturbed = run_corpus(order(captures, tmp_path / "other"), Silent())
    assert manifest["files"] == undisturbed["files"]


def test_each_long_stage_is_announced_once_and_advances_to_its_total(captures, tmp_path):
    class Told:
        def __init__(self):
            self.stages, self.totals, self.done = [], [], []

        def stage(self, name, total):
            self.stages.append(name)
            self.totals.append(total)
            self.done.append(0)

        def advance(self, _captures, size):
            self.done[-1] += size

    told = Told()
    run_corpus(order(captures, tmp_path / "out", {"engine": {"part_files": 3}}), told)
    assert told.stages == ["pages", "articles"]
    assert told.done == told.totals
    assert min(told.totals) > 0


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
