"""`thresher lab metadata` and `thresher lab train confidence`: what metadata is worth, and how sure it may be."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from thresher.lab.machine import machine_facts
from thresher.lab.metadata import comparison, fitting, pace, tables
from thresher.lab.options import check_dated, picked
from thresher.lab.records import write_rows
from thresher.lab.tables import markdown

_PATH = click.Path(path_type=Path)
_SPEED = "speed.warc.gz"


@click.command("metadata")
@click.argument("data", type=_PATH)
@click.option("--sets", default="", metavar="A,B", help="Only these sets; all with gold for metadata when left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set, always the same ones.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Worker processes.")
@click.option("--passes", type=click.IntRange(0), default=pace.PASSES, show_default=True, metavar="N", help="For pace.")
@click.option("--pages", type=_PATH, metavar="FILE", help="Also write what each answer is worth, as JSON lines.")
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page and its plot beside it.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def metadata_command(
    *,
    data: Path,
    sets: str,
    limit: int | None,
    workers: int,
    passes: int,
    pages: Path | None,
    out: Path | None,
    day: str | None,
) -> None:
    """Measure titles, authors and dates on the sets in DATA, beside others; their confidences; and what they cost."""
    check_dated(out, day)
    marks = comparison.compared(
        comparison.jobs(picked(data, sets, comparison.has_gold), limit),
        workers,
        lambda said: click.echo(said, err=True),
    )
    parts = [tables.document(marks)]
    if passes and (data / _SPEED).is_file():
        paces = pace.table(pace.measured(data / _SPEED, limit, passes))
        parts.append(f"### What it costs\n\n{_COST.format(passes=passes)}\n\n{paces}")
    click.echo("\n\n".join(parts))
    if pages:
        write_rows(pages, map(asdict, marks))
    if out:
        from thresher.lab.metadata.plots import reliability

        picture = out.with_name(f"{out.stem}-reliability.svg")
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(reliability(marks))
        out.write_text(_page(parts, day or "", limit, picture.name), encoding="utf-8")
        click.echo(f"\nwritten: {out}, {picture}")


_COST = """\
Milliseconds of processor time a page on `speed.warc.gz`, beyond parsing the page and finding its text; of {passes}
passes the quickest of each page, each pass in a process of its own after a warm-up. The others get a page that is
parsed."""

_HEAD = """\
Measured with `thresher lab metadata` on {scope}, everyone in one run. **Coverage** is the share of the pages with gold
for which a value is given, **precision** the share of those values that are right, **recall** the share of the pages
for which the right value is given; a list of authors is right when it has all names of the gold and no other. The
calibration error is the mean distance between confidence and share of right values over 20 bins, weighed by their
values: of what the votes count, of the confidence in the output, and of the same fitted without the page's site. Sets
that end in `-text` are the same pages as plain text, which others are given as a page of paragraphs."""


def _page(parts: list[str], day: str, limit: int | None, picture: str) -> str:
    facts = markdown(["", ""], [[name, value] for name, value in machine_facts().items()], left=2)
    head = _HEAD.format(scope=f"{limit} pages of each set" if limit else "all pages")
    plot = f"![How often values of a confidence are right]({picture})"
    return "\n\n".join([f"# Metadata, {day}", head, parts[0], plot, *parts[1:], "### The machine", facts]) + "\n"


@click.command("confidence")
@click.argument("data", type=_PATH)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Worker processes.")
def train_confidence(*, data: Path, workers: int) -> None:
    """Fit the chances of `metadata.certainty` to the sets in DATA that may be trained on, and print its table."""
    sets = [one for one in picked(data, "", comparison.has_gold) if one.may_train]
    marks = comparison.compared(comparison.jobs(sets), workers, lambda said: click.echo(said, err=True))
    click.echo(f"{tables.certainties(marks)}\n\n{fitting.as_source(fitting.table(marks))}")
