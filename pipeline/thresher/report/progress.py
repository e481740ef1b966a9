"""How far a run has come: a bar on a terminal, plain log lines otherwise."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from thresher.report.terminal import safe_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.progress import TaskID

log = logging.getLogger("thresher")

LINE_SECONDS = 10.0  # between two log lines of one stage


class Bar:
    """A progress bar with pages a second and the time left, for a terminal."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:>9}"),
            BarColumn(None),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[captures]:,} captures"),
            TextColumn("{task.fields[rate]:.0f}/s"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None
        self._captures, self._began = 0, 0.0

    def __enter__(self) -> Self:
        """Show the bar."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take it away."""
        self._progress.stop()

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._captures, self._began = 0, time.monotonic()
        self._task = self._progress.add_task(name, total=total or None, captures=0, rate=0.0)

    def end(self, books: Mapping[str, Any]) -> None:
        """The run is done; its books are printed as a table."""

    def advance(self, captures: int, size: int) -> None:
        """So many more captures, and so much more of the total, are done."""
        if self._task is None:
            return
        self._captures += captures
        rate = self._captures / max(0.001, time.monotonic() - self._began)
        self._progress.update(self._task, advance=size, captures=self._captures, rate=rate)


class Lines:
    """A log line now and then, for logs and pipes."""

    def __init__(self) -> None:
        self._name, self._total = "", 0
        self._captures, self._size, self._began, self._last = 0, 0, 0.0, 0.0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""
        self._name, self._total = name, total
        self._captures, self._size = 0, 0
        self._began = self._last = time.monotonic()
        log.info("%s begins", name, extra={"stage": name, "total": total})

    def end(self, books: Mapping[str, Any]) -> None:
        """The run is done: the last line tells its books."""
        rejected = ", ".join(f"{count} {reason}" for reason, count in books["rejections"].items())
        told = f"{books['captures']} captures, {books['articles']} articles; rejected: {rejected or 'none'}"
        log.info("done: %s", told, extra={"books": dict(books)})

    def advance(self, captures: int, size: int) -> None:
        """So many more captures, and so much more of the total, are done."""
        self._captures += captures
        self._size += size
        now = time.monotonic()
        if now - self._last < LINE_SECONDS:
            return
        self._last = now
        rate = self._captures / (now - self._began)
        left = (now - self._began) * (self._total - self._size) / self._size if self._size else 0.0
        facts = {"stage": self._name, "captures": self._captures, "rate": round(rate, 1), "seconds_left": round(left)}
        log.info("%s: %d captures, %.1f/s, about %.0f s left", self._name, self._captures, rate, left, extra=facts)


class JsonLines(logging.Formatter):
    """Log records as JSON lines: time, level, logger, message, and the facts given with it."""

    _KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        facts: dict[str, Any] = {k: v for k, v in vars(record).items() if k not in self._KNOWN}
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        line = {
            "time": moment,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return safe_json(line | facts)
