"""What the tasks of one process share: the engine of the run, and who is told of its progress."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from thresher.engine.local import LocalEngine
from thresher.errors import PartError, ThresherError
from thresher.report.meter import Meter
from thresher.report.ticker import Ticker
from thresher.state.lock import holding
from thresher.state.store import Store
from thresher.tasks import corpus
from thresher.tasks.place import Local
from thresher.whole import sweep

if TYPE_CHECKING:
    from thresher.report.ticker import View
    from thresher.settings import State
    from thresher.tasks.place import Remote
    from thresher.tasks.run import Run


class _Shared:
    """One engine and one lock a process, whatever the number of tasks: no pools inside pools."""

    engine: LocalEngine | None = None
    run: str = ""
    place: Local | Remote | None = None
    meter: Meter = Meter()
    views: tuple[View, ...] = ()
    ticker: Ticker | None = None
    held: ExitStack = ExitStack()
    failure: ThresherError | None = None


def hold(place: Local | Remote, wait_seconds: float = 0) -> None:
    """Hold an output until `close`: two runs at once would write over each other.

    What is held is its work folder, so runs on two machines that write to one URL do not see each other: a `luigid`
    keeps those apart. Raises SettingsError when another run holds it for longer than `wait_seconds`, when files stand
    there that are not ours, and where nothing can be written.
    """
    close()
    _Shared.failure = None
    place.check_ours()
    _Shared.held.enter_context(holding(place.work, wait_seconds, f"the output {place}"))
    sweep(place.work)
    _Shared.place, _Shared.meter = place, Meter()
    _Shared.meter.out = str(place)
    _Shared.ticker = Ticker(_Shared.meter, _Shared.views)
    _Shared.ticker.__enter__()


def hold_state(settings: State) -> None:
    """Hold the state folder, if there is one, until `close`: what a batch sees must not change while it runs.

    Raises SettingsError when another run holds it too long, and where files stand there that are no state.
    """
    if settings.folder is None:
        return
    store = Store(settings.folder)
    store.check_ours()
    _Shared.held.enter_context(holding(store.folder, settings.wait_seconds))
    store.swept()


def engine(run: Run, *, workers: int | None, strict: bool) -> LocalEngine:
    """The engine of a run; started when it is first asked for."""
    if _Shared.engine is None or _Shared.run != run.digest:
        _stop()
        workers = workers or run.kit.settings.engine.workers
        _Shared.engine = LocalEngine(run.kit, workers, strict=strict, watch=_Shared.meter)
        _Shared.run, _Shared.meter.most_workers = run.digest, _Shared.engine.workers
    return _Shared.engine


def _stop() -> None:
    if _Shared.engine is not None:
        _Shared.engine.__exit__()
        _Shared.engine = None


@atexit.register
def close() -> None:
    """End the engine's workers, and let go of the output folder and the state."""
    _stop()
    if _Shared.ticker is not None:
        meter = _Shared.meter
        meter.succeeded, meter.finished = bool(meter.succeeded), meter.finished or datetime.now(UTC)
        _Shared.ticker.__exit__()
        _Shared.ticker = None
    _Shared.held.close()


def failed(error: BaseException) -> None:
    """Remember the first failure of the run; an unexpected one becomes a PartError."""
    if _Shared.failure is not None:
        return
    if isinstance(error, ThresherError):
        _Shared.failure = error
    else:
        _Shared.failure = PartError(f"{type(error).__name__}: {error}")
        _Shared.failure.__cause__ = error


def failure() -> ThresherError | None:
    """The first failure of the run."""
    return _Shared.failure


def done() -> None:
    """The run has written its output: a folder gets the last measures too, but of a URL the manifest is the end."""
    _Shared.meter.succeeded, _Shared.meter.finished = True, datetime.now(UTC)
    if isinstance(_Shared.place, Local):
        _Shared.place.write(corpus.METRICS, corpus.measures(_Shared.meter))


def meter() -> Meter:
    """What the run measures of itself."""
    return _Shared.meter


def tell(*views: View) -> None:
    """Show the runs from now on to these."""
    _Shared.views = views
