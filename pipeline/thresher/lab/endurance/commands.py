"""`thresher lab growth`, `thresher lab isolation` and `thresher lab soak`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from thresher.errors import SettingsError
from thresher.lab.endurance import growth, isolation, soak
from thresher.lab.options import check_dated

_PATH = click.Path(path_type=Path)
_DEFAULT_SIZES = {"stream": 20.0, "tiny": 0.1, "one": 4.0}


@click.command("isolation")
@click.argument("warc", type=_PATH)
@click.option("--limit", type=click.IntRange(4), default=600, show_default=True, metavar="N", help="Records.")
@click.option(
    "--passes", type=click.IntRange(1), default=2, show_default=True, metavar="N", help="The quickest counts."
)
def isolation_command(*, warc: Path, limit: int, passes: int) -> None:
    """Measure what a record of WARC costs in a worker that can be killed, beside the same in one process."""
    if not warc.is_file():
        raise SettingsError(f"no such archive ({warc})")
    costs = isolation.measured(warc, limit, passes)
    click.echo(f"{isolation.table(costs)}\n\noverhead: {100 * isolation.overhead(costs):.1f} %")


@click.command("growth")
@click.argument("counts", type=click.IntRange(1), nargs=-1, required=True, metavar="COUNT…")
@click.option("--sites", type=click.IntRange(1), default=100, show_default=True, help="Sites that the pages are of.")
@click.option("--folder", type=_PATH, help="Where input and output are made, and deleted again.")
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page and its plot beside it.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
@click.option(
    "--option", "options", multiple=True, metavar="WORD", help="For `thresher clean`, such as --option=--engine=spark."
)
def growth_command(
    *,
    counts: tuple[int, ...],
    sites: int,
    folder: Path | None,
    out: Path | None,
    day: str | None,
    options: tuple[str, ...],
) -> None:
    """Clean COUNT pages of invented sites, the smallest count first: seconds by stage, processor time, memory."""
    check_dated(out, day)
    sizes = [growth.measured(count, sites, folder, options) for count in counts]
    facts = growth.table(sizes)
    click.echo(facts)
    if out and day:
        picture = out.with_suffix(".svg")
        picture.write_bytes(growth.plot(sizes))
        title = f"From {sizes[0].pages:,} pages to {sizes[-1].pages:,}, {day}"
        out.write_text(soak.document(title, facts, picture.name, "Seconds and memory by pages"), encoding="utf-8")
        click.echo(f"written: {out}")


@click.command("soak")
@click.option("--shape", type=click.Choice(list(soak.MAKERS)), default="stream", show_default=True)
@click.option(
    "--size", type=click.FloatRange(min=0, min_open=True), help="GB of records; of `tiny`, millions of files."
)
@click.option("--every", type=click.FloatRange(0.1), default=5.0, show_default=True, help="Seconds between samples.")
@click.option("--folder", type=_PATH, help="Where input and output are made, and deleted again.")
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page and its plot beside it.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def soak_command(
    *, shape: str, size: float | None, every: float, folder: Path | None, out: Path | None, day: str | None
) -> None:
    """Clean a long invented input and watch memory, open files and throughput.

    Ends with the exit code of the run that it watched.
    """
    check_dated(out, day)
    amount = size or _DEFAULT_SIZES[shape]
    with TemporaryDirectory(prefix="thresher-soak-", dir=folder) as place:
        inputs, output = Path(place) / "in", Path(place) / "out"
        inputs.mkdir()
        made = soak.MAKERS[shape](inputs, round(amount * (10**6 if shape == "tiny" else 10**9)))
        click.echo(f"made {made:,} bytes of records", err=True)
        began = time.monotonic()
        code, samples = soak.watched(inputs, output, every)
        seconds = time.monotonic() - began
        books = json.loads((output / "manifest.json").read_text("utf-8"))["books"] if not code else {}
        paces = soak.paces(json.loads((output / "metrics.json").read_text("utf-8"))) if not code else []
    long = soak.LongRun(shape, made, seconds, books, samples, paces)
    facts = soak.summary(long)
    click.echo(facts)
    if out and day and samples:
        picture = out.with_name(f"{out.stem}-{shape}.svg")
        picture.write_bytes(soak.plot(long))
        title = f"A long run, {day}: {amount:g} of `{shape}`, exit code {code}"
        out.write_text(
            soak.document(title, facts, picture.name, "Memory, open files and records a second"), encoding="utf-8"
        )
        click.echo(f"written: {out}")
    raise SystemExit(code)
