"""Two runs over the same captures: what other rules, another model or other settings changed.

Captures are paired by where they lie and what they are, not by the ids of their articles, so that runs of different
versions compare too. What is said of lines, topics and judges is said of the articles that both runs have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thresher.report.page.listed import Listed, listed
from thresher.report.page.shifts import Shift, both_settings
from thresher.report.page.texts import Edit, edits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thresher.report.page.ledgers import Ledgers

ARTICLES, CHANGED, TOPICS, JUDGES, LINES, SITES, MOVES = 15, 12, 40, 25, 25, 25, 25  # listed
ARTICLE = "article"

_KEY = "concat_ws('|', url, captured, regexp_extract(archive, '[^/]*$'), member, position)"
_SIDE = """
    SELECT *, row_number() OVER (PARTITION BY key ORDER BY outcome, id, archive) nth FROM (
        SELECT {key} key, id, url, host, title, published, language, digest, words, '{article}' outcome, '' detail,
            archive FROM {prefix}articles
        UNION ALL SELECT {key}, NULL, url, host, NULL, NULL, NULL, NULL, 0, reason, detail, archive
        FROM {prefix}rejections)
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many captures ended otherwise; empty is a capture that the run did not read."""

    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """An article that only one of the runs has, and what became of its capture in the other."""

    url: str
    title: str
    words: int
    instead: str
    detail: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An article whose text is another now, with some of the lines that went or came."""

    url: str
    title: str
    before: int
    after: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class LineShift:
    """A line that is cut in one run and not in the other: how often, of how many sites, and by which judge."""

    text: str
    count: int
    sites: int
    judge: str
    topic: str


@dataclass(frozen=True, slots=True)
class SiteShift:
    """A site: articles gained, lost and changed, and by how many words its articles grew."""

    host: str
    gained: int
    lost: int
    changed: int
    words: int


@dataclass(frozen=True, slots=True)
class FieldShift:
    """A field of the metadata: how many articles of both runs have another value, and one of them."""

    name: str
    count: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Against:
    """What changed since an earlier run."""

    old: str
    made_by: tuple[str, str]
    settings: tuple[Shift, ...]
    same: int
    gained: Listed[Found]
    lost: Listed[Found]
    changed: Listed[Changed]
    totals: tuple[Shift, ...]
    moves: Listed[Moved]
    topics: Listed[Shift]
    judges: Listed[Shift]
    cut_now: Listed[LineShift]
    kept_now: Listed[LineShift]
    sites: Listed[SiteShift]
    fields: tuple[FieldShift, ...]


def against(
    tables: Ledgers, out: Path, manifest: Mapping[str, Any], old: Path, old_manifest: Mapping[str, Any]
) -> Against:
    """What changed between the run that wrote `old` and the one that wrote `out`; both are in the tables."""
    _pair(tables)
    same = tables.row(
        "SELECT count(*) FROM pairs WHERE outcome = old_outcome AND outcome = ? AND digest = old_digest", ARTICLE
    )
    return Against(
        str(old),
        (str(old_manifest["made_by"]["digest"]), str(manifest["made_by"]["digest"])),
        both_settings(old_manifest, manifest),
        same[0],
        _found(tables, "", "old_"),
        _found(tables, "old_", ""),
        _changed(tables, out, old),
        _totals(tables),
        _moves(tables),
        _shifts(tables, "topic", TOPICS),
        _shifts(tables, "CASE family WHEN 'template' THEN 'template' ELSE judge END", JUDGES),
        _lines(tables, "after - before"),
        _lines(tables, "before - after"),
        _sites(tables),
        _fields(tables),
    )


def _pair(tables: Ledgers) -> None:
    """A row for each capture of either run, what the earlier one made of it in `old_` columns."""
    sides = {prefix: _SIDE.format(key=_KEY, prefix=prefix, article=ARTICLE) for prefix in ("", "old_")}
    names = ("id", "url", "host", "title", "published", "language", "digest", "words", "outcome", "detail")
    old = ", ".join(f"b.{name} old_{name}" for name in names)
    new = ", ".join(f"a.{name}" for name in names)
    tables.connection.execute(
        f"CREATE TEMP TABLE pairs AS SELECT {new}, {old} FROM ({sides['']}) a"
        f" FULL JOIN ({sides['old_']}) b USING (key, nth)"
    )
    tables.connection.execute(
        "CREATE TEMP TABLE kept AS SELECT id, old_id FROM pairs"
        f" WHERE outcome = '{ARTICLE}' AND old_outcome = '{ARTICLE}'"
    )
    sums = "topic, judge, family, host, line, count(*) n, sum(words)::BIGINT words"
    tables.connection.execute(
        "CREATE TEMP TABLE cuts AS SELECT kept.id, coalesce(a.topic, b.topic) topic, coalesce(a.judge, b.judge) judge,"
        " coalesce(a.family, b.family) family, coalesce(a.host, b.host) host, line, coalesce(a.n, 0) after,"
        " coalesce(b.n, 0) before, coalesce(a.words, 0) words_after, coalesce(b.words, 0) words_before FROM"
        f" (SELECT id, {sums} FROM removals SEMI JOIN kept USING (id) GROUP BY ALL) a FULL JOIN (SELECT kept.id, {sums}"
        " FROM old_removals r JOIN kept ON r.id = old_id GROUP BY ALL) b USING (id, topic, judge, family, line)"
        " JOIN kept ON kept.id = id"
    )


