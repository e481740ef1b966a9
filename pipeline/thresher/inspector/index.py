"""The captures of a run, to be listed, searched and opened one by one, however many there are.

At the first opening the ledgers are read once and written as two Parquet files in `OUT/.work`, which DuckDB asks from
then on. Until that is done, the first captures come straight from the ledgers.
"""

# ruff: noqa: S608 - names of files and columns are put in, and are our own; all values are bound
from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from thresher.emit.reading import Row, ledger_files
from thresher.errors import SettingsError
from thresher.state.tables import OFFLINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.inspector.query import Query

WORK = ".work"  # as a run's own: what lies there may go at any time, and is made again
_VERSION = 2  # of what is written here
_MOST_BYTES = 2**26  # of one line of a ledger
_CAPTURES, _CUTS, _FACETS = "captures.parquet", "cuts.parquet", "facets.json"
_MOST_FACETS = 400  # rules, and sites, that can be chosen from a list
_MEMORY = "2GB"
_LISTED = "n, kind, id, url, host, title, reason, words, language, captured_at, cuts, sure, topics"

_ARTICLE = {
    "id": "VARCHAR",
    "url": "VARCHAR",
    "host": "VARCHAR",
    "title": "VARCHAR",
    "word_count": "BIGINT",
    "language": "VARCHAR",
    "captured_at": "VARCHAR",
    "text": "VARCHAR",
    "source": {"archive": "VARCHAR", "member": "VARCHAR", "offset": "BIGINT"},
}
_REJECTION = {
    "url": "VARCHAR",
    "captured_at": "VARCHAR",
    "reason": "VARCHAR",
    "detail": "VARCHAR",
    "archive": "VARCHAR",
    "member": "VARCHAR",
    "offset": "BIGINT",
}
_REMOVAL = {"id": "VARCHAR", "reason": "VARCHAR", "judge": "VARCHAR", "confidence": "DOUBLE"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A capture as the ledgers have it: the row of its article or its rejection, and the rows of its removals."""

    number: int
    row: Row
    removals: tuple[Row, ...] = ()

    @property
    def is_rejected(self) -> bool:
        """Whether it became no article."""
        return "stage" in self.row


class Index:
    """The index of a run. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = duckdb.connect(":memory:", config={"memory_limit": _MEMORY, **OFFLINE})
        for name, file in (("captures", _CAPTURES), ("cuts", _CUTS)):
            self._base.execute(f"CREATE VIEW {name} AS FROM read_parquet('{_quoted(folder / file)}')")
        self.facets: dict[str, list[tuple[str, int]]] = json.loads((folder / _FACETS).read_text("utf-8"))

    def listed(self, query: Query) -> tuple[int, list[Row]]:
        """How many captures a query finds, and the rows of the page of them that it asks for."""
        where, values = query.condition()
        with self._base.cursor() as cursor:
            (total,) = cursor.execute(f"SELECT count(*) FROM captures WHERE {where}", values).fetchone() or (0,)
            order = query.ordered
            asked = f"SELECT {_LISTED} FROM captures WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
            found = cursor.execute(asked, [*values, query.limit, query.offset])
            names = [one[0] for one in found.description or ()]
            return total, [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def summary(self, number: int) -> Row:
        """The row of the list for one capture that is there."""
        with self._base.cursor() as cursor:
            found = cursor.execute(f"SELECT {_LISTED} FROM captures WHERE n = ?", [number])
            names = [one[0] for one in found.description or ()]
            return dict(zip(names, found.fetchall()[0], strict=True))

    def entry(self, number: int) -> Entry | None:
        """One capture by its number, which counts articles in the order of their ledger, then rejections."""
        with self._base.cursor() as cursor:
            found = cursor.execute("SELECT id, whole FROM captures WHERE n = ?", [number]).fetchone()
            if found is None:
                return None
            cuts = cursor.execute("SELECT whole FROM cuts WHERE id = ?", [found[0]]).fetchall() if found[0] else []
        removals = sorted((json.loads(one) for (one,) in cuts), key=lambda row: (row["block"], row["start"]))
        return Entry(number, json.loads(found[1]), tuple(removals))

    def number(self, target: str) -> int | None:
        """The number of the first capture of an address, of an id, or at `ARCHIVE#OFFSET`."""
        archive, _, offset = target.rpartition("#")
        place = int(offset) if offset.isdecimal() and len(offset) < 19 else -1  # noqa: PLR2004 - digits of a BIGINT
        asked = """SELECT min(n) FROM captures WHERE url = $1 OR id = $1 OR archive = $1 OR ("offset" = $3
            AND (archive = $2 OR concat(archive, '!', member) = $2))"""
        with self._base.cursor() as cursor:
            found = cursor.execute(asked, [target, archive, place]).fetchone()
        return found[0] if found else None

    def article(self, identifier: str) -> Entry | None:
        """The article of an id."""
        with self._base.cursor() as cursor:
            found = cursor.execute("SELECT n FROM captures WHERE id = ?", [identifier]).fetchone()
        return self.entry(found[0]) if found else None


def opened(out: Path) -> Index:
    """The index of the run that wrote `out`, made now where there is none; raises SettingsError."""
    digest = hashlib.sha256(manifest(out)).hexdigest()[:16]
    name = f"inspect-{_VERSION}-{digest}"
    home = out / WORK / name
    if (home / _FACETS).is_file():
        return Index(home)
    try:
        home.parent.mkdir(exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=home.parent))
    except OSError:  # a folder that is only to be read
        making = home = Path(tempfile.mkdtemp(prefix=name))
    try:
        _build(out, making)
        if making != home:
            _moved(making, home)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return Index(home)


def _moved(making: Path, home: Path) -> None:
    for old in home.parent.glob("inspect-*"):  # those of earlier runs, which nobody can ask for any more
        if old not in (making, home):
            shutil.rmtree(old, ignore_errors=True)
    try:
        making.rename(home)
    except OSError:  # another inspector was faster
        shutil.rmtree(making, ignore_errors=True)


def manifest(out: Path) -> bytes:
    """The manifest of a finished run; raises SettingsError where there is none."""
    try:
        return (out / "manifest.json").read_bytes()
    except OSError as error:
        raise SettingsError(f"no finished run wrote this folder ({out})") from error


def _build(out: Path, folder: Path) -> None:
    """Read the ledgers of a run into the files of its index; raises SettingsError."""
    files = {name: ledger_files(out / name) for name in ("articles", "rejections", "removals")}
    with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "temp_directory": str(folder), **OFFLINE}) as base:
        try:
            base.execute(f"CREATE VIEW removals AS {_rows(files['removals'], _REMOVAL)}")
            base.execute(f"CREATE VIEW articles AS {_rows(files['articles'], _ARTICLE)}")
            base.execute(f"CREATE VIEW rejections AS {_rows(files['rejections'], _REJECTION)}")
            base.execute(
                f"COPY (SELECT r.id AS id, whole FROM removals ORDER BY r.id) TO '{_quoted(folder / _CUTS)}'"
                " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"
            )
            base.execute(
                f"COPY ({_JOINED}) TO '{_quoted(folder / _CAPTURES)}'"
                " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 4096)"
            )
            facets = _facets(base, folder)
        except duckdb.Error as error:
            raise SettingsError(f"cannot read the ledgers: {str(error).splitlines()[0]} ({out})") from error
    (folder / _FACETS).write_text(json.dumps(facets, ensure_ascii=False), "utf-8")


