"""The last step of a run: parts -> `OUT`, its manifest written last."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from typing import TYPE_CHECKING, Any

from thresher import __version__
from thresher.state.lock import LOCK
from thresher.state.store import Store
from thresher.tasks.place import FOLDERS, MANIFEST, Local
from thresher.tasks.stages import remembered, total_books
from thresher.tasks.target import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from thresher.books import Books
    from thresher.report.meter import Meter
    from thresher.tasks.place import Remote
    from thresher.tasks.run import InputFile, Run

METRICS = "metrics.json"
STAGE = "corpus"  # by which progress and metrics tell of this step

log = logging.getLogger("thresher")


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
    facts = _manifest(run, books, staged)
    manifest = json.dumps(facts, indent=1, ensure_ascii=False)
    here = run.out.put(staged)
    Local(here).write(METRICS, measures(meter))  # what it is so far, for the report
    _report(run.out, here, facts)
    if not isinstance(run.out, Local):  # a folder gets the last ones when all is done
        run.out.write(METRICS, measures(meter))
    if run.state is not None:  # before the manifest: without one the next run comes here again, and finds it done
        made = run.kit.settings.model_dump(mode="json", exclude={"engine", "batch", "state", "output", "storage"})
        Store(run.state.folder).commit(run.state, remembered(run), made)
    run.out.write(MANIFEST, manifest.encode() + b"\n")
    # Of a run with failures the stages stay, for the failed records may be retried.
    if not run.kit.settings.output.keep_work and not books.failures:
        clear(run.work)


def measures(meter: Meter) -> bytes:
    """`OUT/metrics.json`: how the run went, not what it made; no byte of it is part of the output."""
    return json.dumps(meter.row(), indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _report(place: Local | Remote, here: Path, facts: dict[str, Any]) -> None:
    """Write the report of the files that lie `here`; where it cannot be made, the run is finished all the same."""
    import duckdb

    from thresher.report.page.write import REPORT, report_page

    try:
        page = report_page(here, facts, name=str(place))
    except duckdb.Error as error:
        place.remove(REPORT)
        log.warning("no report was written: %s; `thresher report %s` tries again", error, place)
    else:
        place.write(REPORT, page.encode("utf-8", "replace"))


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
        "settings": run.kit.settings.model_dump(mode="json", exclude={"engine", "batch", "state", "storage"}),
        "batch": run.state and {"name": run.state.name, "read": [one.name for one in run.state.read]},
        "inputs": [_input(file) for part in run.parts for file in part.files],
        "books": books.row(),
        "files": [
            {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "digest": _digest(path)}
            for path in files
        ],
    }


def _input(file: InputFile) -> dict[str, Any]:
    """What the manifest says of an input file; of its ranges only how many, for there may be a million."""
    ranges = {"ranges": len(file.ranges)} if file.ranges else {}
    return {"path": file.path, "bytes": file.size, "digest": file.digest, **ranges}


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
