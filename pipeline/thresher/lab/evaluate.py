"""Runs an extractor over the benchmark's sets and scores what comes out: `thresher lab eval`."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from thresher.errors import PartError
from thresher.lab.floors import ALL, Floor, changes, pinned
from thresher.lab.records import read_gold
from thresher.lab.score import FIGURES, Summary, score
from thresher.lab.slices import slice_digest, write_slice
from thresher.lab.tables import change, markdown, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from thresher.lab.floors import Change, Floors, Key
    from thresher.lab.sets import BenchSet

Clean: TypeAlias = "Callable[[Path, Path], None]"
"""Turns a captures file into article files in a folder that does not exist yet (or in `articles/` below it)."""

PRODUCT = "thresher"
SLICE_PAGES = 60  # of each set, in the slice that guards CI: some minutes on two cores

_SHOWN = ("word_precision", "word_recall", "shingle_f1", "with_rate", "without_rate", "snippet_f1")
_SHOWN_FIELDS = ("title_normalised", "author_f1", "date", "language")
_HEADINGS = {figure.name: figure.heading for figure in FIGURES}
_ERROR_LINES = 20  # of a failed run, shown in the message


@dataclass(frozen=True, slots=True)
class Measured:
    """What an extractor scored on a set or on a slice of it, and how long it took."""

    set: str
    scope: str
    digest: str
    extractor: str
    summary: Summary
    seconds: float

    @property
    def key(self) -> Key:
        """The place of its floor."""
        return self.set, self.scope

    def floor(self) -> Floor:
        """What would be pinned."""
        return pinned(self.digest, self.summary.pages, self.summary.figures)


def cleaner(workers: int | None = None) -> Clean:
    """The product as a user runs it, in a process of its own, keeping every page and every copy."""

    def clean(captures: Path, out: Path) -> None:
        command = [sys.executable, "-m", "thresher", "clean", str(captures), "--out", str(out)]
        command += ["--no-dedup", "--page-types", "all", "--quiet"]
        command += ["--workers", str(workers)] if workers else []
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
        if run.returncode:
            said = "\n".join((run.stderr or run.stdout).splitlines()[-_ERROR_LINES:])
            raise PartError(f"cleaning ended with exit code {run.returncode} ({captures})\n{said}")

    return clean


def evaluate(
    sets: Iterable[BenchSet], extractors: Mapping[str, Clean], folder: Path, limit: int | None = None
) -> Iterator[Measured]:
    """Measure every extractor on every set, or on the same `limit` pages of each; works in the folder."""
    for bench_set in sets:
        digest, scope, part = bench_set.digest(), ALL, bench_set
        if limit:
            part = write_slice(bench_set, limit, folder / "slices" / bench_set.name)
            digest, scope = slice_digest(digest, read_gold(part.gold)), str(limit)
        for name, clean in extractors.items():
            out = folder / name / bench_set.name
            began = time.monotonic()
            clean(part.captures, out)
            seconds = time.monotonic() - began
            articles = out / "articles"
            report = score(part.gold, [articles if articles.is_dir() else out])
            yield Measured(bench_set.name, scope, digest, name, report.total(), seconds)


def table(measured: Sequence[Measured], floors: Floors) -> str:
    """One table over all sets; the last column is the change of a set's main figure since its floor."""
    several = len({each.extractor for each in measured}) > 1
    headings = ["set", *(["extractor"] if several else []), "pages", "word F1", "±"]
    headings += [_HEADINGS[name] for name in (*_SHOWN, *_SHOWN_FIELDS)] + ["Δ since the floor"]
    rows = []
    for each in measured:
        row = [each.set, *([each.extractor] if several else []), str(each.summary.pages)]
        rows.append([*row, *_figures(each.summary), change(_since_floor(each, floors))])
    return markdown(headings, rows, left=1 + several)


def _figures(summary: Summary) -> list[str]:
    low, high = summary.interval or (None, None)
    spread = None if low is None or high is None else (high - low) / 2
    shown = [number(summary.figures.get(name)) for name in (*_SHOWN, *_SHOWN_FIELDS)]
    return [number(summary.figures.get("word_f1")), number(spread), *shown]


def _since_floor(measured: Measured, floors: Floors) -> float | None:
    floor = floors.floors.get(measured.key)
    headline = measured.summary.headline
    if measured.extractor != PRODUCT or not floor or floor.digest != measured.digest or not headline:
        return None
    pinned_figure = floor.figures.get(headline)
    return None if pinned_figure is None else measured.summary.figures[headline] - pinned_figure


def product_floors(measured: Iterable[Measured]) -> dict[Key, Floor]:
    """What would be pinned for the product; peers have no floors."""
    return {each.key: each.floor() for each in measured if each.extractor == PRODUCT}


def comparison(measured: Iterable[Measured], floors: Floors) -> tuple[str, list[Change]]:
    """What changed since the floors, in words, and the figures that are below theirs."""
    lines: list[str] = []
    losses: list[Change] = []
    for key, now in product_floors(measured).items():
        floor = floors.floors.get(key)
        place = " ".join(key)
        if floor is None:
            lines.append(f"{place}: no floor is pinned")
        elif floor.digest != now.digest:
            lines.append(f"{place}: not compared, the data is not that of the floor")
        else:
            found = [each for each in changes(floor, now, key) if each.floor != each.now]
            losses += [each for each in found if each.is_loss]
            lines += [f"{each}{'  BELOW ITS FLOOR' if each.is_loss else ''}" for each in found]
            lines += [] if found else [f"{place}: every figure is at its floor"]
    return "\n".join(["Change since the floors:", *(f"  {line}" for line in lines)]), losses
