"""Running the task chain from the command line: in this process, or ordered by a `luigid`."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import luigi
import luigi.rpc

from thresher.errors import PartError
from thresher.tasks import context
from thresher.tasks.chain import Corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.tasks.listener import Progress

log = logging.getLogger("thresher")

_DEFAULTS = {("worker", "keep_alive"): "false", ("email", "format"): "plain"}  # luigi's


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for."""

    inputs: tuple[str, ...]
    out: str
    config: str
    changes: dict[str, dict[str, Any]]
    workers: int
    strict: bool
    nested: bool = False  # within a task of its own: that one is tried again, and told of


def run_corpus(order: Order, progress: Progress) -> dict[str, Any]:
    """Run the chain to its end; returns the manifest, or raises what stopped it."""
    given = order
    task = Corpus(given.inputs, given.out, given.config, given.changes, processes=given.workers, strict=given.strict)
    context.tell(progress)
    try:
        run = task.of  # planned here, so that wrong settings and missing inputs stop before any work
        if task.complete():
            log.info("already done: %s", run.out)
        else:
            build([task], run.kit.settings.engine.scheduler, nested=order.nested)
        if not task.complete():
            raise context.failure() or PartError(f"not finished; run again to go on ({run.work})")
    finally:
        context.close()
    manifest: dict[str, Any] = json.loads(run.out.manifest() or b"{}")
    return manifest


def build(tasks: Sequence[luigi.Task], scheduler: str | None, *, nested: bool = False) -> None:
    """Have luigi do tasks, and what they need; raises PartError where its scheduler does not answer.

    Within another task (`nested`) it tries nothing again and sends no mail: that is done once, outside.
    """
    # Luigi would set up logging of its own and print each task's traceback: failures are raised instead.
    configuration = luigi.configuration.get_config()
    configuration.set("core", "no_configure_logging", "true")
    configuration.set("core", "autoload_range", "false")
    logging.getLogger("luigi").setLevel(logging.CRITICAL)
    logging.getLogger("luigi-interface").setLevel(logging.CRITICAL)
    quiet = {("worker", "keep_alive"): "false", ("email", "format"): "none"} if nested else {}
    before = {place: configuration.get(*place, None) for place in quiet}
    for place, value in quiet.items():
        configuration.set(*place, value)
    where = {"scheduler_url": scheduler} if scheduler else {"local_scheduler": True}
    try:
        luigi.build(tasks, workers=1, **where)
    except luigi.rpc.RPCError as error:
        raise PartError(f"the scheduler does not answer ({scheduler})") from error
    finally:
        for place, value in before.items():
            configuration.set(*place, value if value is not None else _DEFAULTS[place])
