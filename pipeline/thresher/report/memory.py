"""How much memory the processes of a run hold."""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from pathlib import Path

_PAGE = resource.getpagesize()
_PROC = Path("/proc/self/task")


def resident_bytes() -> int:
    """Bytes of memory that this process and all its descendants hold; pages that they share count in each.

    Where the system does not say: the most that this process ever held.
    """
    if not _PROC.exists():
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return held if sys.platform == "darwin" else held * 1024
    found, waiting = 0, ["self"]
    while waiting:
        process = waiting.pop()
        held, children = _of(process)
        found += held
        waiting += children
    return found


def _of(process: str) -> tuple[int, list[str]]:
    """The bytes of one process, and its children as far as the system tells; nothing where it has just ended."""
    folder = Path("/proc", process)
    held, children = 0, []
    with suppress(OSError, IndexError, ValueError):
        held = int((folder / "statm").read_text().split()[1]) * _PAGE
        for thread in (folder / "task").iterdir():
            children += (thread / "children").read_text().split()
    return held, children
