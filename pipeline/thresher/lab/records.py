"""Gold and articles as they lie on disk: JSON lines, plain, gzip or zstd."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import zstandard

from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = dict[str, Any]

_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")


def read_rows(path: Path) -> Iterator[Row]:
    """The objects of a `.jsonl`, `.jsonl.gz` or `.jsonl.zst` file, blank lines passed over.

    Raises SettingsError that names the file and the line.
    """
    number = 0
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007 - named in the error
                if line.strip():
                    yield _row(line)
    except (OSError, EOFError, ValueError, zstandard.ZstdError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        place = f"{path}:{number}" if number else path
        raise SettingsError(f"cannot read JSON lines: {reason} ({place})") from error


def _row(line: str) -> Row:
    row = json.loads(line)
    if not isinstance(row, dict):
        message = "a line is no JSON object"
        raise ValueError(message)  # noqa: TRY004 - read_rows names the place
    return row


def _open(path: Path) -> io.TextIOBase:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8")
    if path.suffix == ".zst":
        stream = zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True)
        return io.TextIOWrapper(stream, encoding="utf-8")
    return path.open(encoding="utf-8")


def article_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths themselves, and for directories the JSON-lines files in and below them, sorted."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.name.endswith(_SUFFIXES) and file.is_file())
        else:
            yield path


def read_articles(paths: Iterable[Path]) -> tuple[dict[str, Row], int]:
    """The first article of each URL, and how many later ones were passed over."""
    articles: dict[str, Row] = {}
    repeated = 0
    for file in article_files(paths):
        for row in read_rows(file):
            url = row.get("url")
            if not isinstance(url, str):
                continue
            if url in articles:
                repeated += 1
            else:
                articles[url] = row
    return articles, repeated


def read_gold(path: Path) -> dict[str, Row]:
    """The gold annotations by URL, in the file's order; raises SettingsError on a row without one."""
    gold: dict[str, Row] = {}
    for row in read_rows(path):
        if not isinstance(row.get("url"), str):
            raise SettingsError(f"a gold annotation has no URL ({path})")
        gold[row["url"]] = row
    return gold


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write JSON lines, gzipped when the name ends in `.gz`; equal rows make equal bytes."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
