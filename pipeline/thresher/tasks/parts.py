"""What a machine of a cluster does for a run: one stage of one part, by the functions of the local chain.

Folders have the names that the local chain gives them, so that either engine goes on where the other stopped.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.errors import PartError, SettingsError, ThresherError
from thresher.report.meter import Meter
from thresher.tasks import context, stages
from thresher.tasks.run import read_run
from thresher.whole import making_whole

if TYPE_CHECKING:
    from thresher.tasks.run import Part, Run

PAGES, STRIPPED, ARTICLES = "PagesPart", "StrippedPart", "ArticlesPart"


@dataclass(frozen=True, slots=True)
class Job:
    """A run for machines that share its disk.

    `folder` is where the one who ordered it stands, from which names of files are meant; `digest` is what they
    work with.
    """

    run_file: str
    folder: str
    digest: str
    strict: bool

    def run(self) -> Run:
        """The run; raises PartError where it is not seen, SettingsError where this machine would write other bytes."""
        try:
            os.chdir(self.folder)
            Path(self.run_file).stat()
        except OSError as error:
            told = "the output folder must be on a disk that all machines share, under one name"
            raise PartError(f"not seen on {socket.gethostname()}: {told} ({self.folder}: {self.run_file})") from error
        run = read_run(self.run_file)
        if run.digest != self.digest:
            told = "has another version of Thresher, or of a package that decides with it, than the one that ordered"
            raise SettingsError(f"{socket.gethostname()} {told} the run; ship one environment to all ({self.run_file})")
        return run


def place(stage: str, run: Run, part: Part) -> Path:
    """The folder that a stage makes of a part."""
    return run.pages_folder(part) if stage == PAGES else run.part_folder(stage, part)


def make(stage: str, job: Job, number: int) -> ThresherError | None:
    """Make the folder of a part unless it is there; returns what stopped it, for another try would change nothing."""
    try:
        run = job.run()
        part = run.parts[number]
        path = place(stage, run, part)
        if not path.is_dir():
            with making_whole(path) as folder:
                _fill(stage, run, part, folder, strict=job.strict)
    except ThresherError as error:
        return error
    return None


def _fill(stage: str, run: Run, part: Part, folder: Path, *, strict: bool) -> None:
    if stage == ARTICLES:
        stages.articles(part, run, place(STRIPPED, run, part), run.folder("Duplicates"), folder)
        return
    engine = context.engine(run, workers=1, strict=strict)
    if stage == PAGES:
        stages.pages(part, run, engine, Meter(), folder)
        return
    learned, found = run.folder("SiteTemplates"), run.folder("Originals")
    stages.stripped(part, run, engine, Meter(), learned=learned, found=found, folder=folder)
