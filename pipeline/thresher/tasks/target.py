"""Targets that are there whole or not at all: one directory, one rename."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import luigi

from thresher.state.store import Store
from thresher.whole import making_whole

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from thresher.tasks.run import Run


class Folder(luigi.Target):
    """A folder that a task makes; it exists when it is complete, because it gets its name last."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether the task is done."""
        return self.path.is_dir()

    def making(self) -> AbstractContextManager[Path]:
        """A folder to fill; it takes its name when the block ends without an error."""
        return making_whole(self.path)


class Manifest(luigi.Target):
    """The manifest of an output folder: it exists when it tells of this very run, and the state remembers it."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def exists(self) -> bool:
        """Whether the output folder holds what this run writes, and the state what it saw."""
        try:
            told = bool(json.loads(self._run.out.manifest() or b"")["run"] == self._run.digest)
        except (ValueError, KeyError, TypeError):
            return False
        view = self._run.state
        return told and (view is None or Store(view.folder).has(view))
