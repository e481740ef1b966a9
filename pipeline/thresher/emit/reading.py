"""Rows as they lie on disk: JSON lines, plain, gzip or zstd."""

from __future__ import annotations

import gzip
import io
import json
from typing import IO, TYPE_CHECKING, Any, cast

import zstandard

from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = dict[str, Any]

_BUFFER = 2**20
_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")


def read_rows(path: Path) -> Iterator[Row]:
    """The objects of a `.jsonl`, `.jsonl.gz` or `.jsonl.zst` file, blank lines passed over.

    Raises SettingsError that names the file and the line.
    """
    return (row for _, row in numbered_rows(path))


def numbered_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """The same, each with the number of its line, from 1."""
    number = 0
    try:
        with io.TextIOWrapper(opened(path), encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _row(line)
    except (RecursionError, OSError, EOFError, ValueError, zstandard.ZstdError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        place = f"{path}:{number}" if number else path
        raise SettingsError(f"cannot read JSON lines: {reason} ({place})") from error


def _row(line: str) -> Row:
    row = json.loads(line)
    if not isinstance(row, dict):
        message = "a line is no JSON object"
        raise ValueError(message)  # noqa: TRY004 - read_rows names the place
    return row


def opened(path: Path) -> IO[bytes]:
    """A file that may be compressed with gzip or zstd, as its name says, to be read line by line."""
    if path.suffix == ".gz":
        return cast("IO[bytes]", io.BufferedReader(cast("io.RawIOBase", gzip.open(path)), _BUFFER))
    if path.suffix == ".zst":
        stream = zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True)
        return cast("IO[bytes]", io.BufferedReader(stream, _BUFFER))
    return path.open("rb")


def record_name(archive: str, member: str | None, offset: int) -> str:
    """A record as `thresher explain` takes it: ARCHIVE#OFFSET, or WACZ!MEMBER#OFFSET."""
    return f"{archive}!{member}#{offset}" if member else f"{archive}#{offset}"


def article_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths themselves, and for directories the JSON-lines files in and below them, sorted."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.name.endswith(_SUFFIXES) and file.is_file())
        else:
            yield path


def ledger_files(folder: Path) -> list[Path]:
    """The files of a ledger of a run, in order, JSON lines or Parquet; none where a run of no record has none."""
    if not folder.is_dir():
        return []
    return [*article_files([folder]), *sorted(folder.glob("*.parquet"))]


def read_ledgers(folder: Path) -> Iterator[Row]:
    """The rows of a ledger of a run, in order."""
    for path in ledger_files(folder):
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            for batch in pq.ParquetFile(path).iter_batches():
                yield from batch.to_pylist(maps_as_pydicts="lossy")
        else:
            yield from read_rows(path)
