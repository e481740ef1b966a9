"""Scheduled batches as Luigi tasks: each made once, tried again, told of when it fails.

    RangeDaily → Daily … → Batch

`RangeDaily` is luigi's own: it asks which days are missing, and orders so many of them.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import socket
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import luigi
from luigi.tools.range import RangeDaily

from thresher.archive.addresses import redacted
from thresher.errors import PartError, SettingsError
from thresher.report.progress import tell_books
from thresher.settings import Settings
from thresher.tasks import context
from thresher.tasks.chain import OnEngine
from thresher.tasks.late import late_inputs
from thresher.tasks.local import Order, build, run_corpus
from thresher.tasks.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thresher.report.ticker import View
    from thresher.tasks.place import Local, Remote

WEBHOOK = "THRESHER_WEBHOOK"  # in the environment, for such a URL is a secret
_WEBHOOK_SECONDS = 10
_LONGEST_PAUSE = 3600.0  # seconds

log = logging.getLogger("thresher")


class _Told:
    """Who is told how far a batch is, and what became of each."""

    views: tuple[View, ...] = ()
    late: set[tuple[str, str]] = set()  # noqa: RUF012 - as below
    made: set[str] = set()  # noqa: RUF012 - as below
    failures: dict[str, BaseException] = {}  # noqa: RUF012 - one for the process, as `context._Shared`


class _Scheduled(OnEngine):
    config: str = luigi.Parameter("", description="settings file; the defaults when left out")
    late: bool = luigi.BoolParameter(
        default=False, significant=False, description="run it again where inputs came or changed since"
    )


class Batch(_Scheduled):
    """The output of one batch, as `[batch]` of the settings says: done when its manifest is there."""

    name: str = luigi.Parameter(description="name of the batch, such as a date; stands for {batch} in the settings")
    again: bool = luigi.BoolParameter(
        default=False, significant=False, description="go through it again even if it is done, as `thresher run` does"
    )

    @property
    def priority(self) -> int:
        """The older day goes first, because a state wants its batches in order."""
        try:
            return dt.date.max.toordinal() - dt.date.fromisoformat(self.name).toordinal()  # luigi takes none below 0
        except ValueError:
            return 0

    def settings(self) -> Settings:
        """The settings, with this batch's name."""
        settings = Settings.load(self.config) if self.config else Settings()
        return settings.changed({"state": {"batch": self.name}})

    def place(self) -> Local | Remote:
        """Where it is written."""
        settings = self.settings()
        return place_of(settings.batch.out.replace("{batch}", self.name), settings.storage)

    def inputs(self) -> tuple[str, ...]:
        """What the settings name as its inputs; raises SettingsError where they name none."""
        inputs = self.settings().batch.inputs
        if not inputs:
            raise SettingsError(f"batch.inputs is empty ({self.config or 'no settings file'})")
        return tuple(name.replace("{batch}", self.name) for name in inputs)

    def complete(self) -> bool:
        """Whether it was made; inputs that came late are told, and count only where they are asked for."""
        if self.again:
            return self.name in _Told.made
        manifest = self.place().manifest()
        if manifest is None:
            return False
        found = late_inputs(manifest, self.inputs(), self.settings().storage)
        for one in found if not self.late else ():
            if (self.name, one) not in _Told.late:
                log.warning("batch %s: %s; to run it again: thresher run --batch %s", self.name, one, self.name)
                _Told.late.add((self.name, one))
        return not (found and self.late)

    def run(self) -> None:
        """Make it; a part that fails is tried again after ever longer pauses."""
        batch = self.settings().batch
        changes = {"state": {"batch": self.name}}
        out = str(self.place())
        how = (self.processes, self.strict, self.engine, self.spark_master)
        order = Order(self.inputs(), out, self.config, changes, *how, nested=True)
        began = time.monotonic()
        for attempt in range(1, batch.tries + 1):
            try:
                manifest = run_corpus(order, *_Told.views)
            except PartError as error:
                if attempt == batch.tries:
                    raise
                pause = min(batch.retry_seconds * 2 ** (attempt - 1), _LONGEST_PAUSE)
                log.warning("batch %s failed: %s; trying again in %.0f s", self.name, error, pause)
                time.sleep(pause)
            else:
                _Told.made.add(self.name)
                if not self.again:  # who named the batch tells its books
                    tell_books(manifest, out, time.monotonic() - began)
                return

    def on_failure(self, exception: BaseException) -> Any:
        """Remember why."""
        _Told.failures[self.name] = exception
        return super().on_failure(exception)


