"""What telling copies apart is worth and costs on invented stories, at any number of them."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from thresher.dedup.compared import compared
from thresher.dedup.records import article_sheet
from thresher.lab.hashed import PEERS, clustered
from thresher.lab.html.plots import GUIDE, OURS, drawn
from thresher.lab.html.plots import PEERS as PEER
from thresher.lab.stories import Press
from thresher.settings import Dedup, Settings, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from matplotlib.figure import Figure

    from thresher.dedup.decide import Findings
    from thresher.dedup.sheet import Sheet

_KINDS = {"excerpt_of": "excerpt", "contains": "embedded", "quotes": "quotes", "shared_quotes": "quotes"}


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one number of stories. Times are processor seconds per 1,000, memory is the peak in MiB.

    `state` is how many bytes of a state an article takes; None where there was none.
    """

    stories: int
    words: float
    precision: float
    recall: float
    merged_falsely: int
    relations: int
    relations_found: int
    sheets: float
    decisions: float
    memory: int
    state: float | None = None


class _Made:
    """Stories made one by one, so that they need not be held: what each was made as, and the time to read it."""

    def __init__(self, count: int, seed: int) -> None:
        self._count, self._seed = count, seed
        self.clusters: list[int] = []
        self.related: list[tuple[tuple[int, str], ...]] = []
        self.words, self.reading, self.making = 0, 0.0, 0.0

    def sheets(self) -> Iterator[Sheet]:
        """The sheets of the stories."""
        start = time.process_time()
        for number, story in enumerate(Press(self._seed).stories(self._count)):
            made = time.process_time()
            one = article_sheet(story.row(), (0, number), f"story:{number}")
            read = time.process_time()
            self.making, self.reading = self.making + made - start, self.reading + read - made
            self.clusters.append(story.cluster)
            self.related.append(story.related)
            self.words += one.words
            yield one
            start = time.process_time()


def measured(count: int, seed: int, settings: Dedup | None = None, *, tables: bool = False) -> Row:
    """Make at least `count` stories, tell the copies apart, and compare with what they were made as.

    With `tables` they are the first batch of a state. Memory is bounded by `dedup.most_tokens` in both cases.
    """
    made = _Made(count, seed)
    start = time.process_time()
    with tempfile.TemporaryDirectory(prefix="thresher-") as folder:
        state = State(folder=folder if tables else None)
        findings = compared(made.sheets(), Settings(dedup=settings or Dedup(), state=state))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.parquet")) if tables else None
    deciding = time.process_time() - start - made.making - made.reading
    stories = len(made.clusters)
    right, found, true, falsely = _pairs(findings, made.clusters)
    related = {(number, cluster): kind for number, several in enumerate(made.related) for cluster, kind in several}
    return Row(
        stories=stories,
        words=made.words / stories,
        precision=right / found if found else 1.0,
        recall=right / true if true else 1.0,
        merged_falsely=falsely,
        relations=len(related),
        relations_found=_related(findings, made.clusters, related),
        sheets=1000 * made.reading / stories,
        decisions=1000 * deciding / stories,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        state=None if size is None else size / stories,
    )


class PeerRow(NamedTuple):
    """The measures of a peer on one number of stories, or why there are none."""

    peer: str
    stories: int
    why: str = ""
    precision: float = 0.0
    recall: float = 0.0
    merged_falsely: int = 0
    seconds: float = 0.0  # of processor, per 1,000
    state: float = 0.0


def peers(count: int, seed: int, datatrove: str = sys.executable) -> Iterator[PeerRow]:
    """MinHash by each peer on the same stories, words and time beside ours."""
    stories = list(Press(seed).stories(count))
    clusters = [one.cluster for one in stories]
    for name in PEERS:
        found = clustered(name, [one.text for one in stories], datatrove)
        if isinstance(found, str):
            yield PeerRow(name, len(stories), found)
        else:
            right, joined, true, falsely = _counts(found.clusters, clusters)
            share, cost = right / joined if joined else 1.0, 1000 * found.seconds / len(stories)
            yield PeerRow(name, len(stories), "", share, right / true if true else 1.0, falsely, cost, found.state)


def _pairs(findings: Findings, clusters: list[int]) -> tuple[int, int, int, int]:
    """Pairs of copies: right, found and true; and how many stories are put with one that is no copy of theirs."""
    group = list(range(len(clusters)))
    for best, copies in findings.clusters:
        for copy in copies:
            group[copy.sheet.place[1]] = best.place[1]
    return _counts(group, clusters)


