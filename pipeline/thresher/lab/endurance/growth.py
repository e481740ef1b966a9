"""How the time and the memory of a run grow with its pages: the same invented sites, more and more of their pages.

Each run is the command line's with its defaults, watched from outside. The pages have some five thousand bytes, so that
what is done once a page weighs more than it does on the Web, whose pages are twenty times as long.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from thresher.errors import SettingsError
from thresher.lab.endurance import soak
from thresher.lab.html.plots import GUIDE, OURS, PEERS, drawn
from thresher.lab.sites.making import pages
from thresher.lab.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.figure import Figure

    from thresher.nouns import Capture

_PAGES_A_FILE = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """A run over so many pages of `size` bytes: seconds by the clock, whole and by stage; processor seconds; bytes.

    `resident` is the most that all its processes held together, `largest` the most that one of them held. `steps` are
    those of Spark, each with its seconds and the bytes that its shuffles wrote; none without it.
    """

    pages: int
    articles: int
    size: int
    seconds: float
    stages: dict[str, float]
    processor: float
    resident: int
    largest: int
    steps: Mapping[str, tuple[float, int]] = field(default_factory=dict)


def measured(count: int, sites: int, folder: Path | None = None, options: Sequence[str] = ()) -> Size:
    """Clean at least `count` pages, as many of each site; raises SettingsError where the run fails."""
    with TemporaryDirectory(prefix="thresher-growth-", dir=folder) as place:
        inputs, out = Path(place, "in"), Path(place, "out")
        inputs.mkdir()
        size = _write(inputs, count, sites)
        began = time.monotonic()
        code, samples = soak.watched(inputs, out, 1.0, options)
        seconds = time.monotonic() - began
        if code:
            raise SettingsError(f"the run ended with {code} ({count:,} pages)")
        books = json.loads((out / "manifest.json").read_bytes())["books"]
        metrics = json.loads((out / "metrics.json").read_bytes())
    return Size(
        pages=books["captures"],
        articles=books["articles"],
        size=size,
        seconds=seconds,
        stages={stage["name"]: stage["seconds"] for stage in metrics["stages"]},
        processor=max((each.processor for each in samples), default=0.0),
        resident=max((each.resident for each in samples), default=0),
        largest=max((each.largest for each in samples), default=0),
        steps={step["name"]: (step["seconds"], step["shuffle_write_bytes"]) for step in metrics.get("spark", ())},
    )


def _write(folder: Path, count: int, sites: int) -> int:
    """Archives of a thousand pages each; returns the bytes of the pages."""
    made = _records(count, sites)
    size = number = 0
    while some := list(islice(made, _PAGES_A_FILE)):
        size += soak.write_archive(folder / f"{number:06}.warc.gz", iter(some))
        number += 1
    return size


def _records(count: int, sites: int) -> Iterator[tuple[str, str, bytes]]:
    for page in pages(-(-count // sites), sites):
        one: Capture = page.capture
        moment = one.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ") if one.captured_at else ""
        yield one.url, moment, one.body


def table(sizes: Sequence[Size]) -> str:
    """What each run took, whole and by stage, as Markdown tables."""
    whole = [
        [
            f"{one.pages:,}",
            f"{one.articles:,}",
            f"{one.size / 10**6:,.0f}",
            f"{one.seconds:,.0f}",
            f"{1000 * one.seconds / one.pages:.1f}",
            f"{1000 * one.processor / one.pages:.1f}",
            f"{one.resident / 2**20:,.0f}",
            f"{one.largest / 2**20:,.0f}",
        ]
        for one in sizes
    ]
    headings = [
        "pages",
        "articles",
        "MB",
        "s",
        "s/1,000",
        "processor s/1,000",
        "peak MiB, all",
        "peak MiB, one process",
    ]
    names = list(sizes[-1].stages)
    stages = [[f"{one.pages:,}", *(f"{1000 * one.stages[name] / one.pages:.2f}" for name in names)] for one in sizes]
    tables = [markdown(headings, whole, left=0), markdown(["s/1,000 by stage", *names], stages, left=0)]
    if any(one.steps for one in sizes):
        tables.append(_steps(sizes))
    return "\n\n".join(tables)


def _steps(sizes: Sequence[Size]) -> str:
    """What the steps of Spark took, and what their shuffles wrote."""
    headings = ["step of Spark"]
    for one in sizes:
        headings += [f"s/1,000 of {one.pages:,}", f"bytes a page of {one.pages:,}"]
    rows = []
    for name in dict.fromkeys(name for one in sizes for name in one.steps):
        cells = [name]
        for one in sizes:
            seconds, written = one.steps.get(name, (0.0, 0))
            cells += [f"{1000 * seconds / one.pages:.2f}", f"{written / one.pages:,.0f}"]
        rows.append(cells)
    return markdown(headings, rows)


def plot(sizes: Sequence[Size], form: str = "svg") -> bytes:
    """Seconds and peak memory by the number of pages."""

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2)
        counts = [one.pages for one in sizes]
        seconds = [one.seconds for one in sizes]
        left.plot(counts, seconds, "o-", color=OURS, label="by the clock")
        left.plot(counts, [one.processor for one in sizes], "o-", color=PEERS, label="of processors")
        left.plot(counts, [seconds[-1] * count / counts[-1] for count in counts], "--", color=GUIDE, label="linear")
        left.set(xscale="log", yscale="log", xlabel="pages", ylabel="seconds")
        left.legend(loc="upper left", frameon=False)
        left.set_title("A run from end to end", loc="left", fontweight="bold")
        right.plot(counts, [one.resident / 2**20 for one in sizes], "o-", color=OURS, label="all processes")
        right.plot(counts, [one.largest / 2**20 for one in sizes], "o-", color=PEERS, label="the largest")
        right.set(xscale="log", xlabel="pages", ylabel="peak memory, MiB")
        right.set_ylim(bottom=0)
        right.legend(loc="upper left", frameon=False)

    return drawn(draw, 9, 3.6, form)
