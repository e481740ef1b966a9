"""Naming and opening inputs: local paths and fsspec URLs, folders, globs, manifests.

The only module of the archive room that opens files. It never decides what a file holds,
except whether a text file is a manifest.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from thresher.errors import PartError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
OUTPUT_FOLDERS = frozenset({"articles", "rejections", "removals", "quarantine"})
_OUTPUT_FILES = frozenset({"manifest.json", "metrics.json", "report.html"})
_MANIFEST_LINE = 4096  # bytes: PATH_MAX
_MANIFEST_BYTES = 64 * 2**20


def expand(inputs: Sequence[str]) -> list[str]:
    """The files that `inputs` name, sorted, none twice.

    An input is a file, a folder (walked without hidden files and without folders that hold
    Thresher's own output), a glob, a manifest (a text file whose every line that is not empty
    or a `#` comment names an existing file, folder or glob, relative to the manifest or to the
    working directory), a URL that fsspec opens, or `-` for standard input. Only an input named
    outright is looked into as a manifest, never a file found in a folder or by a glob: text
    captures are hostile, and one that names a path must not have that file read. Raises
    SettingsError for an input that does not exist.
    """
    files: dict[str, str] = {}
    for given in inputs:
        for path in _named(given, manifests=True):
            files.setdefault(_identity(path), path)
    return sorted(files.values())


@contextmanager
def opened(source: str | os.PathLike[str] | BinaryIO) -> Iterator[BinaryIO]:
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
    with _opened_path(path) as raw, _seekable(raw) as stream:
        yield stream


def _opened_path(path: str) -> BinaryIO:
    try:
        if _is_url(path):
            import fsspec

            return cast("BinaryIO", fsspec.open(path, "rb").open())
        return Path(path).open("rb")  # local files need nothing of fsspec's
    except FileNotFoundError as error:
        raise SettingsError(f"no such file ({path})") from error
    except IsADirectoryError as error:
        raise SettingsError(f"is a folder, not a file ({path})") from error
    except (OSError, ImportError, ValueError) as error:
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


def _named(given: str, *, manifests: bool, folder: str = "") -> Iterator[str]:
    """The files that one input names."""
    if given == STDIN and not folder:
        yield STDIN
        return
    if _is_url(given) and not given.startswith("file://"):
        yield from _named_by_url(given)
        return
    path = os.path.join(folder, given.removeprefix("file://"))  # noqa: PTH118 - keeps the path as it was written
    if os.path.isdir(path):  # noqa: PTH112 - same
        yield from _files_below(path)
    elif os.path.exists(path):  # noqa: PTH110 - same
        # A pipe would be emptied by a look into it.
        lines = _manifest(path) if manifests and os.path.isfile(path) else None  # noqa: PTH113 - same
        yield from [path] if lines is None else lines
    elif has_magic(path):
        yield from _named_by_glob(path)
    else:
        raise SettingsError(f"no such file or folder ({given})")


def _named_by_glob(pattern: str) -> Iterator[str]:
    matches = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - keeps the path as it was written
    if not matches:
        raise SettingsError(f"nothing matches ({pattern})")
    for match in matches:
        yield from _named(match, manifests=False)


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


def _manifest(path: str) -> list[str] | None:
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
                    named += _listed(line, os.path.dirname(path))  # noqa: PTH120 - same
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


def _listed(line: str, folder: str) -> list[str]:
    """The files that a line of a manifest names, next to it or from the working directory."""
    if line == STDIN or (_is_url(line) and not _is_archive_url(line)):
        raise SettingsError(f"no archive ({line})")
    if _is_url(line):
        return list(_named(line, manifests=False))
    try:
        return list(_named(line, manifests=False, folder=folder))
    except SettingsError:
        return list(_named(line, manifests=False))


def _is_archive_url(url: str) -> bool:
    """Whether a URL in a list names an archive: a web page's URL in a text capture must not."""
    if not url.startswith(("http://", "https://")):
        return True
    return url.endswith(
        (".warc", ".warc.gz", ".warc.zst", ".wet.gz", ".arc", ".arc.gz", ".wacz", ".jsonl", ".jsonl.gz")
    )


def _is_url(path: str) -> bool:
    scheme, colon, _ = path.partition("://")
    return bool(colon) and scheme.replace("+", "").replace("::", "").isalnum()


def _named_by_url(url: str) -> Iterator[str]:
    import fsspec

    try:
        files: Any
        files, path = fsspec.core.url_to_fs(url)
        if has_magic(url):
            names = sorted(files.glob(path))
        elif files.isdir(path):
            names = sorted(files.find(path))
        else:
            names = [path] if files.exists(path) else []
        found = [str(files.unstrip_protocol(name)) for name in names]
    except (OSError, ImportError, ValueError) as error:
        raise SettingsError(f"cannot be opened: {error} ({url})") from error
    if not found:
        raise SettingsError(f"no such file or folder ({url})")
    yield from found


def _identity(path: str) -> str:
    """What is the same for two names of one file."""
    return path if path == STDIN or _is_url(path) else os.path.realpath(path)
