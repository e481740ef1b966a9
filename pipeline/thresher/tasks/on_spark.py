"""A run on a Spark cluster: one application that makes all that the tasks of the local chain make.

What is submitted, and with what, is luigi's: the section [spark] of its settings is heard.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import luigi
from luigi.contrib.external_program import ExternalProgramRunError
from luigi.contrib.spark import PySparkTask

from thresher import errors
from thresher.engine import spark, spark_copies, spark_stages
from thresher.engine.spark_sql import Spark
from thresher.tasks import context, parts, stages
from thresher.tasks.chain import Captures, OfRun
from thresher.tasks.place import Remote
from thresher.tasks.target import Folder
from thresher.tasks.watch import Watch
from thresher.whole import making_whole, writing_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thresher.tasks.run import Run

_MOST = 500  # characters of what a Spark that failed has written, for the message; all of it is in a file
_CAUSE = re.compile(r'^(?:Caused by: |Exception in thread "\w+" )?[\w.$]+(?:Exception|Error)\b')
_KINDS = {one.__name__: one for one in (errors.SettingsError, errors.PartError, errors.BooksError)}


class OnSpark(OfRun, PySparkTask):
    """The output files of all parts, made by Spark."""

    spark_master: str = luigi.Parameter("", significant=False, description="where Spark is; as it is set up if empty")
    _events: Path | None = None  # where Spark writes what it did, on the machine that orders the run

    stream_for_searching_tracking_url = "none"  # luigi would start a process by a way that Python 3.14 has not

    def requires(self) -> Captures:
        """The parts."""
        return Captures(run_file=self.run_file)

    def output(self) -> list[Folder]:
        """The folders of the last stage."""
        return [Folder(parts.place(parts.ARTICLES, self.of, part)) for part in self.of.parts]

    @property
    def master(self) -> str | None:
        """Where Spark is."""
        return self.spark_master or super().master

    @property
    def spark_submit(self) -> str:
        """The program: the one that luigi's settings name, or Spark's own."""
        named = luigi.configuration.get_config().get(self.spark_version, "spark-submit", None)
        return named or str(spark.home() / "bin" / "spark-submit")

    @property
    def conf(self) -> dict[str, str]:
        """Settings of Spark: those of luigi's settings, over our own."""
        # Where `spark.pyspark.python` names a Python of the machines, Spark would look for it here too.
        ours = {"spark.ui.showConsoleProgress": "false", "spark.pyspark.driver.python": sys.executable}
        # Spark takes a table for small by its compressed size, and would hold it in the memory of the driver, whose
        # 1 GB ten thousand pages filled.
        ours |= {"spark.sql.autoBroadcastJoinThreshold": "-1", "spark.sql.adaptive.autoBroadcastJoinThreshold": "-1"}
        if self._events is not None:
            ours |= spark_stages.settings(self._events)
        return {**ours, **(super().conf or {})}

    def program_environment(self) -> dict[str, str]:
        """The variables of Spark: this very Python drives it, and works for it unless another one is named."""
        ours = {"PYSPARK_PYTHON": sys.executable, "SPARK_HOME": str(spark.home())}
        return {**ours, **super().program_environment(), "PYSPARK_DRIVER_PYTHON": sys.executable}

    @property
    def _failure(self) -> Path:
        return self.of.work / f"spark-{self.of.digest[:16]}.json"

    def run(self) -> None:
        """Submit it; raises what stopped it there."""
        if self.deploy_mode == "cluster":
            raise errors.SettingsError("luigi's [spark] deploy-mode must be client: the run is put together here")
        if isinstance(self.of.out, Remote):
            raise errors.SettingsError(f"Spark writes to a folder that its machines share, no URL ({self.of.out})")
        self._failure.unlink(missing_ok=True)
        try:
            with Watch(self.of), self._measured():
                super().run()
        except SystemExit as stop:  # luigi's answer to SIGTERM, when it has ended Spark
            raise KeyboardInterrupt from stop
        except ExternalProgramRunError as error:  # its own text holds the environment, and with it secrets
            raise self._told(error.err or "") from None

    @contextmanager
    def _measured(self) -> Iterator[None]:
        """Have Spark say what its steps took, also where it failed."""
        with tempfile.TemporaryDirectory(prefix="thresher-spark-") as folder:
            self._events = Path(folder)
            try:
                yield
            finally:
                context.meter().spark += spark_stages.steps(self._events)
                self._events = None

    def _told(self, written: str) -> errors.ThresherError:
        """What stopped Spark: what our own part of it wrote down, or else the last that Spark said."""
        log = self.of.work / "spark.log"
        log.write_text(written, "utf-8")
        if self._failure.exists():
            kind, message = json.loads(self._failure.read_bytes())
            return _KINDS.get(kind, errors.PartError)(message)
        lines = [line.strip() for line in written.splitlines() if line.strip()]
        told = [line for line in lines if _CAUSE.search(line)] or lines or ["it said nothing"]
        cause = _CAUSE.sub("", told[-1]) or told[-1]
        whole = next(line for line in told if cause in line)  # who passes on a cause may say what it was about
        return errors.PartError(f"Spark failed: {whole[:_MOST]} ({log})")

    def main(self, sc: Any, *_: Any) -> None:
        """Make it; called by luigi in the program that Spark starts."""
        try:
            make_all(sc, self.of, parts.Job(self.run_file, str(Path.cwd()), self.of.digest, self.strict))
        except errors.ThresherError as error:
            with writing_whole(self._failure) as stream:
                stream.write(json.dumps([type(error).__name__, str(error)]).encode())
            raise


def make_all(sc: Any, run: Run, job: parts.Job) -> None:
    """All stages of a run, each when those before it are done; what is there already is not made again."""
    _each(sc, run, job, parts.PAGES)
    _one(run, "SiteTemplates", partial(_lessons, sc, run))
    _one(run, "Originals", partial(stages.originals, run))
    _each(sc, run, job, parts.STRIPPED)
    outcomes = [parts.place(parts.STRIPPED, run, part).absolute() for part in run.parts]
    _one(run, "Duplicates", partial(_duplicates, sc, run, outcomes))
    _each(sc, run, job, parts.ARTICLES)


def _lessons(sc: Any, run: Run, folder: Path) -> None:
    sc.setJobDescription("SiteTemplates")
    stages.lessons(run, Spark.of(sc, folder), folder)


def _duplicates(sc: Any, run: Run, outcomes: list[Path], folder: Path) -> None:
    settings = run.kit.settings.dedup
    if run.state or not settings.enabled:
        stages.duplicates(run, folder, outcomes)
        return
    names = {part.number: part.name for part in run.parts}
    spark_copies.decide(sc, outcomes, settings, folder, names)


def _each(sc: Any, run: Run, job: parts.Job, stage: str) -> None:
    left = [part.number for part in run.parts if not parts.place(stage, run, part).is_dir()]
    spark.over_parts(sc, partial(parts.make, stage, job), left, stage)


def _one(run: Run, stage: str, make: Callable[[Path], None]) -> None:
    path = run.folder(stage).absolute()  # the machines do not stand where this one does
    if not path.is_dir():
        with making_whole(path) as folder:
            make(folder)
