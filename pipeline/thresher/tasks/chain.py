"""The batch as Luigi tasks: `run` names inputs and outputs, calls the stage, and renames.

    Captures → PagesPart … → SiteTemplates, Originals → StrippedPart … → Duplicates → ArticlesPart … → Corpus

Each task makes one folder. Its name holds a digest of all that can change its bytes, because Luigi
asks only whether a target exists.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import luigi

from thresher.settings import Settings
from thresher.tasks import context, corpus, stages
from thresher.tasks.place import place_of
from thresher.tasks.run import Run, plan, read_run
from thresher.tasks.target import Folder, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thresher.engine.local import LocalEngine
    from thresher.tasks.run import Part


class _Reporting(luigi.Task):
    """A task whose failure is known to the one who ordered the run: luigi itself only counts it."""

    def on_failure(self, exception: BaseException) -> Any:
        """Remember it."""
        context.failed(exception)
        return super().on_failure(exception)


class _OfRun(_Reporting):
    """A task of a run; workers and strictness may not change a byte, so they are insignificant."""

    run_file: str = luigi.Parameter(description="the saved run: OUT/.work/run-….json")
    processes: int = luigi.IntParameter(0, significant=False, description="worker processes; 0: all cores")
    strict: bool = luigi.BoolParameter(default=False, significant=False, description="raise unexpected errors")

    @property
    def of(self) -> Run:
        """The run that the task belongs to."""
        return read_run(self.run_file)

    def sibling(self, task: type[_OfRun], **parameters: Any) -> _OfRun:
        """Another task of the same run."""
        return task(run_file=self.run_file, processes=self.processes, strict=self.strict, **parameters)

    def each(self, task: type[_OfPart]) -> list[_OfRun]:
        """The task for each part of the run."""
        return [self.sibling(task, part=part.number) for part in self.of.parts]

    def engine(self) -> LocalEngine:
        """The engine of the run."""
        return context.engine(self.of, workers=self.processes or None, strict=self.strict)

    def path(self) -> Path:
        """The folder that the task makes."""
        return self.of.folder(type(self).__name__)

    def output(self) -> Folder:
        """The folder as a target."""
        return Folder(self.path())


class _OfPart(_OfRun):
    part: int = luigi.IntParameter(description="number of the part, from 0")

    @property
    def share(self) -> Part:
        """The part that the task is for."""
        return self.of.parts[self.part]

    def unfinished(self) -> Iterator[Part]:
        """The parts for which this task is not done yet."""
        return (part for part, task in zip(self.of.parts, self.each(type(self)), strict=True) if not task.complete())

    def path(self) -> Path:
        """The folder that the task makes."""
        return self.of.folder(type(self).__name__) / self.share.name


class Captures(luigi.ExternalTask):
    """The saved run: which input files make which part, by path, size and digest. `plan` writes it."""

    run_file: str = luigi.Parameter(description="the saved run: OUT/.work/run-….json")

    def output(self) -> luigi.LocalTarget:
        """The file."""
        return luigi.LocalTarget(self.run_file)


class PagesPart(_OfPart):
    """The pages of a part: read, parsed, segmented. The dear step; it does not depend on the rules."""

    def requires(self) -> Captures:
        """The parts."""
        return Captures(run_file=self.run_file)

    def path(self) -> Path:
        """The folder that the task makes."""
        return self.of.pages_folder(self.share)

    def run(self) -> None:
        """Make it."""
        with self.output().making() as folder:
            progress = context.progress("pages", lambda: sum(part.size for part in self.unfinished()))
            stages.pages(self.share, self.of, self.engine(), progress, folder)


class SiteTemplates(_OfRun):
    """What recurs over the pages of a site: blocks, images and descriptions."""

    def requires(self) -> list[_OfRun]:
        """All pages."""
        return self.each(PagesPart)

    def run(self) -> None:
        """Make it."""
        with self.output().making() as folder:
            stages.lessons(self.of, folder)


class Originals(_OfRun):
    """Where the originals of the revisits are."""

    def requires(self) -> list[_OfRun]:
        """All pages."""
        return self.each(PagesPart)

    def run(self) -> None:
        """Make it."""
        with self.output().making() as folder:
            stages.originals(self.of, folder)


class StrippedPart(_OfPart):
    """The outcomes of a part, duplicates not yet told apart. The cheap step, which rules change."""

    def requires(self) -> list[_OfRun]:
        """The pages of the part, and what was learned of all parts."""
        return [self.sibling(PagesPart, part=self.part), self.sibling(SiteTemplates), self.sibling(Originals)]

    def run(self) -> None:
        """Make it."""
        learned, found = (task.path() for task in self.requires()[1:])
        with self.output().making() as folder:
            progress = context.progress("articles", lambda: sum(stages.count(p, self.of) for p in self.unfinished()))
            engine = self.engine()
            stages.stripped(self.share, self.of, engine, progress, learned=learned, found=found, folder=folder)


class Duplicates(_OfRun):
    """The decisions on duplicates."""

    def requires(self) -> list[_OfRun]:
        """All outcomes."""
        return self.each(StrippedPart)

    def run(self) -> None:
        """Make it."""
        with self.output().making() as folder:
            stages.duplicates(self.of, folder, [task.path() for task in self.requires()])


class ArticlesPart(_OfPart):
    """The output files of a part."""

    def requires(self) -> list[_OfRun]:
        """The outcomes of the part, and the decisions."""
        return [self.sibling(StrippedPart, part=self.part), self.sibling(Duplicates)]

    def run(self) -> None:
        """Make it."""
        source, decided = (task.path() for task in self.requires())
        with self.output().making() as folder:
            stages.articles(self.share, self.of, source, decided, folder)


class Corpus(_Reporting):
    """All articles of some inputs, in one folder, with manifest and books: all or nothing."""

    inputs: tuple[str, ...] = luigi.ListParameter(description="files, folders, globs, manifests")
    out: str = luigi.Parameter(description="the folder to write")
    config: str = luigi.Parameter("", description="settings file; the defaults when left out")
    settings: dict[str, Any] = luigi.DictParameter({}, description="settings that differ from it, as JSON")
    processes: int = luigi.IntParameter(0, significant=False, description="worker processes; 0: all cores")
    strict: bool = luigi.BoolParameter(default=False, significant=False, description="raise unexpected errors")

    @property
    def of(self) -> Run:
        """The run, planned when it is first asked for."""
        return _planned(tuple(self.inputs), self.out, self.config, luigi.DictParameter().serialize(self.settings))

    def requires(self) -> list[luigi.Task]:
        """The output files of all parts."""
        shared = {"run_file": str(self.of.file), "processes": self.processes, "strict": self.strict}
        return [ArticlesPart(part=part.number, **shared) for part in self.of.parts]

    def output(self) -> Manifest:
        """The manifest, which is written last."""
        return Manifest(self.of)

    def run(self) -> None:
        """Put the parts together."""
        corpus.assemble(self.of, [task.path() for task in self.requires()])


@lru_cache(maxsize=4)
def _planned(inputs: tuple[str, ...], out: str, config: str, changes: str) -> Run:
    settings = (Settings.load(config) if config else Settings()).changed(json.loads(changes))
    context.hold(place_of(out, settings.storage), settings.batch.wait_seconds)
    context.hold_state(settings.state)
    run = plan(inputs, out, settings)
    run.save()
    return run