def _found(tables: Ledgers, here: str, there: str) -> Listed[Found]:
    """Articles that one run has and the other has not."""
    rows = tables.rows(
        f"SELECT {here}url, {here}title, {here}words, coalesce({there}outcome, ''), coalesce({there}detail, ''),"
        f" count(*) OVER () FROM pairs WHERE {here}outcome = ? AND {there}outcome IS DISTINCT FROM ?"
        f" ORDER BY {here}words DESC, {here}url, {here}id LIMIT ?",
        *(ARTICLE, ARTICLE, ARTICLES),
    )
    return listed([Found(*row[:-1]) for row in rows], ARTICLES, rows[0][-1] if rows else 0)


def _changed(tables: Ledgers, out: Path, old: Path) -> Listed[Changed]:
    rows = tables.rows(
        "SELECT id, old_id, url, title, old_words, words, count(*) OVER () FROM pairs WHERE outcome = ? AND"
        " old_outcome = ? AND digest <> old_digest ORDER BY abs(words - old_words) DESC, url, id LIMIT ?",
        *(ARTICLE, ARTICLE, CHANGED),
    )
    found = edits(out, old, {row[0]: row[1] for row in rows})
    changed = [Changed(*(*row[2:6], found.get(row[0], Edit()))) for row in rows]
    return listed(changed, CHANGED, rows[0][-1] if rows else 0)


def _totals(tables: Ledgers) -> tuple[Shift, ...]:
    """Captures, articles and words of both runs, and then the reasons whose numbers differ."""
    rows = tables.rows(
        "SELECT 'captures read', count(old_outcome), count(outcome) FROM pairs"
        f" UNION ALL SELECT 'articles', count(*) FILTER (old_outcome = '{ARTICLE}'),"
        f" count(*) FILTER (outcome = '{ARTICLE}') FROM pairs"
        " UNION ALL SELECT 'words kept', coalesce(sum(old_words), 0)::BIGINT, coalesce(sum(words), 0)::BIGINT"
        " FROM pairs"
        " UNION ALL SELECT 'words removed', (SELECT coalesce(sum(words), 0)::BIGINT FROM old_removals),"
        " (SELECT coalesce(sum(words), 0)::BIGINT FROM removals)"
    )
    reasons = tables.rows(
        "SELECT reason, coalesce(b.n, 0), coalesce(a.n, 0) FROM"
        " (SELECT reason, count(*) n FROM rejections GROUP BY 1) a"
        " FULL JOIN (SELECT reason, count(*) n FROM old_rejections GROUP BY 1) b USING (reason)"
        " WHERE a.n IS DISTINCT FROM b.n ORDER BY reason"
    )
    return tuple(Shift(name, str(before), str(after), after - before) for name, before, after in (*rows, *reasons))


def _moves(tables: Ledgers) -> Listed[Moved]:
    rows = tables.rows(
        "SELECT coalesce(old_outcome, ''), coalesce(outcome, ''), count(*) n FROM pairs"
        " WHERE outcome IS DISTINCT FROM old_outcome GROUP BY ALL ORDER BY n DESC, 1, 2"
    )
    return listed([Moved(*row) for row in rows], MOVES)


def _shifts(tables: Ledgers, what: str, most: int) -> Listed[Shift]:
    """What takes more words or fewer, the greatest difference first."""
    rows = tables.rows(
        f"SELECT {what} v, sum(words_before)::BIGINT b, sum(words_after)::BIGINT a FROM cuts GROUP BY v HAVING a <> b"
        " ORDER BY abs(a - b) DESC, v"
    )
    return listed([Shift(name, str(before), str(after), after - before) for name, before, after in rows], most)


def _lines(tables: Ledgers, more: str) -> Listed[LineShift]:
    """Lines that one run cuts more often, whichever judge did in the other."""
    rows = tables.rows(
        "SELECT line, sum(n)::BIGINT times, count(DISTINCT host), mode(judge ORDER BY judge),"
        " mode(topic ORDER BY topic), count(*) OVER () FROM (SELECT id, line, min(host) host,"
        f" arg_max(judge, {more}) judge, arg_max(topic, {more}) topic, sum({more}) n FROM cuts"
        " GROUP BY id, line HAVING n > 0)"
        " GROUP BY line ORDER BY times DESC, line LIMIT ?",
        LINES,
    )
    return listed([LineShift(*row[:-1]) for row in rows], LINES, rows[0][-1] if rows else 0)


def _sites(tables: Ledgers) -> Listed[SiteShift]:
    article, other = f"outcome = '{ARTICLE}'", f"old_outcome = '{ARTICLE}'"
    rows = tables.rows(
        f"SELECT coalesce(host, old_host) site, count(*) FILTER ({article} AND ({other}) IS NOT TRUE) gained,"
        f" count(*) FILTER ({other} AND ({article}) IS NOT TRUE) lost,"
        f" count(*) FILTER ({article} AND {other} AND digest <> old_digest) changed,"
        " (sum(coalesce(words, 0)) - sum(coalesce(old_words, 0)))::BIGINT, count(*) OVER () FROM pairs GROUP BY site"
        " HAVING gained + lost + changed > 0 ORDER BY gained + lost + changed DESC, site LIMIT ?",
        SITES,
    )
    return listed([SiteShift(*row[:-1]) for row in rows], SITES, rows[0][-1] if rows else 0)


def _fields(tables: Ledgers) -> tuple[FieldShift, ...]:
    found = []
    for name in ("title", "published", "language"):
        rows = tables.rows(
            f"SELECT coalesce(old_{name}, ''), coalesce({name}, ''), count(*) OVER () FROM pairs"
            f" WHERE outcome = ? AND old_outcome = ? AND old_{name} IS DISTINCT FROM {name} ORDER BY url, id LIMIT 1",
            *(ARTICLE, ARTICLE),
        )
        found += [FieldShift(name, count, before, after) for before, after, count in rows]
    return tuple(found)
