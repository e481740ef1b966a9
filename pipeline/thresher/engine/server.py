"""The fork server, of which worker processes are copies: one process without threads, and warm."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext


def forking() -> ForkServerContext:
    """The context in which workers start as copies of the warm server."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["thresher.engine.warm"])
    return context


def start() -> None:
    """Start the server, if it does not run yet: it gets ready while its parent still plans."""
    forking()
    forkserver.ensure_running()
