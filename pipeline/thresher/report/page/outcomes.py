"""What became of the captures: the way from records read to articles, and every reason on it with examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.emit.reading import record_name
from thresher.nouns import Reason, Stage
from thresher.report.page.listed import Listed, listed, share
from thresher.report.page.shown import command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thresher.report.page.ledgers import Ledgers, Row

EXAMPLES = 6  # of one reason
_LEFT = {
    Stage.READ: "records that can be read",
    Stage.DECODE: "pages of text",
    Stage.EXTRACT: "pages with a main text",
    Stage.JUDGE: "articles and their copies",
    Stage.DEDUP: "articles",
}
"""What is left when a stage is done."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Captures that one reason took in one stage."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the way: what it drops, and what is left."""

    name: str
    told: str
    drops: tuple[Drop, ...]
    left: int
    share: float

    @property
    def dropped(self) -> int:
        """How many it drops."""
        return sum(one.count for one in self.drops)


@dataclass(frozen=True, slots=True)
class Example:
    """A capture that was dropped, and the command that shows more of it; the command may be empty."""

    url: str
    host: str
    detail: str
    place: str
    command: str


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, with examples of different sites."""

    name: str
    told: str
    count: int
    share: float
    is_failure: bool
    stages: str
    examples: Listed[Example]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the captures."""

    captures: int
    articles: int
    duplicates: int
    failures: int
    steps: tuple[Step, ...]
    whys: tuple[Why, ...]

    @property
    def others(self) -> int:
        """Captures that became no article for another reason than being copies or failing."""
        return self.captures - self.articles - self.duplicates - self.failures


def outcomes(books: Mapping[str, Any], tables: Ledgers, out: str) -> Outcomes:
    """The way of the captures, by the books; examples are taken from the ledgers."""
    rejections: Mapping[str, int] = books["rejections"]
    failures = sum(count for name, count in rejections.items() if Reason(name).is_failure)
    whys = tuple(
        _why(name, count, books["captures"], tables, out)
        for name, count in sorted(rejections.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    steps = _steps(books["captures"], tables)
    return Outcomes(books["captures"], books["articles"], rejections.get("duplicate", 0), failures, steps, whys)


def _steps(captures: int, tables: Ledgers) -> tuple[Step, ...]:
    found = tables.rows("SELECT stage, reason, count(*) n FROM rejections GROUP BY ALL ORDER BY n DESC, reason")
    steps, left = [], captures
    for stage in Stage:
        drops = tuple(Drop(reason, count) for name, reason, count in found if name == stage)
        left -= sum(one.count for one in drops)
        steps.append(Step(_LEFT[stage], stage.description, drops, left, share(left, captures)))
    return tuple(steps)


def _why(name: str, count: int, captures: int, tables: Ledgers, out: str) -> Why:
    reason = Reason(name)
    stages = [row[0] for row in tables.rows("SELECT DISTINCT stage FROM rejections WHERE reason = ? ORDER BY 1", name)]
    # One of each site before a second of any: examples are to show what there is.
    rows = tables.rows(
        "SELECT url, host, detail, archive, member, position FROM (SELECT *, row_number() OVER (PARTITION BY host"
        " ORDER BY archive, member, position) nth FROM rejections WHERE reason = ?)"
        " ORDER BY nth, host, archive, member, position LIMIT ?",
        *(name, EXAMPLES),
    )
    examples = [_example(row, out if name == "duplicate" else "") for row in rows]
    told = reason.description
    return Why(
        *(name, told, count, share(count, captures), reason.is_failure, " or ".join(stages)),
        listed(examples, EXAMPLES, count),
    )


def _example(row: Row, out: str) -> Example:
    """An example; of a copy, whose run wrote `out`, the command shows both texts."""
    url, host, detail, archive, member, position = row
    where = record_name(archive, member, position)
    asked = command("thresher", "explain", url, "--out", out) if out and url else ""
    return Example(url, host, detail, where, asked or command("thresher", "explain", where))
