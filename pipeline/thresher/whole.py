"""Files and folders that are there whole or not at all, even after a power cut: written aside, synced, renamed."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp-"  # in the names of what is not finished; swept when a run starts


_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY})


def _aside(path: Path) -> Path:
    """A name that nobody else takes: process numbers are not unique where machines share a disk."""
    return path.with_name(f"{path.name}{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}")


@contextmanager
def making_whole(path: Path) -> Iterator[Path]:
    """A folder to fill; it takes its name when the block ends without an error, and is gone when one ends it.

    Where somebody else was quicker, perhaps on another machine, what is there already stays.
    """
    temporary = _aside(path)
    temporary.mkdir(parents=True)
    try:
        yield temporary
        for file in temporary.rglob("*"):
            sync(file)
        sync(temporary)
        _name(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync(path.parent)


def _name(temporary: Path, path: Path) -> None:
    """Give a folder its name, unless that is taken by one that is as whole."""
    try:
        temporary.rename(path)
    except OSError as error:
        if error.errno not in _TAKEN:
            raise
        shutil.rmtree(temporary)


@contextmanager
def writing_whole(path: Path) -> Iterator[IO[bytes]]:
    """A stream into a file that is there whole or not at all."""
    temporary = _aside(path)
    with temporary.open("wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync(path.parent)


def sweep(folder: Path) -> None:
    """Delete what was left unfinished in a folder and the folders in it."""
    for left in [*folder.glob(f"*{TEMPORARY}*"), *folder.glob(f"*/*{TEMPORARY}*")]:
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


def sync(path: Path) -> None:
    """Wait until the disk has a file or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
