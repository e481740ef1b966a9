"""Where a run's output goes, and how it becomes whole there: a folder by renames, a URL by writing the manifest last.

An output without a manifest is unfinished. With one it is whole, and the manifest has the digest of every file.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from thresher.archive.addresses import is_url, scheme_of, shown
from thresher.errors import SettingsError
from thresher.whole import writing_whole

if TYPE_CHECKING:
    from thresher.settings import Storage

WORK = ".work"  # the folder in OUT that holds what a run has not finished
FOLDERS = ("articles", "rejections", "removals", "quarantine")
MANIFEST = "manifest.json"
_OURS = re.compile(rf"(?:{'|'.join(FOLDERS)})/part-\d{{5}}\.(?:jsonl(?:\.gz|\.zst)?|parquet|warc\.gz)")
_WRITTEN_AT_ONCE = 4  # objects


class Place(Protocol):
    """Where output is written; `work` is always a folder of this machine."""

    @property
    def work(self) -> Path:
        """Where the stages' files lie until the run is done."""

    def check_ours(self) -> None:
        """Raise SettingsError where files stand there that would be written over and are not ours."""

    def manifest(self) -> bytes | None:
        """The manifest, None where the output is unfinished."""

    def put(self, staged: Path) -> Path:
        """Put the files of the output in place; from here on, until its manifest is written, it is unfinished.

        Returns the folder of this machine in which they lie now.
        """

    def write(self, name: str, content: bytes) -> None:
        """Write one file, whole or not at all."""

    def remove(self, name: str) -> None:
        """Delete one file, if it is there."""


@dataclass(frozen=True, slots=True)
class Local:
    """A folder."""

    out: Path

    def __str__(self) -> str:
        return str(self.out)

    @property
    def work(self) -> Path:
        """The folder in it for what is not finished."""
        return self.out / WORK

    def check_ours(self) -> None:
        """Raise SettingsError where files stand there that would be written over and are not ours."""
        if self.out.exists() and not self.out.is_dir():
            raise SettingsError(f"is not a folder ({self.out})")
        if self.work.exists() or (self.out / MANIFEST).exists():
            return
        taken = [name for name in FOLDERS if (self.out / name).exists()]
        if taken:
            raise SettingsError(f"holds {', '.join(taken)} that Thresher did not write ({self.out})")

    def manifest(self) -> bytes | None:
        """The manifest, None where there is none that can be read."""
        try:
            return (self.out / MANIFEST).read_bytes()
        except OSError:
            return None

    def put(self, staged: Path) -> Path:
        """Rename the folders into place; a crash from here on is mended by the next run."""
        (self.out / MANIFEST).unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(self.out / name, ignore_errors=True)
            if (staged / name).exists():
                (staged / name).rename(self.out / name)
        return self.out

    def write(self, name: str, content: bytes) -> None:
        """Write one file, whole or not at all."""
        with writing_whole(self.out / name) as stream:
            stream.write(content)

    def remove(self, name: str) -> None:
        """Delete one file, if it is there."""
        (self.out / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Remote:
    """A prefix of an object store: no renames there, but every object is whole or not there."""

    out: str
    storage: Storage

    def __str__(self) -> str:
        return self.out

    @property
    def work(self) -> Path:
        """A folder in `storage.work`, of this very output."""
        slug = re.sub(r"[^A-Za-z0-9]+", "-", self.out)[:80].strip("-")
        return Path(self.storage.work) / f"{slug}-{hashlib.sha256(self.out.encode()).hexdigest()[:8]}"

    def check_ours(self) -> None:
        """Raise SettingsError where objects stand there that would be written over and are not ours."""
        if self.manifest() is not None:
            return
        strange = [name for name in self._held() if not _OURS.fullmatch(name)]
        if strange:
            raise SettingsError(f"holds {', '.join(strange[:3])} that Thresher did not write ({self.out})")

    def manifest(self) -> bytes | None:
        """The manifest, None where there is none."""
        from thresher.archive.remote import read_object

        return read_object(self._url(MANIFEST), self.storage)

    def put(self, staged: Path) -> Path:
        """Take the manifest away, write all objects, and delete those of an earlier run that are no more."""
        from thresher.archive.remote import delete_object, write_object

        files = {f"{name}/{path.name}": path for name in FOLDERS for path in sorted((staged / name).glob("*"))}
        delete_object(self._url(MANIFEST), self.storage)
        gone = [name for name in self._held() if name not in files and _OURS.fullmatch(name)]
        with ThreadPoolExecutor(_WRITTEN_AT_ONCE) as pool:
            for _ in pool.map(lambda item: write_object(self._url(item[0]), item[1], self.storage), files.items()):
                pass
            for _ in pool.map(lambda name: delete_object(self._url(name), self.storage), gone):
                pass
        return staged

    def write(self, name: str, content: bytes) -> None:
        """Write one object."""
        from thresher.archive.remote import write_object

        write_object(self._url(name), content, self.storage)

    def remove(self, name: str) -> None:
        """Delete one object, if it is there."""
        from thresher.archive.remote import delete_object

        delete_object(self._url(name), self.storage)

    def _held(self) -> list[str]:
        from thresher.archive.remote import names_below

        return [f"{name}/{one}" for name in FOLDERS for one in names_below(self._url(name), self.storage)]

    def _url(self, name: str) -> str:
        return f"{self.out.rstrip('/')}/{name}"


def place_of(out: str, storage: Storage) -> Local | Remote:
    """Where `out` is; raises SettingsError for a URL that cannot be written to."""
    if not is_url(out):
        return Local(Path(out))
    if out.startswith("file://"):
        return Local(Path(out.removeprefix("file://")))
    if scheme_of(out) in ("http", "https"):
        raise SettingsError(f"the web cannot be written to: choose a folder, s3:// or gs:// ({shown(out)})")
    if shown(out) != out:
        raise SettingsError(f"holds a user or a password; credentials belong into the environment ({shown(out)})")
    if not out.partition("://")[2].strip("/"):
        raise SettingsError(f"names no bucket ({out})")
    return Remote(out.rstrip("/"), storage)