class Daily(_Scheduled, luigi.WrapperTask):
    """The batch of one day, named after it."""

    date: dt.date = luigi.DateParameter(description="the day: its batch is called YYYY-MM-DD")

    def requires(self) -> Batch:
        """The batch."""
        shared = {"config": self.config, "late": self.late, "processes": self.processes, "strict": self.strict}
        where = {"engine": self.engine, "spark_master": self.spark_master}
        return Batch(name=self.date.isoformat(), **shared, **where)

    @classmethod
    def bulk_complete(cls, parameter_tuples: Iterable[dt.date]) -> list[dt.date]:
        """Which of some days are done: `RangeDaily` would guess it from the names of files."""
        return [day for day in parameter_tuples if cls(date=day).complete()]


@Batch.event_handler(luigi.Event.FAILURE)  # type: ignore[untyped-decorator]  # luigi's
def call_webhook(task: Batch, exception: BaseException) -> None:
    """POST what failed, as JSON, to the URL in THRESHER_WEBHOOK, if there is one."""
    url = os.environ.get(WEBHOOK)
    if not url:
        return
    told = redacted(str(exception) or type(exception).__name__)
    facts = {
        "text": f"batch {task.name} failed: {told}",
        "batch": task.name,
        "error": told,
        "host": socket.gethostname(),
    }
    if not url.startswith(("http://", "https://")):
        log.warning("the webhook is no URL of the web (%s)", WEBHOOK)
        return
    try:
        request = urllib.request.Request(url, json.dumps(facts).encode(), {"Content-Type": "application/json"})  # noqa: S310 - seen above
        urllib.request.urlopen(request, timeout=_WEBHOOK_SECONDS).close()  # noqa: S310 - same
    except (OSError, ValueError) as error:
        log.warning("the webhook was not reached: %s (%s)", type(error).__name__, WEBHOOK)


def make(task: Batch, *views: View) -> dict[str, Any]:
    """Make one batch; returns its manifest, or raises what stopped it."""
    _order([task], task.settings().engine.scheduler, *views)
    if task.name not in _Told.made:
        raise _Told.failures.get(task.name) or _elsewhere(task.name)
    manifest: dict[str, Any] = json.loads(task.place().manifest() or b"{}")
    return manifest


def make_days(days: Sequence[dt.date], most: int, shared: dict[str, Any], *views: View) -> list[str]:
    """Make at most `most` of the batches of some days in a row that are missing, the oldest first.

    Returns the days that are missing still; raises what stopped the first that failed.
    """
    first = Daily(date=days[0], **shared).requires()
    if "{batch}" not in first.settings().batch.out:
        raise SettingsError(
            f"batch.out has no {{batch}}, so that one day would be written over another ({first.place()})"
        )
    first.inputs()
    back = (dt.datetime.now(dt.UTC).date() - days[0]).days + 2
    following = days[-1] + dt.timedelta(days=1)
    wanted = RangeDaily(
        of=Daily,
        of_params=shared,
        param_name="date",
        start=days[0],
        stop=following,
        task_limit=most,
        days_back=max(back, 1),
        days_forward=9,
    )
    _order([wanted], first.settings().engine.scheduler, *views)
    for failure in _Told.failures.values():
        raise failure
    return [f"{day}" for day in days if not Daily(date=day, **shared).complete()]


def _order(tasks: list[luigi.Task], scheduler: str | None, *views: View) -> None:
    _Told.views, _Told.failures, _Told.made = views, {}, set()
    try:
        build(tasks, scheduler)
    finally:
        context.close()


def _elsewhere(name: str) -> PartError:
    return PartError(f"another worker of the scheduler has the batch, or it failed there too often ({name})")
