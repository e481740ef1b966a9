"""The commands `run`, `batches` and `prune`: batches on a schedule, looked at, and cleared away."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from thresher.arguments import config_option, engine_options, run_options
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.tasks.batches import Batch

_RELATIVE = {"today": 0, "yesterday": 1}


class Day(click.ParamType[dt.date]):
    """A day: YYYY-MM-DD, `today` or `yesterday` (UTC)."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date."""
        if isinstance(value, dt.date):
            return value
        try:
            return day_of(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day: write YYYY-MM-DD, today or yesterday", param, ctx)


def day_of(value: str) -> dt.date:
    """The day that a word or a date means, in UTC; raises ValueError."""
    if value in _RELATIVE:
        return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=_RELATIVE[value])
    return dt.date.fromisoformat(value)


def named(batch: str) -> str:
    """The name of a batch, `today` and `yesterday` as dates; raises SettingsError for what is no name of a folder."""
    if "/" in batch or batch in {"", ".", ".."}:
        raise SettingsError(f"a batch's name is one name of a folder ({batch})")
    return day_of(batch).isoformat() if batch in _RELATIVE else batch


def days_of(first: dt.date | None, last: dt.date | None, count: int | None) -> list[dt.date]:
    """The days from one to another, or the last few whole days; raises SettingsError."""
    if first is not None and count is not None:
        raise SettingsError("--days and --from exclude each other")
    last = last or day_of("yesterday")
    first = first or last - dt.timedelta(days=(count or 1) - 1)
    if first > last:
        raise SettingsError(f"the last day is before the first ({first} to {last})")
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def batch_task(name: str, config: str | None, **options: Any) -> Batch:
    """The task of a batch."""
    from thresher.kit import config_folder
    from thresher.tasks.batches import Batch

    return Batch(name=name, config=config or str(config_folder() / "thresher.toml"), **options)


@click.command()
@click.option("--batch", help="Name of the batch, such as a date, today or yesterday; {batch} in the settings.")
@click.option("--days", type=click.IntRange(min=1), help="Instead: what is missing of the last so many whole days.")
@click.option("--from", "first", type=Day(), help="Instead: what is missing from this day, YYYY-MM-DD …")
@click.option("--to", "last", type=Day(), help="… to this one; yesterday when left out.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Most batches at once.")
@click.option("--late", is_flag=True, help="Of days: also those whose inputs came or changed after they were made.")
@engine_options
@run_options
def run(batch: str | None, config: str | None, **options: Any) -> None:
    """Clean scheduled batches: inputs and output folder come from [batch] of the settings.

    Days are made the oldest first. A batch that is done is left alone; named with --batch, it is made again where its
    inputs or the settings changed.
    """
    from thresher.cli import end, listening, watched
    from thresher.engine.heap import give_back
    from thresher.tasks.batches import make, make_days

    give_back()
    days = options["days"], options["first"], options["last"]
    if (batch is None) == (days == (None, None, None)):
        raise SettingsError("say which batches: --batch NAME, --days N, or --from DAY")
    shared = {"processes": options["workers"] or 0, "strict": options["strict"]}
    shared |= {"engine": options["engine"] or "", "spark_master": options["spark_master"] or ""}
    wanted = [] if batch is not None else days_of(options["first"], options["last"], options["days"])
    if batch is not None:
        task = batch_task(named(batch), config, again=True, **shared)
        out = str(task.place())
        end(watched(lambda *views: make(task, *views), out, options | {"batch": task.name}))
    shared |= {"config": batch_task("", config).config, "late": options["late"]}
    missing = make_days(wanted, options["limit"], shared, *listening(options))
    if not options["quiet"]:
        click.echo(f"{len(wanted) - len(missing)} of {len(wanted)} batches are done")
        for name in missing:
            click.echo(f"still missing: {name}")


@click.command()
@config_option
@click.option("--days", type=click.IntRange(min=1), help="The last so many whole days; 7 when left out.")
@click.option("--from", "first", type=Day(), help="First day, YYYY-MM-DD.")
@click.option("--to", "last", type=Day(), help="Last day; yesterday when left out.")
@click.option("--batch", "names", multiple=True, help="A batch by its name instead.")
def batches(config: str | None, days: int | None, names: Sequence[str], **options: Any) -> None:
    """Show which batches are done, which are missing, and whose inputs came late."""
    from thresher.report.terminal import safe
    from thresher.tasks.late import late_inputs

    wanted = [named(name) for name in names] or [
        f"{day}" for day in days_of(options["first"], options["last"], None if options["first"] else days or 7)
    ]
    unfinished = False
    for name in wanted:
        task = batch_task(name, config)
        manifest = task.place().manifest()
        if manifest is None:
            click.echo(safe(f"{name}\tmissing\t\t{task.place()}"))
            unfinished = True
            continue
        found = late_inputs(manifest, task.inputs(), task.settings().storage)
        count = json.loads(manifest)["books"]["articles"]
        click.echo(safe(f"{name}\t{'late' if found else 'done'}\t{count:,}\t{task.place()}"))
        for told in found:
            click.echo(safe(f"\t{told}"))
        unfinished = unfinished or bool(found)
    sys.exit(1 if unfinished else 0)


@click.command()
@click.argument("outs", nargs=-1, required=True, metavar="OUT…", type=click.Path())
@click.option("--keep", "days", required=True, type=click.FloatRange(min=0), help="Days that are kept.")
@click.option("--state", type=click.Path(file_okay=False), help="State folder; what it refers to stays.")
@click.option("--config", type=click.Path(dir_okay=False), help="Settings file that names the state folder.")
@click.option("--work-only", is_flag=True, help="Delete unfinished work, and keep every output.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def prune(outs: Sequence[str], days: float, state: str | None, config: str | None, **options: bool) -> None:
    """Delete outputs and unfinished work older than some days.

    A batch that a state refers to stays until it is dropped there (`thresher state drop`).
    """
    from thresher.report.terminal import safe
    from thresher.settings import Settings
    from thresher.tasks import retention

    folder = state or (Settings.load(config).state.folder if config else None)
    for verdict in list(retention.verdicts(outs, days, folder, work_only=options["work_only"])):
        would = "would go: " if options["dry_run"] and verdict.goes else ""
        click.echo(safe(f"{verdict.folder}\t{would}{verdict.told}"))
        if not options["dry_run"]:
            retention.prune(verdict)
