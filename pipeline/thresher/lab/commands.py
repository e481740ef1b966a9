"""`thresher lab`: score, evaluate, time. Attached by `thresher.cli`."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thresher.errors import SettingsError
from thresher.lab import evaluate as evaluation
from thresher.lab import speed
from thresher.lab.bench.commands import bench_command
from thresher.lab.copies import copies_command
from thresher.lab.endurance.commands import growth_command, isolation_command, soak_command
from thresher.lab.floors import Floors, read_floors, updated, write_floors
from thresher.lab.fuzz.commands import fuzz_command, recovery_command
from thresher.lab.html.commands import ablate_command, blocks_command, html_command, pace_command
from thresher.lab.language.commands import language_command
from thresher.lab.metadata.commands import metadata_command, train_confidence
from thresher.lab.options import check_dated
from thresher.lab.peers import peer_cleaner
from thresher.lab.score import GROUPINGS, Report, Summary, score
from thresher.lab.sets import chosen_sets
from thresher.lab.sites.commands import templates_command
from thresher.lab.tables import markdown, number
from thresher.lab.text.commands import text as text_command
from thresher.lab.text.commands import train as train_group

if TYPE_CHECKING:
    from thresher.lab.evaluate import Clean, Measured
    from thresher.lab.sets import BenchSet

_PATH = click.Path(path_type=Path)
_WORD_FIGURES = ("word_f1", "word_precision", "word_recall")


_FAILED = 1  # exit code, as of `thresher.cli`


@click.group("lab")
def lab() -> None:
    """Measure the product: score articles, run the benchmark, time the stages."""


lab.add_command(train_group)
lab.add_command(text_command)
lab.add_command(html_command)
lab.add_command(pace_command)
lab.add_command(bench_command)
lab.add_command(blocks_command)
lab.add_command(ablate_command)
lab.add_command(language_command)
lab.add_command(metadata_command)
train_group.add_command(train_confidence)
lab.add_command(copies_command)
lab.add_command(fuzz_command)
lab.add_command(recovery_command)
lab.add_command(templates_command)
lab.add_command(growth_command)
lab.add_command(isolation_command)
lab.add_command(soak_command)


@lab.command("score")
@click.argument("gold", type=_PATH)
@click.argument("articles", type=_PATH, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--by", type=click.Choice(GROUPINGS), help="Also report each group of pages.")
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="List the N pages of lowest word F1.")
def score_command(*, gold: Path, articles: tuple[Path, ...], as_json: bool, by: str | None, worst: int) -> None:
    """Score ARTICLES (JSON-lines files, or folders of them) against a GOLD file."""
    report = score(gold, articles)
    click.echo(_report_json(report, by, worst) if as_json else _report_text(report, by, worst))


def _report_json(report: Report, by: str | None, worst: int) -> str:
    document: dict[str, Any] = {
        "total": asdict(report.total()),
        "unknown": report.unknown,
        "repeated": report.repeated,
        "groups": {name: asdict(group) for name, group in report.groups(by).items()} if by else {},
        "worst": [
            {name: page.marks[name] for name in _WORD_FIGURES}
            | {"characters": page.characters, "gold_characters": page.gold_characters, "url": page.url}
            for page in report.worst(worst)
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False)


def _report_text(report: Report, by: str | None, worst: int) -> str:
    groups = report.groups(by) if by else {}
    parts = [_summaries_text({"all": report.total(), **groups})]
    if report.unknown or report.repeated:
        parts.append(f"articles of URLs that the gold does not have: {report.unknown}, seen before: {report.repeated}")
    if worst:
        rows = [
            [
                *(number(page.marks[name]) for name in _WORD_FIGURES),
                str(page.characters),
                str(page.gold_characters),
                page.url,
            ]
            for page in report.worst(worst)
        ]
        parts.append(markdown(["word F1", "P", "R", "characters", "of gold", "URL"], rows, left=0))
    return "\n\n".join(parts)


def _summaries_text(summaries: dict[str, Summary]) -> str:
    """Figures down, groups across."""
    names = list(dict.fromkeys(name for each in summaries.values() for name in each.figures))
    rows = [
        ["pages", *(str(each.pages) for each in summaries.values())],
        ["without an article", *(str(each.missing) for each in summaries.values())],
    ]
    for name in names:
        rows.append([name.replace("_", " "), *(number(each.figures.get(name)) for each in summaries.values())])
        if name == "word_f1":
            rows.append(
                ["  95 % interval", *("-".join(map(number, each.interval or ())) for each in summaries.values())]
            )
    return markdown(["figure", *summaries], rows)


@lab.command("eval")
@click.argument("data", type=_PATH)
@click.option("--sets", default="", metavar="A,B", help="Only these sets; all when left out.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N pages of each set, always the same ones.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Worker processes; all cores when left out.")
@click.option("--peers", is_flag=True, help="Also run trafilatura on the same pages.")
@click.option("--floors", "floors_file", type=_PATH, default=Path("tests/floors.json"), show_default=True)
@click.option("--update", is_flag=True, help="Pin the figures as the new floors.")
@click.option("--allow-regression", is_flag=True, help="Let --update lower a floor; needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why a floor is lowered; kept in the file.")
def eval_command(
    *,
    data: Path,
    sets: str,
    limit: int | None,
    workers: int | None,
    peers: bool,
    floors_file: Path,
    update: bool,
    allow_regression: bool,
    reason: str,
) -> None:
    """Clean every set in DATA, score it, and print one table with the change since the pinned floors.

    Ends with exit code 1 when a figure is below its floor.
    """
    if allow_regression and not reason.strip():
        raise click.UsageError("--allow-regression needs --reason TEXT")
    floors = _floors(floors_file, update=update)
    wanted = chosen_sets(data, [name for name in sets.split(",") if name])
    extractors = {evaluation.PRODUCT: evaluation.cleaner(workers)}
    extractors |= {"trafilatura": peer_cleaner("trafilatura", workers)} if peers else {}
    measured = _measured(wanted, extractors, limit)
    click.echo(evaluation.table(measured, floors))
    text, losses = evaluation.comparison(measured, floors)
    click.echo(f"\n{text}")
    if update:
        pins = evaluation.product_floors(measured)
        write_floors(floors_file, updated(floors, pins, reason if allow_regression else None))
        click.echo(f"pinned {len(pins)} sets ({floors_file})")
    if losses and not update:
        raise SystemExit(_FAILED)


def _measured(sets: list[BenchSet], extractors: dict[str, Clean], limit: int | None) -> list[Measured]:
    measured = []
    with tempfile.TemporaryDirectory(prefix="thresher-eval-") as folder:
        for each in evaluation.evaluate(sets, extractors, Path(folder), limit):
            click.echo(f"{each.set}: {each.extractor}, {each.summary.pages} pages, {each.seconds:.1f} s", err=True)
            measured.append(each)
    return measured


def _floors(path: Path, *, update: bool) -> Floors:
    """The pinned floors; none when there is no file yet, which only `--update` may start in silence."""
    if path.is_file():
        return read_floors(path)
    if not update:
        click.echo(f"no floors are pinned: no such file ({path})", err=True)
    return Floors()


@lab.command("speed")
@click.argument("warc", type=_PATH)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N records.")
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page with the facts of the machine.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def speed_command(*, warc: Path, limit: int | None, out: Path | None, day: str | None) -> None:
    """Time the product and its peers on WARC: pages per second and core, memory, time by stage."""
    check_dated(out, day)
    if not warc.is_file():
        raise SettingsError(f"no such archive ({warc})")
    timings = speed.time_all(warc, limit)
    click.echo(f"{speed.overview(timings)}\n\n{speed.stage_table(timings[0])}")
    if out and day:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(speed.document(timings, warc, day), encoding="utf-8")
        click.echo(f"\nwritten: {out}")
