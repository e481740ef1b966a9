"""How the articles are spread: over languages, over time, over lengths, and over kinds of pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from thresher.report.page.listed import Listed, listed, share

if TYPE_CHECKING:
    from thresher.report.page.ledgers import Ledgers

LANGUAGES, KINDS = 30, 20  # listed
MOST_COLUMNS = 96  # of a plot
_EDGES = (0, 50, 100, 200, 300, 400, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000)
"""Where the columns of lengths begin, in words: about equal steps of their logarithm where articles are."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles have a value."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plot: `name` is for its axis, `told` what it stands for in words."""

    name: str
    told: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Articles by the time that they were published, in columns of one step; `before` and `after` lie outside."""

    step: str
    columns: tuple[Column, ...]
    undated: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How the articles are spread; `median` and `longest` are in words."""

    articles: int
    languages: Listed[Count]
    kinds: Listed[Count]
    forms: Listed[Count]
    engines: Listed[Count]
    lengths: tuple[Column, ...]
    median: int
    longest: int
    timeline: Timeline


def spread(tables: Ledgers) -> Spread:
    """How the articles are spread."""
    total, median, longest = tables.row(
        "SELECT count(*), coalesce(median(words), 0)::BIGINT, coalesce(max(words), 0) FROM articles"
    )
    return Spread(
        total,
        _counts(tables, "coalesce(language, 'unsure')", LANGUAGES, total),
        _counts(tables, "coalesce(page_type, 'text capture')", KINDS, total),
        _counts(tables, "form", KINDS, total),
        _counts(tables, "engine", KINDS, total),
        _lengths(tables),
        median,
        longest,
        _timeline(tables),
    )


def _counts(tables: Ledgers, what: str, most: int, total: int) -> Listed[Count]:
    rows = tables.rows(f"SELECT {what} v, count(*) n FROM articles GROUP BY v ORDER BY n DESC, v")
    return listed([Count(name, count, share(count, total)) for name, count in rows], most)


def _lengths(tables: Ledgers) -> tuple[Column, ...]:
    columns = []
    for start, end in zip(_EDGES, (*_EDGES[1:], None), strict=True):
        count = tables.row(
            "SELECT count(*) FROM articles WHERE words >= ? AND (? IS NULL OR words < ?)", start, end, end
        )[0]
        told = f"{start:,} to {end - 1:,} words" if end else f"{start:,} words and more"
        columns.append(Column(f"{start:,}", told, count))
    return tuple(columns)


def _timeline(tables: Ledgers) -> Timeline:
    """Days, months or years, whichever shows most in one plot; the rarest hundredth at both ends lies outside."""
    undated, first, last = tables.row(
        "SELECT count(*) FILTER (day IS NULL), quantile_disc(day, 0.005), quantile_disc(day, 0.995)"
        " FROM (SELECT try_cast(left(published || CASE length(published) WHEN 4 THEN '-01-01'"
        " WHEN 7 THEN '-01' ELSE '' END, 10) AS DATE) AS day FROM articles)"
    )
    if first is None:
        return Timeline("month", (), undated, 0, 0)
    step, chars = _step(first, last)
    names = list(_names(first, last, step))
    rows = tables.rows(
        "SELECT left(published, ?) v, count(*) FROM articles"
        " WHERE length(published) >= ? AND v >= ? AND v <= ? GROUP BY v ORDER BY v",
        *(chars, chars, names[0], names[-1]),
    )
    counts: dict[str, int] = dict(rows)
    before, after, vague = tables.row(
        "SELECT count(*) FILTER (length(published) >= ? AND left(published, ?) < ?),"
        " count(*) FILTER (length(published) >= ? AND left(published, ?) > ?),"
        " count(*) FILTER (length(published) < ?) FROM articles",
        *(chars, chars, names[0], chars, chars, names[-1], chars),
    )
    return Timeline(
        step, tuple(Column(name, name, counts.get(name, 0)) for name in names), undated + vague, before, after
    )


def _step(first: date, last: date) -> tuple[str, int]:
    """The finest step of which few enough columns are needed, and how many characters of a date tell it."""
    if (last - first).days < MOST_COLUMNS // 2:
        return "day", 10
    months = (last.year - first.year) * 12 + last.month - first.month
    return ("month", 7) if months < MOST_COLUMNS else ("year", 4)


def _names(first: date, last: date, step: str) -> list[str]:
    if step == "day":
        return [date.fromordinal(day).isoformat() for day in range(first.toordinal(), last.toordinal() + 1)]
    if step == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    return [f"{year:04}" for year in range(first.year, last.year + 1)][-MOST_COLUMNS:]
