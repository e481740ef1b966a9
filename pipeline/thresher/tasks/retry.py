"""Another attempt at the records of a finished run on which the processing failed, and at nothing else.

The pages of the run are still there, because it had failures. Those of the failed records are made again, and what
follows from them is done again: so the output is what one run would have written on which nothing had failed.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from thresher.engine import worker
from thresher.engine.shelf import read_items
from thresher.errors import PartError, SettingsError
from thresher.nouns import Page
from thresher.tasks import context, corpus, stages
from thresher.tasks.chain import ArticlesPart, PagesPart, announce
from thresher.tasks.local import build
from thresher.tasks.run import Run, is_changed, read_run
from thresher.tasks.target import Folder
from thresher.whole import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from thresher.engine.local import LocalEngine
    from thresher.engine.shelf import Paged
    from thresher.nouns import Rejection, Revisit
    from thresher.report.ticker import View
    from thresher.tasks.place import Local, Remote
    from thresher.tasks.run import Part


def retry(
    place: Local | Remote,
    changes: Mapping[str, Mapping[str, Any]],
    *views: View,
    workers: int = 0,
    strict: bool = False,
) -> dict[str, Any]:
    """Retry what failed in the run that wrote an output, under settings changed as told; returns the new manifest.

    Raises SettingsError where nothing is to be retried, PartError where an input with failed records has changed.
    """
    context.tell(*views)
    context.hold(place)
    try:
        before = _run_of(place)
        after = replace(before, kit=replace(before.kit, settings=before.kit.settings.changed(changes)))
        engine = context.engine(after, workers=workers or None, strict=strict)
        meter = context.meter()
        announce(after)
        with meter.part(PagesPart.stage):
            for part in before.parts:
                _patch(part, before, after, engine)
        _forget(after)
        after.save()
        shared = {"run_file": str(after.file), "processes": workers, "strict": strict}
        tasks = [ArticlesPart(part=part.number, **shared) for part in after.parts]
        build(tasks, after.kit.settings.engine.scheduler)
        if not all(task.complete() for task in tasks):
            raise context.failure() or PartError(f"not finished; retry again to go on ({place})")
        with meter.part(corpus.STAGE):
            corpus.assemble(after, [task.path() for task in tasks], meter)
        context.done()
    finally:
        context.close()
    manifest: dict[str, Any] = json.loads(place.manifest() or b"{}")
    return manifest


def _run_of(place: Local | Remote) -> Run:
    """The run that wrote an output folder, with its work."""
    try:
        digest = json.loads(place.manifest() or b"")["run"]
        run = read_run(str(place.work / f"run-{digest[:16]}.json"))
    except (OSError, ValueError, KeyError, TypeError):
        raise SettingsError(f"no finished run with failed records is there ({place})") from None
    if run.state is not None:
        told = "the batch is part of a state: drop it there, and clean again"
        raise SettingsError(f"{told} ({run.state.folder}: {run.state.name})")
    if not all((run.pages_folder(part) / stages.ITEMS).exists() for part in run.parts):
        raise SettingsError(f"the run was cleaned by another version, so that its pages cannot be used ({place})")
    return run


def _patch(part: Part, before: Run, after: Run, engine: LocalEngine) -> None:
    """Make the pages of a part as they are once its failed records are read again."""
    source, target = before.pages_folder(part), after.pages_folder(part)
    failed = [
        (row, one) for row, one in read_items(source / stages.ITEMS, frozenset({"rejection"})) if one.reason.is_failure
    ]
    if not failed and source == target:
        return
    archives = {one.origin.archive for _, one in failed}
    if changed := [
        file.path for file in part.files if file.path in archives and is_changed(file, after.kit.settings.storage)
    ]:
        raise PartError(f"has changed since the run, so that its failed records cannot be retried ({changed[0]})")
    again = {row: capture for row, one in failed if (capture := stages.reread(after, one)) is not None}
    made = dict(zip(again, engine.map(worker.pages, again.values()), strict=True))
    with Folder(target).making() as folder:
        stages.write_pages(folder, part, _replaced(source, made))
        shutil.copyfile(source / stages.BOOKS, folder / stages.BOOKS)
        shutil.rmtree(target, ignore_errors=True)


def _replaced(source: Path, made: Mapping[int, Paged | Revisit | Rejection]) -> Iterator[Paged | Revisit | Rejection]:
    for row, item in read_items(source / stages.ITEMS):
        yield made.get(row) or (worker.paged(item) if isinstance(item, Page) else item)


def _forget(run: Run) -> None:
    """Delete what the stages after the pages have made of this very run."""
    for folder in run.work.glob(f"*-{run.digest[:16]}"):
        if folder.is_dir() and TEMPORARY not in folder.name:
            shutil.rmtree(folder)
