"""The state: `STATE/batches/NAME/{table}.parquet` with a `manifest.json`, each batch there whole or not at all.

A batch has a name and an ordinal, and sees only the batches before it: run again, it reads the same.
Deleting the directory of a batch takes it back.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from thresher import __version__
from thresher.errors import PartError, SettingsError
from thresher.state.lock import LOCK
from thresher.whole import TEMPORARY, making_whole, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BATCHES = "batches"
FORGOTTEN = "forgotten.jsonl"
MANIFEST = "manifest.json"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch that another one read, by name, and by the digest of its manifest."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the manifest says of a table: rows, bytes of its file, and their SHA-256."""

    rows: int
    bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The manifest of a batch; `made_of` is the digest of its inputs and of all that decided its content."""

    name: str
    ordinal: int
    made_of: str
    version: str
    settings: dict[str, Any]
    read: tuple[Reading, ...]
    tables: dict[str, TableFacts]


@dataclass(frozen=True, slots=True)
class View:
    """What one batch may see of a state: those before it, and what people decided. Frozen and picklable."""

    folder: Path
    name: str
    ordinal: int
    made_of: str
    read: tuple[Reading, ...]
    forgotten: str  # the digest of what is to be forgotten

    def files(self, table: str) -> list[Path]:
        """The files of a table in all batches before this one, in their order."""
        paths = [self.folder / BATCHES / one.name / f"{table}.parquet" for one in self.read]
        return [path for path in paths if path.exists()]


class Store:
    """A state folder. Reading needs no lock, for batches never change; `commit` and `drop` want `lock.holding`."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def batches(self) -> list[tuple[Batch, str]]:
        """All batches in their order, each with the digest of its manifest; raises SettingsError."""
        names = (self.folder / BATCHES).glob(f"*/{MANIFEST}")
        found = [_read_manifest(path) for path in names if TEMPORARY not in path.parent.name]
        return sorted(found, key=lambda pair: (pair[0].ordinal, pair[0].name))

    def view(self, name: str, made_of: str) -> View:
        """What a batch will see; raises SettingsError where another batch has that name."""
        if not NAME.fullmatch(name) or TEMPORARY in name:
            raise SettingsError(f"a batch's name is letters, digits, '-', '_' and '.' ({name})")
        batches = self.batches()
        mine = next((batch for batch, _ in batches if batch.name == name), None)
        if mine and mine.made_of != made_of:
            told = "holds a batch of that name made of other inputs or settings: drop it, or choose another name"
            raise SettingsError(f"the state {told} ({self.folder}: {name})")
        ordinal = mine.ordinal if mine else 1 + max((batch.ordinal for batch, _ in batches), default=0)
        read = tuple(Reading(batch.name, digest) for batch, digest in batches if batch.ordinal < ordinal)
        return View(self.folder, name, ordinal, made_of, read, _digest(self.folder / FORGOTTEN))

    def has(self, view: View) -> bool:
        """Whether the batch is there."""
        return (self.folder / BATCHES / view.name / MANIFEST).exists()

    def commit(self, view: View, tables: Mapping[str, Path], settings: Mapping[str, Any]) -> None:
        """Put a batch in place by one rename, or leave the one that is there already and holds the same.

        Raises PartError where it holds anything else.
        """
        target = self.folder / BATCHES / view.name
        facts = {name: _facts(path) for name, path in sorted(tables.items())}
        batch = Batch(view.name, view.ordinal, view.made_of, __version__, dict(settings), view.read, facts)
        if target.exists():
            if _read_manifest(target / MANIFEST)[0] != batch:
                raise PartError(
                    f"the state holds this batch with other content; `thresher state drop` takes it out ({target})"
                )
            return
        with making_whole(target) as folder:
            for name, path in tables.items():
                shutil.copyfile(path, folder / f"{name}.parquet")
            (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(batch, order="sorted"), indent=1))

    def drop(self, names: Iterable[str], *, later: bool = False) -> list[str]:
        """Take batches back, with all `later` ones if asked; returns who went, latest first; raises SettingsError."""
        batches = [batch for batch, _ in self.batches()]
        wanted = set(names)
        if missing := sorted(wanted - {batch.name for batch in batches}):
            raise SettingsError(f"no such batch: {', '.join(missing)} ({self.folder})")
        if later and wanted:
            first = min(batch.ordinal for batch in batches if batch.name in wanted)
            wanted |= {batch.name for batch in batches if batch.ordinal >= first}
        gone = [batch.name for batch in reversed(batches) if batch.name in wanted]
        for name in gone:
            path = self.folder / BATCHES / name
            # Renamed first: half a directory must not stand there under its name.
            aside = path.rename(path.with_name(f"{name}{TEMPORARY}dropped"))
            shutil.rmtree(aside)
        return gone

    def check_ours(self) -> None:
        """Raise SettingsError where the folder holds files of others."""
        if not self.folder.exists():
            return
        if not self.folder.is_dir():
            raise SettingsError(f"is not a folder ({self.folder})")
        strange = {path.name for path in self.folder.iterdir()} - {BATCHES, FORGOTTEN, LOCK}
        if strange and not (self.folder / BATCHES).is_dir():
            raise SettingsError(f"holds files that are no state: {', '.join(sorted(strange)[:5])} ({self.folder})")

    def swept(self) -> None:
        """Delete what an interrupted run left; only for the holder of the lock."""
        (self.folder / BATCHES).mkdir(parents=True, exist_ok=True)
        sweep(self.folder)

    def verify(self) -> Iterator[str]:
        """What is wrong, a sentence each: files that are not as their manifest says, batches that read others."""
        digests: dict[str, str] = {}
        for path in sorted((self.folder / BATCHES).glob("*")):
            if TEMPORARY not in path.name and not (path / MANIFEST).exists():
                yield f"{path.name}: has no manifest"
        for batch, digest in self.batches():
            for name, facts in batch.tables.items():
                yield from (f"{batch.name}: {told}" for told in self._checked(batch.name, name, facts))
            for one in batch.read:
                if digests.get(one.name) != one.digest:
                    told = "changed since" if one.name in digests else "is not there"
                    yield f"{batch.name}: read {one.name}, which {told}"
            digests[batch.name] = digest

    def _checked(self, batch: str, name: str, facts: TableFacts) -> Sequence[str]:
        path = self.folder / BATCHES / batch / f"{name}.parquet"
        if not path.exists():
            return (f"table {name} is missing",)
        if path.stat().st_size != facts.bytes:
            return (f"table {name} has {path.stat().st_size} bytes instead of {facts.bytes}",)
        return () if _digest(path) == facts.digest else (f"table {name} has other bytes than were committed",)


def _read_manifest(path: Path) -> tuple[Batch, str]:
    try:
        data = path.read_bytes()
        return msgspec.json.decode(data, type=Batch), f"sha256:{hashlib.sha256(data).hexdigest()}"
    except (OSError, msgspec.DecodeError) as error:
        raise SettingsError(f"the manifest of a batch cannot be read: {error} ({path})") from error


def _facts(path: Path) -> TableFacts:
    import pyarrow.parquet as pq

    return TableFacts(pq.read_metadata(path).num_rows, path.stat().st_size, _digest(path))


def _digest(path: Path) -> str:
    """The digest of a file's bytes; of a file that is not there, "none"."""
    try:
        with path.open("rb") as stream:
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    except FileNotFoundError:
        return "none"
