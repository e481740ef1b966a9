"""Lists of archives, and of places in them: `warc.paths.gz`, CDXJ, byte ranges."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from thresher.archive.addresses import is_url, shown
from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Ranges = tuple[tuple[int, int], ...]  # first byte and length, in order, none touching another

_PATHS = re.compile(r"\.paths(?:\.gz)?$")
_INDEX = re.compile(r"(?:\.cdxj|(?:^|/)cdx-\d+)(?:\.gz)?$")
_RANGE = re.compile(r"(.+)#bytes=(\d{1,18})-(\d{1,18})", re.DOTALL)
_MOST_LINES = 2_000_000
_LONGEST_LINE = 2**16  # bytes; those of an index hold a URL twice
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or, if there are `ranges`, only these stretches of it."""

    path: str
    ranges: Ranges = ()


def is_list(name: str) -> bool:
    """Whether a name is that of a list: then all of its lines must be right."""
    return is_path_list(name) or is_index(name)


def is_path_list(name: str) -> bool:
    """Whether a name is that of a list of paths, such as `warc.paths.gz`."""
    return _PATHS.search(_bare(name)) is not None


def is_index(name: str) -> bool:
    """Whether a name is that of an index, such as `news.cdxj` or `cdx-00000.gz`."""
    return _INDEX.search(_bare(name)) is not None


def _bare(name: str) -> str:
    return urlsplit(name).path if name.startswith(("http://", "https://")) else name


def ranged(given: str) -> Source | None:
    """The stretch that `ARCHIVE#bytes=FIRST-LAST` names, both bytes included as in HTTP; None for any other input."""
    found = _RANGE.fullmatch(given)
    if found is None:
        return None
    first, last = int(found[2]), int(found[3])
    if last < first:
        raise SettingsError(f"a range ends before it begins ({shown(given)})")
    return Source(found[1], ((first, last + 1 - first),))


def listed_paths(stream: BinaryIO, name: str) -> Iterator[str]:
    """The paths of a list, one a line; raises SettingsError that names the line which is none."""
    for number, line in _lines(stream, name):
        if any(ord(char) < ord(" ") for char in line) or re.search(r"\s", line):
            raise SettingsError(f"is no path of an archive: {_cut(line)} ({name}:{number})")
        yield line


def listed_records(stream: BinaryIO, name: str) -> Iterator[tuple[str, int, int]]:
    """File, offset and length in bytes of each line of an index; raises SettingsError that names the line."""
    for number, line in _lines(stream, name):
        begin = line.find("{")
        try:
            facts = json.loads(line[begin:]) if begin >= 0 else None
            file, first, length = str(facts["filename"]), int(facts["offset"]), int(facts["length"])  # type: ignore[index]  # caught
        except (ValueError, TypeError, KeyError, RecursionError):
            told = "is no line of an index with filename, offset and length"
            raise SettingsError(f"{told}: {_cut(line)} ({name}:{number})") from None
        if first < 0 or length <= 0 or not file:
            raise SettingsError(f"has no place in an archive: {_cut(line)} ({name}:{number})")
        yield file, first, length


def _lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers; compressed lists are inflated."""
    magic = stream.read(2)
    stream.seek(0)
    lines = gzip.GzipFile(fileobj=stream) if magic == b"\x1f\x8b" else stream
    number = 0
    try:
        while raw := lines.readline(_LONGEST_LINE + 1):
            number += 1
            line = raw.decode("utf-8-sig").strip()
            if len(raw) > _LONGEST_LINE or "\0" in line or number > _MOST_LINES:
                raise SettingsError(f"is longer than a list may be ({name}:{number})")
            if line and not line.startswith(("#", "!")):  # `!` begins the head of a CDXJ file
                yield number, line
    except UnicodeDecodeError:
        raise SettingsError(f"is no text ({name}:{number})") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SettingsError(f"the list breaks off: {error} ({name}:{number})") from None


def _cut(line: str) -> str:
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def below(base: str, path: str, name: str) -> str:
    """The address of a listed path below a base; raises SettingsError where it leads elsewhere.

    What a list of strangers names is never a file of this machine, nor on another host.
    """
    if is_url(path):
        if path.startswith(base.rstrip("/") + "/"):
            return path
        raise SettingsError(f"leads out of {shown(base)}: {_cut(path)} ({name})")
    if ".." in path.split("/") or path.startswith("/"):
        raise SettingsError(f"leads out of {shown(base)}: {_cut(path)} ({name})")
    return f"{base.rstrip('/')}/{path}"


def root_of(url: str) -> str:
    """The bucket or the host of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def merged(sources: Iterable[Source]) -> list[Source]:
    """One source a file, ranges put together where they touch; a file named whole is read whole."""
    found: dict[str, list[tuple[int, int]] | None] = {}
    for source in sources:
        ranges = found.setdefault(source.path, [])
        if not source.ranges or ranges is None:
            found[source.path] = None
        else:
            ranges.extend(source.ranges)
    return [Source(path, _united(ranges or [])) for path, ranges in sorted(found.items())]


def _united(ranges: list[tuple[int, int]]) -> Ranges:
    united: list[tuple[int, int]] = []
    for first, length in sorted(ranges):
        if united and first <= sum(united[-1]):
            begin, reach = united.pop()
            united.append((begin, max(reach, first + length - begin)))
        else:
            united.append((first, length))
    return tuple(united)
