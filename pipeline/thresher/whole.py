"""Files and folders that are there whole or not at all, even after a power cut: written aside, synced, renamed."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp-"  # in the names of what is not finished; swept when a run starts


@contextmanager
def making_whole(path: Path) -> Iterator[Path]:
    """A folder to fill; it takes its name when the block ends without an error."""
    temporary = path.with_name(f"{path.name}{TEMPORARY}{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    yield temporary
    for file in temporary.rglob("*"):
        sync(file)
    sync(temporary)
    temporary.rename(path)
    sync(path.parent)


@contextmanager
def writing_whole(path: Path) -> Iterator[IO[bytes]]:
    """A stream into a file that is there whole or not at all."""
    temporary = path.with_name(f"{path.name}{TEMPORARY}{os.getpid()}")
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
