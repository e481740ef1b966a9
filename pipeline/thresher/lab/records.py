"""Gold and articles of an evaluation, by URL."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from thresher.emit.reading import Row, article_files, read_rows
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Row", "article_files", "read_articles", "read_gold", "read_rows", "write_rows"]


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
