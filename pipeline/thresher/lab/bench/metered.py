"""Run a command and say what it took, all processes that it starts included: `python metered.py RESULT.json COMMAND…`.

It knows nothing of Thresher, so that what it starts inherits nothing but a small process.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
import time
from pathlib import Path

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux


def main() -> None:
    """Write clock and processor time in seconds and the largest resident size in bytes; end as the command did."""
    result, *command = sys.argv[1:]
    if sys.platform == "linux":
        # Workers of a fork server are no children of the command: let them become ours when it ends, to be counted.
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    began = time.monotonic()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status = os.waitpid(process, 0)
    wall = time.monotonic() - began
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    facts = {"wall": wall, "seconds": used.ru_utime + used.ru_stime, "peak": peak}
    Path(result).write_text(json.dumps(facts), encoding="utf-8")
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
