"""A run by parts, as the machines of a cluster do it, writes what the local chain writes: here without a cluster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from thresher.dedup.batches import decided
from thresher.dedup.settle import decisions
from thresher.engine.shelf import encoded
from thresher.engine.spark import over_parts
from thresher.errors import PartError, SettingsError
from thresher.settings import Settings
from thresher.state.tables import asking
from thresher.tasks import context, corpus, on_spark, parts
from thresher.tasks.local import Order, run_corpus
from thresher.tasks.place import Local
from thresher.tasks.run import plan

LOW = {"strip": {"template_pages": 3}, "engine": {"part_files": 1, "workers": 1}, "output": {"compress": "none"}}


class Here:
    """Spark's way to run a function over numbers, in this process."""

    def __init__(self, items=()):
        self.items = items

    def parallelize(self, items, slices):
        assert slices == len(items)
        return Here(items)

    def map(self, step):
        return Here([step(one) for one in self.items])

    def filter(self, wanted):
        return Here([one for one in self.items if wanted(one)])

    def collect(self):
        return self.items

    def setJobDescription(self, told):  # noqa: N802 - Spark's name
        assert told


@pytest.fixture
def duck(monkeypatch):
    """Questions of the driver are answered by DuckDB, and duplicates are found by the local engine."""

    def decide(_context, shelves, settings, folder, names):
        made = decisions(decided(shelves, None, settings, folder, 256))
        for number, name in names.items():
            rows = sorted((row, one) for (part, row), one in made.items() if part == number)
            (folder / f"{name}.json").write_bytes(encoded(rows))

    with asking({}, 256) as one:
        monkeypatch.setattr(on_spark.Spark, "of", lambda _context, _scratch: one)
        monkeypatch.setattr(on_spark.spark_copies, "decide", decide)
        yield


def job_of(run) -> parts.Job:
    return parts.Job(str(run.file), str(Path.cwd()), run.digest, strict=True)


@pytest.mark.usefixtures("duck")
def test_a_run_by_parts_writes_the_bytes_of_the_local_chain(crawl, tmp_path, output_of):
    run_corpus(Order((str(crawl),), str(tmp_path / "local"), "", LOW, 1, True))
    context.hold(Local(tmp_path / "parts"))
    try:
        run = plan([str(crawl)], str(tmp_path / "parts"), Settings().changed(LOW))
        run.save()
        on_spark.make_all(Here(), run, job_of(run))
        lessons = (run.folder("SiteTemplates") / "lessons.json").read_text()
        corpus.assemble(run, [parts.place(parts.ARTICLES, run, part) for part in run.parts], context.meter())
    finally:
        context.close()
    local = output_of(tmp_path / "local")
    assert len(run.parts) == 12
    assert lessons.count('"pages"') > 20
    assert '"memory":{"hosts":{"' in lessons
    assert output_of(tmp_path / "parts") == local
    assert b"template:" in b"".join(local.values())


def test_a_machine_with_another_version_refuses_the_work(crawl, tmp_path):
    run = plan([str(crawl)], str(tmp_path / "out"), Settings())
    run.save()
    error = parts.make(parts.PAGES, replace(job_of(run), digest="0" * 64), 0)
    assert isinstance(error, SettingsError)
    assert "another version" in str(error)


def test_a_machine_that_does_not_see_the_output_folder_says_so(crawl, tmp_path):
    run = plan([str(crawl)], str(tmp_path / "out"), Settings())
    error = parts.make(parts.PAGES, job_of(run), 0)
    assert isinstance(error, PartError)
    assert "disk that all machines share" in str(error)
    assert str(run.file) in str(error)


def test_the_first_error_of_the_parts_is_raised_when_all_have_been_tried():
    tried = []

    def make(number):
        tried.append(number)
        return PartError(f"part {number}") if number > 1 else None

    with pytest.raises(PartError, match="part 2"):
        over_parts(Here(), make, [0, 1, 2, 3], "PagesPart")
    assert tried == [0, 1, 2, 3]
