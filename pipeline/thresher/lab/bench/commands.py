"""`thresher lab bench`: the product and its rivals side by side, a WARC in, JSON lines out."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thresher.errors import SettingsError
from thresher.lab.bench import contestants, page
from thresher.lab.bench.contest import Result, excerpt, held, metered
from thresher.lab.options import check_dated
from thresher.lab.records import read_gold
from thresher.lab.sets import find_sets

if TYPE_CHECKING:
    from thresher.lab.records import Row

_PATH = click.Path(path_type=Path)
_ARCHIVE = "speed.warc.gz"
_TEXTS = 300  # text captures of the first set that has such


@click.command("bench")
@click.argument("data", type=_PATH)
@click.option("--datatrove", default=sys.executable, metavar="PYTHON", help="Interpreter that has datatrove installed.")
@click.option("--passes", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Turns of each.")
@click.option("--limit", type=click.IntRange(2), metavar="N", help="Only the first N pages.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Workers of the second run, or all cores.")
@click.option(
    "--repeat",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    metavar="N",
    help="Times over, for memory.",
)
@click.option("--out", type=_PATH, metavar="FILE", help="Also write a Markdown page and a plot beside it.")
@click.option("--date", "day", metavar="DAY", help="The day that the page names, as 2026-11-20.")
def bench_command(
    *,
    data: Path,
    datatrove: str,
    passes: int,
    limit: int | None,
    workers: int | None,
    repeat: int,
    out: Path | None,
    day: str | None,
) -> None:
    """Race the product and its rivals on DATA/speed.warc.gz and on text captures: pages/s, memory, F1."""
    check_dated(out, day)
    archive = data / _ARCHIVE
    if not archive.is_file():
        raise SettingsError(f"no such archive ({archive})")
    said = partial(click.echo, err=True)
    workers = workers or contestants.cores()
    with tempfile.TemporaryDirectory(prefix="thresher-bench-") as folder:
        if limit:
            excerpt(archive, Path(folder) / archive.name, limit)
            archive = Path(folder) / archive.name
        html = held(archive, contestants.html(workers, datatrove), _gold(data), passes, said)
        text = _texts(data, Path(folder), passes, limit)
        repeated = _repeated(archive, Path(folder), workers, repeat) if repeat else None
        contest = page.Contest(html, text, repeated, archive.name, passes)
        click.echo(contest.told())
        if out and day:
            picture = out.with_suffix(".svg")
            out.parent.mkdir(parents=True, exist_ok=True)
            picture.write_bytes(page.plot(html))
            out.write_text(page.document(contest, day, picture.name), encoding="utf-8")
            click.echo(f"\nwritten: {out}, {picture}")


def _gold(data: Path) -> dict[str, Row]:
    """The annotations of all sets of markup."""
    gold: dict[str, Row] = {}
    for one in find_sets(data).values():
        if not _is_text(one.captures):
            gold |= read_gold(one.gold)
    return gold


def _is_text(captures: Path) -> bool:
    return captures.name.endswith(".wet.gz")


def _texts(data: Path, folder: Path, passes: int, limit: int | None) -> list[Result]:
    """The contest on the first text captures of the first set of such; empty without one."""
    given = next((one for one in find_sets(data).values() if _is_text(one.captures)), None)
    if given is None:
        return []
    archive = folder / "texts.warc.wet.gz"
    excerpt(given.captures, archive, min(_TEXTS, limit or _TEXTS))
    return held(archive, contestants.text(), read_gold(given.gold), passes, partial(click.echo, err=True))


def _repeated(archive: Path, folder: Path, workers: int, times: int) -> Result:
    """The product on the same pages so many times over: what memory it takes."""
    longer, out = folder / "longer.warc.gz", folder / "longer"
    excerpt(archive, longer, sys.maxsize, times)
    one = contestants.ours(workers)
    given = Result(one.name, one.does, is_ours=True, size=times * archive.stat().st_size)
    out.mkdir()
    try:
        return replace(given, whole=metered(one, longer, out))
    except subprocess.SubprocessError as error:
        return replace(given, trouble=str(error))
