"""The last step of a run: parts -> `OUT`, its manifest written last."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from typing import TYPE_CHECKING, Any

from thresher import __version__
from thresher.errors import SettingsError
from thresher.state.store import Store
from thresher.tasks.run import WORK
from thresher.tasks.stages import QUARANTINE, remembered, total_books
from thresher.tasks.target import Folder
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from pathlib import Path

    from thresher.books import Books
    from thresher.report.meter import Meter
    from thresher.tasks.run import Run

FOLDERS = ("articles", "rejections", "removals", QUARANTINE)
MANIFEST = "manifest.json"
METRICS = "metrics.json"
STAGE = "corpus"  # by which progress and metrics tell of this step
LOCK = "lock"

log = logging.getLogger("thresher")


def check_ours(out: Path) -> None:
    """Raise SettingsError where a folder holds files that would be written over and are not ours."""
    if out.exists() and not out.is_dir():
        raise SettingsError(f"is not a folder ({out})")
    if (out / WORK).exists() or (out / MANIFEST).exists():
        return
    taken = [name for name in FOLDERS if (out / name).exists()]
    if taken:
        raise SettingsError(f"holds {', '.join(taken)} that Thresher did not write ({out})")


def assemble(run: Run, parts: list[Path], meter: Meter) -> None:
    """Put the files of all parts in place; raises BooksError unless the books balance."""
    books = total_books(parts)
    staged = run.folder("Corpus")
    shutil.rmtree(staged, ignore_errors=True)
    with Folder(staged).making() as folder:
        for name in FOLDERS:
            for file in sorted(path for part in parts for path in (part / name).glob("*")):
                (folder / name).mkdir(exist_ok=True)
                _link(file, folder / name / file.name)
    measure(run.out, meter)  # what it is so far, for the report
    facts = _manifest(run, books, staged)
    manifest = json.dumps(facts, indent=1, ensure_ascii=False)
    # Without a manifest the folder is unfinished: a crash from here on is mended by the next run.
    (run.out / MANIFEST).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(run.out / name, ignore_errors=True)
        if (staged / name).exists():
            (staged / name).rename(run.out / name)
    _report(run.out, facts)
    if run.state is not None:  # before the manifest: without one the next run comes here again, and finds it done
        made = run.kit.settings.model_dump(mode="json", exclude={"engine", "batch", "state", "output"})
        Store(run.state.folder).commit(run.state, remembered(run), made)
    with writing_whole(run.out / MANIFEST) as stream:
        stream.write(manifest.encode() + b"\n")
    # Of a run with failures the stages stay, for the failed records may be retried.
    if not run.kit.settings.output.keep_work and not books.failures:
        clear(run.work)


def measure(out: Path, meter: Meter) -> None:
    """Write `OUT/metrics.json`: how the run went, not what it made; no byte of it is part of the output."""
    with writing_whole(out / METRICS) as stream:
        stream.write(json.dumps(meter.row(), indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _report(out: Path, facts: dict[str, Any]) -> None:
    """Write the report, which no record depends on: where it cannot be made, the run is finished all the same."""
    import duckdb

    from thresher.report.page.write import REPORT, write_report

    try:
        write_report(out, facts)
    except duckdb.Error as error:
        (out / REPORT).unlink(missing_ok=True)
        log.warning("no report was written: %s; `thresher report %s` tries again", error, out)


def clear(work: Path) -> None:
    """Delete the files of the stages, all but the lock."""
    for left in work.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != LOCK:
            left.unlink()


def _link(source: Path, target: Path) -> None:
    """A second name for a file, or a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _manifest(run: Run, books: Books, folder: Path) -> dict[str, Any]:
    files = sorted(path for name in FOLDERS for path in (folder / name).glob("*"))
    return {
        "made_by": {"version": __version__, "digest": run.kit.digest},
        "run": run.digest,
        "settings": run.kit.settings.model_dump(mode="json", exclude={"engine", "batch", "state"}),
        "batch": run.state and {"name": run.state.name, "read": [one.name for one in run.state.read]},
        "inputs": [
            {"path": file.path, "bytes": file.size, "digest": file.digest} for part in run.parts for file in part.files
        ],
        "books": books.row(),
        "files": [
            {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "digest": _digest(path)}
            for path in files
        ],
    }


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