def _counts(group: list[int], clusters: list[int]) -> tuple[int, int, int, int]:
    joint = Counter(zip(group, clusters, strict=True))
    found = Counter(group)
    falsely = sum(found[one] > joint[one, other] for one, other in zip(group, clusters, strict=True))
    return _count(joint.values()), _count(found.values()), _count(Counter(clusters).values()), falsely


def _count(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _related(findings: Findings, clusters: list[int], wanted: Mapping[tuple[int, int], str]) -> int:
    """How many of the relations that were made are found, with their kind."""
    found = {
        (tie.source.place[1], clusters[tie.target.place[1]], _KINDS.get(tie.kind, tie.kind)) for tie in findings.ties
    }
    return sum((source, cluster, kind) in found for (source, cluster), kind in wanted.items())


def table(rows: Iterable[Row]) -> str:
    """The measures as a Markdown table."""
    lines = [
        "| stories | words | P | R | merged falsely | relations found | sheets s | decisions s | peak MiB | state B |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.stories:,} | {row.words:.0f} | {row.precision:.4f} | {row.recall:.4f} | {row.merged_falsely}"
        f" | {row.relations_found:,} of {row.relations:,} | {row.sheets:.2f} | {row.decisions:.2f} | {row.memory:,}"
        f" | {'' if row.state is None else f'{row.state:,.0f}'} |"
        for row in rows
    ]
    return "\n".join(lines)


def peer_table(rows: Iterable[PeerRow]) -> str:
    """The measures of peers as a Markdown table."""
    lines = [
        "| peer | stories | P | R | merged falsely | s | state B |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        told = f"{row.precision:.4f} | {row.recall:.4f} | {row.merged_falsely:,} | {row.seconds:.2f} | {row.state:,.0f}"
        lines.append(f"| {row.peer} | {row.stories:,} | {row.why + ' | ' * 4 if row.why else told} |")
    return "\n".join(lines)


@click.command("copies")
@click.argument("counts", type=click.IntRange(1), nargs=-1, required=True, metavar="COUNT…")
@click.option("--seed", type=int, default=7, show_default=True, help="Of the generator that invents the stories.")
@click.option("--tables", is_flag=True, help="As the first batch of a state, instead of without any.")
@click.option(
    "--peers", "with_peers", is_flag=True, help="MinHash by the peers that are installed, on the same stories."
)
@click.option("--datatrove", default=sys.executable, metavar="PYTHON", help="Interpreter that has datatrove installed.")
@click.option("--plot", type=click.Path(dir_okay=False), help="Draw time and memory as SVG into this file.")
def copies_command(
    counts: tuple[int, ...], seed: int, plot: str | None, datatrove: str, *, tables: bool, with_peers: bool
) -> None:
    """Tell copies apart among COUNT invented stories: precision, recall, time, memory. The smallest count first.

    Times are seconds of processor for 1,000 stories.
    """
    rows = [measured(count, seed, tables=tables) for count in counts]
    click.echo(table(rows))
    found = [row for count in counts for row in peers(count, seed, datatrove)] if with_peers else []
    if found:
        click.echo(f"\n{peer_table(found)}")
    if plot:
        Path(plot).write_bytes(cost_plot(rows, found))


def cost_plot(rows: Sequence[Row], others: Sequence[PeerRow] = ()) -> bytes:
    """Processor time, beside that of peers, and peak memory by the number of stories, as SVG."""

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2)
        counts = [row.stories for row in rows]
        seconds = [(row.sheets + row.decisions) * row.stories / 1000 for row in rows]
        left.plot(counts, seconds, "o-", color=OURS, label="Thresher")
        left.plot(counts, [seconds[0] * count / counts[0] for count in counts], "--", color=GUIDE, label="linear")
        for peer, mark in zip(PEERS, "^sD", strict=True):
            told = [
                (row.stories, row.seconds * row.stories / 1000) for row in others if row.peer == peer and not row.why
            ]
            if told:
                left.plot(*zip(*told, strict=True), f"{mark}-", color=PEER, label=peer, markersize=4, linewidth=1)
        left.set(xscale="log", yscale="log", xlabel="articles", ylabel="processor seconds")
        left.legend(loc="upper left")
        right.plot(counts, [row.memory for row in rows], "o-", color=OURS)
        right.set(xscale="log", xlabel="articles", ylabel="peak memory, MiB")
        right.set_ylim(bottom=0)
        left.set_title("Telling copies apart", loc="left", fontweight="bold")

    return drawn(draw, 9, 3.6)
