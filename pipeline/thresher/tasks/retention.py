"""What may go after some time: the work of runs, and batches that no state refers to."""

from __future__ import annotations

import fcntl
import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thresher.archive.addresses import is_url
from thresher.errors import SettingsError
from thresher.report.page.write import REPORT
from thresher.state.lock import LOCK
from thresher.state.store import Store
from thresher.tasks.corpus import METRICS
from thresher.tasks.place import FOLDERS, MANIFEST, WORK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a folder: what goes of it, or why it stays."""

    folder: Path
    goes: tuple[Path, ...]
    told: str


def verdicts(outs: Iterable[str], keep_days: float, state: str | None, *, work_only: bool) -> Iterator[Verdict]:
    """What may go of each output; nothing is deleted. Raises SettingsError for what is no folder of this machine."""
    known = {batch.name for batch, _ in Store(state).batches()} if state else None
    for out in outs:
        if is_url(out):
            raise SettingsError(f"only folders are pruned: give the bucket a lifecycle rule ({out})")
        folder = Path(out)
        if not folder.is_dir():
            raise SettingsError(f"no such folder ({out})")
        yield _verdict(folder, time.time() - keep_days * _DAY, known, work_only=work_only)


def _verdict(folder: Path, before: float, known: set[str] | None, *, work_only: bool) -> Verdict:
    manifest, work = folder / MANIFEST, folder / WORK
    if not manifest.exists() and not work.is_dir():
        if not list(folder.glob("run-*.json")) or not (folder / LOCK).exists():
            return Verdict(folder, (), "kept: Thresher did not write it")
        work = folder  # that of an output on a URL
    if _is_held(work / LOCK):
        return Verdict(folder, (), "kept: a run is writing there")
    newest = max((path.stat().st_mtime for path in (manifest, work, *work.glob("*")) if path.exists()), default=0.0)
    if newest > before:
        return Verdict(folder, (), "kept: not old enough")
    reason = "work only" if work_only else _referred(manifest, known)
    if reason or not manifest.exists():
        left = (work,) if work.is_dir() else ()
        return Verdict(
            folder, left, f"its unfinished work goes{reason and f'; {reason}'}" if left else f"kept: {reason}"
        )
    files = (
        manifest,
        *(folder / name for name in (*FOLDERS, REPORT, METRICS, WORK)),
    )  # without manifest it is unfinished
    return Verdict(folder, tuple(path for path in files if path.exists()), "the batch goes")


def _referred(manifest: Path, known: set[str] | None) -> str:
    """Why a finished batch has to stay: later ones may name its articles."""
    if not manifest.exists():
        return ""
    try:
        batch = json.loads(manifest.read_bytes())["batch"]
    except (ValueError, KeyError, TypeError):
        return "its manifest cannot be read"
    if batch is None:
        return ""
    if known is None:
        return f"it is batch {batch['name']} of a state: name that with --state"
    return f"the state refers to batch {batch['name']}" if batch["name"] in known else ""


def prune(verdict: Verdict) -> None:
    """Delete what goes, the manifest first: a crash leaves an unfinished output, never a broken one."""
    for path in verdict.goes:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    if verdict.folder.is_dir() and not any(verdict.folder.iterdir()):
        verdict.folder.rmdir()


def _is_held(lock: Path) -> bool:
    if not lock.exists():
        return False
    with lock.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
