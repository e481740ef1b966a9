"""The batch as Luigi tasks: `run` names inputs and outputs, calls the stage, and renames.

    Captures → PagesPart … → SiteTemplates, Originals → StrippedPart … → Duplicates → ArticlesPart … → Corpus

Each task makes one folder. Its name holds a digest of all that can change its bytes, because Luigi
asks only whether a target exists.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import luigi

from thresher.engine import server
from thresher.report.meter import Left
from thresher.settings import Settings
from thresher.state.tables import asking
from thresher.tasks import context, corpus, stages
from thresher.tasks.place import place_of
from thresher.tasks.run import Run, plan, read_run
from thresher.tasks.target import Folder, Manifest

if TYPE_CHECKING:
    from pathlib import Path

    from thresher.engine.local import LocalEngine
    from thresher.tasks.run import Part


class _Reporting(luigi.Task):
    """A task whose failure is known to the one who ordered the run: luigi itself only counts it."""

    def on_failure(self, exception: BaseException) -> Any:
        """Remember it."""
        context.failed(exception)
        return super().on_failure(exception)


class Working(luigi.Task):
    """A task with workers; they may not change a byte, so what is said of them is insignificant."""

    processes: int = luigi.IntParameter(0, significant=False, description="worker processes; 0: all cores")
    strict: bool = luigi.BoolParameter(default=False, significant=False, description="raise unexpected errors")


class OnEngine(Working):
    """A task that chooses where its run is done, which may not change a byte either."""

    engine: str = luigi.Parameter("", significant=False, description="local or spark; as the settings say if empty")
    spark_master: str = luigi.Parameter("", significant=False, description="where Spark is; as the settings say")


class OfRun(_Reporting, Working):
    """A task of a run."""

    run_file: str = luigi.Parameter(description="the saved run: OUT/.work/run-….json")

    @property
    def of(self) -> Run:
        """The run that the task belongs to."""
        return read_run(self.run_file)


class _Stage(OfRun):
    """A task that makes one folder of a run."""

    stage = ""  # the name by which progress and metrics tell of it
    in_bytes = False  # what it advances by: bytes of input, or captures

    def sibling(self, task: type[_Stage], **parameters: Any) -> _Stage:
        """Another task of the same run."""
        return task(run_file=self.run_file, processes=self.processes, strict=self.strict, **parameters)

    def each(self, task: type[_OfPart]) -> list[_Stage]:
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

    def left(self) -> Left:
        """What the stage has still to do when its first task begins."""
        return Left()

    def run(self) -> None:
        """Make the folder, whole or not at all."""
        with context.meter().part(self.stage, self.left, in_bytes=self.in_bytes), self.output().making() as folder:
            self.make(folder)

    @abstractmethod
    def make(self, folder: Path) -> None:
        """Fill the folder."""


class _OfPart(_Stage):
    part: int = luigi.IntParameter(description="number of the part, from 0")

    @property
    def share(self) -> Part:
        """The part that the task is for."""
        return self.of.parts[self.part]

    def left(self) -> Left:
        """The parts for which this task is not done yet."""
        every = zip(self.of.parts, self.each(type(self)), strict=True)
        unfinished = [part for part, task in every if not task.complete()]
        return Left(len(unfinished), sum(map(self.weight, unfinished)))

    def weight(self, part: Part) -> int:
        """What the stage advances by over a part."""
        return stages.count(part, self.of)

    def path(self) -> Path:
        """The folder that the task makes."""
        return self.of.part_folder(type(self).__name__, self.share)


class Captures(luigi.ExternalTask):
    """The saved run: which input files make which part, by path, size and digest. `plan` writes it."""

    run_file: str = luigi.Parameter(description="the saved run: OUT/.work/run-….json")

    def output(self) -> luigi.LocalTarget:
        """The file."""
        return luigi.LocalTarget(self.run_file)


class PagesPart(_OfPart):
    """The pages of a part: read, parsed, segmented. The dear step; it does not depend on the rules."""

    stage = "pages"
    in_bytes = True

    def requires(self) -> Captures:
        """The parts."""
        return Captures(run_file=self.run_file)

    def path(self) -> Path:
        """The folder that the task makes."""
        return self.of.pages_folder(self.share)

    def weight(self, part: Part) -> int:
        """Its bytes."""
        return part.size

    def make(self, folder: Path) -> None:
        """Fill the folder."""
        stages.pages(self.share, self.of, self.engine(), context.meter(), folder)


class SiteTemplates(_Stage):
    """What recurs over the pages of a site: blocks, images and descriptions."""

    stage = "templates"

    def requires(self) -> list[_Stage]:
        """All pages."""
        return self.each(PagesPart)

    def make(self, folder: Path) -> None:
        """Fill the folder."""
        with asking({}, self.of.kit.settings.state.memory_mb, folder) as duck:
            stages.lessons(self.of, duck, folder)


class Originals(_Stage):
    """Where the originals of the revisits are."""

    stage = "originals"

    def requires(self) -> list[_Stage]:
        """All pages."""
        return self.each(PagesPart)

    def make(self, folder: Path) -> None:
        """Fill the folder."""
        stages.originals(self.of, folder)


class StrippedPart(_OfPart):
    """The outcomes of a part, duplicates not yet told apart. The cheap step, which rules change."""

    stage = "articles"

    def requires(self) -> list[_Stage]:
        """The pages of the part, and what was learned of all parts."""
        return [self.sibling(PagesPart, part=self.part), self.sibling(SiteTemplates), self.sibling(Originals)]

    def make(self, folder: Path) -> None:
        """Fill the folder."""
        learned, found = (task.path() for task in self.requires()[1:])
        engine, meter = self.engine(), context.meter()
        stages.stripped(self.share, self.of, engine, meter, learned=learned, found=found, folder=folder)


class Duplicates(_Stage):
    """The decisions on duplicates."""

    stage = "duplicates"

    def requires(self) -> list[_Stage]:
        """All outcomes."""
        return self.each(StrippedPart)

    def make(self, folder: Path) -> None:
        """Fill the folder."""
        stages.duplicates(self.of, folder, [task.path() for task in self.requires()])


class ArticlesPart(_OfPart):
    """The output files of a part."""

    stage = "output"

    def requires(self) -> list[_Stage]:
        """The outcomes of the part, and the decisions."""
        return [self.sibling(StrippedPart, part=self.part), self.sibling(Duplicates)]

    def make(self, folder: Path) -> None:
        """Fill the folder."""
        source, decided = (task.path() for task in self.requires())
        stages.articles(self.share, self.of, source, decided, folder)
        done = stages.count(self.share, self.of)
        context.meter().advance(done, done)


class Corpus(_Reporting, OnEngine):
    """All articles of some inputs, in one folder, with manifest and books: all or nothing."""

    inputs: tuple[str, ...] = luigi.ListParameter(description="files, folders, globs, manifests")
    out: str = luigi.Parameter(description="the folder to write")
    config: str = luigi.Parameter("", description="settings file; the defaults when left out")
    settings: dict[str, Any] = luigi.DictParameter({}, description="settings that differ from it, as JSON")

    @property
    def of(self) -> Run:
        """The run, planned when it is first asked for."""
        changes = luigi.DictParameter().serialize(self.settings)
        return planned(tuple(self.inputs), self.out, self.config, changes, self.engine)

    def requires(self) -> list[luigi.Task]:
        """The output files of all parts; Spark makes them and all that they need in one go."""
        settings = self.of.kit.settings.engine
        shared = {"run_file": str(self.of.file), "processes": self.processes, "strict": self.strict}
        if (self.engine or settings.kind) == "spark" and self.of.parts:
            from thresher.tasks.on_spark import OnSpark

            return [OnSpark(spark_master=self.spark_master or settings.spark_master or "", **shared)]
        return [ArticlesPart(part=part.number, **shared) for part in self.of.parts]

    def output(self) -> Manifest:
        """The manifest, which is written last."""
        return Manifest(self.of)

    def run(self) -> None:
        """Put the parts together."""
        meter = context.meter()
        with meter.part(corpus.STAGE):
            corpus.assemble(self.of, [self.of.part_folder("ArticlesPart", part) for part in self.of.parts], meter)


@lru_cache(maxsize=4)
def planned(inputs: tuple[str, ...], out: str, config: str, changes: str, engine: str = "") -> Run:
    """The run of such inputs, with its output folder and its state held; planned once, for luigi asks often."""
    settings = (Settings.load(config) if config else Settings()).changed(json.loads(changes))
    context.hold(place_of(out, settings.storage), settings.batch.wait_seconds)
    context.hold_state(settings.state)
    if (engine or settings.engine.kind) == "local":
        server.start()
    with context.meter().part("plan"):
        run = plan(inputs, out, settings)
        run.save()
    announce(run)
    return run


def announce(run: Run) -> None:
    """Tell which stages will come, and of how many parts."""
    chain = (PagesPart, SiteTemplates, Originals, StrippedPart, Duplicates, ArticlesPart)
    stages_to_come = {task.stage: len(run.parts) if issubclass(task, _OfPart) else 1 for task in chain}
    context.meter().expect(stages_to_come | {corpus.STAGE: 1})
