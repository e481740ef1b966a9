"""`thresher lab html` and `thresher lab pace`: main-text extractors side by side, by quality and by time."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresher.errors import SettingsError
from thresher.lab.html import ours, pace
from thresher.lab.html.comparison import Roster, compared, jobs
from thresher.lab.html.tables import document
from thresher.lab.machine import machine_facts
from thresher.lab.options import check_dated, is_markup, picked
from thresher.lab.peers import EXTRACTORS, installed
from thresher.lab.records import write_rows
from thresher.lab.tables import markdown, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.lab.html.comparison import Mark
    from thresher.lab.html.validation import Trial

_PATH = click.Path(path_type=Path)


def _names(text: str | None, default: Sequence[str]) -> tuple[str, ...]:
    return tuple(default) if text is None else tuple(name for name in text.split(",") if name)


def _peers(text: str | None) -> tuple[str, ...]:
    names = _names(text, installed())
    if unknown := [name for name in names if name not in EXTRACTORS]:
        raise SettingsError(f"no peer called {', '.join(unknown)}; known: {', '.join(EXTRACTORS)}")
    if missing := [name for name in names if name not in installed()]:
        raise SettingsError(f"not installed: {', '.join(missing)}")
    return names


@click.command("html")
@click.argument("data", type=_PATH)
@click.option("--sets", default="", metavar="A,B", help="Only these sets; all of HTML pages when left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set, always the same ones.")
@click.option("--peers", metavar="A,B", help="Only these peers; all that are installed when left out, none when empty.")
@click.option("--engines", metavar="A,B", help="Only these engines alone; blocks and cascade when left out.")
@click.option("--folds", type=_PATH, metavar="DIR", help="Networks of the folds; without, the shipped ones judge all.")
@click.option("--product/--no-product", default=True, help="Also run the whole journey of a capture.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Worker processes.")
@click.option("--pages", type=_PATH, metavar="FILE", help="Also write what each page is worth, as JSON lines.")
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page with the facts of the machine.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def html_command(
    *,
    data: Path,
    sets: str,
    limit: int | None,
    peers: str | None,
    engines: str | None,
    folds: Path | None,
    product: bool,
    workers: int,
    pages: Path | None,
    out: Path | None,
    day: str | None,
) -> None:
    """Run the main-text extractors on the HTML pages of DATA side by side, and print what they are worth."""
    check_dated(out, day)
    roster = Roster(_peers(peers), _names(engines, ours.ENGINES), folds, product)
    if not (roster.peers or roster.engines or roster.with_product):
        raise click.UsageError("nobody takes part: name a peer or an engine")
    ours.engines(roster.engines, folds)  # a wrong name shows here, and not in a worker process
    marks = compared(
        jobs(picked(data, sets, is_markup), limit), roster, workers, lambda said: click.echo(said, err=True)
    )
    tables = document(marks)
    click.echo(tables)
    if pages:
        write_rows(pages, map(_row, marks))
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(_page(tables, day or "", limit), encoding="utf-8")


def _row(mark: Mark) -> dict[str, object]:
    return asdict(mark)


def _page(tables: str, day: str, limit: int | None) -> str:
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    scope = f"{limit} pages of each set" if limit else "all pages"
    head = f"Measured with `thresher lab html` on {scope}, all extractors in one run. README.md defines the figures."
    return f"# Main text of HTML pages, {day}\n\n{head}\n\n{tables}\n\n### The machine\n\n{facts}\n"


@click.command("pace")
@click.argument("warc", type=_PATH)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N pages.")
@click.option("--peers", metavar="A,B", help="Only these peers; all that are installed when left out, none when empty.")
@click.option("--engines", metavar="A,B", help="Only these engines; blocks and cascade when left out.")
@click.option("--passes", type=click.IntRange(1), default=pace.PASSES, show_default=True, metavar="N", help="Passes.")
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page and its plot beside it.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def pace_command(
    *,
    warc: Path,
    limit: int | None,
    peers: str | None,
    engines: str | None,
    passes: int,
    out: Path | None,
    day: str | None,
) -> None:
    """Time main-text extraction alone on the pages of WARC: milliseconds a page and memory, side by side."""
    check_dated(out, day)
    if not warc.is_file():
        raise SettingsError(f"no such archive ({warc})")
    own = _names(engines, ours.ENGINES)
    ours.engines(own)  # names are checked before the minutes that timing takes
    paces = pace.measured(warc, (*own, *_peers(peers)), limit, passes)
    click.echo(pace.table(paces))
    if out and day:
        from thresher.lab.html import plots

        picture = out.with_name(f"{out.stem}-pace.svg")
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(pace.document(paces, warc, day, picture.name, passes), encoding="utf-8")
        picture.write_bytes(plots.pace(paces, own))
        click.echo(f"\nwritten: {out}, {picture}")


@click.command("blocks")
@click.argument("data", type=_PATH)
@click.option("--folds", type=_PATH, metavar="DIR", help="Networks of the folds; without, the shipped one judges all.")
@click.option("--sets", default="", metavar="A,B", help="Only these sets; all of HTML pages when left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set, always the same ones.")
@click.option("--tables", default="types,calibration,cost", show_default=True, help="Which tables to make.")
@click.option("--plots", type=_PATH, metavar="DIR", help="Also draw calibration and cost curve into this folder.")
def blocks_command(
    *, data: Path, folds: Path | None, sets: str, limit: int | None, tables: str, plots: Path | None
) -> None:
    """Measure the network of blocks: page types, calibration, and what a second opinion costs and gains."""
    from thresher.lab.html import page_types, validation

    found = list(validation.trials(picked(data, sets, is_markup), folds, limit))
    wanted = tables.split(",")
    if "types" in wanted:
        typed = [one for one in found if one.set == "wcxb"] or found
        click.echo(f"{page_types.confusion(list(map(validation.guess, typed)))}\n\n{validation.rejection(found)}\n")
    if "calibration" in wanted:
        _calibration(found, plots)
    if "cost" in wanted:
        asked = list(map(validation.asked, found))
        click.echo(f"{validation.costs(asked)}\n")
        if plots:
            from thresher.lab.html.plots import cost_curve

            shares, means = validation.curve(asked)
            (plots / "html-cost.svg").write_bytes(cost_curve(shares, means))


def _calibration(found: Sequence[Trial], plots: Path | None) -> None:
    import numpy as np

    from thresher.lab.html import plots as drawing
    from thresher.lab.html import validation

    chances = np.concatenate([one.judged.chances for one in found])
    shares = np.concatenate([validation.labels(one) for one in found])
    bins = drawing.calibration(chances.tolist(), shares.tolist())
    rows = [[number(given), number(wanted), f"{count:,}"] for given, wanted, count, _ in bins]
    error = drawing.calibration_error(bins)
    click.echo(f"{markdown(['probability', 'share of gold', 'blocks'], rows)}\n\ncalibration error {error:.3f}\n")
    if plots:
        plots.mkdir(parents=True, exist_ok=True)
        (plots / "html-calibration.svg").write_bytes(drawing.reliability(chances.tolist(), shares.tolist()))


@click.command("ablate")
@click.argument("data", type=_PATH)
@click.option("--folds", type=_PATH, metavar="DIR", help="Networks of the folds; without, the shipped one judges all.")
@click.option("--sets", default="", metavar="A,B", help="Only these sets; all of HTML pages when left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set, always the same ones.")
def ablate_command(*, data: Path, folds: Path | None, sets: str, limit: int | None) -> None:
    """Measure what each group of columns is worth to the network of blocks."""
    from thresher.lab.html import validation

    click.echo(validation.ablation(list(validation.trials(picked(data, sets, is_markup), folds, limit))))
