"""How far a run on other machines has come, by the folders that are done."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from thresher.report.meter import Left
from thresher.tasks import context, parts, stages

if TYPE_CHECKING:
    from collections.abc import Callable

    from thresher.tasks.run import Part, Run

PAUSE = 5.0
"""Seconds between two looks."""


class Watch(Thread):
    """Tells of the parts of a run as their folders appear, as the local chain does of its records; use it by `with`."""

    def __init__(self, run: Run, pause: float = PAUSE) -> None:
        super().__init__(daemon=True)
        self._of, self._pause, self._over = run, pause, Event()
        told_of = (parts.PAGES, parts.STRIPPED)
        self._left = {one: [part for part in run.parts if not self._is_done(one, part)] for one in told_of}

    def __enter__(self) -> None:
        """Begin to look."""
        self.start()

    def __exit__(self, *_: object) -> None:
        """Tell of what was done last, and look no more."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """Look at one stage after the other."""
        if self._watched(parts.PAGES, "pages", lambda part: part.size):
            self._watched(parts.STRIPPED, "articles", lambda part: stages.count(part, self._of))

    def _watched(self, stage: str, told: str, weight: Callable[[Part], int]) -> bool:
        """Look at a stage until all its parts are done; false where the run is over before that."""
        left = self._left[stage]
        if not left:
            return True
        meter, over = context.meter(), False
        with meter.part(told, lambda: Left(len(left), sum(map(weight, left))), in_bytes=stage == parts.PAGES):
            while left and not over:
                over = self._over.wait(self._pause)
                for part in [part for part in left if self._is_done(stage, part)]:
                    left.remove(part)
                    meter.advance(stages.count(part, self._of), weight(part))
        return not left

    def _is_done(self, stage: str, part: Part) -> bool:
        return parts.place(stage, self._of, part).is_dir()
