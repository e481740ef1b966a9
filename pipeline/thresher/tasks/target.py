"""Targets that are there whole or not at all: one directory, one rename."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import luigi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp-"  # in the names of what is not finished; swept when a run starts


class Folder(luigi.Target):
    """A folder that a task makes; it exists when it is complete, because it gets its name last."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether the task is done."""
        return self.path.is_dir()

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A folder to fill; it takes its name when the block ends without an error."""
        temporary = self.path.with_name(f"{self.path.name}{TEMPORARY}{os.getpid()}")
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        yield temporary
        for file in temporary.rglob("*"):
            _sync(file)
        _sync(temporary)
        temporary.rename(self.path)
        _sync(self.path.parent)


class Manifest(luigi.Target):
    """The manifest of an output folder: it exists when it tells of this very run."""

    def __init__(self, out: Path, run: str) -> None:
        self.path = out / "manifest.json"
        self._run = run

    def exists(self) -> bool:
        """Whether the output folder holds what this run writes."""
        try:
            return bool(json.loads(self.path.read_bytes())["run"] == self._run)
        except (OSError, ValueError, KeyError, TypeError):
            return False


@contextmanager
def writing_whole(path: Path) -> Iterator[IO[bytes]]:
    """A stream into a file that is there whole or not at all, even after a power cut."""
    temporary = path.with_name(f"{path.name}{TEMPORARY}{os.getpid()}")
    with temporary.open("wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    _sync(path.parent)


def sweep(work: Path) -> None:
    """Delete what an interrupted run left unfinished."""
    for left in [*work.glob(f"*{TEMPORARY}*"), *work.glob(f"*/*{TEMPORARY}*")]:
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
