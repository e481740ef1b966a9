"""`thresher lab fuzz` and `thresher lab recovery`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresher.errors import SettingsError
from thresher.lab.fuzz import campaign, recovery
from thresher.lab.fuzz.readers import READERS
from thresher.lab.fuzz.targets import TARGETS
from thresher.lab.options import check_dated

if TYPE_CHECKING:
    from thresher.lab.fuzz.campaign import Tally

_FAILED = 1  # exit code, as of `thresher.cli`
_NEEDED = ("archives", "captures")


def _ours(_context: click.Context, _parameter: click.Parameter, folder: Path) -> Path:
    """Refuse any other folder before processes start in it."""
    if missing := [name for name in _NEEDED if not (folder / name).is_dir()]:
        raise SettingsError(f"FIXTURES is the project's folder of that name; this one has no {missing[0]} ({folder})")
    return folder


_fixtures = click.argument("fixtures", type=click.Path(exists=True, file_okay=False, path_type=Path), callback=_ours)


@click.command("fuzz")
@_fixtures
@click.option("--runs", type=click.IntRange(1), default=20_000, show_default=True, help="Executions over all targets.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same inputs.")
@click.option("--targets", default="", metavar="A,B", help="Only these targets; all when left out.")
def fuzz_command(*, fixtures: Path, runs: int, seed: int, targets: str) -> None:
    """Run mutations of FIXTURES through every part that takes bytes from outside.

    Ends with exit code 1 when an execution raised, crashed, hung or lost a record.
    """
    names = [name for name in targets.split(",") if name]
    if unknown := set(names) - {target.name for target in TARGETS}:
        raise click.UsageError(f"no target called {', '.join(sorted(unknown))}")
    chosen = [target for target in TARGETS if not names or target.name in names]
    tallies = campaign.campaign(fixtures, runs, seed, _tell, chosen)
    found = sum(len(tally.findings) for tally in tallies)
    click.echo(f"{sum(tally.runs for tally in tallies):,} executions, {found} findings")
    if found:
        raise SystemExit(_FAILED)


def _tell(tally: Tally) -> None:
    slowest = f"slowest {tally.slowest:.2f} s (number {tally.slowest_number})"
    click.echo(f"{tally.target}: {tally.runs:,} executions, {tally.seconds:.0f} s, {slowest}")
    for finding in tally.findings:
        click.echo(f"  {finding.what} at number {finding.number}:\n{finding.told}", err=True)


@click.command("recovery")
@_fixtures
@click.option("--files", "count", type=click.IntRange(1), default=2000, show_default=True, help="Damaged files.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Also write a Markdown page.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def recovery_command(*, fixtures: Path, count: int, seed: int, out: Path | None, day: str | None) -> None:
    """Damage archives of FIXTURES, and count what our reader, warcio and FastWARC recover of them."""
    check_dated(out, day)
    files = recovery.damaged(fixtures, count, seed)
    scores = [recovery.scored(reader, fixtures, files) for reader in READERS]
    click.echo(recovery.table(files, scores))
    for score in scores:
        click.echo(f"{score.reader}: {score.seconds:.1f} s; errors: {dict(score.wrong)}")
    if out and day:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(recovery.document(files, scores, seed, day), encoding="utf-8")
        click.echo(f"written: {out}")
