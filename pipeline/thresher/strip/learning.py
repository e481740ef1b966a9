"""Learning the templates of sites: what pages show, with what earlier batches saw, in SQL over sorted tables.

A line is seen on as many pages as there are differently titled ones that show it, or as there are URLs
if these are fewer: a story captured again, or with a new headline, makes no template of its text.
Pages count in their calendar quarter and in both neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thresher.state.tables import Table, asking, rows, write_answer, write_table
from thresher.strip.sightings import raw_schema, sighted, writing_sightings
from thresher.strip.templates import Needs, SiteTemplates, Template

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from thresher.nouns import Page
    from thresher.state.tables import Asker

    Earlier = Callable[[str], Sequence[Path]]

PAGES, SIGHTINGS, WORDS = "pages", "sightings", "template-words"
TABLES = (PAGES, SIGHTINGS, WORDS)
"""The tables that a batch keeps: its pages, the lines on them, and the masked words of what recurred."""

_MOST = 2_000  # recurring lines of one site in a quarter: those on most pages

_PAGES_OF = """
    SELECT host, period, title, url, min(day) AS first, max(day) AS last FROM raw WHERE key IS NULL
    GROUP BY host, period, title, url ORDER BY host, period, title, url"""
_SIGHTINGS_OF = """
    SELECT host, key, period, place, title, url, bit_or(kind) AS kinds, min(day) AS first, max(day) AS last
    FROM raw WHERE key IS NOT NULL
    GROUP BY host, key, period, place, title, url ORDER BY host, key, period, place, title, url"""
_WINDOWS = {
    "own": "SELECT DISTINCT host, period AS quarter FROM raw WHERE key IS NULL",
    "seen": "SELECT DISTINCT host, period AS quarter FROM pages",
    "near": "SELECT DISTINCT host, period + step AS quarter FROM pages, (VALUES (-1), (0), (1)) AS near(step)",
}
_RECURRING = """
    WITH windows AS ({windows}),
    often AS (
        SELECT host, key FROM sightings WHERE host IN (SELECT host FROM windows)
        GROUP BY host, key HAVING count(*) >= {least}
    ),
    counted AS (
        SELECT w.host, w.quarter, s.key, least(count(DISTINCT title), count(DISTINCT url)) AS pages,
            count(DISTINCT title) FILTER (WHERE place = 0) AS ahead,
            count(DISTINCT title) FILTER (WHERE place = 1) AS amid,
            count(DISTINCT title) FILTER (WHERE place = 2) AS behind, bit_or(kinds) AS kinds,
            min(first) AS first, max(last) AS last
        FROM sightings s JOIN often USING (host, key)
        JOIN windows w ON w.host = s.host AND s.period BETWEEN w.quarter - 1 AND w.quarter + 1
        GROUP BY w.host, w.quarter, s.key HAVING pages >= {least}
    ),
    totals AS (
        SELECT w.host, w.quarter, least(count(DISTINCT title), count(DISTINCT url)) AS total
        FROM pages p JOIN windows w ON w.host = p.host AND p.period BETWEEN w.quarter - 1 AND w.quarter + 1
        GROUP BY w.host, w.quarter
    )
    SELECT host, quarter, key, pages, total, ahead, amid, behind, kinds, first, last FROM (
        SELECT *, row_number() OVER (PARTITION BY host, quarter ORDER BY pages DESC, key) AS number
        FROM counted JOIN totals USING (host, quarter) WHERE pages >= {share} * total
    ) AS numbered WHERE number <= {most} ORDER BY host, quarter, pages DESC, key"""
_WORDS_OF = """
    SELECT host, key, min(words) AS words FROM raw WHERE (host, key) IN (SELECT host, key FROM known)
    GROUP BY host, key ORDER BY host, key"""


def schemas() -> dict[str, Any]:
    """The columns of each table."""
    import pyarrow as pa

    page = [("host", pa.string()), ("period", pa.int32()), ("title", pa.uint32()), ("url", pa.uint32())]
    span = [("first", pa.int32()), ("last", pa.int32())]
    line = [("host", pa.string()), ("key", pa.uint64()), ("period", pa.int32()), ("place", pa.uint8())]
    return {
        PAGES: pa.schema([*page, *span]),
        SIGHTINGS: pa.schema([*line, *page[2:], ("kinds", pa.uint16()), *span]),
        WORDS: pa.schema([*line[:2], ("words", pa.string())]),
    }


def learn(
    pages: Iterable[Page],
    folder: Path,
    needs: Needs,
    *,
    earlier: Earlier = lambda _: (),
    forgotten: Collection[tuple[str, str]] = (),
    memory_mb: int = 256,
) -> SiteTemplates:
    """The recurring lines of the sites of some pages; `folder` gets the tables that a later batch wants to see.

    `earlier` names the files of a table that earlier batches left; `forgotten` are hosts and keys that are
    never learned.
    """
    raw = folder / "raw.parquet"
    with writing_sightings(raw) as see:
        for page in pages:
            if (seen := sighted(page)) is not None:
                see(seen)
    with asking({}, memory_mb, folder) as duck:
        found = learn_from([raw], folder, needs, duck, earlier=earlier, forgotten=forgotten)
    raw.unlink()
    return found


def learn_from(
    raw: Sequence[Path],
    folder: Path,
    needs: Needs,
    asker: Asker,
    *,
    earlier: Earlier = lambda _: (),
    forgotten: Collection[tuple[str, str]] = (),
) -> SiteTemplates:
    """The same, of files of sightings (`sightings.writing_sightings`), each of some of the pages."""
    shapes = schemas()
    asker.attach({"raw": Table(raw_schema(), raw)})
    for name, question in ((PAGES, _PAGES_OF), (SIGHTINGS, _SIGHTINGS_OF)):
        write_answer(_file(folder, name), shapes[name], asker, question)
        asker.attach({name: Table(shapes[name], [*earlier(name), _file(folder, name)])})
    found = _recurring(asker, "own", needs)
    _write_words(asker, found, folder)
    return _without(found, forgotten)  # the tables are what pages showed, whatever people think of it


def recalled(
    earlier: Earlier,
    needs: Needs,
    *,
    forgotten: Collection[tuple[str, str]] = (),
    memory_mb: int = 256,
    near: bool = True,
) -> SiteTemplates:
    """The recurring lines of all sites that batches saw, for pages of their quarters, and of those `near`."""
    tables = {name: Table(shape, earlier(name)) for name, shape in schemas().items() if name != WORDS}
    with asking(tables, memory_mb) as duck:
        return _without(_recurring(duck, "near" if near else "seen", needs), forgotten)


def recalled_words(earlier: Earlier, site: str, memory_mb: int = 256) -> dict[str, str]:
    """The masked words of the lines of a site by their key."""
    with asking({"words": Table(schemas()[WORDS], earlier(WORDS))}, memory_mb) as duck:
        question = 'SELECT key, min(words) FROM "words" WHERE host = ? GROUP BY key'
        return {f"{key:016x}": words for key, words in duck.connection.execute(question, [site]).fetchall()}


def _recurring(asker: Asker, windows: str, needs: Needs) -> SiteTemplates:
    question = _RECURRING.format(windows=_WINDOWS[windows], least=needs.pages, share=needs.share, most=_MOST)
    hosts: dict[str, dict[int, dict[str, Template]]] = {}
    for site, quarter, number, pages, of, ahead, amid, behind, *rest in rows(asker, question):
        known = hosts.setdefault(site, {}).setdefault(quarter, {})
        known[f"{number:016x}"] = Template(pages, of, (ahead, amid, behind), *rest)
    return SiteTemplates(hosts, needs)


def _without(found: SiteTemplates, forgotten: Collection[tuple[str, str]]) -> SiteTemplates:
    """What is left when some lines are forgotten."""
    hosts = {
        site: {
            quarter: {key: line for key, line in known.items() if (site, key) not in forgotten}
            for quarter, known in quarters.items()
        }
        for site, quarters in found.hosts.items()
    }
    return SiteTemplates(hosts, found.needs)


def _write_words(asker: Asker, found: SiteTemplates, folder: Path) -> None:
    import pyarrow as pa

    shape = schemas()[WORDS]
    pair = pa.schema([shape.field("host"), shape.field("key")])
    names = sorted(
        {(site, int(key, 16)) for site, times in found.hosts.items() for known in times.values() for key in known}
    )
    columns = [[site for site, _ in names], [number for _, number in names]]
    known = _file(folder, "known")
    write_table(known, pair, [pa.record_batch(columns, schema=pair)])
    asker.attach({"known": Table(pair, [known])})
    write_answer(_file(folder, WORDS), shape, asker, _WORDS_OF)
    known.unlink()


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.parquet"
