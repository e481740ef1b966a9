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
from thresher.tasks.chain import Corpus, planned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thresher.report.ticker import View

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
    engine: str = ""
    spark_master: str = ""
    nested: bool = False  # within a task of its own: that one is tried again, and told of


def run_corpus(order: Order, *views: View) -> dict[str, Any]:
    """Run the chain to its end, watched by `views`; returns the manifest, or raises what stopped it."""
    given = order
    task = Corpus(
        inputs=given.inputs,
        out=given.out,
        config=given.config,
        settings=given.changes,
        processes=given.workers,
        strict=given.strict,
        engine=given.engine,
        spark_master=given.spark_master,
    )
    context.tell(*views)
    try:
        run = task.of  # planned here, so that wrong settings and missing inputs stop before any work
        if task.complete():
            log.info("already done: %s", run.out)
            context.meter().succeeded = True
        else:
            build([task], run.kit.settings.engine.scheduler, nested=given.nested)
            if not task.complete():
                raise context.failure() or PartError(f"not finished; run again to go on ({run.work})")
            context.done()
        manifest: dict[str, Any] = json.loads(run.out.manifest() or b"{}")
    finally:
        context.close()
        planned.cache_clear()  # another run in this process looks at its inputs anew
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
