"""What the tasks of one process share: the engine of the run, and who is told of its progress."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from typing import TYPE_CHECKING

from thresher.engine.local import LocalEngine
from thresher.errors import PartError, ThresherError
from thresher.state.lock import holding
from thresher.state.store import Store
from thresher.tasks.listener import Silent
from thresher.whole import sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from thresher.settings import State
    from thresher.tasks.listener import Progress
    from thresher.tasks.place import Local, Remote
    from thresher.tasks.run import Run


class _Shared:
    """One engine and one lock a process, whatever the number of tasks: no pools inside pools."""

    engine: LocalEngine | None = None
    run: str = ""
    progress: Progress = Silent()
    stage: str = ""
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
        _Shared.engine, _Shared.run = LocalEngine(run.kit, workers, strict=strict), run.digest
    return _Shared.engine


def _stop() -> None:
    if _Shared.engine is not None:
        _Shared.engine.__exit__()
        _Shared.engine = None


@atexit.register
def close() -> None:
    """End the engine's workers and let go of the output folder and the state."""
    _stop()
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


def progress(stage: str, total: Callable[[], int]) -> Progress:
    """Who is told; the first part of a stage announces it, with the total of all that is left to do."""
    if _Shared.stage != stage:
        _Shared.stage = stage
        _Shared.progress.stage(stage, total())
    return _Shared.progress


def tell(listener: Progress) -> None:
    """Tell `listener` from now on."""
    _Shared.progress, _Shared.stage = listener, ""
