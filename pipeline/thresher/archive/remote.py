"""Objects on `s3://`, `gs://`, `https://` and whatever else fsspec opens: listed, read by ranges, written, retried.

Nothing here is called for anything but a URL that the user named, or that a list names which the user named.
"""

from __future__ import annotations

import logging
import random
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from glob import has_magic
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from thresher.archive.addresses import private, redacted, scheme_of
from thresher.archive.ranged import NoRangesError, Ranged
from thresher.archive.trouble import Trouble, trouble
from thresher.errors import PartError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thresher.settings import Storage

_WEB = frozenset({"http", "https"})
_S3 = frozenset({"s3", "s3a"})
_GS = frozenset({"gs", "gcs"})
_EXTRAS = {**dict.fromkeys(_WEB, "http"), **dict.fromkeys(_S3, "s3"), **dict.fromkeys(_GS, "gs")}
_LONGEST_PAUSE = 30.0  # seconds
_TRIES_OF_GS = 2  # gcsfs tries six times by itself, with pauses of its own, and cannot be told not to
# What names the content of an object, the surest first; stores spell it as they like.
_VERSIONS = ("ETag", "etag", "md5Hash", "generation", "Last-Modified", "LastModified", "updated")
_T = TypeVar("_T")

log = logging.getLogger("thresher")


@dataclass(frozen=True, slots=True)
class Facts:
    """The size of an object in bytes (None: the server does not tell), and what names its content ("" if nothing)."""

    size: int | None
    version: str


def listed(url: str, storage: Storage) -> list[str]:
    """The objects that a URL names: itself, those in a folder, those that match; none if there are none.

    The web has no folders: there a URL names what it names. Raises SettingsError.
    """

    def find() -> list[str]:
        files, path = _place(private(url), storage)
        try:
            if files.info(path)["type"] == "file":
                return [url] if scheme_of(url) in _WEB else [str(files.unstrip_protocol(path))]
        except FileNotFoundError as error:
            if trouble(error).kind != "missing" or scheme_of(url) in _WEB:
                raise
        names = sorted(files.glob(path) if has_magic(path) else files.find(path))
        return [str(files.unstrip_protocol(name)) for name in names]

    return _answered(url, storage, find)


def facts(url: str, storage: Storage) -> Facts:
    """Size and version of an object, without reading it; raises SettingsError, PartError."""

    def ask() -> Facts:
        files, path = _place(private(url), storage)
        info = files.info(path)
        if info["type"] != "file":
            raise IsADirectoryError("is a folder, not an object")
        version = next((f"{name.lower()}:{info[name]}" for name in _VERSIONS if info.get(name)), "")
        return Facts(info.get("size"), version.replace('"', ""))

    return _answered(url, storage, ask)


def opened_remote(url: str, storage: Storage) -> BinaryIO:
    """The object as a stream: one that reads ranges where the store has them; raises SettingsError, PartError.

    Of a web server without ranges, or without a size, a temporary copy is read.
    """
    known = scheme_of(url) in _EXTRAS

    def start() -> Any:
        files, path = _place(private(url), storage)
        return files.open(path, "rb", **({"cache_type": "none"} if known else {}))

    stream = _answered(url, storage, start)
    if not known:
        return cast("BinaryIO", stream)
    size, is_web = int(getattr(stream, "size", None) or 0), scheme_of(url) in _WEB
    if is_web and type(stream).__name__ == "HTTPStreamFile":
        copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - whoever opened it closes it
        _copied(url, storage, getattr(stream, "size", None), copy)
        copy.seek(0)
        return copy

    def fetch(first: int, end: int) -> bytes:
        def call() -> bytes:
            try:
                data: bytes = stream._fetch_range(first, end)  # noqa: SLF001 - how fsspec's files name a ranged read
            except ValueError:
                if is_web:  # how fsspec says that the server sends all of it
                    raise NoRangesError from None
                raise
            if len(data) != end - first:
                raise EOFError(f"{len(data)} bytes came instead of {end - first}")
            return data

        return _answered(url, storage, call, reading=True)

    return cast("BinaryIO", Ranged(fetch, lambda target: _copied(url, storage, size, target), size, storage.read_bytes))


def _copied(url: str, storage: Storage, size: int | None, target: BinaryIO) -> None:
    """Copy an object of the web into a file."""

    def call() -> None:
        target.seek(0)
        target.truncate()
        files, path = _place(private(url), storage)
        files.get_file(path, target)
        target.flush()
        if size is not None and target.tell() != size:
            raise EOFError(f"{target.tell()} bytes came instead of {size}")

    _answered(url, storage, call, reading=True)


