"""What telling copies apart is worth and costs on invented stories, at any number of them."""

from __future__ import annotations

import resource
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from thresher.dedup.decide import decide
from thresher.dedup.records import article_sheet
from thresher.lab.stories import Press
from thresher.settings import Dedup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thresher.dedup.decide import Findings
    from thresher.dedup.sheet import Sheet

_KINDS = {"excerpt_of": "excerpt", "contains": "embedded", "quotes": "quotes", "shared_quotes": "quotes"}


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one number of stories. Times are processor seconds per 1,000, memory is the peak in MiB."""

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


def measured(count: int, seed: int, settings: Dedup | None = None) -> Row:
    """Make at least `count` stories, tell the copies apart, and compare with what they were made as."""
    sheets: list[Sheet] = []
    clusters: list[int] = []
    related: list[tuple[tuple[int, str], ...]] = []
    reading = 0.0
    for number, story in enumerate(Press(seed).stories(count)):
        start = time.process_time()
        sheets.append(article_sheet(story.row(), (0, number), f"story:{number}"))
        reading += time.process_time() - start
        clusters.append(story.cluster)
        related.append(story.related)
    start = time.process_time()
    findings = decide(sheets, settings or Dedup())
    deciding = time.process_time() - start
    right, found, true, falsely = _pairs(findings, clusters)
    wanted = {(number, cluster): kind for number, several in enumerate(related) for cluster, kind in several}
    return Row(
        stories=len(sheets),
        words=sum(one.words for one in sheets) / len(sheets),
        precision=right / found if found else 1.0,
        recall=right / true if true else 1.0,
        merged_falsely=falsely,
        relations=len(wanted),
        relations_found=_related(findings, clusters, wanted),
        sheets=1000 * reading / len(sheets),
        decisions=1000 * deciding / len(sheets),
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def _pairs(findings: Findings, clusters: list[int]) -> tuple[int, int, int, int]:
    """Pairs of copies: right, found and true; and how many stories are put with one that is no copy of theirs."""
    group = list(range(len(clusters)))
    for best, copies in findings.clusters:
        for copy in copies:
            group[copy.sheet.place[1]] = best.place[1]
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
        "| stories | words | P | R | merged falsely | relations found | sheets s | decisions s | peak MiB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.stories:,} | {row.words:.0f} | {row.precision:.4f} | {row.recall:.4f} | {row.merged_falsely}"
        f" | {row.relations_found:,} of {row.relations:,} | {row.sheets:.2f} | {row.decisions:.2f} | {row.memory:,} |"
        for row in rows
    ]
    return "\n".join(lines)


@click.command("copies")
@click.argument("counts", type=click.IntRange(1), nargs=-1, required=True, metavar="COUNT…")
@click.option("--seed", type=int, default=7, show_default=True, help="Of the generator that invents the stories.")
def copies_command(counts: tuple[int, ...], seed: int) -> None:
    """Tell copies apart among COUNT invented stories: precision, recall, time, memory. The smallest count first."""
    click.echo(table(measured(count, seed) for count in counts))
