"""Memory that goes back to the system when it is given back.

The allocator of the C library keeps what it got for one large table for the next, and Arrow's own keeps more than that:
an ordering process that sorts millions of rows once would look as large for the rest of its life.
"""

from __future__ import annotations

import ctypes
import os

_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1  # of mallopt(3)
_LARGE = 1 << 20  # bytes; what is as large is a piece of its own, and the allocator does not learn to keep it


def give_back() -> None:
    """Have this process keep no large piece of memory that it does not use; before pyarrow is imported.

    For processes of ours alone: how a library's caller keeps house is the caller's matter. Elsewhere than with the C
    library of GNU it does nothing to the one allocator, and as much to Arrow's.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _LARGE)