def read_object(url: str, storage: Storage) -> bytes | None:
    """The bytes of a small object, None where there is none."""
    return _answered(url, storage, lambda: _whole(url, storage))


def _whole(url: str, storage: Storage) -> bytes | None:
    files, path = _place(private(url), storage)
    try:
        return bytes(files.cat_file(path))
    except FileNotFoundError as error:
        if trouble(error).kind == "missing":
            return None
        raise


def write_object(url: str, content: bytes | Path, storage: Storage) -> None:
    """Write an object in one piece, over what was there; raises SettingsError, PartError."""

    def write() -> None:
        files, path = _place(private(url), storage)
        if isinstance(content, bytes):
            files.pipe_file(path, content)
        else:
            files.put_file(str(content), path)

    _answered(url, storage, write)


def delete_object(url: str, storage: Storage) -> None:
    """Delete an object; one that is not there is no error."""

    def delete() -> None:
        files, path = _place(private(url), storage)
        if files.exists(path):
            files.rm_file(path)

    _answered(url, storage, delete)


def names_below(url: str, storage: Storage) -> list[str]:
    """The names of all objects below a folder, from there; none where there is no such folder."""

    def find() -> list[str]:
        files, path = _place(private(url), storage)
        return sorted(str(name)[len(path.rstrip("/")) + 1 :] for name in files.find(path))

    return _answered(url, storage, find)


def _place(url: str, storage: Storage) -> tuple[Any, str]:
    """The file system of a URL, and the path there."""
    files = _files(scheme_of(url), url if scheme_of(url) not in _EXTRAS else "", storage)
    return files, str(files._strip_protocol(url))  # noqa: SLF001 - the only name that fsspec has for it


@lru_cache(maxsize=16)
def _files(scheme: str, url: str, storage: Storage) -> Any:
    """A file system without retries of its own: `_answered` tries again, in one place and one way."""
    import fsspec

    if url:
        return fsspec.core.url_to_fs(url)[0]
    options = {**_options(scheme, storage), "use_listings_cache": False, "skip_instance_cache": True}
    files = fsspec.filesystem(scheme, **options)
    files.retries = 1
    logging.getLogger("botocore").setLevel(logging.WARNING)  # it tells where credentials were found
    logging.getLogger("aiobotocore").setLevel(logging.WARNING)
    return files


def _options(scheme: str, storage: Storage) -> dict[str, Any]:
    seconds = storage.timeout_seconds
    if scheme in _WEB:
        import aiohttp

        limit = aiohttp.ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds)
        return {"client_kwargs": {"timeout": limit, "trust_env": True}}
    if scheme in _GS:
        return {
            **({"token": "anon"} if storage.anonymous else {}),
            **({"endpoint_url": storage.endpoint} if storage.endpoint else {}),
        }
    config = {"connect_timeout": seconds, "read_timeout": seconds, "retries": {"total_max_attempts": 1}}
    return {
        "anon": storage.anonymous,
        "config_kwargs": config,
        **({"endpoint_url": storage.endpoint} if storage.endpoint else {}),
        **({"client_kwargs": {"region_name": storage.region}} if storage.region else {}),
        **({"profile": storage.profile} if storage.profile else {}),
    }


def _answered(url: str, storage: Storage, call: Callable[[], _T], *, reading: bool = False) -> _T:
    """What a call of a store answers, tried again after ever longer pauses where that may help.

    Raises PartError where that did not help, or where `reading` began and something else is wrong; else SettingsError.
    """
    tries = min(storage.tries, _TRIES_OF_GS) if scheme_of(url) in _GS else storage.tries
    for attempt in range(1, tries + 1):
        try:
            return call()
        except NoRangesError:
            raise
        except ImportError as error:
            extra = _EXTRAS.get(scheme_of(url), "")
            told = f"install thresher[{extra}]" if extra else str(error)
            raise SettingsError(f"cannot be opened: {told} ({url})") from None
        except Exception as error:  # noqa: BLE001 - every store raises what the libraries below it raise
            found = trouble(error)
            if not found.passing or attempt == tries:
                raise _failure(found, url, attempt, reading=reading) from None  # the cause may hold secrets
            pause = min(storage.retry_seconds * 2 ** (attempt - 1), _LONGEST_PAUSE) * (0.5 + random.random() / 2)
            log.warning("%s; trying again in %.1f s (%s)", found.told, pause, redacted(url))
            time.sleep(pause)
    raise AssertionError("tries is at least 1")


def _failure(found: Trouble, url: str, attempts: int, *, reading: bool) -> SettingsError | PartError:
    times = f" (tried {attempts} times)" if attempts > 1 else ""
    told = f"{found.told}{times} ({redacted(url)})"
    return PartError(told) if found.passing or reading else SettingsError(told)
