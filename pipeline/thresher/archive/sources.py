"""Naming and opening inputs: local paths and fsspec URLs, folders, globs, manifests, lists, byte ranges.

With `remote`, which it asks about URLs, the only module of the archive room that opens files. It never decides what
a file holds, except whether a text file is a manifest.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from thresher.archive.addresses import is_url, kept_private, shown
from thresher.archive.lists import (
    Source,
    below,
    is_index,
    is_list,
    listed_paths,
    listed_records,
    merged,
    ranged,
    root_of,
)
from thresher.errors import PartError, SettingsError
from thresher.settings import Storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

STDIN = "-"
OUTPUT_FOLDERS = frozenset({"articles", "rejections", "removals", "quarantine"})
_OUTPUT_FILES = frozenset({"manifest.json", "metrics.json", "report.html"})
_MANIFEST_LINE = 4096  # bytes: PATH_MAX
_MANIFEST_BYTES = 64 * 2**20
_DEFAULT = Storage()


def expand(inputs: Sequence[str], storage: Storage = _DEFAULT) -> list[str]:
    """The files that `inputs` name, sorted, none twice; raises SettingsError for one that does not exist."""
    return [source.path for source in find(inputs, storage)]


def find(inputs: Sequence[str], storage: Storage = _DEFAULT) -> list[Source]:
    """The files that `inputs` name, and of which only stretches are to be read; sorted, none twice.

    An input is a file, a folder (walked without hidden files and without folders that hold
    Thresher's own output), a glob, a URL that fsspec opens, `-` for standard input, a stretch of a file
    (`FILE#bytes=FIRST-LAST`, both included), a list by its name (`*.paths`, `*.paths.gz`, `*.cdxj`, `*.cdxj.gz`,
    `cdx-00000.gz`), or a manifest (a text file whose every line that is not empty
    or a `#` comment names an existing file, folder or glob, relative to the manifest or to the
    working directory). What a list names lies below `storage.base`, else beside the list, else at the root of its
    bucket or host. Only an input named outright is looked into as a manifest or a list, never a file found in a
    folder or by a glob: text captures are hostile, and one that names a path must not have that file read. URLs come
    as they may be shown. Raises SettingsError for an input that does not exist, and for a line that no list may have.
    """
    names: dict[str, str] = {}
    found = [source for given in inputs for source in _sources(given, storage)]
    return merged(replace(one, path=names.setdefault(_identity(one.path), one.path)) for one in found)


def _sources(given: str, storage: Storage) -> Iterator[Source]:
    """What one input names."""
    stretch = None if os.path.exists(given) else ranged(given)  # noqa: PTH110 - keeps the path as it was written
    if stretch is not None:
        names = list(_named(kept_private(stretch.path), storage, manifests=False))
        if names != [kept_private(stretch.path)]:
            raise SettingsError(f"only of one file a range can be read ({shown(given)})")
        yield Source(names[0], stretch.ranges)
    elif is_list(given) and (is_url(given) or os.path.isfile(given)):  # noqa: PTH113 - same
        yield from _from_list(kept_private(given), storage)
    else:
        yield from (Source(path) for path in _named(kept_private(given), storage, manifests=True))


def _from_list(name: str, storage: Storage) -> Iterator[Source]:
    """What the lines of a list name."""
    place = _placing(name, storage)
    empty = True
    with opened(name, storage) as stream:
        if is_index(name):
            for file, first, length in listed_records(stream, name):
                yield Source(place(file), ((first, length),))
                empty = False
        else:
            for path in listed_paths(stream, name):
                yield Source(place(path))
                empty = False
    if empty:
        raise SettingsError(f"the list names nothing ({name})")


def _placing(name: str, storage: Storage) -> Callable[[str], str]:
    """A function that makes a line of a list the path or URL of a file."""
    folder = os.path.dirname(name)  # noqa: PTH120 - same
    bases: list[str] = [storage.base] if storage.base else []

    def place(line: str) -> str:
        if not bases and is_url(name):  # settled once, by the first line
            beside = f"{name.rpartition('/')[0]}/"
            bases.append(beside if _is_there(below(beside, line, name), storage) else root_of(name))
        if bases and is_url(bases[0]):
            return below(bases[0], line, name)
        try:
            found = _listed(line, bases[0] if bases else folder, storage)
        except SettingsError as error:
            told = "" if bases else "; say below which URL or folder it lies (--base, storage.base)"
            raise SettingsError(f"{error}, as this list says{told} ({name})") from None
        if len(found) != 1:
            raise SettingsError(f"a list names files, not folders: {line} ({name})")
        return found[0]

    return lru_cache(maxsize=2**12)(place)


def _is_there(url: str, storage: Storage) -> bool:
    from thresher.archive.remote import facts

    try:
        facts(url, storage)
    except SettingsError:
        return False
    return True


@contextmanager
def opened(source: str | os.PathLike[str] | BinaryIO, storage: Storage = _DEFAULT) -> Iterator[BinaryIO]:
    """A seekable binary stream over `source`; spooled to a temporary file where it cannot seek.

    A file object stays open; one that cannot seek is copied from where it stands. Raises
    SettingsError if there is no such file, PartError if it cannot be opened.
    """
    if not isinstance(source, (str, os.PathLike)):
        with _seekable(source) as stream:
            yield stream
        return
    path = os.fspath(source)
    if path == STDIN:
        if sys.stdin is None:  # closed by the caller
            raise SettingsError("standard input is closed (-)")
        with _seekable(sys.stdin.buffer) as stream:
            yield stream
        return
    with _opened_path(path, storage) as raw, _seekable(raw) as stream:
        yield stream


def _opened_path(path: str, storage: Storage) -> BinaryIO:
    if is_url(path):
        from thresher.archive.remote import opened_remote

        return opened_remote(path, storage)
    try:
        return Path(path).open("rb")  # local files need nothing of fsspec's
    except FileNotFoundError as error:
        raise SettingsError(f"no such file ({path})") from error
    except IsADirectoryError as error:
        raise SettingsError(f"is a folder, not a file ({path})") from error
    except (OSError, ValueError) as error:
        raise PartError(f"cannot open: {error} ({path})") from error


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself, or a temporary copy of what is left of it."""
    seekable = getattr(stream, "seekable", None)
    if seekable is not None and seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as spool:
        shutil.copyfileobj(stream, spool, 2**20)
        spool.seek(0)
        yield cast("BinaryIO", spool)


def _named(given: str, storage: Storage, *, manifests: bool, folder: str = "") -> Iterator[str]:
    """The files that one input names."""
    if given == STDIN and not folder:
        yield STDIN
        return
    if is_url(given) and not given.startswith("file://"):
        yield from _named_by_url(given, storage)
        return
    path = os.path.join(folder, given.removeprefix("file://"))  # noqa: PTH118 - keeps the path as it was written
    if os.path.isdir(path):  # noqa: PTH112 - same
        yield from _files_below(path)
    elif os.path.exists(path):  # noqa: PTH110 - same
        # A pipe would be emptied by a look into it.
        lines = _manifest(path, storage) if manifests and os.path.isfile(path) else None  # noqa: PTH113 - same
        yield from [path] if lines is None else lines
    elif has_magic(path):
        yield from _named_by_glob(path, storage)
    else:
        raise SettingsError(f"no such file or folder ({given})")


def _named_by_glob(pattern: str, storage: Storage) -> Iterator[str]:
    matches = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - keeps the path as it was written
    if not matches:
        raise SettingsError(f"nothing matches ({pattern})")
    for match in matches:
        yield from _named(match, storage, manifests=False)


def _files_below(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        ours = _holds_output(folders, files)
        if ours and parent != folder:
            folders.clear()
            continue
        shown = (name for name in folders if not name.startswith("."))
        folders[:] = sorted(name for name in shown if not (ours and name in OUTPUT_FOLDERS))
        for name in sorted(files):
            path = os.path.join(parent, name)  # noqa: PTH118 - keeps the path as it was written
            if not name.startswith(".") and not (ours and name in _OUTPUT_FILES) and os.path.isfile(path):  # noqa: PTH113 - same
                yield path


def _holds_output(folders: Sequence[str], files: Sequence[str]) -> bool:
    """Whether a folder is one that Thresher wrote; a lone folder called `articles` is the user's."""
    return len(OUTPUT_FOLDERS.intersection(folders)) >= 2 or ("articles" in folders and "manifest.json" in files)  # noqa: PLR2004 - two of our names are no chance


def _manifest(path: str, storage: Storage) -> list[str] | None:
    """The files that a manifest lists, or None if the file is no manifest."""
    named: list[str] = []
    lines = 0
    try:
        with Path(path).open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > _MANIFEST_BYTES:
                return None
            while raw := stream.readline(_MANIFEST_LINE + 1):
                line = _manifest_line(raw)
                if line is None:
                    return None
                if line and not line.startswith("#"):
                    named += _listed(line, os.path.dirname(path), storage)  # noqa: PTH120 - same
                    lines += 1
    except (SettingsError, OSError, ValueError):
        return None
    return named if lines else None


def _manifest_line(raw: bytes) -> str | None:
    """A line of text, or None where no manifest would have such a line."""
    if len(raw) > _MANIFEST_LINE or b"\0" in raw:
        return None
    try:
        return raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None


def _listed(line: str, folder: str, storage: Storage) -> list[str]:
    """The files that a line of a manifest names, next to it or from the working directory."""
    if line == STDIN or (is_url(line) and not _is_archive_url(line)):
        raise SettingsError(f"no archive ({shown(line)})")
    if is_url(line):
        return list(_named(kept_private(line), storage, manifests=False))
    try:
        return list(_named(line, storage, manifests=False, folder=folder))
    except SettingsError:
        return list(_named(line, storage, manifests=False))


def _is_archive_url(url: str) -> bool:
    """Whether a URL in a list names an archive: a web page's URL in a text capture must not."""
    if not url.startswith(("http://", "https://")):
        return True
    return url.endswith(
        (".warc", ".warc.gz", ".warc.zst", ".wet.gz", ".arc", ".arc.gz", ".wacz", ".jsonl", ".jsonl.gz")
    )


def _named_by_url(url: str, storage: Storage) -> Iterator[str]:
    from thresher.archive.remote import listed

    found = listed(url, storage)
    if not found:
        raise SettingsError(f"no such file or folder ({url})")
    yield from found


def _identity(path: str) -> str:
    """What is the same for two names of one file."""
    return path if path == STDIN or is_url(path) else os.path.realpath(path)
