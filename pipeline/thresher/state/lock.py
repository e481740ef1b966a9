"""One run at a time on a state, or on an output: the second waits, or says who holds it."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import socket
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from thresher.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "lock"
_STEP_SECONDS = 0.1

log = logging.getLogger("thresher")


@contextmanager
def holding(folder: Path, wait_seconds: float, what: str = "the state") -> Iterator[None]:
    """Hold a folder until the block ends; raises SettingsError when another holds it for longer than `wait_seconds`.

    The system lets go of the lock of a process that dies, however it dies.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / LOCK).open("a+b")
    except OSError as error:
        raise SettingsError(f"cannot write {what}: {error.strerror} ({folder})") from error
    with stream:
        _take(stream, folder, wait_seconds, what)
        _sign(stream)
        yield


def _take(stream: IO[bytes], folder: Path, wait_seconds: float, what: str) -> None:
    began, told = time.monotonic(), False
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(stream)
            if time.monotonic() - began >= wait_seconds:
                raise SettingsError(f"another run holds {what}: {holder} ({folder})") from None
            if not told:
                log.info("waiting for %s, which another run holds: %s (%s)", what, holder, folder)
                told = True
            time.sleep(_STEP_SECONDS)
        else:
            return


def _sign(stream: IO[bytes]) -> None:
    facts = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    stream.truncate(0)
    stream.write(json.dumps(facts).encode())
    stream.flush()


def _holder(stream: IO[bytes]) -> str:
    """Who signed last; the signature is missing for the moment between taking the lock and signing."""
    stream.seek(0)
    try:
        facts = json.loads(stream.read())
        return f"process {facts['pid']} on {facts['host']}, since {facts['since']}"
    except (ValueError, KeyError, TypeError):
        return "a process that has not signed yet"
