"""A clock beside a run: it takes the samples, and shows the measures to those who watch."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thresher.report.meter import Meter

log = logging.getLogger("thresher")

TICK_SECONDS = 0.25


class View(Protocol):
    """Somebody who watches a run."""

    seconds: float
    """Between two looks."""

    def show(self, meter: Meter) -> None:
        """How far the run is."""

    def end(self, meter: Meter) -> None:
        """The run is over: `meter.succeeded` says how."""


class Ticker:
    """A thread that looks at a meter until the block ends; whatever goes wrong in it costs the run nothing."""

    def __init__(self, meter: Meter, views: Sequence[View] = ()) -> None:
        self._meter = meter
        self._views = views
        self._due = [0.0] * len(views)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Show the end, and stop."""
        self._over.set()
        self._thread.join()
        for view in self._views:
            _carefully(view.end, self._meter)

    def _run(self) -> None:
        while True:
            if self._meter.is_due():
                self._meter.sample()
            now = time.monotonic()
            for number, view in enumerate(self._views):
                if now >= self._due[number]:
                    self._due[number] = now + view.seconds
                    _carefully(view.show, self._meter)
            if self._over.wait(TICK_SECONDS):
                return


def _carefully(tell: Callable[[Meter], None], meter: Meter) -> None:
    """A view that fails says so once more at each look; the run goes on."""
    try:
        tell(meter)
    except Exception as error:  # noqa: BLE001 - a full disk or a gateway that is down is no reason to end a run
        log.warning("progress cannot be shown: %s: %s", type(error).__name__, error)
