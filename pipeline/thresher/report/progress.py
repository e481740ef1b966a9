"""How far a run has come: its stages on a terminal, log lines elsewhere."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from thresher.report.terminal import safe, safe_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.report.meter import Meter, Stage

log = logging.getLogger("thresher")

LINE_SECONDS = 10.0  # between two log lines on one stage
LONG = 3.0  # seconds that one batch may take before it is named
MIB = 2**20
BAR = 20  # characters


def span(seconds: float) -> str:
    """A time as a clock shows it; tenths of a second where it is short."""
    if seconds < 10:  # noqa: PLR2004 - of two digits
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}" if minutes else f"{rest} s"


class Tree:
    """The stages of a run on a terminal: what is done, how fast the one under way is, and what the workers do."""

    seconds = 0.25

    def __init__(self, console: Console | None = None) -> None:
        self._live = Live(console=console or Console(stderr=True), auto_refresh=False, transient=True)

    def show(self, meter: Meter) -> None:
        """Draw it anew."""
        if not self._live.is_started:
            self._live.start()
        self._live.update(drawn(meter), refresh=True)

    def end(self, _: Meter) -> None:
        """Take it away."""
        self._live.stop()


def drawn(meter: Meter) -> Group:
    """The tree as it is now."""
    head = Text(f"thresher → {safe(meter.out)}  {span(meter.elapsed())}  {meter.resident / MIB:,.0f} MiB", style="bold")
    table = Table.grid(padding=(0, 1))
    for width in (1, 10, 6):
        table.add_column(min_width=width, no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis")
    current = list(meter.stages).index(meter.current) if meter.current in meter.stages else -1
    for number, stage in enumerate(list(meter.stages.values())):
        table.add_row(*_line(stage, number - current))
    return Group(head, table, *_workers(meter))


def _line(stage: Stage, place: int) -> tuple[Any, ...]:
    """A stage as a line; `place` is below 0 before the stage under way, and above after it."""
    if place > 0:
        return Text("·", style="dim"), Text(stage.name, style="dim"), "", ""
    if not stage.left:
        return Text("✓", style="green"), stage.name, "", Text("done before", style="dim")
    if stage.since is None and stage.done >= stage.left:
        return Text("✓", style="green"), stage.name, span(stage.seconds), Text(_did(stage), style="dim")
    share = f"{100 * stage.size / stage.total:.0f} %" if stage.total else span(stage.elapsed())
    told = Text(f"{_bar(stage)}  ", style="cyan") if stage.total else Text()
    return Text("▸", style="cyan"), stage.name, share, told.append(_doing(stage), style="default")


def _bar(stage: Stage) -> str:
    done = round(BAR * min(1.0, stage.size / stage.total))
    return "━" * done + "╌" * (BAR - done)


def _did(stage: Stage) -> str:
    parts = [f"{stage.done:,} parts"] if stage.left > 1 else []
    return ", ".join(parts + _counts(stage) + _pace(stage))


def _doing(stage: Stage) -> str:
    parts = [f"part {min(stage.done + 1, stage.left):,} of {stage.left:,}"] if stage.left > 1 else []
    remaining = stage.remaining()
    left = [f"{span(remaining)} left"] if remaining is not None else []
    return ", ".join(left + parts + _counts(stage) + _pace(stage))


def _counts(stage: Stage) -> list[str]:
    told = [f"{stage.records:,} records"] if stage.records else []
    told += [f"{stage.articles:,} articles"] if stage.articles else []
    rejected = stage.rejections.total()
    return told + ([f"{rejected:,} rejected"] if rejected else [])


def _pace(stage: Stage) -> list[str]:
    told = [f"{stage.rate():,.0f} pages/s"] if stage.records else []
    return told + ([f"{stage.size / MIB / max(0.001, stage.elapsed()):,.1f} MiB/s"] if stage.in_bytes else [])


def _workers(meter: Meter) -> list[Text]:
    elapsed = max(0.001, meter.worked_for())
    lines = [
        Text(f"  worker {number}: {one.records:,} records, {min(1.0, one.busy / elapsed):.0%} busy", style="dim")
        for number, one in enumerate(meter.workers, 1)
    ]
    waited = time.monotonic() - meter.awaiting[0] if meter.awaiting else 0.0
    if meter.awaiting and waited > LONG:
        _, url, number = meter.awaiting
        lines.append(
            Text(f"  {span(waited)} on {number} records from {safe(url)}", style="yellow", overflow="ellipsis")
        )
    return lines


class Lines:
    """One log line when a run begins; with `often` one every ten seconds too, and at each stage."""

    seconds = 1.0

    def __init__(self, *, often: bool = False) -> None:
        self._often = often
        self._run: Meter | None = None
        self._told: set[str] = set()
        self._last = 0.0

    def show(self, meter: Meter) -> None:
        """Say what is new."""
        if self._run is not meter:
            log.info("begins: %s", safe(meter.out), extra={"out": meter.out})
            self._run, self._told = meter, set()
        if self._often:
            self._show_stages(meter)

    def end(self, meter: Meter) -> None:
        """Say which stages were over before anybody looked; the last line tells the books, which are not known here."""
        if self._often:
            self._show_stages(meter)

    def _show_stages(self, meter: Meter) -> None:
        for stage in [one for one in list(meter.stages.values()) if one.has_begun and one.name not in self._told]:
            self._told.add(stage.name)
            self._tell(stage, meter)
        if time.monotonic() - self._last > LINE_SECONDS and meter.current:
            self._tell(meter.stages[meter.current], meter)

    def _tell(self, stage: Stage, meter: Meter) -> None:
        self._last = time.monotonic()
        remaining = stage.remaining()
        facts = {
            "stage": stage.name,
            "records": stage.records,
            "articles": stage.articles,
            "rejections": stage.rejections.total(),
            "rate": round(stage.rate(), 1),
            "bytes": meter.bytes,
            "resident_bytes": meter.resident,
            "seconds_left": None if remaining is None else round(remaining),
        }
        log.info("%s: %s", stage.name, _doing(stage) or "begins", extra=facts)


def tell_books(manifest: Mapping[str, Any], out: str, seconds: float) -> None:
    """The last line of a run's log tells its books, and what to do about failed records."""
    books = manifest["books"]
    rejected = ", ".join(f"{count} {reason}" for reason, count in books["rejections"].items())
    line = (
        f"{books['captures']} captures, {books['articles']} articles; rejected: {rejected or 'none'}; {span(seconds)}"
    )
    if any(file["path"].startswith("quarantine/") for file in manifest["files"]):
        line += f"; some failed, to try them again: thresher retry {safe(out)}"
    log.info("done: %s", line, extra={"books": dict(books), "out": out, "seconds": round(seconds, 1)})


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