_JOINED = """
WITH cut AS (
    SELECT r.id AS id, count(*) AS cuts, min(r.confidence) AS sure, list(DISTINCT r.reason ORDER BY r.reason) AS topics,
        list(DISTINCT r.judge ORDER BY r.judge) AS judges
    FROM removals GROUP BY r.id
), numbered AS (
    SELECT row_number() OVER () - 1 AS n, r, whole FROM articles
)
SELECT n, 'article' AS kind, r.id AS id, r.url AS url, r.host AS host, r.title AS title, NULL AS reason,
    NULL AS detail, r.word_count AS words, r.language AS language, r.captured_at AS captured_at,
    r.source.archive AS archive, r.source.member AS member, r.source."offset" AS "offset",
    coalesce(cuts, 0) AS cuts, sure, coalesce(topics, []) AS topics, coalesce(judges, []) AS judges,
    lower(concat_ws(' ', r.url, r.title, r.text)) AS words_of, whole
FROM numbered LEFT JOIN cut ON cut.id = r.id
UNION ALL
SELECT (SELECT count(*) FROM articles) + row_number() OVER () - 1, 'rejection', NULL, r.url,
    regexp_extract(r.url, '^[a-zA-Z]+://([^/:?#]+)', 1), NULL, r.reason, r.detail, NULL, NULL, r.captured_at,
    r.archive, r.member, r."offset", 0, NULL, [], [], lower(concat_ws(' ', r.url, r.detail)), whole
FROM rejections
ORDER BY n
"""


def _rows(files: Sequence[Path], shape: dict[str, Any]) -> str:
    """A question for the rows of ledgers: `r`, the columns of `shape`, and `whole`, the row as JSON."""
    kind = json.dumps(shape).replace("'", "''")
    if not files:
        return f"SELECT json_transform(whole, '{kind}') AS r, whole FROM (SELECT '' AS whole) WHERE false"
    names = ", ".join(f"'{_quoted(file)}'" for file in files)
    if files[0].suffix == ".parquet":
        source = f"SELECT to_json(row)::VARCHAR AS whole FROM read_parquet([{names}]) AS row"
    else:
        source = f"SELECT json::VARCHAR AS whole FROM read_ndjson_objects([{names}], maximum_object_size={_MOST_BYTES})"
    return f"SELECT json_transform(whole, '{kind}') AS r, whole FROM ({source})"


def _facets(base: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, list[tuple[str, int]]]:
    """What captures can be filtered by, each with how many captures have it, the most frequent first."""
    captures = f"read_parquet('{_quoted(folder / _CAPTURES)}')"
    asked = {
        "reason": f"SELECT reason AS v FROM {captures} WHERE reason IS NOT NULL",
        "topic": f"SELECT unnest(topics) AS v FROM {captures}",
        "rule": f"SELECT unnest(judges) AS v FROM {captures}",
        "site": f"SELECT host AS v FROM {captures} WHERE host <> ''",
        "kind": f"SELECT kind AS v FROM {captures}",
    }
    return {
        name: base.execute(
            f"SELECT v, count(*) AS c FROM ({one}) GROUP BY v ORDER BY c DESC, v LIMIT {_MOST_FACETS}"
        ).fetchall()
        for name, one in asked.items()
    }


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


class Opening:
    """The index of a run while it is made in a thread of its own; `index` is None until it is there."""

    def __init__(self, out: Path) -> None:
        self.index: Index | None = None
        self.trouble = ""
        self._out = out
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.index = opened(self._out)
        except (SettingsError, OSError, ValueError, duckdb.Error) as error:
            self.trouble = str(error)

    def wait(self, seconds: float | None = None) -> Index | None:
        """The index, once it is there."""
        self._thread.join(seconds)
        if self.trouble:
            raise SettingsError(self.trouble)
        return self.index
