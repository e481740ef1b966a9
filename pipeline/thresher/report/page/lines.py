"""The lines of a run's output as the report reads them: only what it counts, and of any version that wrote them.

A field that an earlier version did not write has its default here, so that old and new runs can be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import zstandard

from thresher.emit.reading import ledger_files, opened
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Place(msgspec.Struct, frozen=True):
    """`source` of an article: where its record lies, and what found its text."""

    archive: str = ""
    member: str | None = None
    offset: int = 0
    media_type: str = ""
    truncated: str | None = None
    engine: str = ""


class Witness(msgspec.Struct, frozen=True):
    """Who gave the value of a field, and how sure that is."""

    source: str = ""
    confidence: float = 0.0


class Copy(msgspec.Struct, frozen=True):
    """A copy of an article."""

    url: str = ""
    kind: str = ""
    similarity: float = 0.0
    evidence: str = ""


class Kin(msgspec.Struct, frozen=True):
    """A related article."""

    id: str = ""
    url: str = ""
    kind: str = ""
    evidence: str = ""
    score: float = 0.0


class ArticleLine(msgspec.Struct, frozen=True):
    """A line of `articles/`."""

    id: str
    url: str
    title: str | None = None
    published: str | None = None
    captured_at: str | None = None
    language: str | None = None
    page_type: str | None = None
    text_digest: str = ""
    word_count: int = 0
    evidence: dict[str, Witness] = {}
    source: Place = Place()
    duplicates: list[Copy] = []
    relations: list[Kin] = []


class RejectionLine(msgspec.Struct, frozen=True):
    """A line of `rejections/`."""

    reason: str
    stage: str = ""
    url: str | None = None
    captured_at: str | None = None
    detail: str = ""
    duplicate_of: str | None = None
    archive: str = ""
    member: str | None = None
    offset: int = 0


class RemovalLine(msgspec.Struct, frozen=True):
    """A line of `removals/`."""

    id: str
    url: str
    reason: str
    judge: str
    confidence: float
    text: str
    evidence: str = ""


class TextLine(msgspec.Struct, frozen=True):
    """A line of `articles/` of which only the text is wanted."""

    id: str
    text: str = ""


Line = TypeVar("Line", bound=msgspec.Struct)


def read_lines(folder: Path, shape: type[Line]) -> Iterator[Line]:
    """The lines of all files of a folder, in order; raises SettingsError that names the file, and the line in JSON."""
    for path in ledger_files(folder):
        yield from _parquet(path, shape) if path.suffix == ".parquet" else _json_lines(path, shape)


def _json_lines(path: Path, shape: type[Line]) -> Iterator[Line]:
    decode = msgspec.json.Decoder(shape).decode
    number = 0
    try:
        with opened(path) as stream:
            for line in stream:
                number += 1
                yield decode(line)
    except (OSError, EOFError, ValueError, zstandard.ZstdError) as error:
        raise SettingsError(f"is no output of a run: {error} ({path}:{number})") from error


def _parquet(path: Path, shape: type[Line]) -> Iterator[Line]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = {field.name for field in msgspec.structs.fields(shape)}
    try:
        with pq.ParquetFile(path) as file:
            columns = [name for name in file.schema_arrow.names if name in wanted]
            for batch in file.iter_batches(1000, columns=columns):
                yield from (msgspec.convert(_plain(row), shape) for row in batch.to_pylist())
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SettingsError(f"is no output of a run: {error} ({path})") from error


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of Parquet as JSON has it: its map is a list of pairs there."""
    return row | {"evidence": dict(row["evidence"])} if isinstance(row.get("evidence"), list) else row
